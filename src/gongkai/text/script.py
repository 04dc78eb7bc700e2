"""Traditional to simplified script, and full-width forms to ASCII.

``to_simplified`` is for showing and comparing texts; ``fold_width`` keeps every character at its position, so
that readers can fold first and still report positions of the original.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from opencc import OpenCC

# The forms that stand for ASCII in official tables and prose. Chinese punctuation with a job of its own
# (、。；：《》〔〕“”) is not in here: folding it would lose information.
_FOLDED: Final = str.maketrans(
    {chr(code + 0xFEE0): chr(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
    | {"　": " ", "．": ".", "，": ",", "％": "%", "（": "(", "）": ")", "＋": "+", "－": "-"}
)

# OpenCC leaves 著 alone, because 著作 and 著名 keep it in simplified script. As a verbal particle it is 着.
# A closed list of words, fenced against the nouns that end in 著 (编著力学) or begin with it (直接著作).
_PARTICLE: Final = re.compile(
    r"(?<![编編专專名原论論译譯显顯卓合土巨拙遗遺撰昭新旧舊])著(?=[力手眼重陆陸落急想实實])"
    r"|(?<=[沿随隨朝跟衣穿执執围圍绕繞])著(?![作名称稱述书書者录錄])"
    r"|(?<=意味)著(?![作名称稱述书書者录錄])"
)

# OpenCC speaks UTF-8; half a surrogate pair cannot be said in it and passes through unchanged.
_SPEAKABLE: Final = re.compile("[^\ud800-\udfff]+")


@cache
def _converter() -> OpenCC:
    # Not tw2sp: it would rewrite vocabulary (執行 as 运行), and a citation must keep its words.
    return OpenCC("t2s")


def to_simplified(s: str) -> str:
    """Return ``s`` in simplified script, word for word.

    Vocabulary is left as it is; simplified text comes back unchanged.

    >>> to_simplified("著力推進政府信息公開，公開條例著作權")
    '着力推进政府信息公开，公开条例著作权'
    """
    simplified = _SPEAKABLE.sub(lambda run: _converter().convert(run.group()), s)
    return _PARTICLE.sub("着", simplified)


def fold_width(s: str) -> str:
    """Return ``s`` with full-width digits, letters, space and ``．，％（）＋－`` as ASCII, place by place.

    Chinese punctuation such as 、。《》〔〕“” stays. The result is as long as ``s``.

    >>> fold_width("１，３３６．５％（含〔２０２０〕）")
    '1,336.5%(含〔2020〕)'
    """
    return s.translate(_FOLDED)
