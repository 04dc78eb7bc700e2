"""What the letter that returns a draft says, before and after it is issued."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date

from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.queries.collecting import day_of, unit_name
from gongkai.annual_reports.queries.judging import Judged, judged
from gongkai.annual_reports.rules.return_letter import KIND, finding_rows, one_line, unread_rows
from gongkai.organisations import queries as organisations
from gongkai.records.files import open_file
from gongkai.records.letters.drafting import composed, rendered_html
from gongkai.records.letters.models import TemplateVersion
from gongkai.records.letters.queries import template_in_force
from gongkai.records.letters.rules.composing import compose
from gongkai.records.letters.rules.kinds import Value


def letter_values(draft: Draft, note: str, now: Judged | None) -> dict[str, Value]:
    """The fields of the letter of a draft that stands so: findings nobody dismissed, what was not read, or
    why the file was not.
    """
    collection = draft.collection
    values: dict[str, Value] = {
        "organ": organisations.name_of(collection.body, day_of(collection)),
        "addressee": unit_name(draft),
        "year": collection.year,
        "file": one_line(draft.path.rpartition("/")[2]),
        "remarks": "\n".join(one_line(line) for line in note.splitlines() if line.strip()),
        "contact": one_line(collection.contact) if collection.contact else "",
    }
    if now is None:
        values["unreadable"] = one_line(draft.reason)
    else:
        values["findings"] = finding_rows([one.finding for one in now.standing])
        values["unread"] = unread_rows(now.reading)
    return {name: value for name, value in values.items() if value not in ("", ())}


def template(collection: Collection, on: date) -> TemplateVersion | None:
    """The template of the letter on a day: the collecting body's, that of a body above, the deployment's."""
    tree = organisations.tree(on)
    nearest = [node.code for node in reversed(tree.path(collection.body_id))] or [collection.body.code]
    return template_in_force(kind=KIND.code, bodies=nearest, on=on)


def letter_preview(draft: Draft, on: date, note: str = "") -> str:
    """The print page (HTML) of the letter as it would be on a day, without a number; nothing is kept."""
    values, used = letter_values(draft, note, judged(draft)), template(draft.collection, on)
    if used is None:
        return rendered_html(compose(KIND.starter, KIND, values, number="", on=on))
    return rendered_html(composed(used, values, number="", on=on))


def letters_zip(collection: Collection, drafts: Iterable[Draft] | None = None) -> bytes:
    """A zip of the DOCX of every letter that was sent (of the given drafts, or of all), named by unit."""
    rows = Draft.objects.filter(collection=collection).exclude(letter=None).order_by("pk")
    if drafts is not None:
        rows = rows.filter(pk__in=[draft.pk for draft in drafts])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for draft in rows.select_related("collection", "body", "letter__number", "letter__docx__case_key"):
            letter = draft.letter
            if letter is None or letter.voided_at is not None:
                continue
            name = f"{unit_name(draft) or draft.pk} {letter.number.text}.docx".replace("/", "_")
            with open_file(letter.docx) as stored:
                archive.writestr(name, stored.read())
    return packed.getvalue()
