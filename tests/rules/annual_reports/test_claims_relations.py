"""What a figure of the prose counts, of what it is a part, how it grew, whose it is and of which year."""

from __future__ import annotations

import pytest

from gongkai.annual_reports.rules.prose import find
from gongkai.annual_reports.rules.reading import Claim


def read(text: str, year: int | None = 2023) -> list[Claim]:
    return find([text], year)


def parts(text: str) -> list[str]:
    """`6<0` is a part of figure 0, one of an open list; `6<0!` of a closed one."""
    return [
        str(claim.value)
        + ("" if claim.whole is None else f"<{claim.whole}{'!' if claim.listing == 'closed' else ''}")
        for claim in read(text)
    ]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("全年共收到政府信息公开申请9件，办结8件，1件结转下年度继续办理。", "received closed carried_out"),
        ("受理政府信息公开申请30件，上年结转1件，结转至2024年2件。", "received carried_in carried_out"),
        ("共收到依申请公开9件，其中自然人8件，法人或其他组织1件。", "received natural legal"),
        (
            "收到政府信息公开申请9件，其中网络申请5件、信函申请3件、当面申请1件。",
            "received online letter in_person",
        ),
        (
            "办结政府信息公开申请9件，其中予以公开4件、部分公开2件、不予公开1件、无法提供1件、其他处理1件。",
            "closed granted partly refused unavailable other_handling",
        ),
    ],
)
def test_applications_are_told_apart(text: str, subjects: str) -> None:
    assert [claim.subject.removeprefix("applications.") for claim in read(text)] == subjects.split()


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "因政府信息公开引起的行政复议5件，其中维持3件，纠正1件，其他结果1件；行政诉讼2件，其中判决维持1件。",
            [
                *("review.total", "review.upheld", "review.corrected", "review.other"),
                *("litigation.total", "litigation.upheld"),
            ],
        ),
        ("收取信息处理费380元。", ["processing_fee"]),
        (
            "全市制定规章2件，废止行政规范性文件3件，现行有效的行政规范性文件90件。",
            ["regulations.made", "normative.repealed", "normative.in_force"],
        ),
        ("主动公开政府信息900条，政务微信发布信息30条。", ["disclosure.total", "disclosure.wechat"]),
        ("通过政府网站主动公开政府信息900条。", ["disclosure.website"]),
    ],
)
def test_other_chapters_have_their_subjects(text: str, subjects: list[str]) -> None:
    assert [claim.subject for claim in read(text)] == subjects


@pytest.mark.parametrize(
    "text",
    [
        "办理人大代表建议120件，办结120件，答复率100%。",
        "县长信箱收到来信183件，答复183件。",
        "依法处置申请行政复议的案件16件，维持3件。",
        "办理政协提案9件，予以公开8件。",
        "共受理行政复议案件50件，审结49件。",
        "自2008年以来，累计收到政府信息公开申请900件。",
    ],
)
def test_what_is_not_certain_has_no_subject(text: str) -> None:
    assert {claim.subject for claim in read(text)} == {""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开信息10条，其中政策6条，动态3条。", "10 6<0 3<0"),
        ("公开信息10条，其中政策6条，其他信息4条。", "10 6<0! 4<0!"),
        ("共公开信息10条：政策6条，动态4条。", "10 6<0! 4<0!"),
        ("公开信息10条。其中，政策6条；动态4条。", "10 6<0 4<0"),
        ("公开信息10条，其中政策6条、动态3条等，举办培训2次。", "10 6<0 3<0 2"),
        ("发布信息10条（微博6条，微信4条），召开会议3次。", "10 6<0 4<0 3"),
        (
            "公开信息20条，其中通过网站公开12条，包括政策7条、动态5条；通过公众号公开8条。",
            "20 12<0 7<1 5<1 8<0",
        ),
        ("收到政府信息公开申请10件，其中自然人申请8件；办理9件。", "10 8<0 9"),
        ("收到政府信息公开申请10件，其中涉及公众12人。", "10 12"),
    ],
)
def test_parts_know_their_whole_and_whether_they_are_all(text: str, expected: str) -> None:
    assert " ".join(parts(text)) == expected


def test_names_and_figures_set_apart_are_joined() -> None:
    found = read("收到政府信息公开申请10件，其中自然人、法人或其他组织分别为8、2件。")
    assert [(claim.claim, claim.value, claim.whole, claim.listing) for claim in found[1:]] == [
        ("自然人", 8, 0, "closed"),
        ("法人或其他组织", 2, 0, "closed"),
    ]


