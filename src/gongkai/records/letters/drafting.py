"""Letters and templates before they count: checked, drafted, previewed. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongkai.records import process_pool
from gongkai.records.letters.models import TemplateVersion
from gongkai.records.letters.refusals import KindUnknown, TemplateRefused, ValuesRefused
from gongkai.records.letters.rendering import html
from gongkai.records.letters.rules import kinds
from gongkai.records.letters.rules.composing import EmptyPart, compose, preview, problems
from gongkai.records.letters.rules.kinds import LetterKind, Value
from gongkai.records.letters.rules.letter import LetterText
from gongkai.records.letters.rules.markup import BadBody
from gongkai.records.letters.rules.template import ValueRefused
from gongkai.records.process_pool import OWN


def check_parts(*, kind: str, parts: Mapping[str, str]) -> LetterKind:
    """The kind, if the parts are a template of it. Raises KindUnknown, TemplateRefused."""
    try:
        declared = kinds.kind(kind)
    except kinds.UnknownKind as problem:
        raise KindUnknown(str(problem)) from problem
    found = problems(parts, declared)
    if found:
        raise TemplateRefused(found)
    return declared


def composed(template: TemplateVersion, values: Mapping[str, Value], *, number: str, on: date) -> LetterText:
    """The letter of a version and values; "" as number makes a draft. Raises ValuesRefused."""
    kind = kinds.kind(template.template.kind)
    try:
        return compose(template.parts, kind, values, number=number, on=on)
    except (ValueRefused, BadBody, EmptyPart) as problem:
        raise ValuesRefused(str(problem)) from problem


def preview_html(*, kind: str, parts: Mapping[str, str], full: bool = True) -> str:
    """The print page of parts with sample values; `full` False leaves out all that may be absent.

    Raises KindUnknown, TemplateRefused.
    """
    return rendered_html(preview(parts, check_parts(kind=kind, parts=parts), full=full))


def rendered_html(said: LetterText) -> str:
    """The print page of a letter that is not issued. Raises CouldNotFinish, Overloaded."""
    return process_pool.run(OWN, html.render, said)
