"""索引号 of the widespread pattern *code of the body* / *period* - *serial*.

The code is a 组织机构代码 (9 characters) or a 统一社会信用代码 (18), each with its check character; the
period a year or a year and month; the serial digits. Examples: ``000014349/2017-00110`` (State Council),
``11441700007280420Y/2021-00050`` (Guangdong), ``11341702486344515H/202110-00013`` (Anhui),
``01527918X-2020-153077`` (Yunnan). Places with a scheme of their own (Ningbo, Lianyungang) are refused here.
"""

from __future__ import annotations

import re
from typing import Final

from gongkai.text import credit_code, organisation_code
from gongkai.text.script import fold_width

_SHAPE: Final = re.compile(
    r"(?P<code>[0-9A-Z]{18}|[0-9A-Z]{9})[/-](?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])?-[0-9]{1,12}"
)


class IndexNumberError(ValueError):
    """Not an index number of this pattern; the message says in Chinese what is wrong."""


def compact(s: str) -> str:
    """Drop white space, fold width, capitals. Separators stay: an index number, once given, never changes."""
    return re.sub(r"\s", "", fold_width(s).replace("／", "/")).upper()


def validate(s: str) -> str:
    """Return the compact form, or raise ``IndexNumberError``.

    >>> validate("000014349 ／ 2017-00110")
    '000014349/2017-00110'
    """
    number = compact(s)
    match = _SHAPE.fullmatch(number)
    if not match:
        raise IndexNumberError(
            f"索引号“{s}”不合“机构代码/年份-流水号”的式样，例如 000014349/2017-00110，请核对。"
        )
    code = match["code"]
    try:
        if len(code) == 9:
            organisation_code.validate(code)
        else:
            credit_code.validate(code)
    except (organisation_code.OrganisationCodeError, credit_code.CreditCodeError) as refusal:
        raise IndexNumberError(f"索引号“{s}”的机构代码部分有误：{refusal}") from refusal
    return number


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(s)
    except IndexNumberError:
        return False
    return True


def format(s: str) -> str:
    """The form on page heads, which is the compact one; raises ``IndexNumberError``."""
    return validate(s)
