"""The page of GB/T 9704-2012《党政机关公文格式》, once, for DOCX, print HTML and PDF alike.

Lengths are millimetres unless a name ends in `_pt` (points, 1/72 inch). Articles in brackets are those of the
standard. Values marked 〔本项目理解〕 are choices within what the standard leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Final, Literal

MM_TO_PT: Final = 72 / 25.4
Role = Literal["mark", "body", "level1", "level2", "page_number"]


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface by its role. `name` is what DOCX asks for, `substitutes` replace it, in this order.

    `heavy` asks the substitute for its bold cut: 小标宋 is a heavier Song than the Song that replaces it.
    """

    name: str
    substitutes: tuple[str, ...]
    heavy: bool = False

    @property
    def alternative(self) -> str:
        """The one substitute that a DOCX font table has room for."""
        return self.substitutes[0]


# 5.2.2: body 仿宋, title 小标宋; 7.3.3: levels one and two in 黑体 and 楷体; 7.5: page number in 宋体.
FONTS: Final[dict[Role, Font]] = {
    "mark": Font(
        "方正小标宋简体",
        ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "SimSun"),
        heavy=True,
    ),
    "body": Font(
        "仿宋_GB2312",
        ("仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋", "STFangsong", "Noto Serif CJK SC", "SimSun"),
    ),
    "level1": Font("黑体", ("SimHei", "方正黑体_GBK", "华文黑体", "STHeiti", "Noto Sans CJK SC")),
    "level2": Font(
        "楷体_GB2312",
        ("楷体", "KaiTi", "方正楷体_GBK", "华文楷体", "STKaiti", "AR PL UKai CN", "Noto Serif CJK SC"),
    ),
    "page_number": Font("宋体", ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC")),
}


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The measures of the standard; everything else is derived from them."""

    width: float = 210.0  # 5.1 A4
    height: float = 297.0
    top: float = 37.0  # 5.2.1 天头
    binding: float = 28.0  # 订口: left on odd pages, right on even ones
    bottom: float = 35.0  # follows from a text area 225 high
    outer: float = 26.0  # follows from a text area 156 wide
    lines: int = 22  # 5.2.3
    characters: int = 28

    body_pt: float = 16.0  # 3号
    line_pt: float = 28.95  # 22 lines in 225 mm
    title_pt: float = 22.0  # 2号
    title_line_pt: float = 34.0  # 〔本项目理解〕 the standard gives no pitch for titles
    small_pt: float = 14.0  # 4号: page number, imprint
    small_line_pt: float = 24.0  # 〔本项目理解〕
    table_pt: float = 14.0  # 〔本项目理解〕 tables one size below the text
    table_line_pt: float = 22.0

    mark_below_text_top: float = 35.0  # 7.2.4 upper edge of the mark below the upper edge of the text area
    mark_sizes_pt: tuple[int, ...] = (
        48,
        44,
        40,
        36,
        32,
        28,
        26,
    )  # 〔本项目理解〕 the largest that fits one line
    number_blank_lines: int = 2  # 7.2.5 mark, two blank lines, document number
    rule_below_number: float = 4.0  # 7.2.7 red rule
    rule_pt: float = 2.0  # 〔本项目理解〕
    title_blank_lines: int = 2  # 7.3.1
    addressee_blank_lines: int = 1  # 7.3.2
    attachment_blank_lines: int = 1  # 7.3.4
    date_from_right: int = 4  # 7.3.5.1 characters
    unsealed_from_right: int = 2  # 7.3.5.2 characters
    seal: float = 42.0  # 〔本项目理解〕 diameter of the seal that the signature leaves room for
    page_number_below_text: float = 7.0  # 7.5
    thick_rule_pt: float = 1.0  # 7.4.1 0.35 mm, first and last rule of the imprint
    thin_rule_pt: float = 0.75  # 7.4.1 0.25 mm, between
    red: str = "FF0000"  # 7.2.4, 7.2.7
    black: str = "000000"  # 5.2.4

    @property
    def text_width(self) -> float:
        """156 mm."""
        return self.width - self.binding - self.outer

    @property
    def text_height(self) -> float:
        """225 mm."""
        return self.height - self.top - self.bottom

    @property
    def pitch_pt(self) -> float:
        """From one character of the body to the next: 28 fill the line, so a little less than 16 pt."""
        return self.text_width * MM_TO_PT / self.characters

    @property
    def tracking_pt(self) -> float:
        """What is added between characters of the body to reach `pitch_pt`: -0.25.

        Rounded away from zero to a twentieth of a point, the unit of DOCX, or the 28th would not fit.
        """
        return floor((self.pitch_pt - self.body_pt) * 20) / 20

    @property
    def seal_blank_lines(self) -> int:
        """Blank lines above the signature: a seal centred on it does not touch the text, and its top is less
        than a line below it (7.3.5.1)."""
        signature = 2 * self.line_pt
        return ceil((self.seal * MM_TO_PT - signature) / 2 / self.line_pt)


PAGE: Final = PageLayout()
