"""《政府信息公开信息处理费管理办法》: two progressive scales and the term of payment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import fees
from gongkai.law.dated import BeforeFirst

COVERS = ("fees-2020/4", "fees-2020/5", "fees-2020/7")
TODAY = date(2026, 3, 2)


# 第四条: 10件以下不收费；11—30件100元/件；31件以上以10件为一档，每增加一档提高100元/件。
@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
        (61, 11500),
    ],
)
def test_fee_by_items(items: int, yuan: int) -> None:
    assert fees.fee_by_items(items, TODAY) == yuan


# 第五条: 30页以下不收费；31—100页10元/页；101—200页20元/页；201页以上40元/页。
@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700)],
)
def test_fee_by_pages(pages: int, yuan: int) -> None:
    assert fees.fee_by_pages(pages, TODAY) == yuan


def price_of_item(number: int) -> int:
    """The price of one item by its number, straight from article 4."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 100 * ((number - 31) // 10 + 2)


def price_of_page(number: int) -> int:
    """The price of one page by its number, straight from article 5."""
    return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40


@given(st.integers(0, 400))
def test_a_fee_is_the_sum_of_the_prices_of_its_units(count: int) -> None:
    assert fees.fee_by_items(count, TODAY) == sum(price_of_item(n) for n in range(1, count + 1))
    assert fees.fee_by_pages(count, TODAY) == sum(price_of_page(n) for n in range(1, count + 1))


def test_no_such_fee_before_2021_and_none_for_a_negative_number() -> None:
    with pytest.raises(BeforeFirst, match="2021年1月1日"):
        fees.fee_by_items(11, date(2020, 12, 31))
    with pytest.raises(ValueError, match="不能是负数"):
        fees.fee_by_pages(-1, TODAY)


def test_the_scales_in_words() -> None:
    assert fees.item_scale.text(fees.item_scale.on(TODAY)) == (
        "1—10件不收费；11—30件100元/件；此后每10件为一档，每档提高100元/件"
    )
    assert fees.page_scale.text(fees.page_scale.on(TODAY)) == (
        "1—30页不收费；31—100页10元/页；101—200页20元/页；其余40元/页"
    )


# 第七条: 自收到收费通知次日起30日内 — calendar days, a last rest day moves.
@pytest.mark.parametrize(
    ("noticed", "last"),
    [
        (date(2026, 3, 10), date(2026, 4, 9)),
        # 04-04 is a Saturday within 清明节 (04-04…06): the 7th.
        (date(2026, 3, 5), date(2026, 4, 7)),
        # 10-02 is National Day: the 8th.
        (date(2026, 9, 2), date(2026, 10, 8)),
        # 05-09 is a Saturday that is worked: it stays.
        (date(2026, 4, 9), date(2026, 5, 9)),
    ],
)
def test_last_day_to_pay(noticed: date, last: date) -> None:
    assert fees.pay_by(noticed) == last
    assert not fees.paid_late(noticed, last)
    assert fees.paid_late(noticed, date.fromordinal(last.toordinal() + 1))
