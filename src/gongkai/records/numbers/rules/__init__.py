"""Patterns of numbers; pure, without Django."""
