"""网站标识码, the ten characters in the footer of every government site.

Local sites: the six digits of the region (GB/T 2260) and a serial of four, such as 3406000012; sites of
ministries: ``bm`` and eight digits, such as bm55000001. There is no check character, so only the shape
can be judged. Bodies outside this scheme are not known here.
"""

from __future__ import annotations

import re
from typing import Final

from gongkai.text.script import fold_width

# First digits of GB/T 2260: 1 North China … 6 Northwest, 7 Taiwan, 8 Hong Kong and Macao.
_SHAPE: Final = re.compile("[1-8][0-9]{9}|bm[0-9]{8}")


class SiteCodeError(ValueError):
    """Not a site code; the message says in Chinese what is wrong."""


def compact(s: str) -> str:
    """Drop white space, fold width, small letters."""
    return re.sub(r"\s", "", fold_width(s)).lower()


def validate(s: str) -> str:
    """Return the ten characters, or raise ``SiteCodeError``.

    >>> validate("BM55000001")
    'bm55000001'
    """
    code = compact(s)
    if not _SHAPE.fullmatch(code):
        raise SiteCodeError(
            f"网站标识码“{s}”不合规则：应为10位数字（前6位为行政区划代码），国务院部门网站为bm加8位数字。"
            "请到全国政府网站信息报送系统核对。"
        )
    return code


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        validate(s)
    except SiteCodeError:
        return False
    return True


def format(s: str) -> str:
    """The form in page footers and in the SiteIDCode tag; raises ``SiteCodeError``."""
    return validate(s)
