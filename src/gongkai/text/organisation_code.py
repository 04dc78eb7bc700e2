"""组织机构代码 (GB 11714): eight characters and a check character, today inside the 统一社会信用代码.

Index numbers of the State Council and of several provinces still begin with it. The check runs modulo 11 over
values up to 35, so it notices every changed digit, but not every letter put in place of a digit.
"""

from __future__ import annotations

import re
from typing import Final

from gongkai.text.script import fold_width

_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_CHARACTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class OrganisationCodeError(ValueError):
    """Not an organisation code; the message says in Chinese what is wrong."""


def compact(s: str) -> str:
    """Drop spaces and hyphens, fold width, capitals: ``01527918-x`` → ``01527918X``."""
    return re.sub(r"[\s\-]", "", fold_width(s)).upper()


def validate(s: str) -> str:
    """Return the nine characters, or raise ``OrganisationCodeError``.

    >>> validate("00001434-9")
    '000014349'
    """
    code = compact(s)
    if not re.fullmatch("[0-9A-Z]{8}[0-9X]", code):
        raise OrganisationCodeError(f"组织机构代码“{s}”应为8位数字或大写字母加1位校验码，请核对。")
    remainder = sum(_CHARACTERS.index(c) * w for c, w in zip(code, _WEIGHTS, strict=False)) % 11
    if code[8] != "0X987654321"[remainder]:
        raise OrganisationCodeError(f"组织机构代码“{s}”的校验码不符，可能抄错了一位，请对照证书核对。")
    return code


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(s)
    except OrganisationCodeError:
        return False
    return True


def format(s: str) -> str:
    """The form on certificates, hyphen before the check character; raises ``OrganisationCodeError``."""
    code = validate(s)
    return f"{code[:8]}-{code[8]}"
