"""Scenes in which several people decide on one draft at the same moment; run as a program, one of them on a
database of its own.

python -m tests.operations.annual_reports.at_once accepting
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command

from gongkai.annual_reports import operations
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import AnnualReport, Draft
from gongkai.records import journal
from gongkai.records.acts import SystemAct
from tests.operations.annual_reports.office import AT, CLERK, OFFICER, Office, office, page, wrong
from tests.organisations.at_once import at_once

ACT = SystemAct(OFFICER, AT)


def _read(here: Office, data: bytes) -> Draft:
    return here.one("a.html", data)


def _verbs(name: str) -> int:
    return journal.entries().filter(verb=name).count()


def accepting() -> None:
    draft = _read(office(), page())
    results = at_once(*[lambda: operations.accept_draft(draft=draft, act=ACT)] * 3)
    assert sorted(results) == ["", "AlreadyDone", "AlreadyDone"], results
    assert (AnnualReport.objects.count(), _verbs("draft.accepted"), _verbs("report.archived")) == (1, 1, 1)


def accepting_and_returning() -> None:
    draft = _read(office(), page())
    results = at_once(
        lambda: operations.accept_draft(draft=draft, act=ACT),
        lambda: operations.return_draft(draft=draft, note="请补充", act=SystemAct(CLERK, AT)),
    )
    assert sorted(results) == ["", "NotInThisState"], results
    draft.refresh_from_db()
    assert (draft.report is None) is (draft.letter is not None)
    assert _verbs("draft.accepted") + _verbs("draft.returned") == 1


def editing() -> None:
    draft = _read(office(), page(values=wrong()))

    def edit(row: str) -> Callable[[], object]:
        cell: dict[str, Any] = {
            "table": "table4",
            "row": row,
            "column": "total",
            "value": 3,
            "reason": "台账",
        }
        return lambda: operations.edit_cell(draft=draft, **cell, act=ACT)

    rows = ("review", "litigation_direct", "litigation_after_review")
    results = at_once(*[edit(row) for row in rows])
    assert results == ["", "", ""], results
    draft.refresh_from_db()
    assert {one.row for one in draft.edits.all()} == set(rows)
    assert draft.revision == 1 + len(rows)


def placing() -> None:
    """Two files are given to one unit while its collection is closed: no two wait for each other."""
    here = office()
    here.drop(("a.html", page("云山市教育局")), ("b.html", page("云溪市教育局")))
    drafts = list(Draft.objects.order_by("pk"))

    def assign(draft: Draft) -> Callable[[], object]:
        return lambda: operations.assign_unit(draft=draft, body=here.education, act=ACT)

    results = at_once(
        *[assign(draft) for draft in drafts * 2],
        lambda: operations.close_collection(collection=here.collection, act=ACT),
    )
    assert set(results) <= {"", "CollectionClosed", "Outdated"}, results
    assert Draft.objects.filter(body=here.education, superseded_by=None).count() <= 1
    for draft in Draft.objects.all():
        assert draft.state == DRAFT_LIFECYCLE.fold("read", ["assign"])


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    globals()[sys.argv[1]]()
