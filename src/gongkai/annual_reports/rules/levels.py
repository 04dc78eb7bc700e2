"""The level of a place by its name, where the name alone makes it certain."""

from __future__ import annotations

from typing import Final

_MUNICIPALITIES: Final = ("北京市", "天津市", "上海市", "重庆市")
# Longest endings first: a 自治区 is no 区. None: the ending does not say.
_ENDINGS: Final[tuple[tuple[str, str | None], ...]] = (
    ("特别行政区", None),
    ("自治区", "province"),
    ("省", "province"),
    ("自治州", "city"),
    ("地区", "city"),
    ("盟", "city"),
    ("自治县", "county"),
    ("自治旗", "county"),
    ("县", "county"),
    ("旗", "county"),
    *(
        (ending, None)
        for ending in ("新区", "开发区", "园区", "示范区", "管理区", "景区", "实验区", "合作区")
    ),
    ("区", "county"),
    ("街道办事处", "town"),
    ("街道", "town"),
    ("镇", "town"),
    ("乡", "town"),
    ("局", "department"),
    ("厅", "department"),
    ("委员会", "department"),
    ("办公室", "department"),
)


def level_of(name: str) -> str | None:
    """province, city, county, town or department; None where the name does not say for certain.

    >>> level_of("云河市明河区"), level_of("清水镇"), level_of("云河市教育局"), level_of("云河市")
    ('county', 'town', 'department', None)
    """
    if name in _MUNICIPALITIES:
        return "province"
    if name.endswith("管理委员会"):  # of a zone: its own government or a department
        return None
    return next((level for ending, level in _ENDINGS if name.endswith(ending) and name != ending), None)
