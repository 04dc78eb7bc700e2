"""Gongkai (公开): publish, answer, keep, listen, be watched, and once a year count."""

__version__ = "0.4.0"
