"""发文字号 (GB/T 9704): organ, 〔year〕, serial 号; orders 令第…号."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.document_number import (
    DocumentNumber,
    DocumentNumberError,
    compact,
    find,
    format,
    is_valid,
    parse,
    validate,
)

READ = [
    ("国办发〔2014〕32号", DocumentNumber("国办发", 2014, 32)),
    ("国办公开办函〔2019〕60号", DocumentNumber("国办公开办函", 2019, 60)),
    ("国办发明电〔2022〕16号", DocumentNumber("国办发明电", 2022, 16)),
    # Every bracket in use is accepted and put right.
    *(
        (f"国办发{left}2014{right}32号", DocumentNumber("国办发", 2014, 32))
        for left, right in ("[]", "()", "（）", "【】", "［］", "﹝﹞")
    ),
    ("国办发 〔２０１４〕 ３２ 号", DocumentNumber("国办发", 2014, 32)),
    # No 第 and no leading zero (GB/T 9704); what was written before the standard is read.
    ("京政发[1998]第012号", DocumentNumber("京政发", 1998, 12)),
    # Orders have a serial and no year.
    ("国务院令第711号", DocumentNumber("国务院", None, 711)),
    ("国务院令 第711号", DocumentNumber("国务院", None, 711)),
    ("国务院令（第711号）", DocumentNumber("国务院", None, 711)),
    ("国务院令711号", DocumentNumber("国务院", None, 711)),
    ("国务院第492号令", DocumentNumber("国务院", None, 492)),
    ("鹤壁市人民政府令第10号", DocumentNumber("鹤壁市人民政府", None, 10)),
]


@pytest.mark.parametrize(("text", "number"), READ)
def test_a_number_is_read_and_put_into_the_standard_form(text: str, number: DocumentNumber) -> None:
    assert parse(text) == number
    assert number.is_order == (number.year is None)
    assert validate(text) == compact(text) == format(text) == str(number)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "国办发",
            "〔2014〕32号",
            "国办发〔2014〕号",
            "国办发〔2014〕32",
            "国办发2014 32号",
            "国办发〔14〕32号",
        ),
        *(
            "国办发〔2114〕32号",
            "国办发〔2014〕0号",
            "国办发〔2014〕32号文",
            "令第7号",
            "国务院令第号",
            "2026年第3号",
        ),
        *("《通知》〔2014〕32号", "国办发〔2014〕32号、33号", "国办发〔2014〕1234567号"),
    ],
)
def test_what_is_incomplete_is_refused_with_the_form_to_use(text: str) -> None:
    assert not is_valid(text)
    with pytest.raises(DocumentNumberError, match="国办发〔2014〕32号"):
        validate(text)


_ORGANS = st.text(alphabet="国办发京政函沪府规苏环财教字〇公开𠮷A·", min_size=1, max_size=12).filter(
    lambda s: "〇" not in s
)


@given(_ORGANS, st.integers(1900, 2099) | st.none(), st.integers(1, 999_999))
def test_every_number_stays_valid_through_its_form(organ: str, year: int | None, serial: int) -> None:
    number = DocumentNumber(organ, year, serial)
    assert parse(str(number)) == number
    assert validate(format(compact(str(number)))) == str(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "根据国务院令第711号和《通知》（国办公开办函〔2021〕30号）编制",
            ["国务院令第711号", "国办公开办函〔2021〕30号"],
        ),
        ("《中华人民共和国政府信息公开条例》(国务院令第711号)", ["国务院令第711号"]),
        ("按照国办发[2014]32号和国发（2016）8号文件", ["国办发[2014]32号", "国发（2016）8号"]),
        ("宿政办函〔2021〕21号、苏政办函【2019】98号", ["宿政办函〔2021〕21号", "苏政办函【2019】98号"]),
        ("印发了赣环办发〔2020〕5号", ["赣环办发〔2020〕5号"]),
        ("发文字号 : | 国办发 〔2014〕 32 号 |", ["国办发 〔2014〕 32 号"]),
        # 据 at the beginning is a word of the sentence, inside a name it is not.
        ("据京大数据发〔2020〕1号", ["京大数据发〔2020〕1号"]),
        # 和政发 may be a district's own sign: nobody can tell.
        ("和政发〔2020〕1号", []),
        # no organ, no order, not a document
        ("〔2014〕32号，命令第3号，（2020）5号，2026年第3号", []),
        ("一段没有停顿也没有任何标点因而看不出机关代字从哪里开始的话〔2020〕1号", []),
    ],
)
def test_numbers_in_a_sentence(text: str, found: list[str]) -> None:
    assert [text[mention.start : mention.end] for mention in find(text)] == found
    for mention in find(text):
        assert parse(text[mention.start : mention.end]) == mention.number


@given(st.text(alphabet="国办发令第〔〕[]（）2014 7号和据院", max_size=40))
def test_nothing_is_found_that_parse_would_refuse(text: str) -> None:
    for mention in find(text):
        assert parse(text[mention.start : mention.end]) == mention.number


@pytest.mark.corpus
def test_numbers_that_real_reports_cite(corpus: Path) -> None:
    cited = {
        str(mention.number)
        for report in corpus.glob("seeds/*.txt")
        for mention in find(report.read_text(encoding="utf-8"))
    }
    assert {"国务院令第711号", "国办公开办函〔2019〕60号"} <= cited


@given(st.text(alphabet="国办发令第〔〕[]（）2014 07号院", max_size=30))
def test_putting_right_is_done_once(text: str) -> None:
    assert compact(compact(text)) == compact(text)
