"""The few pieces of WordprocessingML that python-docx has no call for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from gongkai.records.letters.rules.page import FONTS, MM_TO_PT, PAGE, Font, Role

# Zip archives cannot say an earlier time; the same letter must give the same bytes whenever it is made.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def twips(points: float) -> int:
    """Points in twentieths."""
    return round(points * 20)


def mm(length: float) -> int:
    """Millimetres in twips."""
    return twips(length * MM_TO_PT)


def element(tag: str, attributes: Mapping[str, str | int] | None = None, *children: Any) -> Any:
    """`<w:tag w:attribute="…">children</w:tag>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


# Children of an element stand in the order of the schema; Word refuses a file where they do not.
_SCHEMA: Final = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
        "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
        "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
        "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription"
    ),
    "settings": (
        "writeProtection view zoom removePersonalInformation removeDateAndTime "
        "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
        "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
        "saveSubsetFonts saveFormsData mirrorMargins"
    ),
}
_ORDER: Final = {parent: tuple(children.split()) for parent, children in _SCHEMA.items()}


def place(parent: Any, child: Any) -> None:
    """Put a child where the schema wants it, instead of one of its name that may be there."""
    order = _ORDER[parent.tag.rpartition("}")[2]]
    for old in parent.findall(child.tag):
        parent.remove(old)
    rank = order.index(child.tag.rpartition("}")[2])
    before = {qn(f"w:{name}") for name in order[: rank + 1]}
    parent.insert(next((n for n, other in enumerate(parent) if other.tag not in before), len(parent)), child)


def set_font(run_properties: Any, role: Role) -> None:
    """Name one typeface for every script; `hint` makes quotation marks Chinese ones."""
    name = FONTS[role].name
    scripts = {"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name}
    place(run_properties, element("rFonts", {**scripts, "hint": "eastAsia"}))


def set_style(
    document: Document,
    name: str,
    role: Role,
    size_pt: float,
    line_pt: float,
    *,
    red: bool = False,
    tracked: bool = False,
) -> Any:
    """Make or redefine a paragraph style: typeface, size, exact line, no space around, black or red.

    `tracked` closes the characters up so that 28 fill a line of the body.
    """
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - a name clash in its stubs at module level

    known = {style.name for style in document.styles}
    style: Any = (
        document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    if name != "Normal":
        style.base_style = document.styles["Normal"]
    style.hidden, style.quick_style = False, True
    font, spacing = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size_pt), False, False
    font.color.rgb = RGBColor.from_string(PAGE.red if red else PAGE.black)
    properties = style.element.get_or_add_rPr()
    set_font(properties, role)
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    if tracked:
        place(properties, element("spacing", {"val": twips(PAGE.tracking_pt)}))
    spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    spacing.line_spacing = Pt(line_pt)
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.keep_with_next = spacing.keep_together = False
    spacing.widow_control = False
    spacing.first_line_indent = Pt(0)
    # No gap between Chinese characters and digits: 2026年3月16日 is one word of a fixed width.
    for gap in ("autoSpaceDE", "autoSpaceDN"):
        place(style.element.get_or_add_pPr(), element(gap, {"val": 0}))
    if line_pt != PAGE.line_pt:
        place(style.element.get_or_add_pPr(), element("snapToGrid", {"val": 0}))
    return style


def drop_styles(document: Document, *, keep: frozenset[str]) -> None:
    """Remove the styles of python-docx's own document that a letter has no use for."""
    for style in list(document.styles):
        if style.name not in keep:
            style.delete()
        else:
            for link in style.element.findall(qn("w:link")):
                style.element.remove(link)


def indent(paragraph: Any, **characters: float) -> None:
    """Indents in characters of the body: `firstLine`, `left`, `right`, `hanging`; also in twips for others.

    A count of characters survives a change of type size; programs that do not know it read the twips.
    """
    properties = paragraph._p.get_or_add_pPr() if hasattr(paragraph, "_p") else paragraph
    attributes: dict[str, int] = {}
    for side, count in characters.items():
        attributes[f"{side}Chars"] = round(count * 100)
        attributes[side] = twips(count * PAGE.pitch_pt)
    place(properties, element("ind", attributes))


def border(side: str, size_pt: float, colour: str, space_pt: float = 0) -> Any:
    """One side of a border; sizes go in eighths of a point."""
    return element(
        side, {"val": "single", "sz": round(size_pt * 8), "space": round(space_pt), "color": colour}
    )


def add_field(paragraph: Any, instruction: str) -> None:
    """A field that Word computes, such as PAGE."""
    for piece in (
        element("fldChar", {"fldCharType": "begin"}),
        _instruction(instruction),
        element("fldChar", {"fldCharType": "separate"}),
        None,
        element("fldChar", {"fldCharType": "end"}),
    ):
        run = paragraph.add_run("1" if piece is None else "")
        if piece is not None:
            run._r.append(piece)


def _instruction(text: str) -> Any:
    made = element("instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = f" {text} "
    return made


def name_substitutes(document: Document) -> None:
    """Write the font table: each typeface with the one it may be replaced by (w:altName)."""
    table = next(
        part for part in document.part.package.iter_parts() if part.partname.endswith("fontTable.xml")
    )
    fonts = "".join(_font(font) for font in FONTS.values())
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    _replace(table, xml.encode())


def _font(font: Font) -> str:
    return (
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.alternative}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
    )


def _replace(part: Part, blob: bytes) -> None:
    part._blob = blob


def saved(document: Document, at: datetime) -> bytes:
    """The file; the same letter at the same instant is the same bytes."""
    properties = document.core_properties
    properties.created = properties.modified = at.replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # of python-docx's own empty document
            document.part.package.rels.pop(key)
    written = io.BytesIO()
    document.save(written)
    even = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(even, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(zipfile.ZipInfo(entry.filename, EPOCH), source.read(entry), zipfile.ZIP_DEFLATED)
    return even.getvalue()
