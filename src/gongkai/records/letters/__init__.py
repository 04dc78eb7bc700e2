"""Official letters: templates in versions, filled, numbered, laid out by GB/T 9704-2012, kept.

Others use `operations` (create, revise and withdraw templates; issue, void and print letters), `queries`,
`models` for foreign keys, and of the rules `kinds` (which letters there are and what may stand in them).
"""
