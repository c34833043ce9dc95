"""indicators: signs of forced labour, per worker and per group, with what is missing."""
