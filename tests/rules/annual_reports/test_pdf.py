"""PDF files: what lines fence in is read in place; pictures, codes, locks and bombs are refused by name."""

from __future__ import annotations

import io
import json
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pypdfium2
import pytest

from gongkai.annual_reports.rules import NothingRead, Reading, check, read
from tests import material
from tests.material.prints import BORDERS, objects, one_page, pages_of, printed, scan, stream
from tests.rules.annual_reports.test_corpus import figures, golden_of

TABLES = ("table2", "table3", "table4")


def tables(report: dict[str, Any]) -> dict[str, Any]:
    return {key: report[key] for key in TABLES}


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize(("seed", "border"), list(enumerate(BORDERS)))
def test_a_printed_report_reads_back_identical_and_closes(format: str, seed: int, border: str) -> None:
    report = material.figures(format, seed, (9, 120, 5000)[seed % 3])
    data = printed(material.html(report).replace("<tr>", "<tr style='break-inside:avoid'>"), border)
    assert len(pages_of(data)) > 1
    reading = read(data)
    assert tables(reading.as_json()) == tables(report)
    assert (reading.place, reading.year, reading.format) == ("云溪市", report["year"], format)
    assert not reading.unread
    assert check(reading) == []


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("lines_before", range(0, 30, 10))
def test_wherever_the_page_ends_no_figure_is_wrong_and_no_cell_falsely_blank(
    format: str, lines_before: int
) -> None:
    report = material.figures(format, 100 + lines_before, 120)
    prose = "<p>各单位按照要求公开信息。</p>" * lines_before
    html = material.html(report).replace("<p>三、", f"{prose}<p>三、", 1)
    reading = read(printed(html, size=11))
    truth = figures(report)
    read_cells = figures(reading.as_json())
    assert {cell: value for cell, value in read_cells.items() if truth[cell] != value} == {}
    # What a page cut so that it cannot be put together is refused, cell by cell or as a table.
    refused = {(item.table, item.row, item.col) for item in reading.unread}
    for cell in truth.keys() - read_cells.keys():
        assert cell in refused or (cell[0], None, None) in refused


def test_blank_cells_stay_blank_and_annotated_ones_keep_their_note() -> None:
    report = material.figures("2021", 5, 120)
    blank = {**report, "table4": {key: dict.fromkeys(material.OUTCOMES) for key in material.PROCEEDINGS}}
    assert read(printed(material.html(blank))).as_json()["table4"] == blank["table4"]


def test_prose_comes_in_paragraphs_without_page_numbers_and_without_the_tables() -> None:
    report = material.figures("2021", 7, 120)
    long = (
        "全年通过政府网站主动公开信息3672条，其中政策文件218件，" + "围绕群众关切持续推进重点领域公开，" * 30
    )
    html = material.html(report).replace("<p>二、", f"<p>{long}办结率99.7%。</p><p>二、", 1)
    reading = read(printed(html))
    assert f"{long}办结率99.7%。" in reading.paragraphs
    assert {(claim.value, claim.unit) for claim in reading.narrative} >= {(3672, "条"), (218, "件")}
    assert not any(text.startswith("- ") for text in reading.paragraphs)
    assert not any("勾稽" in text for text in reading.paragraphs)


def test_a_table_without_lines_is_never_guessed() -> None:
    for seed in (1, 2):
        report = material.figures("2021", seed, 120)
        truth = figures(report)
        for cell, value in figures(read(printed(material.html(report), "0")).as_json()).items():
            assert truth[cell] == value


def test_a_scanned_report_is_refused_with_the_remedy() -> None:
    with pytest.raises(NothingRead, match=r"扫描图片.*请上传"):
        read(scan(printed(material.html(material.figures("2021", 8, 120)))))


def test_a_scanned_page_among_others_is_named() -> None:
    report = material.figures("2021", 9, 120)
    data = printed(material.html(report))
    with pypdfium2.PdfDocument.new() as mixed:
        text, picture = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(scan(data))
        mixed.import_pages(text, [0])
        mixed.import_pages(picture, range(1, len(picture)))
        file = io.BytesIO()
        mixed.save(file)
    reading = read(file.getvalue())
    assert any(re.match("第2页是扫描图片.*请提供文字版", item.reason) for item in reading.unread)
    assert reading.as_json()["table4"] is None
    truth = figures(report)
    assert all(truth[cell] == value for cell, value in figures(reading.as_json()).items())


