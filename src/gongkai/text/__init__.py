"""Chinese official text: script, numerals, dates and the numbers that identify documents, bodies and sites.

Pure Python, no Django. Every reader here refuses (an exception with a Chinese sentence) rather than guesses,
and every position it reports refers to the string it was given.
"""
