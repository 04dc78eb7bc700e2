"""The pure part of letters: the page, what a letter is made of, the language of templates. No Django."""
