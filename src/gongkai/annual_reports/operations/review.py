"""Judging what was found in a draft, correcting what was read, and accepting it into the archive."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.annual_reports.models import AnnualReport, CellEdit, Draft, Place, Verdict
from gongkai.annual_reports.operations.archive import (
    ReasonMissing,
    Source,
    archive_report,
    replace_report,
)
from gongkai.annual_reports.operations.collecting import check_open
from gongkai.annual_reports.operations.placing import (
    DraftSettled,
    check_unsettled,
    draft_ref,
    locked_draft,
    recount,
)
from gongkai.annual_reports.queries.collecting import unit_name
from gongkai.annual_reports.queries.judging import Judged, judged
from gongkai.annual_reports.rules import form
from gongkai.annual_reports.rules.edits import YEAR, column_of
from gongkai.annual_reports.rules.return_letter import number
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Level
from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor
from gongkai.records.refusals import Refused

_LARGEST = 10**15
_SMALLEST = Decimal("0.0001")
_UNITS = ("元", "千元", "万元", "百万元", "亿元")
# Where a body of the city stands in the archive.
_LEVELS = {
    Level.CITY: Place.Level.CITY,
    Level.DISTRICT: Place.Level.COUNTY,
    Level.TOWN: Place.Level.TOWN,
    Level.DEPARTMENT: Place.Level.DEPARTMENT,
    Level.ENTERPRISE: Place.Level.DEPARTMENT,
}


class NoSuchFinding(Refused):
    """The draft has no such finding now."""


class NoSuchCell(Refused):
    """The form has no such cell, or its figures were not read at all."""


class BadValue(Refused):
    """The figure cannot stand in the cell."""


class NotTheLatest(Refused):
    """The cell was changed again after this edit."""


class CannotAccept(Refused):
    """The draft is not fit for the archive yet; `reasons` lists everything that stands in the way."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


