"""What the house does so that others can audit its journal: anchors kept outside, verification by the runner.

`stores` is the port to the places where anchors are kept, `evidence` reads them back from there,
`operations` makes, keeps and verifies.
"""
