"""Putting reports into the archive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import AnnualReport, EarlierVersion, Place
from gongkai.annual_reports.operations.figure_rows import write_figure_rows
from gongkai.annual_reports.rules import Reading, form
from gongkai.annual_reports.rules.reading import NotAReading
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused


class FormDoesNotFit(Refused):
    """The report's form is not the one for its year, or year and form are unknown."""


class FiguresAreNotAReading(Refused):
    """The figures are not what the reader writes."""


class AlreadyArchived(Refused):
    """Another version of this place's report on this year is in the archive."""


class NothingToReplace(Refused):
    """The figures are those that are archived, or belong to another year."""


class ReasonMissing(Refused):
    """What replaces or overrules something needs a written reason."""


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
class Source:
    """Where a report was published; empty or None where the publication does not say."""

    publisher: str = ""
    title: str = ""
    site: str = ""
    index_number: str = ""
    published_on: date | None = None


@transaction.atomic
def archive_report(
    *,
    place_code: str,
    place_name: str,
    level: str,
    figures: dict[str, Any],
    source: Source,
    by: Actor,
    at: datetime,
) -> AnnualReport:
    """Put a report into the archive; archiving the same figures again changes nothing.

    Raises FiguresAreNotAReading, FormDoesNotFit, UnknownLevel, or AlreadyArchived if other figures are there.
    """
    reading = check_can_archive(figures=figures, level=level)
    place, _made = Place.objects.get_or_create(code=place_code, defaults={"name": place_name, "level": level})
    year = reading.year or 0  # never 0: checked above
    known = AnnualReport.objects.filter(place=place, year=year).first()
    if known is not None:
        if known.figures != reading.as_json():
            raise AlreadyArchived(
                _("%(place)s%(year)s年度报告已经收录，数据与这一份不同；请先核对哪一份是正式公布的。")
                % {"place": place.name, "year": reading.year}
            )
        return known
    report = AnnualReport.objects.create(
        place=place,
        year=year,
        form=reading.format or "",
        figures=reading.as_json(),
        source_publisher=source.publisher,
        source_title=source.title,
        source_site=source.site,
        source_index_number=source.index_number,
        published_on=source.published_on,
        archived_by=by.name,
        archived_at=at,
    )
    write_figure_rows(report, reading)
    as_text = json.dumps(report.figures, ensure_ascii=False, sort_keys=True)
    journal.record(
        verb="report.archived",
        object=_ref(report),
        by=by,
        at=at,
        after={"form": report.form, "publisher": source.publisher, "published_on": source.published_on},
        digests={"figures": journal.content_digest(as_text.encode())},
    )
    return report


@transaction.atomic
def replace_report(
    *,
    report: AnnualReport,
    figures: dict[str, Any],
    source: Source,
    reason: str,
    by: Actor,
    at: datetime,
) -> AnnualReport:
    """Put a corrected version in the place of an archived report, which is kept as an EarlierVersion.

    Raises FiguresAreNotAReading, FormDoesNotFit, ReasonMissing, NothingToReplace.
    """
    if not reason.strip():
        raise ReasonMissing(_("替换已经收录的报告要写明原因，请填写后再提交。"))
    report = AnnualReport.objects.select_for_update(of=("self",)).select_related("place").get(pk=report.pk)
    reading = check_can_archive(figures=figures, level=report.place.level)
    if reading.year != report.year or reading.as_json() == report.figures:
        raise NothingToReplace(_("新的数据与已收录的相同，或者不是同一年度的，请核对后再提交。"))
    EarlierVersion.objects.create(
        report=report,
        **{name: getattr(report, name) for name in _KEPT},
        replaced_by=by.name,
        replaced_at=at,
        reason=reason.strip()[:300],
    )
    report.version += 1
    report.form, report.figures = reading.format or "", reading.as_json()
    for name in ("publisher", "title", "site", "index_number"):
        setattr(report, f"source_{name}", getattr(source, name))
    report.published_on, report.archived_by, report.archived_at = source.published_on, by.name, at
    report.save()
    write_figure_rows(report, reading)
    as_text = json.dumps(report.figures, ensure_ascii=False, sort_keys=True)
    journal.record(
        verb="report.replaced",
        object=_ref(report),
        by=by,
        at=at,
        after={"form": report.form, "version": report.version},
        digests={"figures": journal.content_digest(as_text.encode())},
        reason=reason.strip(),
    )
    return report


def check_can_archive(*, figures: dict[str, Any], level: str) -> Reading:
    """The reading in `figures` if it may be archived; else raises the refusal."""
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
    return reading


@transaction.atomic
def load_starting_archive(*, by: Actor, at: datetime) -> int:
    """Archive the reports that come with the program (archive/*.json); returns how many were new."""
    before = AnnualReport.objects.count()
    directory = files("gongkai.annual_reports") / "archive"
    for path in sorted(directory.iterdir(), key=lambda item: item.name):
        if not path.name.endswith(".json"):
            continue
        data = json.loads(path.read_text("utf-8"))
        place = data["place"]
        source = {key: value or "" for key, value in data["source"].items()}
        published = source.pop("published_on")
        archive_report(
            place_code=place["code"],
            place_name=place["name"],
            level=place["level"],
            figures=data["figures"],
            source=Source(**source, published_on=date.fromisoformat(published) if published else None),
            by=by,
            at=at,
        )
    return AnnualReport.objects.count() - before


def _ref(report: AnnualReport) -> ObjectRef:
    place = report.place
    return ObjectRef("annual_report", f"{place.code}/{report.year}", f"{place.name}{report.year}年度报告")
