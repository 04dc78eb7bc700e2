"""The style of the print page, from the one definition of the page (rules.page)."""

from __future__ import annotations

from gongkai.records.letters.rules.layout import column_widths, mark_size, signature
from gongkai.records.letters.rules.letter import LetterTable, LetterText
from gongkai.records.letters.rules.page import FONTS, MM_TO_PT, PAGE, Role

_GENERIC: dict[Role, str] = {
    "mark": "serif",
    "body": "serif",
    "level1": "sans-serif",
    "level2": "serif",
    "page_number": "serif",
}


# Read, not printed, on a narrow screen: nothing of the sheet but its words, and titles break where they must.
_ON_A_TELEPHONE = """@media screen and (max-width: 700px) {
  body { padding: 1.5rem 1rem; margin: 0; }
  p.mark { font-size: 1.5rem; margin-top: 0; line-height: 1.3; }
  p.number, h1 { margin-top: 1.5rem; }
  h1 { font-size: 1.3rem; line-height: 1.5; margin-bottom: 1rem; }
  h1 br { display: none; }
}
"""


def family(role: Role) -> str:
    """`font-family` of a role: the typeface, its substitutes in order, a generic one."""
    font = FONTS[role]
    return ", ".join([*(f'"{name}"' for name in (font.name, *font.substitutes)), _GENERIC[role]])


def stylesheet(letter: LetterText) -> str:
    """All CSS of one letter. No address is fetched; nothing is left to attributes of elements."""
    return _paper() + _text() + _of_this(letter) + _ON_A_TELEPHONE


def _points(value: float) -> str:
    return f"{value:.2f}pt"


def _paper() -> str:
    half_line = PAGE.small_pt / 2
    below = PAGE.page_number_below_text * MM_TO_PT - half_line
    number = (
        f'content: "— " counter(page) " —"; font: {_points(PAGE.small_pt)}/1 {family("page_number")}; '
        f"color: #{PAGE.black}; vertical-align: top; padding-top: {_points(below)};"
    )
    free = _points(PAGE.small_pt)
    return f"""
@page {{ size: {PAGE.width:g}mm {PAGE.height:g}mm;
  margin: {PAGE.top:g}mm {PAGE.outer:g}mm {PAGE.bottom:g}mm {PAGE.binding:g}mm;
  @bottom-right {{ {number} padding-right: {free}; text-align: right; }}
  @footnote {{ border: 0; margin: 0; padding: 0; }} }}
@page :left {{ margin-left: {PAGE.outer:g}mm; margin-right: {PAGE.binding:g}mm;
  @bottom-right {{ content: none; }}
  @bottom-left {{ {number} padding-left: {free}; text-align: left; }} }}
* {{ box-sizing: border-box; margin: 0; padding: 0; }}
html {{ background: #fff; color: #{PAGE.black}; }}
body {{ width: {PAGE.text_width:g}mm; font-family: {family("body")}; font-size: {_points(PAGE.body_pt)};
  line-height: {_points(PAGE.line_pt)}; letter-spacing: {_points(PAGE.tracking_pt)};
  font-synthesis: none; text-autospace: no-autospace; overflow-wrap: anywhere; orphans: 1; widows: 1; }}
@media screen {{
  html {{ background: #e8e8e8; }}
  body {{ width: auto; max-width: {PAGE.width:g}mm; margin: 1rem auto; background: #fff;
    padding: {PAGE.top:g}mm {PAGE.outer:g}mm {PAGE.bottom:g}mm {PAGE.binding:g}mm; }}
}}
"""