def test_invisible_text_laid_over_a_scan_is_not_read() -> None:
    shown = b"q 595 0 0 842 0 0 cm /I Do Q "
    hidden = b"BT 3 Tr /F 12 Tf 50 700 Td (Report 2023: 12345 figures, far more than a stamp has) Tj ET"
    picture = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    resources = b"<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>"
    data = one_page(stream(shown + hidden), resources, stream(b"0", picture), font)
    with pytest.raises(NothingRead, match="扫描图片"):
        read(data)


def test_characters_known_only_by_their_codes_are_refused() -> None:
    content = stream(b"BT /F 12 Tf 50 700 Td <" + b"0013001400150016" * 40 + b"> Tj ET")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    below = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>"
    )
    described = (
        b"<</Type/FontDescriptor/FontName/ABCDEF+Song/Flags 4/Ascent 800/Descent -200/FontBBox[0 0 9 9]>>"
    )
    data = one_page(content, b"<</Font<</F 5 0 R>>>>", font, below, described)
    with pytest.raises(NothingRead, match=r"文字对照表.*请上传"):
        read(data)


def test_a_figure_drawn_twice_to_look_bold_counts_once_and_two_over_each_other_are_doubtful() -> None:
    from gongkai.annual_reports.rules.sources.pdf.drawn import Glyph  # noqa: PLC0415 - loads pdfminer
    from gongkai.annual_reports.rules.sources.pdf.lines import of, text_of  # noqa: PLC0415

    def glyphs(*places: tuple[str, float]) -> list[Glyph]:
        return [Glyph(text, left, left + 5, 100, 10) for text, left in places]

    assert text_of(of(glyphs(("4", 0), ("4", 0.3), ("2", 5), ("2", 5.3)))) == "42"
    assert text_of(of(glyphs(("4", 0), ("7", 0.3)))) == "\ufffd"
    assert text_of(of(glyphs(("4", 0), ("2", 5)))) == "42"
    assert text_of(of(glyphs(("4", 0), ("2", 12)))) == "4 2"


def test_a_locked_file_is_refused_with_the_remedy() -> None:
    lock = b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"o" * 32, b"u" * 32)
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        lock,
        trailer=b"/Encrypt 3 0 R/ID[(0123456789abcdef)(0123456789abcdef)]",
    )
    with pytest.raises(NothingRead, match="请去掉密码后再上传"):
        read(data)


