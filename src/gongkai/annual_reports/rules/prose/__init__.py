"""What the words around the tables say: whose report, on which year, and the figures of the prose."""