def _text() -> str:
    line = PAGE.line_pt
    two = _points(2 * PAGE.pitch_pt)
    under = PAGE.rule_below_number * MM_TO_PT - (PAGE.line_pt - PAGE.body_pt) / 2
    thick, thin = (f"{_points(rule)} solid #{PAGE.black}" for rule in (PAGE.thick_rule_pt, PAGE.thin_rule_pt))
    roles: tuple[Role, ...] = ("level1", "level2", "body", "body")
    levels = "".join(
        f"h{level + 1} {{ font-family: {family(role)}; }}\n" for level, role in enumerate(roles, 1)
    )
    return f"""
.urgency {{ font-family: {family("level1")}; }}
.mark {{ color: #{PAGE.red}; font-family: {family("mark")}; font-weight: 700; text-align: center;
  letter-spacing: 0; line-height: 1; margin-top: {_points(PAGE.mark_below_text_top * MM_TO_PT)}; }}
.urgency + .mark {{ margin-top: {_points(PAGE.mark_below_text_top * MM_TO_PT - line)}; }}
.number {{ text-align: center; margin-top: {_points(PAGE.number_blank_lines * line)};
  padding-bottom: {_points(under)}; border-bottom: {_points(PAGE.rule_pt)} solid #{PAGE.red}; }}
h1 {{ font-family: {family("mark")}; font-size: {_points(PAGE.title_pt)}; font-weight: 700;
  line-height: {_points(PAGE.title_line_pt)}; letter-spacing: 0; text-align: center; break-inside: avoid;
  margin: {_points(PAGE.title_blank_lines * line)} 0 {_points(PAGE.addressee_blank_lines * line)}; }}
h2, h3, h4, h5 {{ font-size: inherit; font-weight: 400; text-indent: {two}; break-after: avoid; }}
{levels}p {{ text-align: justify; }}
.text {{ text-indent: {two}; }}
.last {{ break-after: avoid; }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; font-size: {_points(PAGE.table_pt)};
  line-height: {_points(PAGE.table_line_pt)}; letter-spacing: 0; margin-bottom: 6pt; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th, td {{ border: 0.5pt solid #{PAGE.black}; padding: 0 5.4pt; text-align: left; vertical-align: middle; }}
th {{ font-family: {family("level1")}; font-weight: 400; text-align: center; }}
.middle {{ text-align: center; }}
.attachments {{ margin-top: {_points(PAGE.attachment_blank_lines * line)}; list-style: none;
  break-inside: avoid; break-after: avoid; }}
.attachments li {{ padding-left: {_points(6 * PAGE.pitch_pt)}; text-indent: {_points(-PAGE.pitch_pt)}; }}
.attachments li:first-child {{ text-indent: {_points(-4 * PAGE.pitch_pt)}; }}
.attachments.single li {{ padding-left: {_points(5 * PAGE.pitch_pt)};
  text-indent: {_points(-3 * PAGE.pitch_pt)}; }}
.signature {{ text-align: right; break-inside: avoid; break-before: avoid; white-space: nowrap; }}
.signature p {{ text-align: right; }}
.note {{ padding-left: {two}; break-before: avoid; }}
.imprint {{ float: footnote; display: block; width: 100%; font-size: {_points(PAGE.small_pt)};
  line-height: {_points(PAGE.small_line_pt)}; letter-spacing: 0; border-top: {thick}; border-bottom: {thick};
  break-inside: avoid; }}
.imprint::footnote-call, .imprint::footnote-marker {{ content: none; }}
.imprint span {{ display: block; padding: 0 1em; }}
.imprint > span + span {{ border-top: {thin}; }}
.imprint .copies-to {{ padding-left: 4em; text-indent: -3em; }}
.imprint .printed {{ display: flex; justify-content: space-between; }}
.imprint .printed span {{ padding: 0; }}
@media screen {{ .imprint {{ float: none; margin-top: {_points(2 * line)}; }} }}
"""


def _of_this(letter: LetterText) -> str:
    """What depends on how long things are in this letter."""
    free = signature(letter.signatory, letter.dated, sealed=letter.sealed)
    blank = PAGE.seal_blank_lines if letter.sealed else 1
    rules = [
        f".mark {{ font-size: {mark_size(letter.mark)}pt; }}",
        f".signature {{ margin-top: {_points(blank * PAGE.line_pt)}; }}",
        f".signature .organ {{ padding-right: {_points(free.signatory * PAGE.pitch_pt)}; }}",
        f".signature .day {{ padding-right: {_points(free.date * PAGE.pitch_pt)}; }}",
    ]
    tables = [block for block in letter.blocks if isinstance(block, LetterTable)]
    for number, table in enumerate(tables, 1):
        for column, share in enumerate(column_widths(table.head, table.rows), 1):
            rules.append(f".t{number} col:nth-child({column}) {{ width: {share}%; }}")
    return "\n".join(rules) + "\n"
