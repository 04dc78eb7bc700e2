"""The language of templates: placeholders, conditions, nothing else. Nothing is executed.

    {{applicant.name}}  or  {{申请人姓名}}         the value of a declared field
    {{if extended}} … {{else}} … {{end}}          by a flag, or by whether an optional field is given
    {{if not extended}} …                         Chinese words do as well: 如果、如果没有、否则、结束

A value is never read as template or as markup: what a citizen writes into an application cannot make a
heading, a table or a placeholder. Marks that travel with values are Unicode noncharacters, which no value may
contain.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from gongkai.records.letters.rules.kinds import LetterField, LetterKind, Value
from gongkai.records.refusals import Refused
from gongkai.text.dates import format_chinese

VALUE: Final = "\ufdd0"  # before each value: what follows was not written by the author of the template
PARAGRAPH: Final = "\ufdd1"  # between the paragraphs of a value
NAME: Final = "\ufdd2"  # between names
ROW: Final = "\ufdd3"  # before each row of a table
CELL: Final = "\ufdd4"  # between cells
# Of one text; conditions in conditions in conditions are hard to follow already.
MOST_PROBLEMS: Final = 100
DEEPEST: Final = 20
MARKS: Final = frozenset((VALUE, PARAGRAPH, NAME, ROW, CELL))

_IF, _NOT, _ELSE, _END = ("if", "如果"), ("if not", "如果没有"), ("else", "否则"), ("end", "结束")
_TOKEN: Final = re.compile(r"\{\{((?:(?!\{\{|\}\}).)*+)\}\}|(\{\{|\}\})", re.S)


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong in one line (from 1) of a text, as a sentence that says what to write instead."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the value of a field."""

    field: LetterField


@dataclass(frozen=True, slots=True)
class Choice:
    """Text that stands or not, by a flag or by whether a field is given."""

    field: LetterField
    negated: bool
    then: tuple[Node, ...]
    otherwise: tuple[Node, ...]


Node = str | Slot | Choice


class ValueRefused(Refused):
    """Values are missing or not of the declared type; the message names every field."""


class _Enough(Exception):
    """There is so much wrong with a text that the rest is not looked at."""


class _Reader:
    """Reads one text into nodes and collects what is wrong on the way."""

    def __init__(self, text: str, kind: LetterKind) -> None:
        self.text, self.kind = text, kind
        self.problems: list[TemplateProblem] = []
        self.tokens = list(_TOKEN.finditer(text))
        self.ends = [end.start() for end in re.finditer("\n", text)]
        self.next = 0
        self.at = 0
        self.depth = 0

    def line(self, place: int) -> int:
        return bisect_left(self.ends, place) + 1

    def wrong(self, place: int, sentence: str) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            self.problems.append(
                TemplateProblem(self.line(place), "后面还有问题，没有逐一列出；请先改正已经列出的。")
            )
            raise _Enough
        self.problems.append(TemplateProblem(self.line(place), sentence))

    def nodes(self, opened: int | None = None) -> tuple[list[Node], str]:
        """Nodes up to {{else}} or {{end}} of the block opened at `opened`, or to the end of the text."""
        found: list[Node] = []
        while self.next < len(self.tokens):
            token = self.tokens[self.next]
            self.next += 1
            found.append(self.text[self.at : token.start()])
            self.at = token.end()
            if token[2]:
                self.wrong(token.start(), f"“{token[2]}”没有成对：占位符写作 {{{{名称}}}}。")
                continue
            word = " ".join(token[1].split())
            if word in _ELSE or word in _END:
                if opened is not None:
                    return found, "else" if word in _ELSE else "end"
                self.wrong(token.start(), f"“{{{{{word}}}}}”前面没有 {{{{if …}}}}，请删去，或者补上条件。")
            else:
                self.node(found, token.start(), word)
        found.append(self.text[self.at :])
        self.at = len(self.text)
        if opened is not None:
            self.wrong(opened, "条件没有结束：请在条件内容之后加上 {{end}}。")
        return found, "end"

    def node(self, found: list[Node], place: int, word: str) -> None:
        asked, negated = _condition(word)
        field = self.field(place, asked if asked is not None else word)
        if asked is None:
            if field is not None and field.type == "flag":
                self.wrong(
                    place, f"“{word}”只有是与否，不能印出；请写成 {{{{if {field.name}}}}} … {{{{end}}}}。"
                )
            elif field is not None:
                found.append(Slot(field))
            return
        if field is not None and not field.can_be_asked:
            self.wrong(place, f"“{asked}”（{field.label}）总是有的，不能作条件，请去掉这个条件。")
        if self.depth == DEEPEST:
            self.wrong(place, f"条件套条件超过{DEEPEST}层，后面的没有读；请减少层次。")
            raise _Enough
        self.depth += 1
        then, stop = self.nodes(place)
        otherwise: list[Node] = []
        if stop == "else":
            otherwise, stop = self.nodes(place)
            if stop == "else":
                self.wrong(place, "一个条件里有两个 {{else}}，请只保留一个。")
                self.nodes(place)
        self.depth -= 1
        if field is not None:
            found.append(Choice(field, negated, tuple(then), tuple(otherwise)))

    def field(self, place: int, word: str) -> LetterField | None:
        field = self.kind.find(word)
        if field is None:
            words = {one.name: one for one in self.kind.vocabulary} | {
                one.label: one for one in self.kind.vocabulary
            }
            near = get_close_matches(word, words, 1, 0.5)
            hint = (
                f"是不是“{words[near[0]].name}”（{words[near[0]].label}）？"
                if near
                else "可用的有："
                + "、".join(f"{one.name}（{one.label}）" for one in self.kind.vocabulary)
                + "。"
            )
            self.wrong(place, f"“{self.kind.label}”里没有“{word}”这一项。{hint}")
        return field


