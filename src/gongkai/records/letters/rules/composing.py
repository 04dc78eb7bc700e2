"""From the parts of a template and values to a letter; and all that is wrong with a template at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast

from gongkai.records.letters.rules.kinds import LetterKind, Value
from gongkai.records.letters.rules.letter import AttachmentList, LetterText, Urgency
from gongkai.records.letters.rules.markup import BadBody, blocks, plain
from gongkai.records.letters.rules.template import Node, check_values, fields_of, fill, read
from gongkai.records.letters.rules.title import break_title
from gongkai.records.refusals import Refused

Shape = Literal["line", "lines", "choice"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a template that its author writes. `choices` are all it may be; the first is for empty."""

    name: str
    label: str
    shape: Shape
    required: bool = False
    choices: tuple[str, ...] = ()


SEALED, UNSEALED = "加盖印章", "不加盖印章"
PARTS: Final[tuple[Part, ...]] = (
    Part("urgency", "紧急程度", "choice", choices=("", "特急", "加急")),
    Part("mark", "发文机关标志", "line", required=True),
    Part("title", "标题", "lines", required=True),
    Part("addressee", "主送机关", "line"),
    Part("body", "正文", "lines", required=True),
    Part("signatory", "发文机关署名", "line", required=True),
    Part("seal", "印章", "choice", choices=(SEALED, UNSEALED)),
    Part("note", "附注", "line"),
    Part("copy_to", "抄送机关", "line"),
    Part("printed_by", "印发机关", "line"),
    Part("copies", "印数", "line"),
)
PART: Final = {part.name: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class PartProblem:
    """What is wrong in a part of a template; `str()` is the whole sentence."""

    part: str
    line: int
    sentence: str

    def __str__(self) -> str:
        label = PART[self.part].label if self.part in PART else self.part
        return f"{label}第{self.line}行：{self.sentence}" if self.line else f"{label}：{self.sentence}"


def problems(parts: Mapping[str, str], kind: LetterKind) -> list[PartProblem]:
    """Everything that keeps these parts from being a template of this kind, in the order of the parts."""
    found = [PartProblem(name, 0, "模板没有这一部分。") for name in parts if name not in PART]
    nodes: dict[str, tuple[Node, ...]] = {}
    for part in PARTS:
        text = parts.get(part.name, "")
        found += [PartProblem(part.name, 0, sentence) for sentence in _faults(part, text)]
        nodes[part.name], wrong = read(text, kind)
        found += [PartProblem(part.name, one.line, one.sentence) for one in wrong]
    if not found:
        for full in (True, False):
            try:
                compose(parts, kind, _samples(kind, full=full), number="", on=date(2026, 3, 16))
            except BadBody as bad:
                found.append(PartProblem("body", bad.problem.line, str(bad)))
                break
            except EmptyPart as bad:
                found.append(PartProblem(bad.part, 0, str(bad)))
                break
    return found


def _faults(part: Part, text: str) -> list[str]:
    if part.required and not text.strip():
        return ["不能空着，请填写。"]
    if text and part.choices and text not in part.choices:
        return ["只能是：" + "、".join(choice or "（无）" for choice in part.choices) + "。"]
    if part.shape == "line" and "\n" in text.strip():
        return ["只能写在一行里，请去掉换行。"]
    return []


class EmptyPart(Refused):
    """A part that every letter has would be empty with these values."""

    def __init__(self, part: str) -> None:
        super().__init__("按这些条件填出来是空的，请保证任何情况下都有内容。")
        self.part = part


def _samples(kind: LetterKind, *, full: bool) -> dict[str, Value]:
    """Values of a preview: everything given, or only what must be."""
    samples = kind.samples
    for one in kind.vocabulary:
        if one.type == "flag":
            samples[one.name] = full
        elif not one.required and not full:
            del samples[one.name]
    return samples


def vocabulary_used(parts: Mapping[str, str], kind: LetterKind) -> set[str]:
    """Names of the fields these parts print or ask for."""
    return set().union(*(fields_of(read(text, kind)[0]) for text in parts.values()))


def compose(
    parts: Mapping[str, str], kind: LetterKind, values: Mapping[str, Value], *, number: str, on: date
) -> LetterText:
    """The letter. `values` by the names of fields; number and date are its own.

    Raises ValueRefused, BadBody, EmptyPart.
    """
    given = {**values, "letter.number": number or "文号", "letter.date": on}
    check_values(kind, given)
    filled = {part.name: fill(read(parts.get(part.name, ""), kind)[0], given).strip() for part in PARTS}
    for part in PARTS:
        if part.required and not plain(filled[part.name]):
            raise EmptyPart(part.name)
    body = blocks(filled["body"])
    # 附件说明 stands after the whole body (7.3.4), wherever its author put it.
    last = tuple(block for block in body if isinstance(block, AttachmentList))
    body = tuple(block for block in body if not isinstance(block, AttachmentList))
    if last:
        body = (*body, AttachmentList(tuple(name for block in last for name in block.names)))
    copies = plain(filled["copies"])
    printed_by = plain(filled["printed_by"])
    return LetterText(
        mark=plain(filled["mark"]),
        number=number,
        title=break_title("\n".join(plain(line) for line in filled["title"].split("\n"))),
        addressee=plain(filled["addressee"]).rstrip("：:"),
        blocks=body,
        signatory=plain(filled["signatory"]),
        on=on,
        sealed=filled["seal"] != UNSEALED,
        urgency=cast(Urgency, filled["urgency"]),
        note=plain(filled["note"]).removeprefix("（").removesuffix("）"),
        copy_to=plain(filled["copy_to"]).rstrip("。"),
        printed_by=printed_by,
        printed_on=on if printed_by else None,
        copies=int(copies) if copies.isdecimal() else None,
    )


def preview(parts: Mapping[str, str], kind: LetterKind, *, full: bool = True) -> LetterText:
    """The letter these parts make with sample values: all of them, or only what must be there."""
    samples = _samples(kind, full=full)
    number, on = samples["letter.number"], samples["letter.date"]
    return compose(parts, kind, samples, number=cast(str, number), on=cast(date, on))
