"""The law as dated, cited data and pure functions; it imports nothing of Django and never asks the clock.

Doors: `reply_clock` (by when to reply, and why), `workdays` (the calendar), `parameters` (every dated value),
`disclosure_regulation`, `fees`, `remedies`, `calendar_terms` (plain terms), `citation` and `instruments`.
"""
