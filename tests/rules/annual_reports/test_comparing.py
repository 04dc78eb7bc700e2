"""Comparing: a missing figure is never 0, every share has its denominator, every sum says who is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.annual_reports.rules import Amount, Reading
from gongkai.annual_reports.rules.comparing import (
    UnknownMeasure,
    cells,
    compare,
    facts,
    measure,
    measures,
)
from gongkai.annual_reports.rules.comparing.cells import Cell, converted
from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Value
from tests import material
from tests.rules.annual_reports.compared import CITY, CORRECTED, DONE, IN, NEW, REVIEWS, report


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
        in_table: dict[Cell, Value] = {("table3", row, "total"): number for row, number in values.items()}
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
