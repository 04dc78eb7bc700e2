"""Sealing and opening bytes; pure, without Django."""
