"""统一社会信用代码 (GB 32100): 18 characters, the last a check character modulo 31.

Layout: registering department 1, kind of body 1, region of the registry 6 digits, organisation code 9,
check 1. The letters I, O, S, V, Z are not used. 31 is prime and larger than any difference of two values, so
every single changed character is noticed.
"""

from __future__ import annotations

import re
from typing import Final

from gongkai.text.script import fold_width

_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE: Final = re.compile(f"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}")


class CreditCodeError(ValueError):
    """Not a unified social credit code; the message says in Chinese what is wrong."""


def compact(s: str) -> str:
    """Drop spaces and hyphens, fold width, capitals."""
    return re.sub(r"[\s\-]", "", fold_width(s)).upper()


def check_character(body: str) -> str:
    """The 18th character for the first 17 (compact, in the alphabet of GB 32100)."""
    total = sum(_CHARACTERS.index(c) * pow(3, position, 31) for position, c in enumerate(body))
    return _CHARACTERS[-total % 31]


def validate(s: str) -> str:
    """Return the 18 characters, or raise ``CreditCodeError``.

    >>> validate("1144 1700 0072 8042 0Y")
    '11441700007280420Y'
    """
    code = compact(s)
    if len(code) != 18:
        raise CreditCodeError(f"统一社会信用代码应为18位，“{s}”是{len(code)}位，请核对。")
    if not _SHAPE.fullmatch(code):
        raise CreditCodeError(
            f"统一社会信用代码“{s}”含有不应出现的字符：第3至8位应为数字，其余为数字或字母（不用I、O、S、V、Z）。"
        )
    if code[17] != check_character(code[:17]):
        raise CreditCodeError(f"统一社会信用代码“{s}”的校验码不符，可能抄错了一位，请对照证书核对。")
    return code


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(s)
    except CreditCodeError:
        return False
    return True


def format(s: str) -> str:
    """The official form, 18 characters without gaps; raises ``CreditCodeError``."""
    return validate(s)
