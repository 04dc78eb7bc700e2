"""What annual reports do, each with what it needs."""

from __future__ import annotations

from datetime import timedelta

from gongkai.annual_reports import operations
from tests.operations.exercises import AT, BY, Act, Exercises
from tests.portal import material


def archive_report() -> Act:
    return lambda: operations.archive_report(
        place_code="yunhe",
        place_name="云河市",
        level="city",
        figures=material.reading().as_json(),
        source=operations.Source(publisher="云河市人民政府办公室"),
        by=BY,
        at=AT,
    )


def keep_check() -> Act:
    return lambda: operations.keep_check(reading=material.reading(), name="报告.html", by=BY, at=AT)


def forget_check() -> Act:
    kept = operations.keep_check(reading=material.reading(), name="", by=BY, at=AT)
    return lambda: operations.forget_check(token=kept.token, by=BY, at=AT)


def purge_checks() -> Act:
    operations.keep_check(reading=material.reading(), name="", by=BY, at=AT - timedelta(days=40))
    return lambda: operations.purge_checks(by=BY, at=AT)


EXERCISES: Exercises = {
    "archive_report": archive_report,
    "forget_check": forget_check,
    "keep_check": keep_check,
    "load_starting_archive": lambda: lambda: operations.load_starting_archive(by=BY, at=AT),
    "purge_checks": purge_checks,
}
