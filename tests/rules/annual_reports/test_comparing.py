"""Comparing: a missing figure is never 0, every share has its denominator, every sum says who is missing."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from gongkai.annual_reports.rules import Amount, Reading
from gongkai.annual_reports.rules.comparing import (
    Comparison,
    Facts,
    Subject,
    UnknownMeasure,
    anomalies,
    as_csv,
    as_json,
    as_xlsx,
    cells,
    compare,
    facts,
    measure,
    measures,
    number_written,
    rank,
    total,
)
from gongkai.annual_reports.rules.comparing.cells import Cell, converted
from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Value
from tests.rules.annual_reports import material

NEW, IN, DONE = ("table3", "new", "total"), ("table3", "carried_in", "total"), ("table3", "total", "total")
REVIEWS, CORRECTED = ("table4", "review", "total"), ("table4", "review", "corrected")
CITY = Subject("yunhe", "云河市", "city")


def report(
    values: dict[Cell, Value], *, place: Subject = CITY, year: int = 2023, form: str = "2021"
) -> Facts:
    """A report of which only these cells were read."""
    return Facts(place, year, form, values)


def city(number: int, level: str = "city") -> Subject:
    return Subject(f"c{number:02}", f"第{number}市", level)


def over_years(*values: int | None, key: str = "table3/new/total") -> Comparison:
    """One place, its new applications year by year from 2016 on; None: no report."""
    made = [
        report({NEW: value}, year=2021 + index) for index, value in enumerate(values) if value is not None
    ]
    return compare(measure(key), made, years=range(2021, 2021 + len(values)))


def among(*values: int | None, year: int = 2023, level: str = "city") -> Comparison:
    """New applications of many places in one year; None: left blank."""
    places = [city(number, level) for number in range(len(values))]
    made = [report({NEW: value}, place=place, year=year) for place, value in zip(places, values, strict=True)]
    return compare(measure("applications_new"), made)


class TestMeasures:
    def test_every_cell_they_name_is_one_of_the_form(self) -> None:
        for each in measures().values():
            for format, parts in [*each.parts.items(), *each.whole.items()]:
                shape = form(format)
                for table, row, column in parts:
                    assert column in shape.tables[table].row(row).columns, each.key

    def test_a_share_states_its_denominator_and_that_it_is_a_reckoning_of_ours(self) -> None:
        shares = [each for each in measures().values() if each.unit == "%"]
        assert len(shares) > 8
        for each in shares:
            assert each.denominator
            assert each.citation.endswith("〔本项目理解〕")

    @pytest.mark.parametrize(
        ("key", "values", "value"),
        [
            # 办结率 = 办理结果总计 ÷ (本年新收 + 上年结转)
            ("completion_rate", {DONE: 95, NEW: 90, IN: 10}, Decimal(95)),
            # Rounded half up to four decimals
            ("completion_rate", {DONE: 2, NEW: 3, IN: 0}, Decimal("66.6667")),
            # 予以公开率 counts 部分公开
            ("disclosure_rate", {DONE: 40, ("table3", "1", "total"): 9, ("table3", "2", "total"): 1}, 25),
            # 纠错率, over all and over those concluded
            ("review_correction_rate", {REVIEWS: 8, CORRECTED: 1}, 12.5),
            (
                "concluded_review_correction_rate",
                {("table4", "review", col): 1 for col in ("upheld", "corrected", "other")},
                Decimal("33.3333"),
            ),
            # A sum
            ("applications_due", {NEW: 90, IN: 10}, 100),
            # Any cell
            ("table3/new/natural", {("table3", "new", "natural"): 7}, 7),
        ],
    )  # fmt: skip
    def test_are_reckoned_from_cells(self, key: str, values: dict[Cell, Value], value: object) -> None:
        outcome = measure(key).of(report(values))
        assert (outcome.state, outcome.value) == ("known", value)

    @pytest.mark.parametrize(
        ("values", "state", "says"),
        [
            # Blank is not 0
            ({DONE: 95, NEW: 90, IN: None}, "blank", "“二、上年结转政府信息公开申请数量·总计”是空白"),
            ({DONE: None, NEW: 90, IN: 10}, "blank", "（七）总计"),
            # What was not read is not 0
            ({DONE: 95, NEW: 90}, "unread", "没有读出"),
            # Nothing came in: there is no rate
            ({DONE: 0, NEW: 0, IN: 0}, "undefined", "本年新收加上年结转为0"),
        ],
    )
    def test_say_why_there_is_no_figure(self, values: dict[Cell, Value], state: str, says: str) -> None:
        outcome = measure("completion_rate").of(report(values))
        assert (outcome.state, outcome.value) == (state, None)
        assert says in outcome.reason

    @pytest.mark.parametrize(
        ("key", "form", "values", "state", "value"),
        [
            # 2019: one row
            ("otherwise", "2019", {"6": 5}, "known", 5),
            # 2021: three rows make the sum
            ("otherwise", "2021", {"6.1": 1, "6.2": 2, "6.3": 3}, "known", 6),
            # 2021 carried as one row
            ("otherwise", "2021", {"6": 6}, "known", 6),
            # One of the three blank or unread: no sum
            ("otherwise", "2021", {"6.1": 1, "6.2": None, "6.3": 3}, "blank", None),
            ("otherwise", "2021", {"6.1": 1, "6.3": 3}, "unread", None),
            # A part of the three in a report that has but one, and in the form that has but one
            ("table3/6.1/total", "2021", {"6": 6}, "incomparable", None),
            ("table3/6.1/total", "2019", {"6": 6}, "incomparable", None),
            # The one row asked for as a cell
            ("table3/6/total", "2021", {"6.1": 1, "6.2": 2, "6.3": 3}, "known", 6),
        ],
    )
    def test_compare_other_outcomes_of_both_forms_as_a_sum(
        self, key: str, form: str, values: dict[str, int | None], state: str, value: int | None
    ) -> None:
        in_table = {("table3", row, "total"): number for row, number in values.items()}
        made = report(in_table, form=form, year=2020 if form == "2019" else 2023)
        outcome = measure(key).of(made)
        assert (outcome.state, outcome.value) == (state, value)
        assert set(in_table) <= measure(key).cells

    @pytest.mark.parametrize(
        ("key", "form"),
        [
            ("applications_new", "pre2019"),
            ("documents_in_force", "2019"),
            ("table2/政府集中采购/采购总金额", "2021"),
        ],
    )
    def test_that_a_form_does_not_have_are_incomparable(self, key: str, form: str) -> None:
        assert measure(key).of(report({}, form=form)).state == "incomparable"

    @pytest.mark.parametrize(
        "key", ["", "nonsense", "table3/new", "table3/new/colour", "table9/new/total", "a/b/c/d"]
    )
    def test_that_do_not_exist_are_refused_with_a_way_to_write_one(self, key: str) -> None:
        with pytest.raises(UnknownMeasure, match="请写指标代码"):
            measure(key)

    def test_a_column_with_a_stroke_in_its_name_is_a_column(self) -> None:
        assert measure("table2/行政许可/本年增/减").label == "表二　行政许可·本年增/减"

    @pytest.mark.parametrize(
        ("key", "unit"),
        [
            ("statistics/1.1/value", "条"),
            ("statistics/7/value", "万元"),
            ("table2/行政事业性收费/本年收费金额", "万元"),
            ("table2/政府集中采购/采购总金额", "万元"),
            ("table3/new/natural", "件"),
            ("table2/行政许可/本年处理决定数量", ""),
        ],
    )
    def test_a_cell_has_the_unit_of_its_form(self, key: str, unit: str) -> None:
        assert measure(key).unit == unit

    def test_every_cell_of_every_form_can_be_asked_for(self) -> None:
        for format in ("pre2019", "2019", "2021"):
            for key, table in form(format).tables.items():
                for row, column in table.cells:
                    assert measure(f"{key}/{row}/{column}").cells


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "value"),
        [
            (Amount(3, "万元"), 3),
            (Amount(35000, "元"), Decimal("3.5")),
            (Amount(Decimal("1.2"), "亿元"), 12000),
        ],
    )
    def test_are_brought_to_one_unit(self, amount: Amount, value: object) -> None:
        outcome = measure("fees").of(report({("table2", "行政事业性收费", "本年收费金额"): amount}))
        assert outcome.value == value

    def test_in_a_unit_that_is_none_are_incomparable(self) -> None:
        outcome = measure("fees").of(report({("table2", "行政事业性收费", "本年收费金额"): Amount(3, "斤")}))
        assert outcome.state == "incomparable"
        assert converted(Amount(3, "斤"), "元") is None

    def test_written_without_a_unit_have_that_of_the_form(self) -> None:
        reading = Reading.from_json(
            {"place": "x", "year": 2023, "format": "2021", "table2": {"行政事业性收费": {"本年收费金额": 8}}}
        )
        assert cells(reading) == {("table2", "行政事业性收费", "本年收费金额"): Amount(8, "万元")}


class TestReadings:
    def test_give_every_cell_that_was_read(self) -> None:
        reading = Reading.from_json(material.figures("2021", 3, 50) | {"narrative": [], "unread": []})
        found = facts(reading, CITY)
        assert found is not None
        assert set(found.cells) == {
            (key, row, column) for key, table in form("2021").tables.items() for row, column in table.cells
        }

    def test_without_year_or_form_cannot_be_compared(self) -> None:
        assert facts(Reading("x", None, "2021", {}), CITY) is None
        assert facts(Reading("x", 2023, None, {}), CITY) is None


class TestSeries:
    def test_years_between_reports_stay_as_gaps(self) -> None:
        found = compare(measure("applications_new"), [report({NEW: 1}), report({NEW: 3}, year=2025)])
        assert [(year, each.word or each.value) for year, each in found.history(CITY)] == [
            (2023, 1),
            (2024, "未收录"),
            (2025, 3),
        ]

    def test_trimmed_it_begins_and_ends_with_a_year_of_which_something_is_known(self) -> None:
        reports = [
            report({}, year=2017, form="pre2019"),
            report({NEW: 1}, year=2021),
            report({NEW: 2}, year=2023),
            report({NEW: None}, year=2024),
        ]
        assert compare(measure("applications_new"), reports).trimmed().years == (2021, 2022, 2023)
        nothing = compare(measure("applications_new"), reports[:1])
        assert nothing.trimmed().years == (2017,)

    def test_a_place_that_was_asked_for_stays_without_any_report(self) -> None:
        found = compare(measure("applications_new"), [], places=[CITY], years=[2023])
        assert [outcome.word for _place, outcome in found.of_year(2023)] == ["未收录"]


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
            report({NEW: 9}, place=Subject("p", "某省", "province")),
            report({NEW: 5}, place=Subject("c", "某市", "city")),
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
        province = report({NEW: 90000}, place=Subject("p", "某省", "province"))
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
        found = compare(measure("applications_new"), [report({NEW: 1}, place=Subject("x", name))])
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
