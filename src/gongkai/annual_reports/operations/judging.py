"""Judging what was found in a draft, and correcting what was read. Every version of a figure is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import DRAFT
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import CellEdit, Draft, Verdict
from gongkai.annual_reports.operations.placing import check_basis, set_counts
from gongkai.annual_reports.queries.judging import (
    Counts,
    basis,
    counts_of,
    edited_reading,
    judged,
    with_verdict,
)
from gongkai.annual_reports.rules import Reading, form
from gongkai.annual_reports.rules.edits import YEAR, column_of
from gongkai.annual_reports.rules.reading import MONEY_UNITS
from gongkai.annual_reports.rules.return_letter import number
from gongkai.records.acts import Act
from gongkai.records.attributed import attribution
from gongkai.records.operations import Done, prepared_operation
from gongkai.records.refusals import ReasonMissing, Refused

JUDGE, EDIT = DRAFT_LIFECYCLE["judge"], DRAFT_LIFECYCLE["edit"]
Cell = tuple[str, str, str]
_LARGEST = 10**15
_SMALLEST = Decimal("0.0001")


class NoSuchFinding(Refused):
    """The draft has no such finding now."""


class NoSuchCell(Refused):
    """The form has no such cell, or its figures were not read at all."""


class BadFigure(Refused):
    """The figure cannot stand in the cell."""


class NotTheLatest(Refused):
    """The cell was changed again after this edit."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A verdict, not saved yet; what was said before, and what is counted of the draft with it."""

    made: Verdict
    before: str
    counts: Counts
    basis: tuple[object, ...]


def _verdict(*, draft: Draft, key: str, says: str, reason: str = "", act: Act) -> _Verdict:
    marks, now = basis(draft), judged(draft)
    if now is None:
        raise _not_read()
    found = next((one for one in now.findings if one.key == key), None)
    if found is None or says not in Verdict.Says.values:
        raise NoSuchFinding(_("这份草稿现在没有这个问题，可能已经修改；请刷新页面。"))
    if says == Verdict.Says.DISMISSED and not reason.strip():
        raise ReasonMissing(_("请说明为什么不属实（例如统计口径、依据的文件）。"), "reason")
    made = Verdict(draft=draft, key=key, code=found.finding.code, says=says, **attribution(act, reason))
    return _Verdict(made, found.says, counts_of(with_verdict(now, made)), marks)


@prepared_operation(
    _verdict, "draft.judged", gettext_lazy("判断核查问题"), of=DRAFT, action=JUDGE.action, step=JUDGE
)
def judge_finding(
    verdict: _Verdict, *, draft: Draft, key: str, says: str, reason: str = "", act: Act
) -> Done[Verdict]:
    """Say of a finding that it holds (confirmed), that it does not (dismissed, with the reason), or take that
    back (open). It counts for every version of the unit's draft.

    Raises NoSuchFinding, ReasonMissing, NotInThisState, CollectionClosed.
    """
    check_basis(draft, verdict.basis)
    made = verdict.made
    made.save()
    _save_counts(draft, verdict.counts)
    after = {"finding": key, "code": made.code, "verdict": says}
    return Done(made, draft, before={"verdict": verdict.before}, after=after, reason=made.reason)


@dataclass(frozen=True, slots=True)
class _Edited:
    """An edit, not saved yet; what stood in the cell, and what is counted of the draft with it."""

    made: CellEdit
    former: int | Decimal | None
    counts: Counts
    basis: tuple[object, ...]


def _cell_edited(
    *,
    draft: Draft,
    table: str,
    row: str,
    column: str,
    value: int | Decimal | None,
    reason: str,
    unit: str = "",
    act: Act,
) -> _Edited:
    marks, now = basis(draft), _read(draft)
    shape = column_of(now.format, table, row, column)
    if shape is None:
        raise NoSuchCell(_("这份报告的表格里没有这一格，请刷新页面后再改。"))
    if value is not None:
        _check_value(value, shape.kind)
    open_unit = shape.kind == "amount" and not shape.unit and value is not None
    if open_unit and unit not in MONEY_UNITS:
        raise BadFigure(_("请选择金额的单位：%(units)s。") % {"units": "、".join(MONEY_UNITS)})
    kind = CellEdit.Kind.BLANK if value is None else CellEdit.Kind.VALUE
    made = _edit(draft, (table, row, column), kind, value, unit if open_unit else "", reason, act)
    return _edited(draft, now, made, marks)


@prepared_operation(
    _cell_edited, "draft.edited", gettext_lazy("修改读出的数据"), of=DRAFT, action=EDIT.action, step=EDIT
)
def edit_cell(
    edited: _Edited,
    *,
    draft: Draft,
    table: str,
    row: str,
    column: str,
    value: int | Decimal | None,
    reason: str,
    unit: str = "",
    act: Act,
) -> Done[CellEdit]:
    """Put a figure, or None for a blank, in the place of what was read in a cell.

    `unit` is needed for an amount of money whose form leaves the unit open. Raises NoSuchCell, BadValue,
    ReasonMissing, NotInThisState, CollectionClosed.
    """
    return _saved(draft, edited)


