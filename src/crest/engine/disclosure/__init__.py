"""disclosure: what may leave the house: small groups suppressed so that nobody is exposed."""