def bombs() -> dict[str, Callable[[], bytes]]:
    """Files that ask for far more than a report needs."""
    flate = b"/Filter/FlateDecode"
    fonts = b"<</Font<</F 5 0 R>>>>"

    def squeezed(unit: bytes, size: int) -> bytes:
        return zlib.compress(unit * (size // len(unit)), 9)

    def mapped(ranges: bytes) -> bytes:
        font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/Widths[500]/ToUnicode 6 0 R>>"
        cmap = stream(b"begincmap 1 beginbfrange " + ranges + b" endbfrange endcmap")
        return one_page(stream(b"BT /F 9 Tf (x) Tj ET"), fonts, font, cmap)

    def forms() -> bytes:
        levels = [
            stream(
                b"/N Do " * 20,
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</N %d 0 R>>>>" % (6 + level),
            )
            for level in range(8)
        ]
        last = stream(b"0 0 m 9 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
        return one_page(stream(b"/N Do"), b"<</XObject<</N 5 0 R>>>>", *levels, last)

    def endless() -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in range(3, 5003))
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
        pages = b"<</Type/Pages/Count 5000/Kids[%s]>>" % kids
        return objects(b"<</Type/Catalog/Pages 2 0 R>>", pages, *[page] * 5000)

    widths = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/W[0 99999999 500]/CIDSystemInfo<<>>>>"
    wide = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    return {
        "a stream of 200 MB": lambda: one_page(stream(squeezed(b"0 0 m 9 9 l S\n", 200 << 20), flate)),
        "a stream packed twice": lambda: one_page(
            stream(zlib.compress(squeezed(b"q Q ", 1 << 26), 9), b"/Filter[/FlateDecode/FlateDecode]")
        ),
        "a million lines": lambda: one_page(stream(squeezed(b"0 0 m 9 9 l S\n", 14 << 20), flate)),
        "half a million characters": lambda: one_page(
            stream(squeezed(b"BT /F 1 Tf (xxxxxxxxxxxxxxxxxxxx) Tj ET\n", 1 << 20), flate),
            fonts,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ),
        "forms in forms": forms,
        "five thousand pages": endless,
        "a font of four thousand million characters": lambda: mapped(b"<00000000> <ffffffff> <0041>"),
        "a font of a hundred million widths": lambda: one_page(
            stream(b"BT /F 9 Tf <0001> Tj ET"), fonts, wide, widths
        ),
        "references in a circle": lambda: objects(b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"),
        "nested arrays": lambda: one_page(b"[" * 200_000 + b"]" * 200_000),
        "nothing but line ends": lambda: b"%PDF-1.7\n" + b"\n" * (29 << 20),
        "objects without end": lambda: b"%PDF-1.7\n" + b"1 0 obj <</Length 0>> stream\n" * 100_000,
        "larger than allowed": lambda: b"%PDF-1.7\n" + b"x" * (31 << 20),
    }


@pytest.mark.parametrize("name", list(bombs()))
def test_a_hostile_file_ends_in_a_sentence_within_bounded_time(name: str) -> None:
    data = bombs()[name]()
    start = perf_counter()
    with pytest.raises(NothingRead, match="请"):
        read(data)
    assert perf_counter() - start < 20


@pytest.mark.parametrize("length", [9, 60, 400, 3000])
def test_a_file_cut_short_or_scrambled_ends_in_a_sentence(length: int) -> None:
    whole = one_page(stream(b"BT /F 12 Tf 50 700 Td (x) Tj ET" * 50))
    with pytest.raises(NothingRead, match="请"):
        read(whole[:length])
    with pytest.raises(NothingRead, match="请"):
        read(b"%PDF-1.7\n" + os.urandom(length))


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["001_淮安市洪泽区_2023", "002_淮安市洪泽区_2024"])
def test_published_files_are_read_completely(corpus: Path, name: str) -> None:
    path = corpus / "reports" / f"{name}.pdf"
    golden = golden_of(path)
    reading = read(path.read_bytes())
    assert figures(reading.as_json()) == figures(golden)
    assert not reading.unread
    assert (reading.year, reading.format) == (golden["year"], golden["format"])
    found = {(json.dumps(claim["value"]), claim["unit"]) for claim in reading.as_json()["narrative"]}
    assert {(json.dumps(claim["value"]), claim["unit"]) for claim in golden["narrative"]} <= found


NARROW = "table{table-layout:fixed}td{word-break:break-all;padding:4px 2px}"


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize("size", [9, 11])
def test_a_number_that_a_narrow_cell_breaks_over_lines_is_one_number(align: str, size: int) -> None:
    report = material.figures("2021", 4, 90000)
    style = f"<style>{NARROW}td{{text-align:{align}}}</style></head>"
    reading = read(printed(material.html(report).replace("</head>", style), size=size))
    assert tables(reading.as_json()) == tables(report)


@pytest.mark.parametrize("figure", ["12<br>34", "123<br>4", "1<br>2", "1234<br>0"])
def test_figures_under_each_other_in_a_cell_stay_two(figure: str) -> None:
    report = material.figures("2021", 4, 90)
    cell = f"<p><span>{report['table3']['new']['natural']}</span></p>"
    html = material.html(report).replace(cell, f"<p><span>{figure}</span></p>", 1)
    for change in ("</head>", f"<style>{NARROW}</style></head>"):
        reading = read(printed(html.replace("</head>", change)))
        assert not wrong(reading, report)
        assert len(reading.unread) >= 1


def wrong(reading: Reading, truth: dict[str, Any]) -> list[tuple[Any, ...]]:
    shape = reading.as_json()
    return [
        (key, row, column)
        for key in TABLES
        for row, line in (shape[key] or {}).items()
        for column, value in line.items()
        if truth[key][row][column] != value
    ]
