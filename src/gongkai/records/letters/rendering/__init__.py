"""A letter on paper: DOCX, print HTML and, where the optional part is present, PDF. One page definition."""
