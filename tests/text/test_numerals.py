"""Figures of official prose are read exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.numerals import LARGEST, NotANumber, parse, parse_ordinal, to_chinese

READ = [
    # Western digits
    ("0", "0", ""),
    ("1336", "1336", ""),
    ("1,336,000", "1336000", ""),
    ("１，３３６", "1336", ""),
    ("3.50", "3.50", ""),
    ("40.25%", "40.25", "%"),
    ("４０．２５％", "40.25", "%"),
    ("99.7 %", "99.7", "%"),
    # with an order of magnitude
    ("1.3万", "13000", ""),
    ("4.4亿", "440000000", ""),
    ("160.5964万", "1605964", ""),
    ("552.94亿", "55294000000", ""),
    ("5万亿", "5000000000000", ""),
    ("6000万", "60000000", ""),
    ("3百", "300", ""),
    ("5千万", "50000000", ""),
    ("1亿3000万", "130000000", ""),
    ("3万5000", "35000", ""),
    ("1.3萬", "13000", ""),
    # about
    ("30余万", "300000", "~"),
    ("30餘萬", "300000", "~"),
    ("18.6万余", "186000", "~"),
    ("3万多", "30000", "~"),
    ("7700余", "7700", "~"),
    ("10万+", "100000", "~"),
    ("近300", "300", "~"),
    ("约240", "240", "~"),
    ("超过6000万", "60000000", "~"),
    ("近40%", "40", "~%"),
    # Chinese numerals
    ("零", "0", ""),
    ("十", "10", ""),
    ("一十五", "15", ""),
    ("一百十五", "115", ""),
    ("两百零五", "205", ""),
    ("一千二百三十四", "1234", ""),
    ("一万零一", "10001", ""),
    ("十万零一十", "100010", ""),
    ("一百万一千", "1001000", ""),
    ("一百万零一千", "1001000", ""),
    ("一亿三千万", "130000000", ""),
    ("二亿零三十万零五", "200300005", ""),
    ("三万亿", "3000000000000", ""),
    ("三點五萬", "35000", ""),
    ("叁佰贰拾", "320", ""),
    # a row of digits
    ("二〇一九", "2019", ""),
    ("二○二一", "2021", ""),
    ("一九九八", "1998", ""),
    ("一一〇", "110", ""),
    # about, in Chinese numerals
    ("三十余万", "300000", "~"),
    ("二百余", "200", "~"),
    ("三万余", "30000", "~"),
    ("十几", "10", "~"),
    ("三十来", "30", "~"),
    ("二十多万", "200000", "~"),
    ("百余", "100", "~"),
    ("千余万", "10000000", "~"),
    ("近百", "100", "~"),
    ("近百万", "1000000", "~"),
    # per cent
    ("百分之四十", "40", "%"),
    ("百分之40", "40", "%"),
    ("百分之三点五", "3.5", "%"),
    ("百分之百", "100", "%"),
    ("百分之三十多", "30", "~%"),
]

REFUSED = [
    # nothing, or not a number
    *("", " ", "—", "/", "无", "件", "%", "余", "近", "约余"),
    # a sign is the business of the table in which it stands
    *("-5", "－5", "+5", "减少5"),
    # two readings
    *("一万二", "一百二", "3万5", "三五", "七八", "两三百", "十四五", "一二三", "三十五十"),
    # no definite figure
    *("几十", "数百", "若干", "百", "万", "上千"),
    # torn, run together or not a figure
    *(
        "1,33",
        "1234,567",
        ",336",
        "3.",
        ".5",
        "1.2.3",
        "007",
        "0,123",
        "1 336",
        "5-8",
        "2019/2020",
        "1:2",
        "A4",
        "5G",
    ),
    *("298件", "第三", "三分之一", "3‰", "百分之", "百分之40%", "亿万", "万万", "三余", "一百零", "百十"),
    # digits of other scripts and look-alikes
    *("٣", "²", "½", "①", "1e5", "1_000", "Ⅷ", "NaN", "inf"),
    # more digits than decimal arithmetic keeps
    f"1.{'3' * 30}万",
    # identifiers, rows run together
    "9" * 17,
    "1" * 5000,
    "一" * 5000,
]


@pytest.mark.parametrize(("text", "value", "marks"), READ)
def test_a_figure_is_read_exactly(text: str, value: str, marks: str) -> None:
    number = parse(text)
    assert str(number.value) == value
    assert number.approximate == ("~" in marks)
    assert number.percent == ("%" in marks)
    assert number.text == text


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_certainly_one_figure_is_refused(text: str) -> None:
    with pytest.raises(NotANumber, match="请改用阿拉伯数字填写"):
        parse(text)


def test_the_refusal_quotes_a_long_text_only_in_part() -> None:
    with pytest.raises(NotANumber) as refusal:
        parse("件" * 100)
    assert len(str(refusal.value)) < 100


@given(st.integers(0, LARGEST))
def test_what_is_written_in_chinese_is_read_back(n: int) -> None:
    assert parse(to_chinese(n)).value == n


@given(st.integers(0, 99_999))
def test_small_numbers_are_read_back_from_every_usual_spelling(n: int) -> None:
    chinese = to_chinese(n)
    for spelling in (chinese, chinese.replace("二百", "两百"), chinese.replace("零", "〇"), f"{n:,}", f"{n}"):
        assert parse(spelling).value == n


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿", min_size=1, max_size=8))
def test_any_numeral_that_is_read_has_that_one_value(text: str) -> None:
    try:
        number = parse(text)
    except NotANumber:
        return
    # Written again with units, or again digit by digit, it is the same numeral.
    plain = text.replace("两", "二")
    written = to_chinese(int(number.value))
    by_digits = "".join("零一二三四五六七八九"[int(digit)] for digit in str(number.value))
    loosely = {written.replace("零", ""), "一" + written.replace("零", "")}
    assert plain.lstrip("零") == by_digits.lstrip("零") or _without_options(plain) in {
        _without_options(form) for form in loosely
    }


def _without_options(numeral: str) -> str:
    """Drop what usage may leave out: 零 and the 一 before 十."""
    return numeral.replace("零", "").replace("一十", "十")


@given(st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_decimals_keep_every_digit(value: Decimal) -> None:
    assert str(parse(str(value)).value) == str(value)
    assert parse(f"{value:,}%").value == value


@given(st.integers(0, 9999), st.sampled_from(["百", "千", "万", "亿", "千万", "万亿"]))
def test_an_order_multiplies(n: int, order: str) -> None:
    factor = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "千万": 10**7, "万亿": 10**12}[order]
    assert parse(f"{n}{order}").value == n * factor
    assert parse(f"{n}余{order}").approximate


@pytest.mark.parametrize("n", [-1, LARGEST + 1])
def test_only_numbers_in_range_are_written(n: int) -> None:
    with pytest.raises(ValueError, match="只能写出"):
        to_chinese(n)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("第三十六条", 36),
        ("第36条", 36),
        ("第(一)项", 1),
        ("第（八）项", 8),
        ("第十二", 12),
        ("第二十条", 20),
        ("第一百零一号", 101),
    ],
)
def test_ordinals(text: str, value: int) -> None:
    assert parse_ordinal(text) == value


@pytest.mark.parametrize(
    "text", ["三十六条", "第条", "第零条", "第0条", "第三十六条第二款", "第十四五条", "第-1条", "第1.5条"]
)
def test_what_is_no_ordinal_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_ordinal(text)


@given(st.integers(1, 9999))
def test_articles_are_read_back(n: int) -> None:
    assert parse_ordinal(f"第{to_chinese(n)}条") == n == parse_ordinal(f"第{n}条")
