"""Archiving published reports read from files, under the places their titles name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import REPORT
from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.operations.archive import (
    Archivable,
    ReportSource,
    archive_checked,
    check_can_archive,
)
from gongkai.annual_reports.rules import Reading
from gongkai.annual_reports.rules.levels import level_of
from gongkai.annual_reports.rules.units import normal
from gongkai.records.acts import Act
from gongkai.records.operations import Done, Outdated, prepared_operation
from gongkai.records.refusals import Refused
from gongkai.text.names import without_hidden


class PlaceUnknown(Refused):
    """The report does not say whose it is, or two places bear the name."""


class LevelUnknown(Refused):
    """The place is new, and its name does not say at which level it stands."""


@dataclass(frozen=True, slots=True)
class _Import:
    """The place that a reading is of, and its figures ready for the archive."""

    place_code: str
    place_name: str
    checked: Archivable


def _imported(*, reading: Reading, level: str = "") -> _Import:
    name = (reading.place or "").strip()
    if not name:
        raise PlaceUnknown(_("没有读出报告单位的名称，不能收录；请核对标题后再导入。"))
    found = _known(name)
    wanted = found.level if found else (level_of(name) or level)
    if not wanted:
        raise LevelUnknown(
            _("“%(name)s”的层级从名称上不能确定，请用 --level 指明（例如 --level city）。") % {"name": name}
        )
    checked = check_can_archive(figures=reading.as_json(), level=wanted)
    if found is None:
        return _Import(_code(name), name, checked)
    return _Import(found.code, found.name, checked)


@prepared_operation(
    _imported,
    "report.archived",
    gettext_lazy("收录年度报告"),
    of=REPORT,
    action="report.archive",
    elsewhere={"reading": "the place it names may be another body's, which is checked here"},
)
def import_report(
    ready: _Import, *, reading: Reading, title: str, level: str = "", act: Act
) -> Done[tuple[AnnualReport, bool]]:
    """Archive a reading under the place its title names; the report, and whether it is new.

    The place is the one known by that name, else it is made: with the level that its name's ending makes
    certain, or `level`. Raises PlaceUnknown, LevelUnknown, NotAllowed (the place is another body's) and what
    check_can_archive and archive_report raise.
    """
    place_code, checked = ready.place_code, ready.checked
    known = _known((reading.place or "").strip())
    if known is not None and known.code != place_code:
        raise Outdated(_("刚刚有人收录了同名地方的报告，请再试一次。"))
    before = AnnualReport.objects.filter(place__code=place_code, year=checked.year).exists()
    # This place may be another body's than the one acted for.
    act.check("report.archive", codes=[place_code])
    report = archive_checked(
        place_code=place_code,
        place_name=ready.place_name,
        checked=checked,
        source=ReportSource(publisher=(reading.place or "").strip(), title=without_hidden(title)[:300]),
        act=act.delegated(),
    )
    return Done((report, not before), silent=True)  # journalled as it is archived


def _known(name: str) -> Place | None:
    """The place of the archive that bears this name. Raises PlaceUnknown where several do."""
    known = [place for place in Place.objects.all() if normal(place.name) == normal(name)]
    if len(known) > 1:
        raise PlaceUnknown(_("有几个地方都叫“%(name)s”，不能确定是哪一个。") % {"name": name})
    return known[0] if known else None


def _code(name: str) -> str:
    """The code of a place known only by its name: the same name has the same code on every machine."""
    return f"place-{hashlib.sha256(normal(name).encode()).hexdigest()[:12]}"
