"""Citations are written and read as Chinese law writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import instruments
from gongkai.law.citation import Citation, NotACitation

REGULATION = "《中华人民共和国政府信息公开条例》"


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        (f"{REGULATION}第三十三条第二款", Citation("disclosure-2019", 33, paragraph=2)),
        (f"{REGULATION}第二十条第（一）项", Citation("disclosure-2019", 20, item=1)),
        (REGULATION, Citation("disclosure-2019")),
        ("《中华人民共和国行政复议法》第二十三条第一款第（四）项", Citation("review-2023", 23, 0, 1, 4)),
        ("《中华人民共和国民法典》第二百零三条第一款", Citation("civil-code", 203, paragraph=1)),
        ("《中华人民共和国民法典》第一千零一条之十二", Citation("civil-code", 1001, 12)),
        (
            "《最高人民法院关于适用《中华人民共和国行政诉讼法》的解释》第六十四条",
            Citation("litigation-interpretation-2018", 64),
        ),
    ],
)
def test_reading_and_writing_are_inverse(text: str, citation: Citation) -> None:
    assert Citation.parse(text) == citation
    assert str(citation) == text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("《条例》第33条第2款", "第三十三条第二款"),
        ("《政府信息公开条例》第二十条(一)项", "第二十条第（一）项"),
        ("《条例》 第二十条 第一项", "第二十条第（一）项"),
        ("《民法典》第二〇三条", "第二百零三条"),
    ],
)
def test_other_ways_of_writing_are_read(text: str, place: str) -> None:
    assert Citation.parse(text).short == place


# 2007年和2019年的条例同名：以日期区分；不写日期的，指现行的。
@pytest.mark.parametrize(
    ("on", "instrument"),
    [
        (None, "disclosure-2019"),
        (date(2019, 5, 15), "disclosure-2019"),
        (date(2019, 5, 14), "disclosure-2007"),
    ],
)
def test_a_shared_title_is_told_apart_by_the_day(on: date | None, instrument: str) -> None:
    assert Citation.parse("《条例》第二十六条", on).instrument == instrument


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("第三十三条", "不是规范的引用"),
        ("《没有这部法》第一条", "没有登记名为《没有这部法》的法规"),
        (f"{REGULATION}第二款", "先写条，再写款、项"),
        (f"{REGULATION}第三十三条等", "不是规范的引用"),
    ],
)
def test_what_is_no_citation_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotACitation, match=sentence):
        Citation.parse(text)


def test_before_any_version_was_in_force() -> None:
    with pytest.raises(NotACitation, match="没有施行中的版本"):
        Citation.parse("《条例》第一条", date(2008, 4, 30))


def test_parents_and_covering() -> None:
    item = Citation("review-2023", 23, paragraph=1, item=4)
    chain = []
    place: Citation | None = item
    while place:
        chain.append(place.short)
        place = place.parent
    assert chain == ["第二十三条第一款第（四）项", "第二十三条第一款", "第二十三条", ""]
    assert Citation("review-2023", 23).covers(item)
    assert item.covers(item)
    assert not item.covers(Citation("review-2023", 23))
    assert not Citation("review-1999", 23).covers(item)


def test_an_unknown_instrument_cannot_be_cited() -> None:
    with pytest.raises(instruments.UnknownInstrument, match="没有登记"):
        Citation("nothing", 1)


numbers = st.one_of(st.none(), st.integers(1, 9999))


@given(
    st.sampled_from(instruments.ALL),
    st.integers(1, 9999),
    st.integers(0, 99),
    numbers,
    numbers,
)
def test_every_place_reads_back(
    instrument: instruments.Instrument, article: int, suffix: int, paragraph: int | None, item: int | None
) -> None:
    citation = Citation(instrument.id, article, suffix, paragraph, item)
    assert Citation.parse(str(citation), instrument.in_force_from) == citation


def test_a_version_no_longer_in_force_is_cited_with_its_year() -> None:
    # Article 24 of 2007 sets the reply period; article 24 of 2019 the disclosure platform.
    old = Citation("disclosure-2007", 24, paragraph=2)
    assert str(old) == "《中华人民共和国政府信息公开条例》（2007年）第二十四条第二款"
    assert Citation.parse(str(old)) == old
    assert str(Citation("disclosure-2019", 24)) == "《中华人民共和国政府信息公开条例》第二十四条"
    with pytest.raises(NotACitation, match="2011年"):
        Citation.parse("《中华人民共和国政府信息公开条例》（2011年）第一条")


def test_every_version_of_a_text_can_be_told_by_its_year() -> None:
    cited = [instrument.cited for instrument in instruments.ALL]
    assert len(set(cited)) == len(cited)
