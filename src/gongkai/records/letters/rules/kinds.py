"""Which kinds of letters there are, and for each what its templates may speak of.

A kind is declared by the package that sends such letters and registered when the program starts. Its fields
are the whole vocabulary of its templates: a placeholder that is not declared here is refused when a template
is saved, not discovered by the citizen who receives the letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

FieldType = Literal["text", "paragraphs", "date", "number", "names", "rows", "flag"]
# text: str of one line; paragraphs: str, one paragraph a line; names: several str; rows: the rows of a table.
Value = str | date | int | Decimal | bool | Sequence[str] | Sequence[Sequence[str]]


class UnknownKind(LookupError):
    """No package has declared this kind of letter; the message names the kinds there are."""


class LetterKindTwice(ValueError):
    """Two packages declared the same kind differently."""


@dataclass(frozen=True, slots=True)
class LetterField:
    """Something a template may name, as `{{name}}` or by its Chinese label; `sample` fills the preview.

    An optional field may be left out; a template asks for it with `{{if name}} … {{end}}`.
    `columns` is the number of cells of each of the `rows`.
    """

    name: str
    label: str
    type: FieldType
    sample: Value
    required: bool = True
    columns: int = 0

    @property
    def can_be_asked(self) -> bool:
        """Whether it may stand in a condition: flags, and fields that may be absent."""
        return self.type == "flag" or not self.required


# Known to every kind: number and day are given by the issue itself.
COMMON: tuple[LetterField, ...] = (
    LetterField("letter.number", "文号", "text", "云政公复〔2026〕12号"),
    LetterField("letter.date", "成文日期", "date", date(2026, 3, 16)),
)
GIVEN_AT_ISSUE = frozenset(one.name for one in COMMON)


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. `starter` are the parts of the template that comes with the program, if any."""

    code: str
    label: str
    fields: tuple[LetterField, ...]
    starter: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for one in self.vocabulary:
            for word in (one.name, one.label):
                if word in seen:
                    raise ValueError(f"{self.code}: {word} is declared twice")
                seen.add(word)
            if (one.type == "rows") != bool(one.columns):
                raise ValueError(f"{self.code}: {one.name} needs columns if and only if it is rows")

    @property
    def vocabulary(self) -> tuple[LetterField, ...]:
        """Every field a template of this kind may name."""
        return (*COMMON, *self.fields)

    def find(self, word: str) -> LetterField | None:
        """The field with this name or label."""
        return next((one for one in self.vocabulary if word in (one.name, one.label)), None)

    @property
    def samples(self) -> dict[str, Value]:
        """A value for every field, for previews."""
        return {one.name: one.sample for one in self.vocabulary}


_KINDS: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> None:
    """Declare a kind; the same again changes nothing. Raises KindTwice for another of its code."""
    if _KINDS.setdefault(kind.code, kind) != kind:
        raise LetterKindTwice(kind.code)


def kind(code: str) -> LetterKind:
    """The kind declared under `code`. Raises UnknownKind."""
    try:
        return _KINDS[code]
    except KeyError:
        known = "、".join(f"{one.label}（{one.code}）" for one in _KINDS.values())
        raise UnknownKind(f"没有“{code}”这种公文。现有：{known}。") from None


def all_kinds() -> tuple[LetterKind, ...]:
    """Every declared kind, by code."""
    return tuple(_KINDS[code] for code in sorted(_KINDS))


# The one kind that belongs to no business: a letter from one organ to another.
GENERAL = LetterKind(
    "general",
    "函",
    (
        LetterField("organ", "发文机关", "text", "云河市人民政府办公室"),
        LetterField("addressee", "收文机关", "text", "云河市卫生健康委员会"),
        LetterField("subject", "事由", "text", "商请提供2025年度政府信息公开工作情况"),
        LetterField(
            "content",
            "正文",
            "paragraphs",
            "为编制年度报告，请提供你单位有关情况。\n请于2026年1月20日前书面反馈。",
        ),
        LetterField("attachments", "附件名称", "names", ("情况统计表", "填报说明"), required=False),
        LetterField("contact", "联系方式", "text", "联系人：王云；电话：0000-0000000", required=False),
    ),
    starter={
        "mark": "{{organ}}",
        "title": "{{organ}}关于{{subject}}的函",
        "addressee": "{{addressee}}",
        "body": "{{content}}\n专此函达。\n{{if attachments}}\n附件：{{attachments}}\n{{end}}",
        "signatory": "{{organ}}",
        "note": "{{if contact}}{{contact}}{{end}}",
        "printed_by": "{{organ}}",
    },
)
register(GENERAL)
