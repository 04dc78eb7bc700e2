"""What can be done with templates and letters. A letter's words go into its files, never into the journal."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.files.models import StoredFile
from gongkai.records.files.operations import inspected, store_private, store_public
from gongkai.records.files.queries import open_file
from gongkai.records.files.rules import Inspected
from gongkai.records.keys.models import CaseKey
from gongkai.records.letters.drafting import check_parts, composed
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.letters.queries import latest, version_in_force
from gongkai.records.letters.refusals import (
    AlreadyVoid,
    NothingChanged,
    NotInForce,
    ReasonMissing,
    TemplateChanged,
    TemplateExists,
    TooEarly,
)
from gongkai.records.letters.rendering import docx, html, pdf
from gongkai.records.letters.rules import kinds
from gongkai.records.letters.rules.kinds import Value
from gongkai.records.letters.rules.letter import Letter as Composed
from gongkai.records.numbers import operations as numbers
from gongkai.records.process_pool import OWN


@transaction.atomic
def create_template(
    *, kind: str, body: str, parts: Mapping[str, str], valid_from: date, by: Actor, at: datetime
) -> TemplateVersion:
    """A body's own template, version 1; `body` "" makes the deployment's.

    Raises KindUnknown, TemplateRefused, TemplateExists.
    """
    check_parts(kind=kind, parts=parts)
    template, made = LetterTemplate.objects.get_or_create(body=body, kind=kind)
    if not made:
        raise TemplateExists(_("这个机关已经有这种公文的模板了，请修改它，不要另建。"))
    return _add_version(template, 1, parts, valid_from, "template.created", by, at)


@transaction.atomic
def revise_template(
    *,
    template: LetterTemplate,
    based_on: int,
    parts: Mapping[str, str],
    valid_from: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> TemplateVersion:
    """A new version that follows version `based_on`; what is there is never overwritten.

    Raises KindUnknown, TemplateRefused, TemplateChanged, NothingChanged, TooEarly.
    """
    check_parts(kind=template.kind, parts=parts)
    newest = _newest(template, based_on, valid_from)
    if not newest.withdrawn and newest.parts == _cleaned(parts):
        raise NothingChanged(_("内容与现在的版本相同，不必保存。"))
    return _add_version(template, based_on + 1, parts, valid_from, "template.revised", by, at, reason)


@transaction.atomic
def withdraw_template(
    *, template: LetterTemplate, based_on: int, valid_from: date, reason: str, by: Actor, at: datetime
) -> TemplateVersion:
    """From a day on the body uses what it inherits. Raises TemplateChanged, TooEarly, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("停用模板要写明理由，请填写后再提交。"))
    newest = _newest(template, based_on, valid_from)
    return _add_version(
        template, based_on + 1, newest.parts, valid_from, "template.withdrawn", by, at, reason, withdrawn=True
    )


@transaction.atomic
def install_starters(*, valid_from: date, by: Actor, at: datetime) -> list[TemplateVersion]:
    """The deployment's template of every kind that brings one and has none; again adds nothing."""
    have = set(LetterTemplate.objects.filter(body="").values_list("kind", flat=True))
    return [
        create_template(kind=kind.code, body="", parts=kind.starter, valid_from=valid_from, by=by, at=at)
        for kind in kinds.all_kinds()
        if kind.starter and kind.code not in have
    ]


def check_in_force(*, template: TemplateVersion, on: date) -> None:
    """Raise NotInForce unless this version is the one to be used on a day."""
    used = version_in_force(template.template, on)
    if used is None or used.pk != template.pk:
        raise NotInForce(_("这个模板版本在成文日期不适用，请按现行版本重新制作。"))


@process_pool.atomic
def issue(
    *,
    template: TemplateVersion,
    values: Mapping[str, Value],
    body: str,
    number_pattern: str,
    by: Actor,
    at: datetime,
    case_key: CaseKey | None,
    short: str = "",
    on: date | None = None,
) -> Letter:
    """Number, lay out and keep a letter: sealed under the key of its case, or public where there is none.

    `short` fills {short} of the pattern; `on` is the day of the letter, by default that of `at` in Shanghai.
    Raises NotInForce, ValuesRefused, numbers.PatternRefused, files.FileRefused, KeyDestroyed, CouldNotFinish,
    Overloaded. Inside another operation's transaction that operation is to be process_pool.atomic.
    """
    day = on or timezone.localtime(at).date()
    check_in_force(template=template, on=day)
    kind = kinds.kind(template.template.kind)
    composed(template, values, number="", on=day)  # refused before a number is taken
    number = numbers.take(
        body=body, kind=kind.code, year=day.year, pattern=number_pattern, short=short, by=by, at=at
    )
    said = composed(template, values, number=number.text, on=day)
    kept = _keep(said, f"{kind.label} {number.text}", case_key, by, at)
    letter = Letter.objects.create(
        template=template,
        body=body,
        kind=kind.code,
        number=number,
        on=day,
        case_key=case_key,
        docx=kept["docx"],
        html=kept["html"],
        digests=_digests(kept),
        issued_at=at,
        issued_by=by.id,
        issued_by_name=by.name,
    )
    after = {
        "kind": kind.code,
        "on": day.isoformat(),
        "version": template.version,
        "public": case_key is None,
    }
    journal.record(
        verb="letter.issued", object=_ref(letter), by=by, at=at, after=after, digests=letter.digests
    )
    return letter


