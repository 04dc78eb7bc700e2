"""What is done with numbers, each with what it needs."""

from __future__ import annotations

from gongkai.records.acts import Act, SystemAct
from gongkai.records.numbers import operations
from gongkai.records.numbers.models import Number
from tests.operations.exercises import AT, BY, Exercises, Perform

SYSTEM = SystemAct(BY, AT)


def taken(act: Act = SYSTEM) -> Number:
    return operations.take(
        body="yunhe-office",
        kind="reply",
        year=2026,
        pattern="{short}公复〔{year}〕{serial}号",
        short="云",
        act=act,
    )


def void() -> Perform:
    number = taken()
    return lambda act: operations.void(number=number, reason="文书内容有误", act=act)


def continue_from() -> Perform:
    return lambda act: operations.continue_from(
        body="yunhe-office", kind="reply", year=2026, last=41, act=act
    )


EXERCISES: Exercises = {"continue_from": continue_from, "take": lambda: taken, "void": void}
