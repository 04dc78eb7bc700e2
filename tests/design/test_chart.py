"""A chart tells what its table tells: gaps stay gaps, scales include what they must, words are text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from lxml import html

from gongkai.design import chart

YEARS = ["2021年", "2022年", "2023年", "2024年"]


def lines(*values: float | None, name: str = "云河市") -> chart.Lines:
    labels = [f"{2021 + index}年" for index in range(len(values))]
    return chart.lines(labels, [chart.ChartSeries(name, values, [str(value) for value in values])])


def drawn(**options: object) -> html.HtmlElement:
    source = '{% load ui %}{% ui "chart" id="c" title=title desc=desc chart=chart empty=empty %}'
    given = {"title": "标题", "desc": "说明", "empty": "没有数", **options}
    return html.fragment_fromstring(Template(source).render(Context(given)))


class TestLines:
    def test_a_gap_breaks_the_line_and_draws_no_dot(self) -> None:
        (line,) = lines(10, None, 20, 30).lines
        assert line.path.count("M") == 2
        assert line.path.count("L") == 1
        assert [dot.x for dot in line.dots] == [125, 625, 875]

    def test_one_value_is_one_dot_in_the_middle(self) -> None:
        (line,) = lines(42).lines
        assert [dot.x for dot in line.dots] == [500]
        assert line.path.count("M") == 1

    @pytest.mark.parametrize(
        ("values", "ticks"),
        [
            # From zero where the values are near it
            ((3, 900), ("0", "500", "1,000")),
            # Not from zero where all are far above it, and the axis says so
            ((91.5, 97.0), ("90", "92", "94", "96", "98")),
            # Through zero
            ((-30, 45), ("-40", "-20", "0", "20", "40", "60")),
            # All equal, all zero, nothing
            ((5, 5), ("0", "2", "4", "6")),
            ((0, 0), ("0.0", "0.5", "1.0")),
            ((None, None), ("0.0", "0.5", "1.0")),
            # Small shares
            ((0.1, 0.4), ("0.0", "0.1", "0.2", "0.3", "0.4")),
        ],
    )
    def test_the_axis_has_round_numbers(self, values: tuple[float, ...], ticks: tuple[str, ...]) -> None:
        assert lines(*values).ticks == ticks

    def test_every_dot_lies_within_the_drawing(self) -> None:
        for values in ((1, 10**14), (-5, Decimal("3.3"), 0), (1e-4, 2e-4)):
            for dot in lines(*values).lines[0].dots:
                assert 0 <= dot.y <= chart.HEIGHT

    def test_more_lines_than_can_be_told_apart_are_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be told apart"):
            chart.lines(["2023年"], [chart.ChartSeries(str(number), [1], ["1"]) for number in range(7)])


class TestBars:
    def test_are_to_one_scale_from_zero(self) -> None:
        made = chart.bars([chart.Bar("a", 50, "50"), chart.Bar("b", 25, "25"), chart.Bar("c", 0, "0")])
        assert [(bar.x, bar.width) for bar in made.bars] == [(0, 1000), (0, 500), (0, 0)]

    def test_below_zero_go_the_other_way(self) -> None:
        made = chart.bars([chart.Bar("a", 30, "30"), chart.Bar("b", -10, "-10")])
        assert made.zero == 250
        assert [(bar.x, bar.width, bar.negative) for bar in made.bars] == [
            (250, 750, False),
            (0, 250, True),
        ]


class TestTheComponent:
    def test_has_a_title_and_a_description_for_who_does_not_see_it(self) -> None:
        figure = drawn(chart=lines(1, 2))
        (svg,) = figure.xpath(".//svg[@role='img']")
        named = svg.get("aria-labelledby").split()
        assert [figure.xpath(f".//*[@id='{each}']")[0].text for each in named] == ["标题", "说明"]

    def test_says_every_value_of_a_bar_as_text(self) -> None:
        figure = drawn(chart=chart.bars([chart.Bar("云河市", 5, "5件", "/x/", "1")]))
        (row,) = figure.xpath(".//li")
        assert " ".join(row.text_content().split()) == "1 云河市5件"
        assert row.xpath(".//a/@href") == ["/x/"]

    def test_names_its_lines_where_there_are_several(self) -> None:
        two = chart.lines(["2023年"], [chart.ChartSeries(name, [1], ["1"]) for name in ("云河市", "云溪市")])
        assert [each.text_content() for each in drawn(chart=two).xpath(".//ul/li/span")] == [
            "云河市",
            "云溪市",
        ]
        assert not drawn(chart=lines(1, 2)).xpath(".//ul")

    def test_without_any_value_says_so_and_draws_nothing(self) -> None:
        figure = drawn(chart=lines(None, None))
        assert "没有数" in figure.text_content()
        assert not figure.xpath(".//svg")

    def test_needs_no_style_of_its_own_and_escapes_names(self) -> None:
        evil = '<script>alert(1)</script>"'
        figure = drawn(chart=lines(1, 2, name=evil), title=evil)
        assert not figure.xpath(".//*[@style] | .//script | .//style")
