"""GB/T 9704-2012: what the standard measures stands in the file that Word opens."""

from __future__ import annotations

from typing import Any

import pytest
from docx.shared import Mm, Pt

from gongkai.records.letters.rendering import docx
from gongkai.records.letters.rules.page import FONTS, MM_TO_PT, PAGE
from tests.records.letters.material import AT, LETTER, W, opened, part

DATA = docx.render(LETTER, AT)


def style(name: str) -> Any:
    return opened(DATA).styles[name]


def fonts_of(name: str) -> set[str]:
    fonts = style(name).element.rPr.find(W + "rFonts")
    return {fonts.get(W + script) for script in ("ascii", "hAnsi", "eastAsia")}


def near(a: float, b: float, tolerance: float = 0.05) -> bool:
    return abs(a - b) <= tolerance


MEASURES = [
    # 5.1 公文用纸采用A4型纸，210 mm×297 mm
    ("page_width", 210),
    ("page_height", 297),
    # 5.2.1 天头37 mm，订口28 mm，版心156 mm×225 mm
    ("top_margin", 37),
    ("left_margin", 28),
    ("bottom_margin", 35),
    ("right_margin", 26),
]


@pytest.mark.parametrize(("measure", "millimetres"), MEASURES)
def test_the_paper_and_its_margins(measure: str, millimetres: int) -> None:
    assert near(getattr(opened(DATA).sections[0], measure) / Mm(1), millimetres)


def test_the_text_area_is_156_by_225() -> None:
    assert (PAGE.text_width, PAGE.text_height) == (156, 225)


def test_22_lines_of_28_characters_fill_the_text_area_and_no_more() -> None:
    height = PAGE.text_height * MM_TO_PT
    assert 22 * PAGE.line_pt <= height < 23 * PAGE.line_pt
    tracking = int(style("Body Text").element.rPr.find(W + "spacing").get(W + "val")) / 20
    room = PAGE.text_width * MM_TO_PT
    assert 28 * (PAGE.body_pt + tracking) <= room < 29 * (PAGE.body_pt + tracking)


TYPE = [
    # 5.2.2 正文3号仿宋体; 7.3.1 标题2号小标宋体; 7.3.3 第一层黑体、第二层楷体、第三层和第四层仿宋体
    ("Body Text", "仿宋_GB2312", 16),
    ("Title", "方正小标宋简体", 22),
    ("Heading 1", "黑体", 16),
    ("Heading 2", "楷体_GB2312", 16),
    ("Heading 3", "仿宋_GB2312", 16),
    ("Heading 4", "仿宋_GB2312", 16),
    # 7.4.2 版记4号仿宋体; 7.5 页码4号半角宋体
    ("版记", "仿宋_GB2312", 14),
    ("Footer", "宋体", 14),
]


@pytest.mark.parametrize(("name", "typeface", "points"), TYPE)
def test_typefaces_and_sizes_by_role(name: str, typeface: str, points: int) -> None:
    assert fonts_of(name) == {typeface}
    assert style(name).font.size == Pt(points)


def test_body_lines_are_exactly_28_95_points_with_two_characters_indent() -> None:
    properties = style("Body Text").element.pPr
    spacing, indent = properties.find(W + "spacing"), properties.find(W + "ind")
    assert (spacing.get(W + "line"), spacing.get(W + "lineRule")) == ("579", "exact")
    assert indent.get(W + "firstLineChars") == "200"
    assert near(int(indent.get(W + "firstLine")) / 20, 2 * PAGE.pitch_pt)


def test_only_the_mark_and_the_rule_under_the_number_are_red() -> None:
    # 5.2.4 如无特殊说明，公文中文字的颜色均为黑色
    document = opened(DATA)
    red = {s.name for s in document.styles if s.type == 1 and str(s.font.color.rgb) == "FF0000"}
    assert red == {"发文机关标志"}
    number = next(p for p in document.paragraphs if p.text == LETTER.number)
    assert number._p.pPr.find(f"{W}pBdr/{W}bottom").get(W + "color") == "FF0000"
    assert LETTER.mark in [p.text for p in document.paragraphs if p.style.name == "发文机关标志"]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_one_character_in() -> None:
    # 7.5 单页码居右空一字，双页码居左空一字，左右各放一条一字线
    section = opened(DATA).sections[0]
    assert part(DATA, "word/settings.xml").find(W + "evenAndOddHeaders") is not None
    for footer, side, free in (
        (section.footer, "right", "rightChars"),
        (section.even_page_footer, "left", "leftChars"),
    ):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(W + "jc").get(W + "val") == side
        assert paragraph._p.pPr.find(W + "ind").get(W + free) == "100"
        assert [i.text.strip() for i in paragraph._p.iter(W + "instrText")] == ["PAGE"]


def test_the_dash_of_the_page_number_lies_seven_millimetres_below_the_text() -> None:
    section = opened(DATA).sections[0]
    line = 14 / MM_TO_PT
    middle = section.footer_distance / Mm(1) + line / 2
    assert near(section.bottom_margin / Mm(1) - middle, 7, 0.1)


def test_the_imprint_floats_at_the_foot_of_the_text_area_between_rules() -> None:
    # 7.4.1 版记中的分隔线与版心等宽，首条和末条用粗线，中间用细线；7.4 置于公文最后一面
    table = part(DATA).findall(f".//{W}tbl")[-1]
    place = table.find(f"{W}tblPr/{W}tblpPr")
    assert (place.get(W + "vertAnchor"), place.get(W + "tblpYSpec")) == ("margin", "bottom")
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    top, bottom, inside = (int(borders.find(W + s).get(W + "sz")) for s in ("top", "bottom", "insideH"))
    assert top == bottom > inside
    assert near(int(table.find(f"{W}tblGrid/{W}gridCol").get(W + "w")) / 20, 156 * MM_TO_PT, 0.2)


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    table = part(DATA).findall(f".//{W}tbl")[0]
    rows = table.findall(W + "tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_typeface_that_a_machine_lacks_has_its_substitute_named() -> None:
    table = part(DATA, "word/fontTable.xml")
    named = {f.get(W + "name"): f.find(W + "altName").get(W + "val") for f in table}
    assert named == {font.name: font.substitutes[0] for font in FONTS.values()}


# Children of an element stand in the order of the schema: Word refuses a file where they do not.
ORDER = (
    "pStyle",
    "keepNext",
    "keepLines",
    "pBdr",
    "tabs",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "rPr",
)


def test_properties_stand_in_the_order_of_the_schema() -> None:
    for root in (part(DATA), part(DATA, "word/styles.xml")):
        for properties in root.iter(W + "pPr"):
            ranks = [ORDER.index(n) for c in properties if (n := c.tag.removeprefix(W)) in ORDER]
            assert ranks == sorted(ranks)


def test_the_same_letter_at_the_same_instant_is_the_same_bytes() -> None:
    assert docx.render(LETTER, AT) == DATA


def test_the_file_says_who_wrote_it_and_no_program_does() -> None:
    properties = opened(DATA).core_properties
    assert (properties.author, properties.title) == (LETTER.signatory, LETTER.plain_title)
    assert (properties.comments, properties.last_modified_by) == ("", "")
