"""Whose report, on which year; a name or a year that is not certain is left open."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.annual_reports.rules import Reading, read

PERIOD = "本报告所列数据的统计期限自{0}年1月1日起至{0}年12月31日止。"
PROSE = "一、总体情况\n全年主动公开政府信息12条，受理依申请公开3件。"


def heading(*lines: str) -> Reading:
    return read("\n".join((*lines, PROSE)).encode())


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("云溪市2023年政府信息公开工作年度报告", "云溪市"),
        ("云溪市人民政府2023年政府信息公开工作年度报告", "云溪市"),
        ("云溪市政府2023年政府信息公开工作报告", "云溪市"),
        ("2023年云溪市政府信息公开年度报告", "云溪市"),
        ("云溪县发展和改革局2023年度政府信息公开年度报告-云溪县发改局", "云溪县发展和改革局"),
        ("# 云溪县人民政府 ２０２３ 年 政府信息公开工作年度报告", "云溪县"),
        ("标题: 云溪综合实验区2023年度政府信息公开工作年度报告", "云溪综合实验区"),
        ("2023年雲溪市政府信息公開年度報告", "云溪市"),
        ("市中区2023年政府信息公开工作年度报告", "市中区"),
        ("云溪市人民政府办公室2023年政府信息公开工作年度报告", "云溪市人民政府办公室"),
    ],
)
def test_place_and_year_from_the_title(title: str, place: str) -> None:
    reading = heading(title)
    assert (reading.place, reading.year) == (place, 2023)


def test_the_body_may_stand_on_the_line_above() -> None:
    reading = heading("石桥乡人民政府", "2023年政府信息公开工作年度报告")
    assert (reading.place, reading.year) == ("石桥乡", 2023)


def test_without_a_title_the_publisher_is_the_place() -> None:
    reading = heading("[ 索 引 号 ] | x1/2024-01 | [ 发布机构 ] | 云溪县卫生健康局 | |", PERIOD.format(2023))
    assert (reading.place, reading.year) == ("云溪县卫生健康局", 2023)


@pytest.mark.parametrize(
    "line",
    [
        "第一足球网2023年政府信息公开工作年度报告",  # spam where the name belongs
        "???2023年政府信息公开工作年度报告",
        "区审计局2023年政府信息公开工作年度报告",  # of which district?
        "我局2023年政府信息公开工作年度报告",
        "本报告由第一足球网结合有关统计数据编制。",
        "请与云溪市人民政府办公室政务公开科联系。",  # an office to ask is not yet the body that reports
    ],
)
def test_what_is_not_certainly_a_body_is_no_place(line: str) -> None:
    reading = heading(line, PERIOD.format(2023))
    assert (reading.place, reading.year) == (None, 2023)
    assert any(item.table is None and "单位名称" in item.reason for item in reading.unread)


def test_the_office_to_ask_is_the_place_if_the_text_calls_the_work_its_own() -> None:
    contact = "如有疑问，请与云溪市人民政府办公室政务公开科联系（地址：云溪路1号）。"
    reading = heading(contact, "市政府办公室政府信息公开工作取得了进步。", PERIOD.format(2023))
    assert reading.place == "云溪市人民政府办公室"


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        ((PERIOD.format(2020),), 2020),
        (("现将2016年政府信息公开工作情况报告如下：",), 2016),
        (("2019年度，主动公开政府信息380条。",), 2019),
        (("2019年和2020年，公开政府信息380条。",), None),
    ],
)
def test_the_year_without_a_title(lines: tuple[str, ...], year: int | None) -> None:
    assert heading(*lines).year == year


def test_a_title_and_a_period_that_disagree_leave_the_year_open() -> None:
    reading = heading("云溪市2023年政府信息公开工作年度报告", PERIOD.format(2022))
    assert reading.year is None
    assert any("2023" in item.reason and "2022" in item.reason for item in reading.unread)


@pytest.mark.parametrize(
    ("year", "format"), [(2018, "pre2019"), (2019, "2019"), (2020, "2019"), (2021, "2021")]
)
def test_without_tables_the_year_decides_the_form(year: int, format: str) -> None:
    assert heading(f"云溪市{year}年政府信息公开工作年度报告").format == format


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期： 2024-01-23 16:40", date(2024, 1, 23)),
        ("公开日期 | 2024年1月23日 |", date(2024, 1, 23)),
        ("来源：云溪市人民政府 时间：2024-01-23 16:34 微信 微博", date(2024, 1, 23)),
        ("（2024年1月23日）", date(2024, 1, 23)),
        ("二〇二四年一月二十三日", date(2024, 1, 23)),
        ("发布日期：2024-02-30", None),
        ("成文日期：2024-01-20", None),
        ("本报告统计期限自2023年1月1日起", None),
        ("发布日期：2024-01-23，发布时间：2024-01-24", None),
    ],
)
def test_the_day_of_publication(line: str, day: date | None) -> None:
    reading = heading("云溪市2023年政府信息公开工作年度报告", line)
    assert reading.published == day
    assert reading.as_json().get("published") == (day.isoformat() if day else None)
    assert Reading.from_json(reading.as_json()).published == day


def test_what_the_page_says_of_itself_comes_before_the_day_under_the_text() -> None:
    title = "<p>云溪市2023年政府信息公开工作年度报告</p>"
    page = f"<meta name=PubDate content='2024-01-25 09:00'>{title}<p>{PROSE}</p>"
    assert read(f"{page}<p>2024年1月23日</p>".encode()).published == date(2024, 1, 25)


@pytest.mark.parametrize(
    ("contact", "place"),
    [
        ("如有疑问，请与江南市云溪区人民政府办公室联系。", "江南市云溪区"),
        ("如有疑问，请与云溪区人民政府办公室联系。", "云溪区"),
        ("来源：第一足球网云溪区人民政府", "云溪区"),
        ("来源：江南市云溪区人民政府。请与江北市云溪区人民政府联系。", "云溪区"),
        ("江南市云溪区的企业很多。", "云溪区"),
    ],
)
def test_the_fuller_name_counts_where_the_publisher_or_the_contact_gives_it(contact: str, place: str) -> None:
    assert heading("云溪区人民政府2023年政府信息公开工作年度报告", contact).place == place


@pytest.mark.parametrize("spam", ["第一足球网", "万博体育app下载", "博彩网站平台", "官方网站首页"])
def test_words_injected_by_others_are_neither_place_nor_figures(spam: str) -> None:
    reading = heading(f"{spam}2023年政府信息公开工作年度报告", f"发布机构：{spam}", PERIOD.format(2023))
    assert (reading.place, reading.year) == (None, 2023)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["云溪市人民政府2023年政府信息公开工作年度报", "告"], "云溪市"),
        (["      云溪市人民政府 2023 年政府信息公开工作年", "                    度报告"], "云溪市"),
        (["云溪市人民政府2023年政府", "信息公开工作", "年度报告"], "云溪市"),
        (["云溪市人民政府20", "23年政府信息公开工作年度报告"], "云溪市"),
        (["云溪市人民政府", "2023年政府信息公开工作年度报", "告"], "云溪市"),
        (["云溪市", "人民政府2023年政府信息公开工作年度报告"], "云溪市"),
        (["云溪市人", "民政府2023年政府信息公开工作年度报告"], "云溪市"),
        (["人民政府2023年政府信息公开工作年度报告"], None),
        (["首页", "人民政府2023年政府信息公开工作年度报告"], None),
        (["云溪市人民政府2023年政府", "首页", "信息公开工作年度报告", "关于我们"], None),
        (["云溪市", "东林县2023年政府信息公开工作年度报告"], "东林县"),
    ],
)
def test_a_title_broken_over_lines_is_one_title_if_nothing_else_stands_on_them(
    lines: list[str], place: str | None
) -> None:
    assert heading(*lines, PROSE, PERIOD.format(2023)).place == place
