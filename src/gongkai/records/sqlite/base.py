"""Where Django looks for the backend of an ENGINE."""

from gongkai.records.sqlite.connections import DatabaseWrapper

__all__ = ["DatabaseWrapper"]
