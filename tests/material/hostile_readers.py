"""Who reads what strangers write: the functions that child processes run, by the readers of hostile texts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from gongkai.annual_reports.rules import NotAReading, NothingRead, Reading, as_csv, check, read
from gongkai.law.citation import Citation, NotACitation
from gongkai.organisations.sheets.columns import BODIES
from gongkai.organisations.sheets.reading import NotReadable, read_sheet
from gongkai.records.files.rules.inspection import inspect
from gongkai.records.letters.rules import composing, difference, kinds, markup, title
from gongkai.records.refusals import Refused
from gongkai.text import (
    credit_code,
    dates,
    document_number,
    index_number,
    names,
    numerals,
    organisation_code,
    script,
    site_code,
)

Outcome = str


def report(data: bytes) -> Outcome:
    """As the check page reads it."""
    try:
        reading = read(data, "")
    except NothingRead as nothing:
        return str(nothing)
    check(reading)
    as_csv(reading)
    return "read"


def figures(data: bytes) -> Outcome:
    """As the API reads figures."""
    try:
        check(Reading.from_json(json.loads(data)))
    except NotAReading as refusal:
        return str(refusal)
    return "read"


def text(data: bytes) -> Outcome:
    """Numbers, days, document numbers and codes: found in a text, and as the whole of it."""
    words = data.decode()
    for find in (numerals.find, dates.find, document_number.find):
        find(words)
    script.to_simplified(words)
    said = "read"
    for parse in (
        dates.parse,
        document_number.validate,
        numerals.parse,
        names.validate,
        credit_code.validate,
        index_number.validate,
        organisation_code.validate,
        site_code.validate,
    ):
        try:
            parse(words)
        except ValueError as refusal:
            said = str(refusal)
    return said


def citation(data: bytes) -> Outcome:
    """An article of a statute."""
    try:
        Citation.parse(data.decode())
    except NotACitation as refusal:
        return str(refusal)
    return "read"


def template(data: bytes) -> Outcome:
    """The body of a letter's template: what is said of it, how it is laid out, what changed in it."""
    words = data.decode()
    said = "".join(map(str, composing.problems({"body": words}, kinds.GENERAL)))
    try:
        markup.blocks(words)
    except markup.BadBody as refusal:
        said = said or str(refusal)
    title.break_title(words[: words.find("\n")])
    for line in (words, words.replace("\n", "")):
        difference.difference({"body": f"甲{line}"}, {"body": f"{line[1:]}乙"})
    return said or "read"


def kept(extension: str) -> Callable[[bytes], Outcome]:
    """A file that is to be kept, by its extension."""

    def reader(data: bytes) -> Outcome:
        try:
            inspect(io.BytesIO(data), f"a.{extension}")
        except Refused as refusal:
            return str(refusal)
        return "read"

    return reader


def workbook(data: bytes) -> Outcome:
    """A sheet of bodies to import."""
    try:
        return str(read_sheet(data, BODIES.name)[1][:1])
    except NotReadable as refusal:
        return str(refusal)


READERS: dict[str, Callable[[bytes], Outcome]] = {
    "report": report,
    "figures": figures,
    "text": text,
    "citation": citation,
    "template": template,
    "import": workbook,
    **{f"kept {extension}": kept(extension) for extension in ("txt", "docx", "xlsx", "pdf", "svg")},
}
