"""The statutory clock on the command line: shapes and exit codes are contracts with other programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main


def gongkai(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=given)


# 条例第三十三条第二款：自收到申请之日起20个工作日内予以答复；延长的期限最长不得超过20个工作日。
REPLIES = [
    (["--received", "2026-02-10"], "2026-03-16"),
    (["--received", "2025-12-25"], "2026-01-23"),
    (["--received", "2026-02-10", "--extended", "20"], "2026-04-14"),
    # 第三十条：答复期限自收到补正的申请之日起计算
    (["--received", "2026-02-10", "--corrected", "2026-04-30"], "2026-06-01"),
    # 第三十三条第三款：征求第三方意见所需时间不计算在内（03-03 至 03-06 四个工作日不计）
    (["--received", "2026-02-10", "--consulted", "2026-03-02:2026-03-06"], "2026-03-20"),
]


@pytest.mark.parametrize(("words", "due_on"), REPLIES)
def test_a_reply_is_due_on_the_statutory_day(words: list[str], due_on: str) -> None:
    result = gongkai("deadline", "reply", *words, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["due_on"] == due_on
    assert {"rule", "citation", "from", "to", "counted", "skipped"} == set(answer["steps"][0])
    assert any(
        {"on", "reason"} == set(skip) and skip["reason"]
        for step in answer["steps"]
        for skip in step["skipped"]
    )


def test_without_json_the_answer_is_a_sentence_with_its_derivation() -> None:
    result = gongkai("deadline", "reply", "--received", "2026-02-10")
    assert "应于2026年3月16日前答复" in result.stdout
    assert "第三十三条第二款" in result.stdout
    assert "2026-02-17（春节）" in result.stdout


def test_many_dates_are_answered_one_json_a_line() -> None:
    result = gongkai("deadline", "reply", "--received", "-", given="2026-02-10\n2025-12-25\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["due_on"] for answer in answers] == ["2026-03-16", "2026-01-23"]


def test_a_line_that_cannot_be_answered_keeps_its_place_and_says_why() -> None:
    result = gongkai("deadline", "reply", "--received", "-", given="2026-02-10\n2026-13-01\n2025-12-25\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 2
    assert [answer["due_on"] for answer in answers] == ["2026-03-16", None, "2026-01-23"]
    assert "YYYY-MM-DD" in answers[1]["error"]


# 未公布放假安排的年份不作推测。
BEYOND = [
    ["deadline", "reply", "--received", "2026-12-20"],
    ["workdays", "add", "2026-12-20", "20"],
    ["workdays", "between", "2026-12-20", "2027-01-10"],
]


@pytest.mark.parametrize("words", BEYOND, ids=" ".join)
def test_a_year_not_announced_is_refused_by_name(words: list[str]) -> None:
    result = gongkai(*words)
    assert result.exit_code == 2
    assert "2027" in result.stderr
    assert "2027.csv" in result.stderr
    assert result.stdout == ""


def test_a_deployment_can_load_the_announced_year(tmp_path: Path) -> None:
    rows = "date,status,name,notice\n2027-01-01,off,元旦,测试用通知\n2027-10-01,off,国庆节,测试用通知\n"
    (tmp_path / "2027.csv").write_text(rows, "utf-8")
    result = gongkai("workdays", "add", "2026-12-31", "1", "--calendar", str(tmp_path / "2027.csv"))
    assert result.stdout == "2027-01-04\n"  # Friday off, then a weekend


WRONG = [
    (["deadline", "reply", "--received", "10/02/2026"], "YYYY-MM-DD"),
    (["deadline", "reply", "--received", "2007-05-01"], "“答复期限”自2008年5月1日起才有规定"),
    (["deadline", "reply", "--received", "2026-02-10", "--consulted", "2026-03-02"], "发出日:答复日"),
    (["deadline", "reply", "--received", "2026-02-10", "--consulted", "2026-03-10:2026-03-02"], "2026"),
    (["deadline", "reply", "--received", "2026-02-10", "--extended", "21"], "20"),
    (["deadline", "reply", "--received", "2026-02-10", "--extended", "0"], "1"),
    (["deadline", "reply", "--received", "2026-02-10", "--corrected", "2026-02-09"], "补正"),
    (["workdays", "between", "2026-02-10", "2026-02-01"], "THROUGH"),
]


@pytest.mark.parametrize(("words", "remedy"), WRONG)
def test_a_question_put_wrongly_is_answered_with_the_remedy(words: list[str], remedy: str) -> None:
    result = gongkai(*words)
    assert result.exit_code == 2
    assert remedy in result.stderr


def test_workdays_are_added_and_counted() -> None:
    assert gongkai("workdays", "add", "2026-02-10", "7").stdout == "2026-02-26\n"
    assert gongkai("workdays", "between", "2026-02-10", "2026-03-16").stdout == "20\n"
