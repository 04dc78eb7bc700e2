"""The words of a letter, in order, the same in DOCX, print page and PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Literal

import pypdfium2
import pytest

from gongkai.records.letters.rendering import docx, html, pdf
from gongkai.records.letters.rules.layout import column_widths, mark_size, signature
from gongkai.records.letters.rules.letter import (
    Heading,
    NumberedHeading,
    Paragraph,
    as_json,
    numbered,
    text_of,
)
from gongkai.records.letters.rules.page import PAGE
from gongkai.records.letters.rules.title import break_title, width
from tests.optional import absent
from tests.records.letters.material import AT, LETTER, paragraphs

GOLDEN = [
    "特急",
    "云河市人民政府文件",
    "云政发〔2026〕12号",
    "云河市人民政府关于进一步做好政府信息公开申请办理工作的通知",
    "各县（区）人民政府：",
    "现就有关事项通知如下。",
    "一、总体要求",
    "（一）基本原则",
    "1.依法",
    "（1）及时",
    "二、组织实施",
    "序号",
    "事项",
    "1",
    "登记",
    "2",
    "答复",
    "请认真贯彻落实。",
    "附件：1.流程图",
    "2.登记表",
    "云河市人民政府",
    "2026年3月16日",
    "（此件公开发布）",
    "抄送：市委办公室，市人大常委会办公室。",
    "云河市人民政府办公室2026年3月17日印发",
    "共印60份",
]


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_docx_says_it_in_this_order() -> None:
    assert paragraphs(docx.render(LETTER, AT)) == GOLDEN


def test_print_page_says_the_same() -> None:
    body = html.render(LETTER).partition("<body>")[2]
    assert words(unescape(re.sub(r"<[^>]+>", "", body))) == "".join(GOLDEN)


def test_plain_text_says_the_same() -> None:
    assert words(text_of(LETTER)) == "".join(GOLDEN)


def test_pdf_says_the_same_and_numbers_its_pages() -> None:
    if reason := pdf.missing():
        absent("pdf", reason)
    long = replace(
        LETTER, blocks=(*LETTER.blocks[:-1], *[Paragraph("依法公开。" * 60)] * 12, LETTER.blocks[-1])
    )
    document = pypdfium2.PdfDocument(pdf.render(html.render(long)))
    pages = [words(page.get_textpage().get_text_range()) for page in document]
    assert len(pages) >= 4
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page
    text = "".join(pages)
    for piece in GOLDEN:
        assert words(piece) in text
    # 版记置于公文最后一面
    assert "抄送：" in pages[-1]
    width_mm, height_mm = (points / 72 * 25.4 for points in document[0].get_size())
    assert (round(width_mm), round(height_mm)) == (210, 297)


def test_a_missing_optional_part_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    # No program on the path and no fonts: what a bare server looks like.
    monkeypatch.setattr(pdf, "import_module", _no_pango)
    with pytest.raises(pdf.OptionalPartMissing, match=r"Pango.*gongkai doctor"):
        pdf.render(html.render(LETTER))
    assert "DOCX" in pdf.missing()


def _no_pango(name: str) -> None:
    raise OSError(f"cannot load library for {name}")


def test_a_letter_of_one_line_has_no_part_it_does_not_need() -> None:
    short = replace(
        LETTER, blocks=(Paragraph("收悉。"),), urgency="", note="", copy_to="", printed_by="", copies=None
    )
    assert paragraphs(docx.render(short, AT))[3:] == [
        "各县（区）人民政府：",
        "收悉。",
        "云河市人民政府",
        "2026年3月16日",
    ]


def test_the_print_page_runs_nothing_and_fetches_nothing() -> None:
    hostile = replace(LETTER, addressee='<script>alert(1)</script>"', blocks=(Paragraph("<img src=x>"),))
    page = html.render(hostile)
    body = page.partition("<body>")[2]
    assert "<script" not in body and "<img" not in body
    assert not re.search(r' (src|href|style|on\w+)="|url\(|@import', page)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[^']{44}'.*", html.content_security_policy(page)
    )


def test_headings_number_themselves_and_start_anew_below_a_higher_one() -> None:
    levels: tuple[Literal[1, 2, 3, 4], ...] = (1, 2, 2, 3, 4, 4, 2, 3, 1, 2)
    found = numbered(tuple(Heading(level, "") for level in levels))
    assert [heading.number for heading in found if isinstance(heading, NumberedHeading)] == [
        *("一、", "（一）", "（二）", "1.", "（1）", "（2）", "（三）", "1.", "二、", "（一）")
    ]


SIGNATURES = [
    # 7.3.5.1 成文日期右空四字，署名以成文日期为准居中
    ("云河市人民政府", True, 3.75, 4),
    # a name as long as 16 characters still centres; a longer one keeps to the margin and the date gives way
    ("云河市云东区人民政府征收补偿办公室", True, 0, 5.25),
    # 7.3.5.2 不加盖印章：署名右空二字，成文日期首字比署名首字右移二字
    ("云河市云东区人民政府", False, 2, 3.5),
    # 如成文日期长于发文机关署名，应当使成文日期右空二字编排，并相应增加署名右空字数
    ("市政府", False, 7.5, 2),
]


@pytest.mark.parametrize(("organ", "sealed", "organ_free", "date_free"), SIGNATURES)
def test_the_signature_block(organ: str, sealed: bool, organ_free: float, date_free: float) -> None:
    assert signature(organ, "2026年3月16日", sealed=sealed) == (organ_free, date_free)


def test_a_seal_fits_above_the_signature_within_one_line_of_the_text() -> None:
    # 7.3.5.1 印章顶端应当上距正文（或附件说明）一行之内
    room = (PAGE.seal_blank_lines + 1) * PAGE.line_pt  # from the text to the middle of the signature
    gap = room - PAGE.seal / 25.4 * 72 / 2
    assert 0 <= gap < PAGE.line_pt


def test_the_mark_shrinks_until_it_fits_a_line() -> None:
    assert mark_size("云河市人民政府") == 48
    assert mark_size("云河市云东区云水镇人民政府文件") == 28
    assert mark_size("很长的机关名称" * 6) == min(PAGE.mark_sizes_pt)


def test_columns_get_what_they_need_and_fill_the_table() -> None:
    shares = column_widths(("序号", "申请内容", "答复"), (("1", "征收补偿方案" * 10, "予以公开"),))
    assert sum(shares) == 100
    assert shares[0] < shares[2] < shares[1]


TITLES = [
    "云河市人民政府关于进一步做好政府信息公开申请办理工作的通知",
    "关于印发《云河市国有土地上房屋征收与补偿办法》的通知",
    "云河市发展和改革委员会关于云河市第三污水处理厂二期扩建工程项目政府信息公开申请延期答复告知书",
    "云河市云东区人民政府关于同意云东区城市更新改造项目房屋征收补偿安置方案的批复",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_long_title_makes_a_trapezoid_or_a_lozenge_of_whole_words(title: str) -> None:
    # 7.3.1 回行时，要做到词意完整，排列对称，长短适宜；排列应当使用梯形或菱形
    lines = break_title(title)
    widths = [width(line) for line in lines]
    peak = widths.index(max(widths))
    assert "".join(lines) == title
    assert max(widths) <= 20
    assert widths[:peak] == sorted(set(widths[:peak])) and widths[peak:] == sorted(
        widths[peak:], reverse=True
    )
    assert not any(line[0] in "的、》）" or line[-1] in "《（" for line in lines)


def test_words_of_titles_are_not_torn() -> None:
    assert break_title(TITLES[1]) == ("关于印发《云河市国有土地上房屋", "征收与补偿办法》的通知")


def test_a_break_typed_by_the_writer_is_kept() -> None:
    assert break_title("关于甲的\n通知") == ("关于甲的", "通知")


def test_a_title_beyond_reason_is_still_set() -> None:
    lines = break_title("国务院办公厅" * 30)
    assert "".join(lines) == "国务院办公厅" * 30
    assert all(width(line) <= 20 for line in lines)


def test_plain_data_keeps_everything() -> None:
    data = as_json(LETTER)
    assert data["on"] == date(2026, 3, 16).isoformat()
    assert [block["kind"] for block in data["blocks"]][-3:] == ["table", "paragraph", "attachments"]
