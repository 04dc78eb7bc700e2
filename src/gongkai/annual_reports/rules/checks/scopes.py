"""Whose figure is it? Words such as 全市, 市政府办公室 or 我局, set beside the body that reports.

A government answers for its whole area, so 全市 is the city's own figure and 市政府办公室 is not; a
department answers for itself alone. Words that are not certainly the body's own make a figure another's.
"""

from __future__ import annotations

import re
from functools import lru_cache

OWN, LIKELY, OTHER = "own", "likely", "other"
GOVERNMENT, TOWN, DEPARTMENT = "government", "town", "department"

_GOVERNMENT = re.compile(
    r"(?:人民政府|政府|管理委员会|管委会)$|(?:省|自治区|自治州|州|市|县|区|旗|盟|地区|特区|林区)$"
)
_TOWN = re.compile(r"(?:乡|镇|街道|街道办事处|苏木)(?:人民政府|政府)?$")
_DEPARTMENT = re.compile(
    r"(?:局|委员会|委|办公室|办公厅|厅|中心|署|院|所|站|队|校|学|行|公司|法院|联合会|总工会)$"
)
_SUFFIX = re.compile(r"(?:人民政府|政府|管理委员会|管委会|办事处)$")
_OF_GOVERNMENT = "省市县区旗州盟"
_OF_TOWN = ("乡", "镇", "街道", "苏木", "办事处")
_OF_DEPARTMENT = "局|委|办|厅|中心|署|院|所|站|队|校|机关|单位|部门|公司|司|会|行"
_ALL_OFFICES = r"(?:各级|各)?(?:行政机关|政府机关|政府|机关|单位)?"


def kind_of(place: str | None) -> str | None:
    """government (county and above), town or department by the name's ending; None where it does not say."""
    name = "".join((place or "").split())
    if _TOWN.search(name):
        return TOWN
    if _GOVERNMENT.search(name):
        return GOVERNMENT
    return DEPARTMENT if _DEPARTMENT.search(name) else None


@lru_cache(maxsize=4096)
def whose(place: str | None, scope: str) -> str:
    """own, likely (the words leave it open) or other (somebody else's, or not certainly the body's own)."""
    scope, name, kind = "".join(scope.split()), "".join((place or "").split()), kind_of(place)
    if not scope:
        return OWN if kind in (TOWN, DEPARTMENT) else LIKELY
    if kind == GOVERNMENT:
        return _of_government(name, scope)
    if kind == TOWN:
        words = "|".join(_OF_TOWN)
        own = re.fullmatch(rf"(?:全|我|本|该)?(?:{words}|机关|单位)(?:人民政府|政府)?", scope)
        return OWN if own or _names(name, scope) else OTHER
    if re.fullmatch(rf"(?:我|本|全|该)(?:{_OF_DEPARTMENT})", scope) or (kind and _names(name, scope)):
        return OWN
    return LIKELY if kind is None and re.fullmatch(r"全[省市县区旗州盟乡镇]", scope) else OTHER


def _of_government(name: str, scope: str) -> str:
    noun = next(
        (character for character in reversed(_SUFFIX.sub("", name)) if character in _OF_GOVERNMENT), ""
    )
    area = rf"(?:全|我|本|该)(?:{noun})" if noun else "(?!)"
    if re.fullmatch(rf"{area}{_ALL_OFFICES}|各级行政机关", scope):
        return OWN
    bare = re.sub(rf"{_ALL_OFFICES}$", "", scope)
    if _names(name, bare):
        return OWN
    return LIKELY if noun and re.fullmatch(rf"(?:我|本)?{noun}(?:人民)?政府", scope) else OTHER


def _names(name: str, scope: str) -> bool:
    """Whether the words are the body's own name, or the end of it (县财政局, 洪泽区)."""
    own, said = (text.replace("人民政府", "政府") for text in (name, scope))
    own, said = _without_government(own), _without_government(said)
    return len(said) >= 2 and own.endswith(said)


def _without_government(text: str) -> str:
    return re.sub(r"(?<=[省市县区旗州盟乡镇])政府$", "", text)