def print_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """Keep the PDF of a letter beside its other files; a second call changes nothing.

    Laid out before the transaction begins: it takes a third of a second. Raises pdf.OptionalPartMissing,
    CouldNotFinish, Overloaded.
    """
    if letter.pdf_id is not None:
        return letter
    with open_file(letter.html) as kept:
        made = process_pool.run(OWN, pdf.render, kept.read().decode())
    name = letter.html.name.removesuffix(".html") + ".pdf"
    found = inspected(stream=io.BytesIO(made), name=name, made_here=True, by=by, at=at)
    with transaction.atomic():
        letter = _locked(letter)
        if letter.pdf_id is not None:
            return letter
        letter.pdf = _store(made, name, found, letter.case_key, by, at)
        letter.digests = {**letter.digests, **_digests({"pdf": letter.pdf})}
        letter.save(update_fields=["pdf", "digests"])
        journal.record(
            verb="letter.printed",
            object=_ref(letter),
            by=by,
            at=at,
            digests={"pdf": letter.digests["pdf"]},
        )
    return letter


@transaction.atomic
def void(*, letter: Letter, reason: str, by: Actor, at: datetime) -> Letter:
    """Declare a letter void; number and files stay. Raises AlreadyVoid, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("作废公文要写明理由，请填写后再提交。"))
    letter = _locked(letter)
    if letter.voided_at is not None:
        raise AlreadyVoid(_("%(number)s已经作废了。") % {"number": letter.number.text})
    letter.number = numbers.void(number=letter.number, reason=reason, by=by, at=at)
    letter.voided_at, letter.void_reason = at, reason.strip()
    letter.save(update_fields=["voided_at", "void_reason"])
    journal.record(verb="letter.voided", object=_ref(letter), by=by, at=at, reason=reason.strip())
    return letter


def _newest(template: LetterTemplate, based_on: int, valid_from: date) -> TemplateVersion:
    """The version to follow, with the template's row locked."""
    template = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    newest = latest(template)
    if newest is None or newest.version != based_on:
        raise TemplateChanged(_("别人刚刚修改过这个模板，请在最新的版本上再改一次。"))
    if valid_from < newest.valid_from:
        raise TooEarly(
            _("启用日期不能早于上一版本的启用日期%(day)s。") % {"day": newest.valid_from.isoformat()}
        )
    return newest


def _cleaned(parts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n").strip() for name, text in parts.items() if text.strip()}


def _add_version(
    template: LetterTemplate,
    version: int,
    parts: Mapping[str, str],
    valid_from: date,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    *,
    withdrawn: bool = False,
) -> TemplateVersion:
    made = TemplateVersion.objects.create(
        template=template,
        version=version,
        valid_from=valid_from,
        parts=_cleaned(parts),
        withdrawn=withdrawn,
        reason=reason.strip(),
        made_at=at,
        made_by=by.id,
        made_by_name=by.name,
    )
    text = json.dumps(made.parts, ensure_ascii=False, sort_keys=True)
    journal.record(
        verb=verb,
        object=ObjectRef("letter_template", str(template.pk), kinds.kind(template.kind).label),
        by=by,
        at=at,
        after={"body": template.body, "version": version, "valid_from": valid_from.isoformat()},
        digests={"parts": journal.content_digest(text.encode())},
        reason=made.reason,
    )
    return made


def _keep(
    said: Composed, name: str, case_key: CaseKey | None, by: Actor, at: datetime
) -> dict[str, StoredFile]:
    """Lay a letter out and keep its two files. All that is done in children comes before the first is put."""
    made = process_pool.run(OWN, lay_out, said, at)
    found = {
        form: inspected(stream=io.BytesIO(data), name=f"{name}.{form}", made_here=True, by=by, at=at)
        for form, data in made.items()
    }
    return {
        form: _store(data, f"{name}.{form}", found[form], case_key, by, at) for form, data in made.items()
    }


def lay_out(said: Composed, at: datetime) -> dict[str, bytes]:
    """A letter as its two files, `docx` and `html`; in a child process."""
    return {"docx": docx.render(said, at), "html": html.render(said).encode()}


def _store(
    data: bytes, name: str, found: Inspected, case_key: CaseKey | None, by: Actor, at: datetime
) -> StoredFile:
    stream = io.BytesIO(data)
    if case_key is None:
        return store_public(stream=stream, name=name, by=by, at=at, found=found)
    return store_private(stream=stream, name=name, case_key=case_key, by=by, at=at, found=found)


def _digests(kept: Mapping[str, StoredFile]) -> dict[str, str]:
    """Of what is stored: for a private letter of the sealed bytes, which tell nothing of what it says."""
    return {form: f"{file.algorithm}:{file.digest}" for form, file in kept.items()}


def _locked(letter: Letter) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("number", "html", "case_key")
    return rows.get(pk=letter.pk)


def _ref(letter: Letter) -> ObjectRef:
    return ObjectRef("letter", str(letter.pk), f"{kinds.kind(letter.kind).label} {letter.number.text}")
