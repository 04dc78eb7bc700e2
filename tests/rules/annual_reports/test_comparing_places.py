"""Rankings, sums, what stands out, and files: who is missing is always said."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from gongkai.annual_reports.rules.comparing import (
    ComparedPlace,
    anomalies,
    as_csv,
    as_json,
    as_xlsx,
    compare,
    measure,
    number_written,
    rank,
    total,
)
from tests.rules.annual_reports.compared import (
    DONE,
    IN,
    NEW,
    among,
    city,
    over_years,
    report,
)


class TestRankings:
    def test_leave_out_what_is_missing_and_say_how_many(self) -> None:
        made = rank(among(5, None, 9, 0), 2023)
        assert [(each.position, each.place.name, each.outcome.value) for each in made.ranked] == [
            (1, "第2市", 9),
            (2, "第0市", 5),
            (3, "第3市", 0),
        ]
        assert [(place.name, outcome.word) for place, outcome in made.left_out] == [("第1市", "空白")]
        assert made.sentence == "2023年本年新收申请，3个地方参加排序；1个地方没有可比的数，未列入。"

    def test_equal_values_share_a_position_and_the_next_stays_free(self) -> None:
        assert [each.position for each in rank(among(5, 9, 5, 1), 2023).ranked] == [1, 2, 2, 4]

    def test_may_begin_with_the_least(self) -> None:
        assert [each.outcome.value for each in rank(among(5, 9, 1), 2023, ascending=True).ranked] == [1, 5, 9]

    def test_of_a_share_state_the_denominator(self) -> None:
        made = rank(compare(measure("completion_rate"), [report({DONE: 1, NEW: 1, IN: 0})]), 2023)
        assert made.sentence == "2023年办结率（分母为本年新收加上年结转），1个地方全部参加排序。"


class TestSums:
    def test_say_who_is_missing(self) -> None:
        made = total(among(5, None, 9), 2023)
        assert (made.value, made.counted, made.complete) == (14, 2, False)
        assert made.sentence == "2023年2个地方合计，不是全部：缺第1市（空白）。"

    def test_without_anybody_missing_are_complete(self) -> None:
        assert total(among(5, 0), 2023).complete

    def test_of_nothing_are_no_zero(self) -> None:
        made = total(among(None, None), 2023)
        assert made.value is None
        assert "没有一个地方有可以合计的数" in made.sentence

    def test_of_shares_add_numerators_and_denominators(self) -> None:
        """90 of 100 and 1 of 2 are 91 of 102, not 70 %; a place where nothing came in adds nothing."""
        made = [
            report({DONE: 90, NEW: 100, IN: 0}, place=city(1)),
            report({DONE: 1, NEW: 2, IN: 0}, place=city(2)),
            report({DONE: 0, NEW: 0, IN: 0}, place=city(3)),
        ]
        found = total(compare(measure("completion_rate"), made), 2023)
        assert (found.value, found.part, found.whole) == (Decimal("89.2157"), 91, 102)
        assert found.complete
        assert "分别相加后再相除" in found.sentence

    def test_over_places_of_different_levels_warn_of_counting_twice(self) -> None:
        both = [
            report({NEW: 9}, place=ComparedPlace("p", "某省", "province")),
            report({NEW: 5}, place=ComparedPlace("c", "某市", "city")),
        ]
        assert "避免重复计算" in total(compare(measure("applications_new"), both), 2023).sentence
        assert "避免重复计算" not in total(among(5, 6), 2023).sentence


class TestAnomalies:
    @pytest.mark.parametrize(
        ("values", "kinds"),
        [
            # Too few earlier years to say anything
            ((10, 12, 900), []),
            # Three earlier years: five times as much as the year before
            ((100, 110, 90, 500), ["jump"]),
            # and a fifth of it
            ((100, 110, 90, 18), ["jump"]),
            # down to nothing
            ((100, 110, 90, 0), ["jump"]),
            # far beyond the spread of the earlier years
            ((100, 110, 90, 105, 200), ["history"]),
            # as usual; steady growth; small numbers that chance alone moves
            ((100, 110, 90, 95), []),
            ((100, 120, 140, 160, 180), []),
            ((1, 2, 3, 15), []),
            ((0, 0, 0, 0), []),
            # A year without a report is no zero
            ((100, 110, 90, None, 100), []),
        ],
    )
    def test_against_the_own_history(self, values: tuple[int | None, ...], kinds: list[str]) -> None:
        assert [each.kind for each in anomalies(over_years(*values))] == kinds

    def test_say_what_was_compared_and_over_how_many(self) -> None:
        (found,) = anomalies(over_years(100, 110, 90, 105, 200))
        assert found.message == (
            "云河市2025年表三　一、本年新收政府信息公开申请数量·总计为200件；此前4个年度（2021—2024年）的"
            "中位数为102.5件，偏离达到历年离差中位数的19.5倍，请核实。"
        )
        assert (found.over, found.usual) == (4, Decimal("102.5"))

    @pytest.mark.parametrize(
        ("values", "says"),
        [
            ((100, 110, 90, 500), "为500件，是2023年90件的5.6倍（此前共有3个年度的数），请核实。"),
            ((100, 110, 90, 18), "为18件，只有2023年90件的20.0%（此前共有3个年度的数），请核实。"),
            ((100, 110, 0, 90), "为90件，而2023年为0件（此前共有3个年度的数），请核实。"),
            # The year before is the last that is known
            ((100, 110, 90, None, 500), "是2023年90件的5.6倍"),
        ],
    )
    def test_of_a_jump_say_from_what_to_what(self, values: tuple[int | None, ...], says: str) -> None:
        (found,) = anomalies(over_years(*values))
        assert says in found.message

    @pytest.mark.parametrize(
        ("values", "count"),
        [
            # One among eight that lies far off
            ((100, 120, 90, 110, 95, 105, 130, 9000), 1),
            # Cities differ in size: a spread of sizes is no anomaly
            ((10, 40, 90, 200, 400, 900, 2000, 5000), 0),
            # Too few of the level
            ((100, 120, 90, 9000), 0),
            # All the same: no spread to measure by
            ((50, 50, 50, 50, 50, 50, 50, 900), 0),
        ],
    )
    def test_against_peers_of_the_level(self, values: tuple[int, ...], count: int) -> None:
        found = anomalies(among(*values))
        assert [each.kind for each in found] == ["peers"] * count
        assert all("参加比较的8个市级地方中位数为" in each.message for each in found)

    def test_peers_are_of_the_same_level_only(self) -> None:
        cities = [report({NEW: 100 + number}, place=city(number)) for number in range(7)]
        province = report({NEW: 90000}, place=ComparedPlace("p", "某省", "province"))
        assert anomalies(compare(measure("applications_new"), [*cities, province])) == []


class TestExports:
    def test_json_has_rows_ranking_totals_and_who_is_missing(self) -> None:
        found = as_json(among(5, None), year=2023)
        assert [row["values"][0]["value"] for row in found["rows"]] == [5, None]
        assert found["ranking"]["left_out"][0]["state"] == "blank"
        assert found["totals"][0]["complete"] is False
        assert found["totals"][0]["missing"][0]["name"] == "第1市"

    def test_csv_has_a_line_per_place_and_year_and_a_word_where_nothing_is_known(self) -> None:
        lines = list(csv.DictReader(io.StringIO(as_csv(among(5, None, 0)))))
        assert [(line["数值"], line["状态"]) for line in lines] == [
            ("5", "已填"),
            ("", "空白"),
            ("0", "已填"),
        ]

    def test_a_workbook_holds_numbers_as_numbers_and_words_where_there_are_none(self) -> None:
        book = load_workbook(io.BytesIO(as_xlsx(among(5, None), over_years(1, 2))))
        assert book.sheetnames == ["数据", "比较1", "比较2", "说明"]
        across = [[cell.value for cell in row] for row in book["比较1"].iter_rows()]
        assert across[1:5] == [["地方", 2023], ["第0市", 5], ["第1市", "空白"], ["合计", 5]]
        assert "不是全部：缺第1市" in across[5][0]

    @pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1"])
    def test_a_name_never_acts_as_a_formula(self, name: str) -> None:
        found = compare(measure("applications_new"), [report({NEW: 1}, place=ComparedPlace("x", name))])
        assert f"'{name}" in as_csv(found)
        book = load_workbook(io.BytesIO(as_xlsx(found)))
        assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)

    @pytest.mark.parametrize(
        ("value", "share", "text"),
        [
            (1336000, False, "1,336,000"),
            (Decimal("40.25"), False, "40.25"),
            (Decimal("100.0000"), True, "100.00"),
            (Decimal("12000.0000"), False, "12,000"),
            (Decimal("99.995"), True, "100.00"),
            (-3, False, "-3"),
        ],
    )
    def test_numbers_are_written_as_people_read_them(self, value: Decimal, share: bool, text: str) -> None:
        assert number_written(value, share=share) == text
