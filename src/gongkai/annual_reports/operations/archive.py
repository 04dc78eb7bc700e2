"""Putting reports into the archive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import REPORT
from gongkai.annual_reports.models import AnnualReport, EarlierVersion, Place
from gongkai.annual_reports.operations.figure_rows import FigureRow, figure_rows, write_figure_rows
from gongkai.annual_reports.rules import Reading, form
from gongkai.annual_reports.rules.reading import NotAReading
from gongkai.records import journal
from gongkai.records.acts import INSIDE, Act
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import ReasonMissing, Refused


class FormDoesNotFit(Refused):
    """The report's form is not the one for its year, or year and form are unknown."""


class FiguresAreNotAReading(Refused):
    """The figures are not what the reader writes."""


class AlreadyArchived(Refused):
    """Another version of this place's report on this year is in the archive."""


class NothingToReplace(Refused):
    """The figures are those that are archived, or belong to another year."""


class UnknownLevel(Refused):
    """The level of the place is not one of those there are."""


# What an earlier version keeps of a report.
_KEPT = (
    "version",
    "form",
    "figures",
    "source_publisher",
    "source_title",
    "source_site",
    "source_index_number",
    "published_on",
    "archived_by",
    "archived_at",
)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Where a report was published; empty or None where the publication does not say."""

    publisher: str = ""
    title: str = ""
    site: str = ""
    index_number: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Archivable:
    """Figures that may be archived for a place of this level, worked out beforehand: it takes time.

    `figures` is Reading.as_json(), `rows` each of its cells, `digest` that of the figures.
    """

    level: str
    year: int
    form: str
    figures: dict[str, Any]
    rows: tuple[FigureRow, ...]
    digest: str


def check_can_archive(*, figures: dict[str, Any], level: str) -> Archivable:
    """The figures, ready for the archive. Raises FiguresAreNotAReading, FormDoesNotFit or UnknownLevel."""
    try:
        reading = Reading.from_json(figures)
    except NotAReading as problem:
        raise FiguresAreNotAReading(str(problem)) from problem
    if reading.year is None or reading.format is None:
        raise FormDoesNotFit(_("报告的年度或者格式没有读出，请补上以后再收录。"))
    if not form(reading.format).serves(reading.year):
        raise FormDoesNotFit(
            _("%(year)s年度报告不应使用%(form)s格式，请核对年度和表格。")
            % {"year": reading.year, "form": reading.format}
        )
    if level not in Place.Level.values:
        raise UnknownLevel(_("层级应为省级、市级、县级、乡级或者部门。"))
    kept = reading.as_json()
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    digest = journal.content_digest(text.encode())
    return Archivable(level, reading.year, reading.format, kept, figure_rows(reading), digest)


@prepared_operation(
    check_can_archive,
    "report.archived",
    gettext_lazy("收录年度报告"),
    of=REPORT,
    action="report.archive",
    codes=("place_code",),
)
def archive_report(
    checked: Archivable,
    *,
    place_code: str,
    place_name: str,
    level: str,
    figures: dict[str, Any],
    source: ReportSource,
    act: Act,
) -> Done[AnnualReport]:
    """Put a report into the archive; archiving the same figures again changes nothing.

    Raises FiguresAreNotAReading, FormDoesNotFit, UnknownLevel, or AlreadyArchived if other figures are there.
    """
    return _archived(place_code, place_name, checked, source, act)


@operation("report.archived", gettext_lazy("收录年度报告"), of=REPORT, action=INSIDE)
def archive_checked(
    *, place_code: str, place_name: str, checked: Archivable, source: ReportSource, act: Act
) -> Done[AnnualReport]:
    """As `archive_report`, inside an operation that checked the figures before. Raises AlreadyArchived."""
    return _archived(place_code, place_name, checked, source, act)


def _archived(
    place_code: str, place_name: str, checked: Archivable, source: ReportSource, act: Act
) -> Done[AnnualReport]:
    defaults = {"name": place_name, "level": checked.level}
    place, _made = Place.objects.get_or_create(code=place_code, defaults=defaults)
    known = AnnualReport.objects.filter(place=place, year=checked.year).first()
    if known is not None:
        if known.figures != checked.figures:
            raise AlreadyArchived(
                _("%(place)s%(year)s年度报告已经收录，数据与这一份不同；请先核对哪一份是正式公布的。")
                % {"place": place.name, "year": checked.year}
            )
        return Done(known, silent=True)
    report = AnnualReport.objects.create(
        place=place,
        year=checked.year,
        form=checked.form,
        figures=checked.figures,
        source_publisher=source.publisher,
        source_title=source.title,
        source_site=source.site,
        source_index_number=source.index_number,
        published_on=source.published_on,
        archived_by=act.actor.name,
        archived_at=act.at,
    )
    write_figure_rows(report, checked.rows)
    after = {"form": report.form, "publisher": source.publisher, "published_on": source.published_on}
    return Done(report, report, after=after, digests={"figures": checked.digest})


def _replacement(*, report: AnnualReport, figures: dict[str, Any], reason: str) -> Archivable:
    _check_reason(reason)
    return check_can_archive(figures=figures, level=report.place.level)


@prepared_operation(
    _replacement,
    "report.replaced",
    gettext_lazy("替换已收录的年度报告"),
    of=REPORT,
    action="report.archive",
)
def replace_report(
    checked: Archivable,
    *,
    report: AnnualReport,
    figures: dict[str, Any],
    source: ReportSource,
    reason: str,
    act: Act,
) -> Done[AnnualReport]:
    """Put a corrected version in the place of an archived report, which is kept as an EarlierVersion.

    Raises FiguresAreNotAReading, FormDoesNotFit, ReasonMissing, NothingToReplace.
    """
    return _replaced(report, checked, source, reason, act)


@operation("report.replaced", gettext_lazy("替换已收录的年度报告"), of=REPORT, action=INSIDE)
def replace_checked(
    *, report: AnnualReport, checked: Archivable, source: ReportSource, reason: str, act: Act
) -> Done[AnnualReport]:
    """As `replace_report`, inside an operation that checked the figures before.

    Raises ReasonMissing, NothingToReplace.
    """
    return _replaced(report, checked, source, reason, act)


def _replaced(
    report: AnnualReport, checked: Archivable, source: ReportSource, reason: str, act: Act
) -> Done[AnnualReport]:
    _check_reason(reason)
    if checked.year != report.year or checked.figures == report.figures:
        raise NothingToReplace(_("新的数据与已收录的相同，或者不是同一年度的，请核对后再提交。"))
    EarlierVersion.objects.create(
        report=report,
        **{name: getattr(report, name) for name in _KEPT},
        replaced_by=act.actor.name,
        replaced_at=act.at,
        reason=reason.strip()[:300],
    )
    report.version += 1
    report.form, report.figures = checked.form, checked.figures
    for name in ("publisher", "title", "site", "index_number"):
        setattr(report, f"source_{name}", getattr(source, name))
    report.published_on = source.published_on
    report.archived_by, report.archived_at = act.actor.name, act.at
    report.save()
    write_figure_rows(report, checked.rows)
    after = {"form": report.form, "version": report.version}
    return Done(report, after=after, digests={"figures": checked.digest})


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("替换已经收录的报告要写明原因，请填写后再提交。"), "reason")


@dataclass(frozen=True, slots=True)
class _Starting:
    """One report that comes with the program."""

    place_code: str
    place_name: str
    checked: Archivable
    source: ReportSource


def _starting_archive() -> list[_Starting]:
    directory = files("gongkai.annual_reports") / "archive"
    found = []
    for path in sorted(directory.iterdir(), key=lambda item: item.name):
        if not path.name.endswith(".json"):
            continue
        data = json.loads(path.read_text("utf-8"))
        place = data["place"]
        source = {key: value or "" for key, value in data["source"].items()}
        published = source.pop("published_on")
        found.append(
            _Starting(
                place["code"],
                place["name"],
                check_can_archive(figures=data["figures"], level=place["level"]),
                ReportSource(**source, published_on=date.fromisoformat(published) if published else None),
            )
        )
    return found


@prepared_operation(
    _starting_archive,
    "report.archived",
    gettext_lazy("收录年度报告"),
    of=REPORT,
    action=INSIDE,
)
def load_starting_archive(starting: list[_Starting], *, act: Act) -> Done[int]:
    """Archive the reports that come with the program (archive/*.json); returns how many were new."""
    before = AnnualReport.objects.count()
    for one in starting:
        archive_checked(
            place_code=one.place_code,
            place_name=one.place_name,
            checked=one.checked,
            source=one.source,
            act=act.delegated(),
        )
    # each is journalled as it is archived
    return Done(AnnualReport.objects.count() - before, silent=True)
