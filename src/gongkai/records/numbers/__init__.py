"""Numbers without gaps: of cases, of letters, of whatever is counted by body, kind and year."""

from gongkai.records.numbers.models import Number, Series
from gongkai.records.numbers.operations import (
    AlreadyVoid,
    NumberRefused,
    PatternRefused,
    check_pattern,
    continue_from,
    take,
    void,
)
from gongkai.records.numbers.queries import gaps, numbers

__all__ = [
    "AlreadyVoid",
    "Number",
    "NumberRefused",
    "PatternRefused",
    "Series",
    "check_pattern",
    "continue_from",
    "gaps",
    "numbers",
    "take",
    "void",
]
