"""Files that add a year or the days of one place: what they change, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gongkai.law.reply_clock import reply_due
from gongkai.law.workdays import BadCalendarFile, Calendar, NotYetAnnounced, official

Write = Callable[[str, str], Path]
HEAD = "date,status,name,notice\n"
# Invented for the test: the notice of 2027 was not yet published when this was written.
YEAR_2027 = HEAD + "".join(
    f"2027-{day},{status},{name},国办发明电〔2026〕9号\n"
    for day, status, name in [
        ("01-01", "off", "元旦"),
        ("02-05", "off", "春节"),
        ("02-08", "off", "春节"),
        ("02-09", "off", "春节"),
        ("02-10", "off", "春节"),
        ("02-20", "work", "春节"),
        ("04-05", "off", "清明节"),
        ("05-03", "off", "劳动节"),
        ("06-09", "off", "端午节"),
        ("09-15", "off", "中秋节"),
        ("10-01", "off", "国庆节"),
        ("10-04", "off", "国庆节"),
    ]
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_new_year_extends_the_calendar_and_the_clock(write: Write) -> None:
    calendar = official().with_year(write("2027.csv", YEAR_2027))
    assert calendar.through == date(2027, 12, 31)
    assert calendar.why_off(date(2027, 1, 1)) == "元旦"
    assert calendar.why_on(date(2027, 2, 20)) == "春节调休上班"
    # 2026-12-14…18 (5) 21…25 (10) 28…31 (14) [01-01 元旦] 04…08 (19) 11 (20).
    assert reply_due(date(2026, 12, 11), calendar) == date(2027, 1, 11)
    with pytest.raises(NotYetAnnounced):
        reply_due(date(2026, 12, 11))


def test_a_byte_order_mark_and_empty_lines_do_no_harm(write: Write) -> None:
    path = write("2027.csv", "\ufeff" + YEAR_2027.replace("2027-04-05", "\n2027-04-05"))
    assert official().with_year(path).why_off(date(2027, 4, 5)) == "清明节"


def test_a_notice_may_order_days_of_the_december_before(write: Write) -> None:
    text = YEAR_2027 + "2026-12-26,work,元旦,国办发明电〔2026〕9号\n"
    calendar = official().with_year(write("2027.csv", text))
    assert calendar.why_on(date(2026, 12, 26)) == "元旦调休上班"
    assert len(calendar.special_days(2026)) == len(official().special_days(2026)) + 1


def test_an_amended_year_replaces_the_first_one_whole(write: Write) -> None:
    december = YEAR_2027 + "2026-12-26,work,元旦,国办发明电〔2026〕9号\n"
    first = official().with_year(write("2027.csv", december))
    second = first.with_year(write("2027.csv", YEAR_2027.replace("2027-02-20", "2027-02-21")))
    assert second.why_on(date(2027, 2, 20)) is None
    assert second.why_on(date(2027, 2, 21)) == "春节调休上班"
    assert not second.is_workday(date(2026, 12, 26))


def test_local_days_change_the_official_calendar_for_one_place(write: Write) -> None:
    # 三月三 in Guangxi, and a local order not to work on a Saturday worked elsewhere.
    path = write(
        "guangxi.csv",
        HEAD + "2026-04-20,off,三月三,桂政办发〔2025〕1号\n2026-05-09,off,当地安排,\n",
    )
    local = official().with_local_days(path)
    assert local.why_off(date(2026, 4, 20)) == "三月三"
    assert local.why_off(date(2026, 5, 9)) == "当地安排"
    assert official().is_workday(date(2026, 4, 20))
    # 04-13…17 (5) 20…24 (10) 27…30 (14) [劳动节] 05-06…09 (18) 11, 12 (20).
    assert reply_due(date(2026, 4, 10)) == date(2026, 5, 12)
    # 04-13…17 (5) 21…24 (9) 27…30 (13) [劳动节] 05-06…08 (16) 11…14 (20).
    assert reply_due(date(2026, 4, 10), local) == date(2026, 5, 14)


def test_files_are_taken_years_first_whatever_their_order(write: Write) -> None:
    local = write("local.csv", HEAD + "2027-04-06,off,当地安排,\n")
    year = write("2027.csv", YEAR_2027)
    assert official().with_files(local, year).why_off(date(2027, 4, 6)) == "当地安排"
    alone = Calendar.from_files(year)
    assert (alone.first, alone.through) == (date(2027, 1, 1), date(2027, 12, 31))


REFUSED = [
    # name of the file, its rows, line, what the sentence says
    ("2027.csv", "2027-02-05,off,春节,\n2027-02-05,off,春节,\n", 3, "2027-02-05重复出现"),
    ("2027.csv", "2027-02-05,holiday,春节,\n", 2, "“holiday”不是状态。放假写 off，上班写 work"),
    ("2027.csv", "2027-02-05,work,春节,\n", 2, "是星期五，本来就上班，不必写成 work"),
    ("2027.csv", "2027-02-06,off,春节,\n", 2, "是星期六，本来就休息，不必写成 off"),
    ("2027.csv", "2027年2月5日,off,春节,\n", 2, "不是日期。请写成 2027-01-01 的样子"),
    ("2027.csv", "2027-02-05,off,,\n", 2, "没有写节日名称"),
    ("2027.csv", "2027-02-05,off,春节\n", 2, "须有4列，实有3列"),
    ("2027.csv", "2028-02-07,off,春节,\n", 2, "不在2027年"),
    ("2027.csv", "2026-11-30,off,春节,\n", 2, "不在2027年（或者上年12月）"),
    # A file cut short would give wrong deadlines without a word.
    ("2027.csv", "2027-02-05,off,春节,\n", 1, "2027-01-01（元旦）仍是工作日，应有放假的行漏载"),
    ("2028.csv", "2028-02-07,off,春节,\n", 1, "还缺2027年。请先载入 2027.csv"),
    ("2002.csv", "2002-02-12,off,春节,\n", 1, "还缺2003年"),
    ("27.csv", "2027-02-05,off,春节,\n", 1, "文件名须是年份，例如 2027.csv"),
    ("local.csv", "2026-02-16,off,春节,\n", 2, "本来就休息"),
    ("local.csv", "2026-02-14,work,春节,\n", 2, "本来就上班"),
    ("local.csv", "2027-04-20,off,三月三,\n", 2, "2027年的日历还没有载入。请先载入 2027.csv"),
]


@pytest.mark.parametrize(("name", "rows", "line", "sentence"), REFUSED)
def test_a_wrong_row_is_refused_with_file_and_line(
    write: Write, name: str, rows: str, line: int, sentence: str
) -> None:
    with pytest.raises(BadCalendarFile) as refused:
        official().with_files(write(name, HEAD + rows))
    assert str(refused.value).startswith(f"{name} 第{line}行：")
    assert sentence in str(refused.value)


def test_a_file_without_its_head_or_in_another_encoding_is_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(BadCalendarFile, match="第1行：表头须是 date,status,name,notice"):
        official().with_year(write("2027.csv", YEAR_2027.removeprefix(HEAD)))
    with pytest.raises(BadCalendarFile, match="表头"):
        official().with_year(write("2027.csv", ""))
    path = tmp_path / "2027.csv"
    path.write_bytes(YEAR_2027.encode("gb18030"))
    with pytest.raises(BadCalendarFile, match="不是 UTF-8 编码"):
        official().with_year(path)
