"""The sheets of the import workbook and their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import models
from django.utils.translation import gettext as _

from gongkai.organisations.models import BodyKind, Level, Role
from gongkai.text import credit_code, dates, names

Cell = str | int | float | bool | date | datetime | object


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its heading, how a cell is read (ValueError with a sentence), what the template says."""

    key: str
    heading: str
    read: Callable[[Cell], object]
    hint: str
    example: str
    needed: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and columns, and the column that must differ from row to row ("" for none)."""

    name: str
    columns: tuple[SheetColumn, ...]


def text(cell: Cell) -> str:
    """A cell as text; a whole number typed as a number keeps no `.0`."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def day(cell: Cell) -> date:
    """A cell as a day: a date of the sheet, or one written out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return dates.parse(text(cell))


def name(longest: int) -> Callable[[Cell], str]:
    """A reader of names (gongkai.text.names) no longer than so many characters."""

    def read(cell: Cell) -> str:
        found = names.validate(text(cell))
        if len(found) > longest:
            raise ValueError(_("最多%(count)s个字，请缩短。") % {"count": longest})
        return found

    return read


def slug(cell: Cell) -> str:
    """A code: small letters, digits and hyphens."""
    found = text(cell)
    if not (found.isascii() and found.replace("-", "").replace("_", "").isalnum()) or len(found) > 40:
        raise ValueError(_("“%(text)s”应由字母、数字、横线组成，不超过40个。") % {"text": found})
    return found


def choice(options: type[models.TextChoices]) -> Callable[[Cell], str]:
    """A reader of labels, giving the value."""

    def read(cell: Cell) -> str:
        found = text(cell)
        for option in options:
            if found in {str(option.label), option.value}:
                return str(option.value)
        labels = "、".join(str(option.label) for option in options)
        raise ValueError(
            _("“%(text)s”不在可选范围内，应为：%(labels)s。") % {"text": found, "labels": labels}
        )

    return read


def roles(cell: Cell) -> tuple[str, ...]:
    """Several roles with 、 or a comma between them."""
    read = choice(Role)
    words = [word for word in text(cell).replace("，", "、").replace(",", "、").split("、") if word.strip()]
    return tuple(dict.fromkeys(read(word.strip()) for word in words))


def code_of_credit(cell: Cell) -> str:
    """A unified social credit code."""
    if isinstance(cell, float | int):
        raise ValueError(
            _("统一社会信用代码被表格软件当作数字，末几位可能已经丢失；请把单元格设为文本后重新填写。")
        )
    return credit_code.validate(text(cell))


BODIES: Final = Sheet(
    "机构",
    (
        SheetColumn("code", "机构代码", slug, "本系统内永久不变的代码，用于网址", "jyj"),
        SheetColumn("name", "名称", name(100), "规范全称", "云河市教育局"),
        SheetColumn("short_name", "简称", name(40), "文号、列表中使用", "市教育局", needed=False),
        SheetColumn(
            "kind",
            "机构性质",
            choice(BodyKind),
            "从下拉列表中选择",
            "政府工作部门",
            choices=tuple(str(kind.label) for kind in BodyKind),
        ),
        SheetColumn(
            "level",
            "层级",
            choice(Level),
            "从下拉列表中选择",
            "部门",
            choices=tuple(str(level.label) for level in Level),
        ),
        SheetColumn(
            "parent", "上级机构代码", slug, "本表或者系统中已有的代码；市政府留空", "szf", needed=False
        ),
        SheetColumn("credit_code", "统一社会信用代码", code_of_credit, "18位，没有的留空", "", needed=False),
        SheetColumn("on", "启用日期", day, "自这一天起按此名称和隶属统计", "2026-01-01"),
    ),
)
ACCOUNTS: Final = Sheet(
    "账号",
    (
        SheetColumn("login", "登录名", name(40), "3至40个小写字母、数字", "zhang.wei"),
        SheetColumn("name", "姓名", name(60), "", "张伟"),
        SheetColumn("body", "机构代码", slug, "账号归哪个机构管理；任职以后归任职的机构", "jyj"),
    ),
)
PEOPLE: Final = Sheet(
    "人员",
    (
        SheetColumn("login", "登录名", name(40), "已经建立的账号；同一人任多个岗位的，重复填写", "zhang.wei"),
        SheetColumn("name", "姓名", name(60), "", "张伟"),
        SheetColumn("body", "机构代码", slug, "岗位所在机构", "jyj"),
        SheetColumn("post", "岗位", name(60), "同一机构内不重名；没有的会新设", "信息公开经办"),
        SheetColumn("roles", "角色", roles, "可填多个，用顿号隔开；已有岗位可留空", "经办人", needed=False),
        SheetColumn("on", "任职日期", day, "", "2026-01-01"),
    ),
)
