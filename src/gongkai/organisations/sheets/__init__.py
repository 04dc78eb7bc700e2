"""Bodies and people as a workbook: one definition of its columns makes the template and reads it."""

from gongkai.organisations.sheets.columns import ACCOUNTS, BODIES, PEOPLE, Sheet, SheetColumn
from gongkai.organisations.sheets.judging import (
    judge_accounts,
    judge_bodies,
    judge_people,
    judge_reach,
)
from gongkai.organisations.sheets.reading import NotReadable, RowError, SheetRow, read
from gongkai.organisations.sheets.template import template

__all__ = [
    "ACCOUNTS",
    "BODIES",
    "PEOPLE",
    "NotReadable",
    "RowError",
    "Sheet",
    "SheetColumn",
    "SheetRow",
    "judge_accounts",
    "judge_bodies",
    "judge_people",
    "judge_reach",
    "read",
    "template",
]
