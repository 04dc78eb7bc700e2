"""Measurements: each prints a ratio of CPU time measured side by side, or bears a load for minutes."""
