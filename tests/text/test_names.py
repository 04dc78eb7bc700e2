"""Names: what cannot be seen is refused, what people are called is not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text import names

# what people and bodies are called, as it is kept
ACCEPTED = [
    ("张伟", "张伟"),
    ("买买提·吐尔逊", "买买提·吐尔逊"),  # U+00B7, the dot of the registry
    ("阿依古丽•买买提", "阿依古丽•买买提"),  # U+2022, the dot of many keyboards
    ("佐々木·健", "佐々木·健"),
    ("𠮷田", "𠮷田"),  # Extension B
    ("丁\U00020164", "丁\U00020164"),
    ("李\U00030edd", "李\U00030edd"),  # Extension G
    ("王\U0002ebf0", "王\U0002ebf0"),  # Extension I, younger than Python's tables: made for names of China
    ("王\U00031350", "王\U00031350"),  # Extension H
    ("王\U000323b0", "王\U000323b0"),  # Extension J
    ("王䶮", "王䶮"),  # Extension A
    ("〇〇中学", "〇〇中学"),
    ("བསོད་ནམས་རྒྱ་མཚོ།", "བསོད་ནམས་རྒྱ་མཚོ།"),  # stacked Tibetan letters
    ("ئابلىز", "ئابلىز"),
    ("Müller", "Müller"),
    ("Nguyễn Văn A", "Nguyễn Văn A"),
    ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),  # text; what exports it keeps it from being a formula
    ("<script>", "<script>"),
    ("云政公开〔2026〕第3号（一）", "云政公开〔2026〕第3号（一）"),
    # blanks are one blank, forms are one form
    ("　张　伟 ", "张 伟"),
    ("张\u00a0\u2003\u202f伟", "张 伟"),
    ("Mu\u0308ller", "Müller"),
    ("", ""),
    (" \u3000 ", ""),
]
REFUSED = [
    # as in a journal that was to be deceived
    ("演示\u202e审计", "第3个字符（U+202E）会颠倒"),
    ("演示·李审计\u200b", "第7个字符（U+200B）是看不见的字符"),
    ("a\r\nBcc: x", "第2个字符（U+000D）是换行"),
    ("张伟\n", "U+000A"),
    ("张\t伟", "U+0009"),
    ("张\x00伟", "U+0000"),
    ("张\x7f伟", "U+007F"),
    ("张\x85伟", "U+0085"),
    ("张\u2028伟", "看不见"),
    ("张\u2029伟", "看不见"),
    ("\u200e张伟", "颠倒"),
    ("\u061c张伟", "颠倒"),
    ("张\u2066伟\u2069", "颠倒"),
    ("张\u200c伟", "看不见"),
    ("张\u200d伟", "看不见"),
    ("张\u2060伟", "看不见"),
    ("张\ufeff伟", "看不见"),
    ("张\u00ad伟", "看不见"),
    ("张\u034f伟", "看不见"),
    ("张\u180e伟", "看不见"),
    ("张伟\U000e0061", "看不见"),  # a tag
    ("张伟\ufe00", "看不见"),  # variation selectors
    ("葛\U000e0100", "看不见"),
    ("张\u3164伟", "看不见"),  # letters drawn as nothing
    ("张\u115f伟", "看不见"),
    ("张\uffa0伟", "看不见"),
    ("张\u2800伟", "看不见"),
    ("张\ufffc伟", "看不见"),
    ("张\ufff9伟", "看不见"),
    ("张\ufffd伟", "乱码"),
    ("张\ud800伟", "U+D800）是乱码"),
    ("张\u0378伟", "乱码"),
    ("张\uffff伟", "乱码"),
    ("张\U0003ffff伟", "乱码"),
    ("王\ue001", "自造字"),
    ("王\U000f0000", "自造字"),
    ("\u0301张", "附加符号"),
    ("张 \u0301", "附加符号"),
    ("a\u20dd", "附加符号"),
    ("Z" + "\u0335" * 9, "附加符号"),
]


@pytest.mark.parametrize(("written", "kept"), ACCEPTED)
def test_what_people_are_called_is_accepted_in_one_form(written: str, kept: str) -> None:
    assert names.validate(written) == kept
    assert names.validate(kept) == kept


@pytest.mark.parametrize(("written", "why"), REFUSED, ids=[ascii(written) for written, _why in REFUSED])
def test_what_deceives_the_eye_is_refused_with_its_place(written: str, why: str) -> None:
    with pytest.raises(names.NotAName) as refusal:
        names.validate(written)
    assert why in str(refusal.value)
    assert str(refusal.value).encode(), "the sentence itself can be written anywhere"
    assert not names.is_valid(written)


@given(st.text())
def test_what_is_accepted_has_one_form_and_nothing_hidden(text: str) -> None:
    if not names.is_valid(text):
        return
    kept = names.validate(text)
    assert names.validate(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == kept.strip()
    assert "  " not in kept
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"} for character in kept)


@given(st.text())
def test_what_is_taken_out_is_what_is_refused(text: str) -> None:
    kept = names.without_hidden(text)
    unseen = [character for _position, character, _why in names.hidden(kept)]
    assert all(unicodedata.category(character)[0] == "M" for character in unseen)
    if names.is_valid(text):
        assert kept == text


def test_every_character_of_no_width_by_unicode_is_refused() -> None:
    """Every format, control, surrogate and private character there is; and every variation selector."""
    let_through = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        if names.is_valid(f"张{chr(code)}伟")
    ]
    assert let_through == []


def test_every_ideograph_is_welcome() -> None:
    missing = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if unicodedata.name(chr(code), "").startswith("CJK UNIFIED IDEOGRAPH")
        if not names.is_valid(chr(code))
    ]
    assert missing == []


def test_a_reason_keeps_its_lines_where_lines_are_let_pass() -> None:
    names.check_visible("第一\r\n\t第二", lines=True)
    for text in ("第一\r\n第二", "第\u202e一"):
        with pytest.raises(names.NotAName):
            names.check_visible(text)
    with pytest.raises(names.NotAName):
        names.check_visible("第\u202e一\n", lines=True)