def _year_edited(*, draft: Draft, year: int, reason: str, act: Act) -> _Edited:
    marks, now = basis(draft), _read(draft)
    shape = form(now.format) if now.format else None
    if not 2008 <= year <= 2100 or (shape and not shape.serves(year)):
        raise BadFigure(_("年度与报告的表格格式不符，请核对；年度填错的，请退回重报。"))
    made = _edit(draft, YEAR, CellEdit.Kind.VALUE, year, "", reason, act)
    return _edited(draft, now, made, marks)


@prepared_operation(
    _year_edited, "draft.edited", gettext_lazy("修改读出的数据"), of=DRAFT, action=EDIT.action, step=EDIT
)
def edit_year(edited: _Edited, *, draft: Draft, year: int, reason: str, act: Act) -> Done[CellEdit]:
    """Say on which year the draft reports.

    Raises BadValue, ReasonMissing, NotInThisState, CollectionClosed.
    """
    return _saved(draft, edited)


def _edit_undone(*, draft: Draft, edit: CellEdit, reason: str, act: Act) -> _Edited:
    marks, now = basis(draft), _read(draft)
    same = draft.edits.filter(table=edit.table, row=edit.row, column=edit.column).order_by("-pk")
    latest = list(same[:2])
    if not latest or latest[0].pk != edit.pk or edit.kind == CellEdit.Kind.AS_READ:
        raise NotTheLatest(_("这一格后来又改过，请撤销最近的一次修改。"))
    cell = (edit.table, edit.row, edit.column)
    if len(latest) > 1:
        before = latest[1]
        made = _edit(draft, cell, CellEdit.Kind(before.kind), before.value, before.unit, reason, act)
    else:
        made = _edit(draft, cell, CellEdit.Kind.AS_READ, None, "", reason, act)
    return _edited(draft, now, made, marks)


@prepared_operation(
    _edit_undone, "draft.edited", gettext_lazy("修改读出的数据"), of=DRAFT, action=EDIT.action, step=EDIT
)
def undo_edit(edited: _Edited, *, draft: Draft, edit: CellEdit, reason: str, act: Act) -> Done[CellEdit]:
    """Put a cell of the draft back to what it was before its latest edit, by a further edit.

    Raises NotTheLatest (also for an edit of another draft), ReasonMissing, NotInThisState, CollectionClosed.
    """
    return _saved(draft, edited)


def _read(draft: Draft) -> Reading:
    now = edited_reading(draft)
    if now is None:
        raise _not_read()
    return now


def _not_read() -> NoSuchCell:
    return NoSuchCell(_("这份草稿没有读出，不能修改数据；请退回重报，或者上传能读的版本。"))


def _edit(
    draft: Draft,
    cell: Cell,
    kind: CellEdit.Kind,
    value: int | Decimal | None,
    unit: str,
    reason: str,
    act: Act,
) -> CellEdit:
    """An edit that is not saved yet, its value as the column will hold it."""
    table, row, column = cell
    kept = None if value is None else Decimal(value).quantize(_SMALLEST)
    said = attribution(act, reason)
    return CellEdit(
        draft=draft, table=table, row=row, column=column, kind=kind, value=kept, unit=unit, **said
    )


def _edited(draft: Draft, now: Reading, made: CellEdit, marks: tuple[object, ...]) -> _Edited:
    cell = (made.table, made.row, made.column)
    former = now.year if cell == YEAR else now.value(*cell)
    return _Edited(made, former, counts_of(judged(draft, edit=made)), marks)


def _saved(draft: Draft, edited: _Edited) -> Done[CellEdit]:
    check_basis(draft, edited.basis)
    made = edited.made
    made.save()
    _save_counts(draft, edited.counts)
    cell = "/".join(filter(None, (made.table, made.row, made.column)))
    after = {"cell": cell, "value": _written(made.value), "change": str(made.kind)}
    return Done(made, draft, before={"value": _written(edited.former)}, after=after, reason=made.reason)


def _save_counts(draft: Draft, counts: Counts) -> None:
    set_counts(draft, counts)
    draft.save(update_fields=["errors", "warnings", "asks", "unread_cells", "year", "form"])


def _written(value: int | Decimal | None) -> str | None:
    return None if value is None else number(Decimal(value))


def _check_value(given: int | Decimal, kind: str) -> None:
    value = Decimal(given)
    if not value.is_finite():
        raise BadFigure(_("请填写数字。"))
    whole = value == value.to_integral_value()
    if abs(value) >= _LARGEST or (kind != "amount" and not whole):
        raise BadFigure(_("这一格应填整数，请核对。"))
    if value != value.quantize(_SMALLEST):
        raise BadFigure(_("金额最多四位小数，请核对单位。"))
    if value < 0 and kind != "change":
        raise BadFigure(_("这一格不能是负数，请核对。"))
