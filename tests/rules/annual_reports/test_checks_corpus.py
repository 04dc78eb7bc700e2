"""Against real published reports: every contradiction that can be proved is found, and nothing else is said.

The list was made by reading all the reports of the collection from beginning to end.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gongkai.annual_reports.rules import Finding, Reading, check, read

pytestmark = pytest.mark.corpus

# What reading by eye can prove; blanks of a form (FMT) are left out here.
PROVED: dict[str, list[tuple[str, str]]] = {
    # eleven reviews and five suits, totals 0
    "reports/001_淮安市洪泽区_2023.pdf": [("T4-A", "error"), ("T4-A", "error")],
    # dated 10 April and published 12 May; the guide of another bureau
    "reports/021_平潭县财政局_2009.txt": [("LATE", "warn"), ("BODY", "warn")],
    # 1495 and 2918 of 4042
    "reports/101_勉县_2023_excerpt.txt": [("TXT-SUM", "ask")],
    # 三是 in place of 三、
    "reports/110_定兴县肖村乡_2021_excerpt.txt": [("ITEM", "warn")],
    # the sixth chapter is missing
    "seeds/000_0df6504b60ce4280.txt": [("CHAPTER", "warn")],
    # 三、 after 五、
    "seeds/003_fbc534f64603644b.txt": [("ITEM", "warn")],
    # 247 + 50 + 1035 + 1083 of 2425
    "seeds/004_2a976d30b9813b33.txt": [("TXT-SUM", "warn")],
}
CLEAN = (
    "seeds/001_392dabf3539690db.txt",
    "seeds/002_a73362e2dee51328.txt",
    "reports/002_淮安市洪泽区_2024.pdf",
    "reports/005_沭阳县_2025.txt",
    "reports/006_沭阳县发展和改革局_2023.html",
    "reports/010_某市_2025_杭州式样.html",
    "reports/016_平潭综合实验区_2021.txt",
    "reports/017_平潭综合实验区_2022.txt",
    "reports/020_平潭综合实验区_2025.html",
    "reports/020_平潭综合实验区_2025.txt",
    "reports/102_郯城县卫生健康局_2019_excerpt.txt",
    "reports/106_广元市统计局_2024_excerpt.txt",
    "reports/109_丽水市_2024_excerpt.txt",
    "reports/113_建平县卫生健康局_2020_excerpt.txt",
    "reports/118_义乌市廿三里街道_2022_excerpt.txt",
    "reports/120_吴起县_2023_excerpt.txt",
    "reports/122_永嘉县统计局_2015_excerpt.txt",
    "reports/127_重庆市永川区审计局_2020_excerpt.txt",
    "reports/129_杭州市拱墅区审计局_2019_excerpt.txt",
    "reports/134_安康市某局_2019_excerpt.txt",
    "reports/136_金乡县水务局_2009_excerpt.txt",
)


def reading_of(corpus: Path, name: str) -> Reading:
    return read((corpus / name).read_bytes(), Path(name).name)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in findings if finding.code != "FMT"]


@pytest.mark.parametrize("name", PROVED)
def test_what_can_be_proved_is_found_and_no_more(corpus: Path, name: str) -> None:
    assert told(check(reading_of(corpus, name))) == PROVED[name]


@pytest.mark.parametrize("name", CLEAN)
def test_reports_without_a_contradiction_are_silent(corpus: Path, name: str) -> None:
    assert told(check(reading_of(corpus, name))) == []


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("reports/001_淮安市洪泽区_2023.pdf", "reports/002_淮安市洪泽区_2024.pdf"),
        ("reports/016_平潭综合实验区_2021.txt", "reports/017_平潭综合实验区_2022.txt"),
    ],
)
def test_two_years_of_one_place_agree_with_each_other(corpus: Path, last: str, this: str) -> None:
    before, after = reading_of(corpus, last), reading_of(corpus, this)
    assert told(check(after, before)) == told(check(after))
    assert told(check(before, following=after)) == told(check(before))


def test_figures_of_the_lists_that_do_not_close_are_given(corpus: Path) -> None:
    [finding] = check(reading_of(corpus, "seeds/004_2a976d30b9813b33.txt"))
    assert (finding.expected, finding.found) == (2425, 2415)
    [finding] = check(reading_of(corpus, "reports/101_勉县_2023_excerpt.txt"))
    assert (finding.expected, finding.found) == (4042, 4413)


@pytest.mark.parametrize(
    ("name", "subject", "code"),
    [
        ("seeds/001_392dabf3539690db.txt", "applications.received", "TXT"),
        ("seeds/001_392dabf3539690db.txt", "applications.closed", "TXT"),
        ("seeds/002_a73362e2dee51328.txt", "applications.received", "TXT"),
        ("seeds/004_2a976d30b9813b33.txt", "review.upheld", "TXT-SUM"),
        ("seeds/004_2a976d30b9813b33.txt", "litigation.corrected", "TXT-SUM"),
        ("reports/001_淮安市洪泽区_2023.pdf", "applications.received", "TXT"),
        ("reports/005_沭阳县_2025.txt", "applications.natural", "TXT"),
        ("reports/005_沭阳县_2025.txt", "applications.carried_out", "TXT"),
        ("reports/006_沭阳县发展和改革局_2023.html", "applications.received", "TXT"),
        ("reports/020_平潭综合实验区_2025.html", "review.total", "TXT"),
        ("reports/020_平潭综合实验区_2025.html", "litigation.total", "TXT"),
    ],
)
def test_one_figure_of_the_text_changed_is_found(corpus: Path, name: str, subject: str, code: str) -> None:
    reading = reading_of(corpus, name)
    index = next(i for i, c in enumerate(reading.narrative) if (c.subject, c.kind) == (subject, "count"))
    claim = reading.narrative[index]
    claims = list(reading.narrative)
    claims[index] = dataclasses.replace(claim, value=claim.value + 3)
    changed = dataclasses.replace(reading, narrative=tuple(claims))
    new = [each for each in told(check(changed)) if each not in told(check(reading))]
    assert (code, "error") in new


def test_the_city_office_is_not_the_district(corpus: Path) -> None:
    """区政府办 received 17 applications, the whole district 95: both are right."""
    reading = reading_of(corpus, "reports/002_淮安市洪泽区_2024.pdf")
    said = next(claim for claim in reading.narrative if claim.subject == "applications.received")
    assert (said.value, reading.value("table3", "new", "total")) == (17, 95)
    assert check(reading) == []
