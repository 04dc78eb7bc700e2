"""Accepting a draft into the archive, as it stands with its edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import DRAFT
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import AnnualReport, Draft, Place, Verdict
from gongkai.annual_reports.operations.archive import (
    Archivable,
    ReportSource,
    archive_checked,
    check_can_archive,
    replace_checked,
)
from gongkai.annual_reports.operations.placing import check_basis
from gongkai.annual_reports.queries.collecting import unit_name
from gongkai.annual_reports.queries.judging import Judged, basis, judged
from gongkai.annual_reports.rules import form
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Level
from gongkai.records.acts import Act
from gongkai.records.lifecycle import outdated
from gongkai.records.operations import Done, prepared_operation
from gongkai.records.refusals import Refused

ACCEPT = DRAFT_LIFECYCLE["accept"]
# Where a body of the city stands in the archive.
_LEVELS = {
    Level.CITY: Place.Level.CITY,
    Level.DISTRICT: Place.Level.COUNTY,
    Level.TOWN: Place.Level.TOWN,
    Level.DEPARTMENT: Place.Level.DEPARTMENT,
    Level.ENTERPRISE: Place.Level.DEPARTMENT,
}


class CannotAccept(Refused):
    """The draft is not fit for the archive yet; `reasons` lists everything that stands in the way."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


def check_can_accept(*, draft: Draft, reason: str = "", now: Judged | None = None) -> None:
    """Raise what its state refuses, or CannotAccept with every reason why the draft is not fit for the
    archive. `now`: the draft as the caller has judged it already.
    """
    ACCEPT.check(draft)
    reasons = tuple(_against_accepting(draft, now or judged(draft), reason))
    if reasons:
        raise CannotAccept(reasons)


def can_accept(*, draft: Draft, reason: str = "") -> bool:
    """Whether `check_can_accept` lets it pass."""
    try:
        check_can_accept(draft=draft, reason=reason)
    except Refused:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Acceptable:
    """The figures ready for the archive, the version archived there now, and what was decided by."""

    checked: Archivable
    archived: tuple[int, int] | None
    basis: tuple[object, ...]


def _acceptable(*, draft: Draft, reason: str = "") -> _Acceptable:
    marks, now, known = basis(draft), judged(draft), _archived(draft)
    reasons = tuple(_against_accepting(draft, now, reason))
    if reasons or now is None:
        raise CannotAccept(reasons)
    checked = check_can_archive(figures=_figures(draft, now), level=_level(draft))
    return _Acceptable(checked, _version(known), marks)


@prepared_operation(
    _acceptable, "draft.accepted", gettext_lazy("收录年报草稿"), of=DRAFT, action=ACCEPT.action, step=ACCEPT
)
def accept_draft(ready: _Acceptable, *, draft: Draft, reason: str = "", act: Act) -> Done[AnnualReport]:
    """Archive the draft as it stands, edits applied, under its unit's name.

    Where other figures of the unit are archived for the year, they are replaced, with the reason, and kept as
    an earlier version. Raises CannotAccept, AlreadyDone, NotInThisState, CollectionClosed.
    """
    check_basis(draft, ready.basis)
    known, body, inside = _archived(draft), draft.body, act.delegated()
    if _version(known) != ready.archived:
        raise outdated()
    assert body is not None  # noqa: S101 - as it was when it was prepared
    name, checked = unit_name(draft), ready.checked
    source = ReportSource(publisher=name, title=draft.path.rpartition("/")[2][:300])
    if known is not None and known.figures != checked.figures:
        report = replace_checked(report=known, checked=checked, source=source, reason=reason, act=inside)
    else:
        report = archive_checked(
            place_code=body.code, place_name=name, checked=checked, source=source, act=inside
        )
    draft.report = report
    draft.settled_at, draft.settled_by = act.at, act.actor.name
    draft.save(update_fields=["report", "settled_at", "settled_by"])
    return Done(report, draft, after={"year": report.year, "version": report.version})


def _against_accepting(draft: Draft, now: Judged | None, reason: str) -> list[str]:
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


def _figures(draft: Draft, now: Judged) -> dict[str, Any]:
    return {**now.reading.as_json(), "place": now.reading.place or unit_name(draft)}


def _differs(draft: Draft, now: Judged) -> bool:
    known = _archived(draft)
    return known is not None and known.figures != _figures(draft, now)


def _archived(draft: Draft) -> AnnualReport | None:
    code = draft.body.code if draft.body else ""
    reports = AnnualReport.objects.select_related("place")
    return reports.filter(place__code=code, year=draft.collection.year).first()


def _version(report: AnnualReport | None) -> tuple[int, int] | None:
    return None if report is None else (report.pk, report.version)


def _level(draft: Draft) -> str:
    if draft.body is None:
        return ""
    version = organisations.version_of(draft.body, date(draft.collection.year, 12, 31))
    version = version or organisations.history_of(draft.body).last()
    return _LEVELS[Level(version.level)] if version else ""
