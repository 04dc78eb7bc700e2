"""Templates: what an office may write, what is refused with which sentence, what values can never do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.records.letters.rules import kinds
from gongkai.records.letters.rules.composing import compose, preview, problems, vocabulary_used
from gongkai.records.letters.rules.difference import difference
from gongkai.records.letters.rules.kinds import GENERAL, LetterField, LetterKind, Value
from gongkai.records.letters.rules.letter import (
    AttachmentList,
    Block,
    Heading,
    LetterTable,
    LetterText,
    Paragraph,
)
from gongkai.records.letters.rules.template import DEEPEST, MOST_PROBLEMS, ValueRefused, read
from tests.records.letters.material import PARTS, REPLY, VALUES

DAY = date(2026, 3, 16)


def letter(body: str = "", **values: Value) -> LetterText:
    parts = {**PARTS, "body": body or PARTS["body"]}
    return compose(parts, REPLY, {**VALUES, **values}, number="云政公复〔2026〕1号", on=DAY)


def sentences(**parts: str) -> str:
    return "\n".join(str(problem) for problem in problems({**PARTS, **parts}, REPLY))


def test_a_template_makes_the_letter() -> None:
    made = letter()
    assert made.title == ("云河市人民政府办公室", "政府信息公开申请答复书")
    assert (made.addressee, made.signatory, made.number) == (
        "李四",
        "云河市人民政府办公室",
        "云政公复〔2026〕1号",
    )
    assert made.blocks == (
        Paragraph("我办于2026年3月2日收到你的申请："),
        Paragraph("甲"),
        Paragraph("乙"),
        Paragraph("在期限内答复如下。"),
        Heading(1, "答复"),
        LetterTable(("序号", "内容", "答复"), (("1", "方案", "予以公开"), ("2", "名单", "不予公开"))),
        Paragraph("共12页。"),
        AttachmentList(("方案", "目录")),
    )


def test_what_is_not_given_leaves_nothing_behind() -> None:
    values = {name: value for name, value in VALUES.items() if name not in ("items", "annexes")}
    made = compose(PARTS, REPLY, values, number="", on=DAY)
    assert not any(isinstance(block, LetterTable | AttachmentList) for block in made.blocks)


CONDITIONS: list[tuple[str, str]] = [
    ("{{if extended}}是{{else}}否{{end}}", "否"),
    ("{{if not extended}}否{{end}}。", "否。"),
    ("{{如果 已延期}}是{{否则}}否{{结束}}", "否"),
    ("{{如果没有 已延期}}否{{结束}}", "否"),
    ("{{if items}}有{{else}}无{{end}}", "有"),
    ("{{if items}}{{if extended}}甲{{else}}乙{{end}}{{end}}", "乙"),
    ("第{{letter.number}}号，{{成文日期}}", "第云政公复〔2026〕1号号，2026年3月16日"),
    ("{{ 页数 }}页", "12页"),
    ("{{annexes}}", "方案、目录"),
]


@pytest.mark.parametrize(("body", "said"), CONDITIONS)
def test_placeholders_and_conditions(body: str, said: str) -> None:
    assert letter(body).blocks == (Paragraph(said),)


MARKUP: list[tuple[str, tuple[Block, ...]]] = [
    ("# 甲\n## 乙\n### 丙\n#### 丁", tuple(Heading(n, t) for n, t in enumerate("甲乙丙丁", 1))),  # type: ignore[arg-type]
    ("| 甲 | 乙 |\n| 1 | 2 |", (LetterTable(("甲", "乙"), (("1", "2"),)),)),
    ("附件：甲\n附件：乙\n正文", (Paragraph("正文"), AttachmentList(("甲", "乙")))),
    ("甲\n\n\n乙", (Paragraph("甲"), Paragraph("乙"))),
]


@pytest.mark.parametrize(("body", "blocks"), MARKUP)
def test_the_signs_of_a_body(body: str, blocks: tuple[Block, ...]) -> None:
    assert letter(body).blocks == blocks


# What a citizen wrote is text, whatever it looks like.
HOSTILE = [
    "# 标题",
    "| 甲 | 乙 |",
    "附件：假的",
    "{{organ}}",
    "{{if extended}}",
    "<b>粗</b>",
    "{0.__class__}",
    "%(organ)s",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_never_read_as_template_or_markup(text: str) -> None:
    assert letter("{{asked}}", asked=text).blocks == (Paragraph(text),)


REFUSED: list[tuple[dict[str, str], str]] = [
    # the line, the word, and what was probably meant
    (
        {"body": "一\n{{applicant.nmae}}"},
        "正文第2行：“答复书”里没有“applicant.nmae”这一项。是不是“applicant.name”",
    ),
    ({"body": "{{申请人名}}"}, "是不是“applicant.name”（申请人姓名）"),
    ({"body": "{{organ.__class__}}"}, "没有“organ.__class__”这一项"),
    ({"body": "{{1+1}}"}, "没有“1+1”这一项"),
    ({"body": "{{if organ}}一{{end}}"}, "“organ”（机关名称）总是有的，不能作条件"),
    ({"body": "{{extended}}"}, "只有是与否，不能印出"),
    ({"body": "{{if extended}}一"}, "条件没有结束"),
    ({"body": "一{{end}}"}, "前面没有 {{if"),
    ({"body": "{{if extended}}一{{else}}二{{else}}三{{end}}"}, "一个条件里有两个"),
    ({"body": "{{organ"}, "没有成对"),
    ({"body": "organ}}"}, "没有成对"),
    ({"body": "| 甲 | 乙 |\n{{items}}"}, "表头有2栏，这一行有3格"),
    ({"body": "正文\n{{items}}"}, "表格缺少表头"),
    ({"body": "{{if extended}}只有延期时才有内容{{end}}"}, "按这些条件填出来是空的"),
    ({"body": " "}, "正文：不能空着"),
    ({"signatory": "甲\n乙"}, "发文机关署名：只能写在一行里"),
    ({"seal": "随意"}, "印章：只能是：加盖印章、不加盖印章"),
    ({"script": "x"}, "script：模板没有这一部分"),
]


@pytest.mark.parametrize(("parts", "sentence"), REFUSED)
def test_a_template_that_would_fail_is_refused_when_it_is_saved(parts: dict[str, str], sentence: str) -> None:
    assert sentence in sentences(**parts)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    told = sentences(title="{{x}}", body="{{y}}\n{{z}}", seal="?")
    assert len(told.splitlines()) == 4


def test_a_good_template_has_no_problems() -> None:
    assert not problems(PARTS, REPLY)
    assert not problems(GENERAL.starter, GENERAL)


VALUES_REFUSED: list[tuple[dict[str, Value], str]] = [
    ({"applicant.name": ""}, "“申请人姓名”没有填写"),
    ({"received_on": "3月2日"}, "“收到日期”应是日期"),
    ({"pages": "12"}, "“页数”应是数"),
    ({"pages": True}, "“页数”应是数"),
    ({"extended": "是"}, "“已延期”应是“是”或者“否”"),
    ({"items": (("1", "方案"),)}, "“逐项答复”每行应有3格"),
    ({"items": "方案"}, "“逐项答复”应是表格的各行"),
    ({"annexes": "方案"}, "“所附材料”应是一列名称"),
    ({"applicant.name": "李\n四"}, "“申请人姓名”只能写在一行里"),
    ({"applicant.name": "李\x00四"}, "“申请人姓名”含有不能印出的字符"),
    ({"asked": "\ufdd3甲"}, "“申请内容”含有不能印出的字符"),
    ({"secret": "x"}, "“secret”不是“答复书”的一项"),
]


@pytest.mark.parametrize(("values", "sentence"), VALUES_REFUSED)
def test_values_are_of_their_declared_type(values: dict[str, Value], sentence: str) -> None:
    with pytest.raises(ValueRefused, match=sentence):
        letter("正文", **values)


def test_rare_characters_of_names_are_kept() -> None:
    # GB 18030-2022: names with characters beyond the basic plane
    assert letter(**{"applicant.name": "𫖯䶮"}).addressee == "𫖯䶮"


def test_an_amount_is_printed_as_it_is() -> None:
    assert letter("{{pages}}元", pages=Decimal("1200.50")).blocks == (Paragraph("1200.50元"),)


def test_a_preview_shows_everything_or_only_what_must_be() -> None:
    full, bare = preview(PARTS, REPLY), preview(PARTS, REPLY, full=False)
    assert any(isinstance(block, LetterTable) for block in full.blocks)
    assert Paragraph("经批准，答复期限已经延长。") in full.blocks
    assert Paragraph("在期限内答复如下。") in bare.blocks
    assert not any(isinstance(block, LetterTable) for block in bare.blocks)


def test_the_words_that_a_template_uses() -> None:
    assert vocabulary_used({"body": "{{organ}}{{if extended}}{{页数}}{{end}}"}, REPLY) == {
        *("organ", "extended", "pages")
    }


def test_a_kind_is_declared_once() -> None:
    kinds.register(REPLY)
    with pytest.raises(kinds.LetterKindTwice):
        kinds.register(LetterKind("test_reply", "别的", ()))
    with pytest.raises(kinds.UnknownKind, match=r"没有“nothing”这种公文。现有：.*函（general）"):
        kinds.kind("nothing")
    with pytest.raises(ValueError, match="organ is declared twice"):
        LetterKind(
            "twice", "两次", (LetterField("organ", "甲", "text", ""), LetterField("organ", "乙", "text", ""))
        )


def test_what_changed_between_versions_part_by_part_and_inside_a_line() -> None:
    newer = {**PARTS, "body": PARTS["body"].replace("我办", "本机关") + "\n特此答复。", "note": "可以查阅"}
    body, note = difference(PARTS, newer)
    assert (body.part, note.part, note.label) == ("body", "note", "附注")
    first, second = body.lines[:2]
    assert [(piece.change, piece.text) for piece in first.pieces][:2] == [
        ("removed", "我办"),
        ("same", "于{{received_on}}收到你的申请："),
    ]
    assert second.pieces[0].text == "本机关"
    assert [line.change for line in body.lines if line.change != "same"] == ["removed", "added", "added"]
    assert difference(PARTS, PARTS) == ()


def test_of_many_faults_the_first_are_listed() -> None:
    _nodes, wrong = read("{{甲}}\n" * 150, GENERAL)
    assert len(wrong) == MOST_PROBLEMS + 1
    assert wrong[99].line == 100
    assert "没有逐一列出" in wrong[-1].sentence


def test_conditions_stand_in_each_other_only_so_deep() -> None:
    _nodes, wrong = read("{{if extended}}" * 1000, GENERAL)
    assert any(f"超过{DEEPEST}层" in one.sentence for one in wrong)


def test_lines_too_long_to_be_compared_differ_where_they_differ() -> None:
    [part] = difference({"body": "甲" * 900 + "乙" + "丙" * 900}, {"body": "甲" * 900 + "丁" + "丙" * 900})
    changed = [[piece.text for piece in line.pieces if piece.change != "same"] for line in part.lines]
    assert changed == [["乙"], ["丁"]]
