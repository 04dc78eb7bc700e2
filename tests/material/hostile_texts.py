"""Hostile texts of several hundred kinds, each of any size: what a stranger may send to make reading slow.

A kind is a unit (a character that some reader knows, a phrase of real reports, a piece of markup) in a dress
(one line, many lines, a page, cells, a document). `Kind.make(size)` gives about `size` bytes of text; of a
compressed file, so much before compression. `second_half` parts the kinds by a fixed hash: one half served
to find the causes of superlinear time, the other to see whether the causes or the cases were mended.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from tests.material.hostile_dress import (
    Text,
    as_page,
    as_text,
    before,
    behind,
    cells,
    encoded,
    in_a_row,
    in_one_cell,
    in_the_page,
    lined,
    mixed,
    of,
    paragraphs,
    repeated,
)
from tests.material.hostile_office import BOOK, WORD
from tests.material.hostile_prints import ARCHIVES, PRINTS
from tests.material.hostile_shapes import SHAPES
from tests.material.hostile_units import CLAIMS, DRAWINGS, KEPT, MIXED, TEMPLATES, UNITS, WRITTEN


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text: its name, who reads it (`tests.material.hostile_readers`), and the text at a size."""

    name: str
    reader: str
    make: Callable[[int], bytes]

    @property
    def second_half(self) -> bool:
        """Whether it belongs to the half that was held back."""
        return zlib.crc32(self.name.encode()) % 2 == 1


def _dressed() -> Iterator[Kind]:
    for name, unit in UNITS.items():
        run = partial(repeated, unit)
        if unit.startswith("<"):
            yield Kind(name, "report", as_page(run))
            yield Kind(f"{name} in a report", "report", in_the_page(run))
            continue
        yield Kind(f"{name} in a line", "report", as_text(run))
        yield Kind(f"{name} on lines", "report", as_text(lined(unit)))
        yield Kind(f"{name} behind a report", "report", behind(run))
        yield Kind(f"{name} before a report", "report", before(lined(unit)))
        if unit.strip() and unit not in "<>&":
            yield Kind(f"{name} in paragraphs", "report", as_page(paragraphs(unit)))
            yield Kind(f"{name} in cells", "report", as_page(cells(unit)))
            yield Kind(f"{name} in a row", "report", as_page(in_a_row(unit)))
            yield Kind(f"{name} in one cell", "report", as_page(in_one_cell(unit)))
            yield Kind(f"{name} in the page of a report", "report", in_the_page(run))
    for name, characters in MIXED.items():
        run = partial(mixed, characters)
        yield Kind(name, "report", as_text(run))
        yield Kind(f"{name} behind a report", "report", behind(run))
        yield Kind(f"{name} in the page of a report", "report", in_the_page(run))


def _others() -> Iterator[Kind]:
    """What is written into forms and files beside reports: dates, numbers of documents, templates, names."""
    for reader in ("text", "citation"):
        for name in WRITTEN:
            yield Kind(f"{name} as {reader}", reader, encoded(of(UNITS[name])))
    for name, unit in TEMPLATES.items():
        yield Kind(f"template of {name}", "template", encoded(of(unit)))
    for name in KEPT:
        yield Kind(f"{name} as a kept file", "kept txt", encoded(of(UNITS[name])))
    for name, make in {**WORD, **BOOK}.items():
        yield Kind(f"{name}, kept", f"kept {name[:4]}", make)
    for name, make in PRINTS.items():
        yield Kind(f"{name}, kept", "kept pdf", make)
    for name, unit in DRAWINGS.items():
        yield Kind(f"svg of {name}", "kept svg", encoded(drawing(unit)))
    for name, make in BOOK.items():
        yield Kind(f"{name}, imported", "import", make)
    for name in CLAIMS:
        yield Kind(f"{name} as a claim", "figures", encoded(claims(UNITS[name])))


def drawing(unit: str) -> Text:
    """A drawing of so many units."""
    return lambda size: f'<svg xmlns="http://www.w3.org/2000/svg">{repeated(unit, size)}</svg>'


def claims(unit: str) -> Text:
    """Figures as the API takes them: claims that all look alike."""
    one = '{"claim":"%s","value":12,"unit":"件","kind":"%s","listing":"open","whole":0}'
    sorts = ("count", "share", "growth", "change", "listed")
    words = unit.strip()[:60] or " "

    def make(size: int) -> str:
        count = min(4900, max(1, size // 90))
        many = ",".join(one % (words, sorts[number % 5]) for number in range(count))
        return f'{{"place":"云溪市","year":2023,"format":"2021","narrative":[{many}],"unread":[]}}'

    return make


@cache
def kinds() -> tuple[Kind, ...]:
    """All of them; names are unique."""
    shapes = {**SHAPES, **WORD, **BOOK, **PRINTS, **ARCHIVES}
    found = (*_dressed(), *(Kind(name, "report", make) for name, make in shapes.items()), *_others())
    assert len({kind.name for kind in found}) == len(found)
    return found
