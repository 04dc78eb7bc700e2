"""What is done with numbers, each with what it needs."""

from __future__ import annotations

from gongkai.records.acts import SystemAct
from gongkai.records.numbers import operations
from gongkai.records.numbers.models import Number
from tests.operations.exercises import AT, BY, Act, Exercises


def taken() -> Number:
    return operations.take(
        body="yunhe-office",
        kind="reply",
        year=2026,
        pattern="{short}公复〔{year}〕{serial}号",
        short="云",
        act=SystemAct(BY, AT),
    )


def void() -> Act:
    number = taken()
    return lambda: operations.void(number=number, reason="文书内容有误", act=SystemAct(BY, AT))


def continue_from() -> Act:
    return lambda: operations.continue_from(
        body="yunhe-office", kind="reply", year=2026, last=41, act=SystemAct(BY, AT)
    )


EXERCISES: Exercises = {"continue_from": continue_from, "take": lambda: taken, "void": void}