def test_names_and_figures_that_are_not_as_many_are_not_joined() -> None:
    found = read("收到政府信息公开申请10件，自然人、法人、其他组织分别为8、2件。")
    assert [claim.value for claim in found] == [10, 2]
    assert found[1].whole is None


def test_a_remainder_in_the_next_sentence_completes_the_list() -> None:
    found = read("收到政府信息公开申请10件。其中，同意公开6件，不予公开1件。其余3件中，信息不存在2件。")
    assert [(claim.whole, claim.listing) for claim in found] == [
        (None, ""),
        (0, "closed"),
        (0, "closed"),
        (0, "closed"),
        (3, "open"),
    ]


def test_shares_belong_to_a_part_or_are_rates_of_a_whole() -> None:
    found = read("主动公开政府信息50条，其中政策20条，占40%，动态30条，占60%。")
    assert [(claim.kind, claim.whole) for claim in found] == [
        ("count", None),
        ("count", 0),
        ("share", 0),
        ("count", 0),
        ("share", 0),
    ]
    received, closed, rate = read("全县共收到政府信息公开申请200件，办结199件，办结率99.5%。")
    assert (rate.kind, rate.subject, rate.whole) == ("share", closed.subject, 0)
    assert received.subject == "applications.received"


@pytest.mark.parametrize(
    ("text", "kind", "value", "whole", "year"),
    [
        ("收到政府信息公开申请30件，同比增长50%。", "growth", 50, 0, None),
        ("收到政府信息公开申请30件，较上年下降15%。", "growth", -15, 0, None),
        ("收到政府信息公开申请30件，比上年减少12件。", "change", -12, 0, None),
        ("收到政府信息公开申请30件，较上年增加12件。", "change", 12, 0, None),
        ("收到政府信息公开申请30件，比2020年增长300%。", "growth", 300, None, 2020),
        ("办件量30件，办理率由35%提高至60%。", "share", 60, None, None),
    ],
)
def test_growth_is_signed_and_knows_what_grew(
    text: str, kind: str, value: int, whole: int | None, year: int | None
) -> None:
    grown = read(text)[-1]
    assert (grown.kind, grown.value, grown.whole, grown.year) == (kind, value, whole, year)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("2023年，全市各级行政机关共收到政府信息公开申请9件，办结8件。", ["全市各级行政机关"] * 2),
        (
            "全市公开信息9条，其中市本级公开5条，县区政府及其部门4条，召开会议2次。",
            ["全市", "市本级", "县区政府及其部门", "全市"],
        ),
        ("共受理向市政府办公室提出的政府信息公开申请9件。", ["市政府办公室"]),
        ("通过县政府门户网站主动公开政府信息9条。", ["县政府门户网站"]),
        ("我局向市政府办报送信息9条。", ["我局"]),
        ("全县收到申请9件。县政府办公室收到3件。收到信件2件。发信1件。", ["全县", *["县政府办公室"] * 2, ""]),
        ("市政府办公室成立了专班。收到政府信息公开申请9件。", ["市政府办公室"]),
        ("认领7个部门24项。", ["", ""]),
    ],
)
def test_the_owner_named_last_governs(text: str, scopes: list[str]) -> None:
    assert [claim.scope for claim in read(text)] == scopes


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2022年收到政府信息公开申请5件，2023年收到政府信息公开申请9件。", [2022, None]),
        ("去年收到政府信息公开申请5件，今年收到政府信息公开申请9件。", [2022, None]),
        ("收到政府信息公开申请9件，去年同期为5件。", [None, 2022]),
        ("上年度结转政府信息公开申请5件，结转至2024年3件。", [None, None]),
    ],
)
def test_the_words_name_the_year(text: str, years: list[int | None]) -> None:
    assert [claim.year for claim in read(text)] == years


def test_last_year_of_a_report_of_no_known_year_is_not_the_reports_own() -> None:
    [claim] = read("去年收到政府信息公开申请5件。", None)
    assert (claim.year, claim.subject) == (None, "")


def test_the_heading_says_what_generic_words_speak_of() -> None:
    heading, text = "（二）依申请公开情况", "全年共收到申请9件，办结8件。"
    assert [claim.subject for claim in find([heading, text], 2023)] == [
        "applications.received",
        "applications.closed",
    ]
    assert [claim.subject for claim in find([text], 2023)] == ["", ""]
