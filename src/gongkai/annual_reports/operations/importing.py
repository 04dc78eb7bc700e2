"""Archiving published reports read from files, under the places their titles name."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.operations.archive import Source, archive_report
from gongkai.annual_reports.rules import Reading
from gongkai.annual_reports.rules.levels import level_of
from gongkai.annual_reports.rules.units import normal
from gongkai.records.actors import Actor
from gongkai.records.refusals import Refused


class PlaceUnknown(Refused):
    """The report does not say whose it is, or two places bear the name."""


class LevelUnknown(Refused):
    """The place is new, and its name does not say at which level it stands."""


@transaction.atomic
def import_report(
    *, reading: Reading, title: str, level: str = "", by: Actor, at: datetime
) -> tuple[AnnualReport, bool]:
    """Archive a reading under the place its title names; the report, and whether it is new.

    The place is the one known by that name, else it is made: with the level that its name's ending makes
    certain, or `level`. Raises PlaceUnknown, LevelUnknown and what archive_report raises.
    """
    name = (reading.place or "").strip()
    if not name:
        raise PlaceUnknown(_("没有读出报告单位的名称，不能收录；请核对标题后再导入。"))
    known = [place for place in Place.objects.all() if normal(place.name) == normal(name)]
    if len(known) > 1:
        raise PlaceUnknown(_("有几个地方都叫“%(name)s”，不能确定是哪一个。") % {"name": name})
    found = known[0] if known else None
    wanted = found.level if found else (level_of(name) or level)
    if not wanted:
        raise LevelUnknown(
            _("“%(name)s”的层级从名称上不能确定，请用 --level 指明（例如 --level city）。") % {"name": name}
        )
    before = AnnualReport.objects.filter(place=found, year=reading.year or 0).exists() if found else False
    report = archive_report(
        place_code=found.code if found else _code(name),
        place_name=found.name if found else name,
        level=wanted,
        figures=reading.as_json(),
        source=Source(publisher=name, title=title[:300]),
        by=by,
        at=at,
    )
    return report, not before


def _code(name: str) -> str:
    """The code of a place known only by its name: the same name has the same code on every machine."""
    return f"place-{hashlib.sha256(normal(name).encode()).hexdigest()[:12]}"
