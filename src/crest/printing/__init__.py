"""The assessment on paper: the data of a report laid out as pages by a typesetter."""
