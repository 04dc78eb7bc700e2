"""Every table of records, gathered from its rooms for Django: journal, jobs, numbers, files, letters."""

from gongkai.records.journal.models import Block, Cursor, Entry

__all__ = ["Block", "Cursor", "Entry"]
