"""The units' reports added up, with those who are missing named."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annual_reports.models import AnnualReport, Collection, Draft
from gongkai.annual_reports.queries.collecting import Unit, day_of, drafts, expected
from gongkai.annual_reports.queries.judging import as_rule, edits_in_force
from gongkai.annual_reports.rules import Finding, Reading, for_year
from gongkai.annual_reports.rules.edits import apply
from gongkai.annual_reports.rules.rolling_up import Cell, against, total
from gongkai.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class RollUp:
    """`total` is a Reading of the sums. `counted`, `missing`, `left_out` (with why) are all expected units.

    `incomplete` names, by (table, row, column), the counted units in which that cell is blank or unread.
    `own` is the collecting body's own consolidated report, where there is one; `findings` (AGG) say where it
    differs, and are empty while units are missing or left out.
    """

    form: str
    total: Reading
    counted: tuple[Unit, ...]
    missing: tuple[Unit, ...]
    left_out: tuple[tuple[Unit, str], ...]
    incomplete: dict[Cell, tuple[str, ...]]
    own: Reading | None
    findings: tuple[Finding, ...]


def roll_up(collection: Collection, *, accepted_only: bool = False) -> RollUp:
    """Sums of every cell over the expected units' current drafts that are read or accepted.

    A draft of another year or form, or with no figures, is left out with the reason. The collecting body's
    own report is never added to those of its units.
    """
    format = for_year(collection.year).format
    counted: list[tuple[Unit, Reading]] = []
    missing, left_out = [], []
    for unit in expected(collection):
        if unit.body.pk == collection.body_id:
            continue
        reading = _edited(unit.draft) if unit.draft else None
        if unit.draft is None:
            missing.append(unit)
        elif reason := _unfit(unit.draft, reading, collection.year, format, accepted_only):
            left_out.append((unit, reason))
        elif reading is not None:
            counted.append((unit, reading))
    place = organisations.name_of(collection.body, day_of(collection))
    named = [(unit.name, reading) for unit, reading in counted]
    sums = total(named, place=place, year=collection.year, format=format)
    own = _own(collection)
    complete = bool(counted) and not missing and not left_out
    return RollUp(
        form=format,
        total=sums.total,
        counted=tuple(unit for unit, _reading in counted),
        missing=tuple(missing),
        left_out=tuple(left_out),
        incomplete=dict(sums.incomplete),
        own=own,
        findings=tuple(against(own, sums)) if own and complete else (),
    )


def _edited(draft: Draft) -> Reading | None:
    if draft.reading is None:
        return None
    return apply(Reading.from_json(draft.reading), map(as_rule, edits_in_force(draft).values()))


def _unfit(draft: Draft, reading: Reading | None, year: int, format: str, accepted_only: bool) -> str:
    """Why a draft's figures are not added, as the end of a sentence, or ""."""
    if reading is None:
        return "还没有读出"
    if draft.state == Draft.State.RETURNED:
        return "已退回，等待重报"
    if accepted_only and draft.state != Draft.State.ACCEPTED:
        return "还没有收录"
    if reading.year != year:
        return "年度不符" if reading.year else "年度没有读出"
    if reading.format != format:
        return "表格格式不符"
    return "" if any(reading.tables.values()) else "没有读出表格"


def _own(collection: Collection) -> Reading | None:
    """The collecting body's own report: its draft in this collection, else the archived one."""
    draft = drafts(collection).filter(body=collection.body_id).exclude(reading=None).first()
    if draft is not None:
        return _edited(draft)
    archived = AnnualReport.objects.filter(place__code=collection.body.code, year=collection.year).first()
    return Reading.from_json(archived.figures) if archived else None