def _condition(word: str) -> tuple[str | None, bool]:
    for openings, negated in ((_NOT, True), (_IF, False)):
        for opening in openings:
            if word.startswith(opening + " "):
                return word[len(opening) :].strip(), negated
    return None, False


def read(text: str, kind: LetterKind) -> tuple[tuple[Node, ...], tuple[TemplateProblem, ...]]:
    """The nodes of a text in the vocabulary of `kind`, and everything that is wrong with it."""
    reader = _Reader(text.replace("\r\n", "\n"), kind)
    try:
        nodes, _stop = reader.nodes()
    except _Enough:
        nodes = []
    return tuple(nodes), tuple(reader.problems)


def fields_of(nodes: Sequence[Node]) -> set[str]:
    """Names of the fields that are printed or asked for."""
    names: set[str] = set()
    for node in nodes:
        match node:
            case Slot():
                names.add(node.field.name)
            case Choice():
                names |= {node.field.name} | fields_of(node.then) | fields_of(node.otherwise)
    return names


def fill(nodes: Sequence[Node], values: Mapping[str, Value]) -> str:
    """The text with values, which carry marks; `values` must have passed `check_values`."""
    filled = []
    for node in nodes:
        match node:
            case str():
                filled.append(node)
            case Slot():
                filled.append(_shown(node.field, values.get(node.field.name)))
            case Choice():
                given = values.get(node.field.name)
                holds = (given not in (None, "", (), [], False)) != node.negated
                filled.append(fill(node.then if holds else node.otherwise, values))
    return "".join(filled)


def _shown(field: LetterField, value: Value | None) -> str:
    match value:
        case None:
            return ""
        case date():
            return VALUE + format_chinese(value)
        case int() | Decimal():
            return VALUE + f"{value:f}" if isinstance(value, Decimal) else VALUE + str(value)
        case str():
            return VALUE + PARAGRAPH.join(line.strip() for line in value.splitlines() if line.strip())
    if field.type == "rows":
        return "\n".join(ROW + CELL.join(row) for row in value)
    return VALUE + NAME.join(str(name) for name in value)


def check_values(kind: LetterKind, values: Mapping[str, Value]) -> None:
    """Raise ValueRefused, naming each field that is missing, unknown or not of its type."""
    wrong = [f"“{name}”不是“{kind.label}”的一项" for name in values if kind.find(name) is None]
    for field in kind.vocabulary:
        value = values.get(field.name)
        if value is None or value in ("", (), []):
            if field.required and field.type != "flag":
                wrong.append(f"“{field.label}”没有填写")
        elif fault := _fault(field, value):
            wrong.append(f"“{field.label}”{fault}")
    if wrong:
        raise ValueRefused("；".join(wrong) + "。")


def _fault(field: LetterField, value: Value) -> str:
    """What is wrong with one value, as the end of a sentence, or ""."""
    texts: Sequence[str] = ()
    match field.type:
        case "text" | "paragraphs":
            if not isinstance(value, str):
                return "应是文字"
            texts = (value.replace("\n", "").replace("\r", ""),) if field.type == "paragraphs" else (value,)
        case "date":
            return "" if isinstance(value, date) else "应是日期"
        case "number":
            return "应是数" if isinstance(value, bool) or not isinstance(value, int | Decimal) else ""
        case "flag":
            return "" if isinstance(value, bool) else "应是“是”或者“否”"
        case "names":
            if isinstance(value, str) or not isinstance(value, Sequence):
                return "应是一列名称"
            texts = [str(one) for one in value]
        case "rows":
            if isinstance(value, str) or not isinstance(value, Sequence):
                return "应是表格的各行"
            if any(isinstance(row, str) or len(row) != field.columns for row in value):
                return f"每行应有{field.columns}格"
            texts = [cell for row in value for cell in row]
    if any("\n" in text or "\r" in text for text in texts):
        return "只能写在一行里，请去掉换行"
    if any(character in MARKS or _unprintable(character) for text in texts for character in text):
        return "含有不能印出的字符，请删去后重新输入"
    return ""


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character != "\t"
