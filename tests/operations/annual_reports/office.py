"""A city in January: units that should report, and the drafts they hand in, all invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.tasks import read_drafts
from gongkai.organisations.models import Body
from gongkai.records.actors import Actor
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run
from tests.material import yunhe
from tests.organisations import material

AT = datetime(2027, 1, 20, 1, 30, tzinfo=UTC)
LATER = datetime(2027, 1, 25, 1, 30, tzinfo=UTC)
YEAR = 2026
DUE = date(2027, 1, 31)
CLERK = Actor("person", "p-7", "经办员", "信息公开经办岗", "szf", "云河市人民政府")
OFFICER = Actor("person", "p-8", "负责人", "信息公开负责人", "szf", "云河市人民政府")

Cells = Mapping[tuple[str, str, str], int | str]


@dataclass
class Office:
    """The city, its bodies, and the collection that is open."""

    city: material.City
    collection: Collection

    @property
    def education(self) -> Body:
        return self.city.education

    @property
    def health(self) -> Body:
        return self.city.health

    def drop(self, *files: tuple[str, bytes], at: datetime = AT) -> operations.Received:
        """Hand files in and have the background read them."""
        streams = [(path, io.BytesIO(data)) for path, data in files]
        received = operations.receive_drafts(
            collection=self.collection, files=streams, act=SystemAct(CLERK, at)
        )
        read_drafts(Run("", 1, at), collection=self.collection.pk)
        return received

    def draft(self, path: str) -> Draft:
        """The newest draft of this path."""
        found = Draft.objects.filter(collection=self.collection, path=path).latest("pk")
        again = queries.draft(found.pk)
        assert again is not None
        return again

    def one(self, path: str, data: bytes, at: datetime = AT) -> Draft:
        """The draft that a file becomes."""
        self.drop((path, data), at=at)
        return self.draft(path)


def office() -> Office:
    city = material.city()
    collection = operations.open_collection(
        title="2026年度年报收集", year=YEAR, body=city.root, due_on=DUE, act=SystemAct(OFFICER, AT)
    )
    return Office(city, collection)


def cells(**changes: int) -> dict[tuple[str, str, str], int]:
    """Figures of a department that close; `changes` by table__row__column."""
    values = {cell: 0 if cell[1] == "规章" else value for cell, value in yunhe.figures().items()}
    for name, value in changes.items():
        table, row, column = name.split("__")
        values[table, row, column] = value
    return values


def page(name: str = "云河市教育局", year: int = YEAR, values: Cells | None = None) -> bytes:
    """A report as a web page."""
    title = f"{name}{year}年政府信息公开工作年度报告"
    return yunhe.as_html(dict(values or cells())).replace(yunhe.HEADING, title).encode()


def wrong() -> dict[tuple[str, str, str], int]:
    """Figures in which one total does not close: one error more or less."""
    values = cells()
    values["table4", "review", "total"] = 5
    return values


class _OldEntry(zipfile.ZipInfo):
    """A member whose name is written in an old encoding, without saying in which."""

    encoding = "gbk"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode(self.encoding), self.flag_bits & ~0x800


def packed(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A zip whose names are in UTF-8 with its mark, or as old Windows writes them (gbk)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            if encoding != "utf-8":
                entry = _OldEntry(name)
                entry.encoding = encoding
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
