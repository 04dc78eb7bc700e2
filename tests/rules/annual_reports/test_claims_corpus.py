"""The figures of the prose of real published reports: the transcribed ones are found, where they stand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongkai.annual_reports.rules import Reading, read
from gongkai.annual_reports.rules.prose import subjects

pytestmark = pytest.mark.corpus

# Transcribed from tables of the file, not from its prose.
OF_TABLES = {
    "附表 主动公开信息数",
    "网站公开",
    "政府公报公开",
    "受理依申请公开信息总数",
    "政府集中采购项目",
    "采购总金额",
}


def readings(corpus: Path) -> list[tuple[Path, Reading]]:
    paths = sorted([*(corpus / "seeds").glob("*.txt"), *(corpus / "reports").glob("*.*")])
    return [(path, read(path.read_bytes())) for path in paths if path.suffix in (".txt", ".html")]


def transcribed(path: Path) -> list[dict[str, Any]]:
    beside = path.with_suffix(".json") if path.parent.name == "seeds" else None
    golden = beside or path.parent / "golden" / f"{path.stem}.json"
    found = json.loads(golden.read_text("utf-8"))["narrative"] if golden.exists() else []
    return [item for item in found if item["claim"] not in OF_TABLES]


def test_of_a_hundred_transcribed_figures_at_least_97_are_found(corpus: Path) -> None:
    wanted = found = 0
    for path, reading in readings(corpus):
        claims = {(Decimal(str(claim.value)), claim.unit) for claim in reading.narrative}
        for item in transcribed(path):
            wanted += 1
            found += (Decimal(str(item["value"])), item["unit"]) in claims
    assert wanted > 100
    assert found >= wanted * 0.97


def test_every_figure_stands_where_it_is_said_to_stand(corpus: Path) -> None:
    for path, reading in readings(corpus):
        for claim in reading.narrative:
            if claim.position is None:
                continue
            place = claim.position
            text = reading.paragraphs[place.paragraph][place.start : place.end]
            digits = "".join(character for character in text if character.isdecimal())
            assert digits or claim.value == 0 or not text.isascii(), (path.name, claim)
            if digits:
                written = "".join(filter(str.isdecimal, str(abs(claim.value))))
                assert int(digits) == int(written) or claim.approximate, (path.name, claim)


def test_every_subject_is_a_known_one(corpus: Path) -> None:
    known = {subject.key for subject in subjects.all()}
    assert {claim.subject for _, reading in readings(corpus) for claim in reading.narrative} - known <= {""}