@process_pool.atomic
def judge_finding(*, draft: Draft, key: str, says: str, reason: str = "", by: Actor, at: datetime) -> Verdict:
    """Say of a finding that it holds (confirmed), that it does not (dismissed, with the reason), or take that
    back (open). It counts for every version of the unit's draft.

    Raises NoSuchFinding, ReasonMissing, DraftSettled, CollectionClosed.
    """
    draft = locked_draft(draft)
    check_unsettled(draft)
    now = judged(draft)
    found = next((one for one in now.findings if one.key == key), None) if now else None
    if found is None or says not in Verdict.Says.values:
        raise NoSuchFinding(_("这份草稿现在没有这个问题，可能已经修改；请刷新页面。"))
    if says == Verdict.Says.DISMISSED and not reason.strip():
        raise ReasonMissing(_("请说明为什么不属实（例如统计口径、依据的文件）。"))
    made = Verdict.objects.create(
        draft=draft,
        key=key,
        code=found.finding.code,
        says=says,
        reason=reason.strip()[:300],
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    recount(draft)
    journal.record(
        verb="draft.judged",
        object=draft_ref(draft),
        by=by,
        at=at,
        before={"verdict": found.says},
        after={"finding": key, "code": made.code, "verdict": says},
        reason=made.reason,
    )
    return made


@process_pool.atomic
def edit_cell(
    *,
    draft: Draft,
    table: str,
    row: str,
    column: str,
    value: int | Decimal | None,
    reason: str,
    unit: str = "",
    by: Actor,
    at: datetime,
) -> CellEdit:
    """Put a figure, or None for a blank, in the place of what was read in a cell.

    `unit` is needed for an amount of money whose form leaves the unit open. Raises NoSuchCell, BadValue,
    ReasonMissing, DraftSettled, CollectionClosed.
    """
    draft, now = _ready(draft, reason)
    shape = column_of(now.reading.format, table, row, column)
    if shape is None:
        raise NoSuchCell(_("这份报告的表格里没有这一格，请刷新页面后再改。"))
    if value is not None:
        _check_value(value, shape.kind)
    open_unit = shape.kind == "amount" and not shape.unit and value is not None
    if open_unit and unit not in _UNITS:
        raise BadValue(_("请选择金额的单位：%(units)s。") % {"units": "、".join(_UNITS)})
    kind = CellEdit.Kind.BLANK if value is None else CellEdit.Kind.VALUE
    cell = (table, row, column)
    return _add(draft, now, cell, kind, value, unit if open_unit else "", reason, by, at)


@process_pool.atomic
def edit_year(*, draft: Draft, year: int, reason: str, by: Actor, at: datetime) -> CellEdit:
    """Say on which year the draft reports. Raises BadValue, ReasonMissing, DraftSettled, CollectionClosed."""
    draft, now = _ready(draft, reason)
    shape = form(now.reading.format) if now.reading.format else None
    if not 2008 <= year <= 2100 or (shape and not shape.serves(year)):
        raise BadValue(_("年度与报告的表格格式不符，请核对；年度填错的，请退回重报。"))
    return _add(draft, now, YEAR, CellEdit.Kind.VALUE, year, "", reason, by, at)


@process_pool.atomic
def undo_edit(*, edit: CellEdit, reason: str, by: Actor, at: datetime) -> CellEdit:
    """Put a cell back to what it was before its latest edit, by a further edit.

    Raises NotTheLatest, ReasonMissing, DraftSettled, CollectionClosed.
    """
    draft, now = _ready(edit.draft, reason)
    same = draft.edits.filter(table=edit.table, row=edit.row, column=edit.column).order_by("-pk")
    latest = list(same[:2])
    if not latest or latest[0].pk != edit.pk or edit.kind == CellEdit.Kind.AS_READ:
        raise NotTheLatest(_("这一格后来又改过，请撤销最近的一次修改。"))
    before = latest[1] if len(latest) > 1 else None
    cell = (edit.table, edit.row, edit.column)
    if before is None:
        return _add(draft, now, cell, CellEdit.Kind.AS_READ, None, "", reason, by, at)
    return _add(draft, now, cell, CellEdit.Kind(before.kind), before.value, before.unit, reason, by, at)


def check_can_accept(*, draft: Draft, reason: str = "") -> None:
    """Raise CannotAccept with every reason why the draft is not fit for the archive."""
    reasons = tuple(_against_accepting(draft, judged(draft), reason))
    if reasons:
        raise CannotAccept(reasons)


def can_accept(*, draft: Draft, reason: str = "") -> bool:
    """Whether `check_can_accept` lets it pass."""
    return not any(True for _one in _against_accepting(draft, judged(draft), reason))


@process_pool.atomic
def accept_draft(*, draft: Draft, reason: str = "", by: Actor, at: datetime) -> AnnualReport:
    """Archive the draft as it stands, edits applied, under its unit's name.

    Where other figures of the unit are archived for the year, they are replaced, with the reason, and kept as
    an earlier version. Raises CannotAccept, CollectionClosed.
    """
    draft = locked_draft(draft)
    check_open(draft.collection)
    check_can_accept(draft=draft, reason=reason)
    now, body = judged(draft), draft.body
    assert now is not None  # noqa: S101 - checked above, as is the unit
    assert body is not None  # noqa: S101
    name = unit_name(draft)
    figures = {**now.reading.as_json(), "place": now.reading.place or name}
    source = Source(publisher=name, title=draft.path.rpartition("/")[2][:300])
    known = _archived(draft)
    if known is not None and known.figures != figures:
        report = replace_report(report=known, figures=figures, source=source, reason=reason, by=by, at=at)
    else:
        report = archive_report(
            place_code=body.code,
            place_name=name,
            level=_level(draft),
            figures=figures,
            source=source,
            by=by,
            at=at,
        )
    draft.state, draft.report = Draft.State.ACCEPTED, report
    draft.settled_at, draft.settled_by = at, by.name
    draft.save(update_fields=["state", "report", "settled_at", "settled_by"])
    after = {"year": report.year, "version": report.version}
    journal.record(
        verb="draft.accepted", object=draft_ref(draft), by=by, at=at, after=after, reason=reason.strip()
    )
    return report


def _against_accepting(draft: Draft, now: Judged | None, reason: str) -> list[str]:
    try:
        check_unsettled(draft)
    except DraftSettled as problem:
        return [str(problem)]
    if now is None:
        return [_("这份草稿没有读出，请退回重报，或者上传能读的版本。")]
    against = []
    year = draft.collection.year
    if draft.body_id is None:
        against.append(_("还不知道是哪个单位的草稿，请先选定单位。"))
    if now.reading.year is None:
        against.append(_("没有读出是哪一年度的报告，请先填写年度。"))
    elif now.reading.year != year:
        against.append(
            _("这是%(found)s年度的报告，本次收集的是%(year)s年度，请退回重报。")
            % {"found": now.reading.year, "year": year}
        )
    if now.reading.format is None or not any(now.reading.tables.values()):
        against.append(_("没有读出报告的表格，请退回重报，或者补填各格数字。"))
    elif now.reading.year and not form(now.reading.format).serves(now.reading.year):
        against.append(_("报告用的不是这一年度的表格格式，请退回，改用规定的格式重报。"))
    errors = [one for one in now.standing if one.finding.level == "error"]
    confirmed = sum(one.says == Verdict.Says.CONFIRMED for one in errors)
    if confirmed:
        against.append(_("有%(count)s处错误已判定属实，请改正数据或者退回重报。") % {"count": confirmed})
    if len(errors) > confirmed:
        undecided = len(errors) - confirmed
        against.append(_("还有%(count)s处错误没有判断，请逐一判断属实与否。") % {"count": undecided})
    if not against and not reason.strip() and _differs(draft, now):
        against.append(_("这个单位这一年度的报告已经收录，数据不同；确要替换的，请写明原因。"))
    return against


def _differs(draft: Draft, now: Judged) -> bool:
    known = _archived(draft)
    figures = {**now.reading.as_json(), "place": now.reading.place or unit_name(draft)}
    return known is not None and known.figures != figures


def _archived(draft: Draft) -> AnnualReport | None:
    code = draft.body.code if draft.body else ""
    return AnnualReport.objects.filter(place__code=code, year=draft.collection.year).first()


def _level(draft: Draft) -> str:
    if draft.body is None:
        return ""
    version = organisations.version_of(draft.body, date(draft.collection.year, 12, 31))
    version = version or organisations.history_of(draft.body).last()
    return _LEVELS[Level(version.level)] if version else ""


def _ready(draft: Draft, reason: str) -> tuple[Draft, Judged]:
    """The draft, locked, and what it says now, if its figures may be changed."""
    draft = locked_draft(draft)
    check_unsettled(draft)
    now = judged(draft)
    if now is None:
        raise NoSuchCell(_("这份草稿没有读出，不能修改数据；请退回重报，或者上传能读的版本。"))
    if not reason.strip():
        raise ReasonMissing(_("请说明修改的理由（例如依据的台账、来函）。"))
    return draft, now


def _check_value(given: int | Decimal, kind: str) -> None:
    value = Decimal(given)
    if not value.is_finite():
        raise BadValue(_("请填写数字。"))
    whole = value == value.to_integral_value()
    if abs(value) >= _LARGEST or (kind != "amount" and not whole):
        raise BadValue(_("这一格应填整数，请核对。"))
    if value != value.quantize(_SMALLEST):
        raise BadValue(_("金额最多四位小数，请核对单位。"))
    if value < 0 and kind != "change":
        raise BadValue(_("这一格不能是负数，请核对。"))


def _add(
    draft: Draft,
    now: Judged,
    cell: tuple[str, str, str],
    kind: CellEdit.Kind,
    value: int | Decimal | None,
    unit: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> CellEdit:
    table, row, column = cell
    former = now.reading.year if cell == YEAR else now.reading.value(table, row, column)
    made = CellEdit.objects.create(
        draft=draft,
        table=table,
        row=row,
        column=column,
        kind=kind,
        value=value,
        unit=unit,
        reason=reason.strip()[:300],
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    made.refresh_from_db()
    recount(draft)
    said = {"value": None if value is None else number(Decimal(value)), "change": kind.value}
    journal.record(
        verb="draft.edited",
        object=draft_ref(draft),
        by=by,
        at=at,
        before={"value": None if former is None else number(Decimal(former))},
        after={"cell": "/".join(filter(None, cell)), **said},
        reason=made.reason,
    )
    return made
