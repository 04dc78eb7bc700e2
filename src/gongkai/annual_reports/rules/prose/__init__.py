"""What the words around the tables say: whose report, on which year, and the figures of the prose."""

from gongkai.annual_reports.rules.prose.narrative import find

__all__ = ["find"]
