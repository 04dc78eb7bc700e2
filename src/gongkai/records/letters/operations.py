"""What can be done with templates and letters. A letter's words go into its files, never into the journal."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records import journal, process_pool
from gongkai.records.acts import INSIDE, Act
from gongkai.records.files.models import StoredFile
from gongkai.records.files.operations import OnDisk, keep, put_private, put_public
from gongkai.records.files.queries import open_file
from gongkai.records.keys.models import CaseKey
from gongkai.records.letters.drafting import check_parts, composed
from gongkai.records.letters.kinds import LETTER, LETTER_TEMPLATE
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.letters.queries import latest, version_in_force
from gongkai.records.letters.refusals import (
    LetterAlreadyVoid,
    LetterReasonMissing,
    NothingChanged,
    TemplateChanged,
    TemplateExists,
    TemplateNotInForce,
    TooEarly,
)
from gongkai.records.letters.rendering import docx, html, pdf
from gongkai.records.letters.rules import kinds
from gongkai.records.letters.rules.kinds import Value
from gongkai.records.letters.rules.letter import LetterText
from gongkai.records.numbers import operations as numbers
from gongkai.records.operations import Done, Outdated, operation, prepared_operation
from gongkai.records.process_pool import OWN


@operation(
    "template.created",
    gettext_lazy("建立公文模板"),
    of=LETTER_TEMPLATE,
    action="letter_template.manage",
    codes=("body",),
)
def create_template(
    *, kind: str, body: str, parts: Mapping[str, str], valid_from: date, act: Act
) -> Done[TemplateVersion]:
    """A body's own template, version 1; `body` "" makes the deployment's.

    Raises KindUnknown, TemplateRefused, TemplateExists.
    """
    check_parts(kind=kind, parts=parts)
    template, made = LetterTemplate.objects.get_or_create(body=body, kind=kind)
    if not made:
        raise TemplateExists(_("这个机关已经有这种公文的模板了，请修改它，不要另建。"))
    return _add_version(template, 1, parts, valid_from, act)


@operation(
    "template.revised", gettext_lazy("修改公文模板"), of=LETTER_TEMPLATE, action="letter_template.manage"
)
def revise_template(
    *,
    template: LetterTemplate,
    based_on: int,
    parts: Mapping[str, str],
    valid_from: date,
    reason: str,
    act: Act,
) -> Done[TemplateVersion]:
    """A new version that follows version `based_on`; what is there is never overwritten.

    Raises KindUnknown, TemplateRefused, TemplateChanged, NothingChanged, TooEarly.
    """
    check_parts(kind=template.kind, parts=parts)
    newest = _newest(template, based_on, valid_from)
    if not newest.withdrawn and newest.parts == _cleaned(parts):
        raise NothingChanged(_("内容与现在的版本相同，不必保存。"))
    return _add_version(template, based_on + 1, parts, valid_from, act, reason)


@operation(
    "template.withdrawn", gettext_lazy("停用公文模板"), of=LETTER_TEMPLATE, action="letter_template.manage"
)
def withdraw_template(
    *, template: LetterTemplate, based_on: int, valid_from: date, reason: str, act: Act
) -> Done[TemplateVersion]:
    """From a day on the body uses what it inherits. Raises TemplateChanged, TooEarly, ReasonMissing."""
    if not reason.strip():
        raise LetterReasonMissing(_("停用模板要写明理由，请填写后再提交。"))
    newest = _newest(template, based_on, valid_from)
    return _add_version(template, based_on + 1, newest.parts, valid_from, act, reason, withdrawn=True)


@operation(
    "template.created", gettext_lazy("建立公文模板"), of=LETTER_TEMPLATE, action="letter_template.manage"
)
def install_starters(*, valid_from: date, act: Act) -> Done[list[TemplateVersion]]:
    """The deployment's template of every kind that brings one and has none; again adds nothing."""
    have = set(LetterTemplate.objects.filter(body="").values_list("kind", flat=True))
    inside = act.delegated()
    made = [
        create_template(kind=kind.code, body="", parts=kind.starter, valid_from=valid_from, act=inside)
        for kind in kinds.all_kinds()
        if kind.starter and kind.code not in have
    ]
    return Done(made, silent=True)  # each is journalled as it is made


def check_in_force(*, template: TemplateVersion, on: date) -> None:
    """Raise NotInForce unless this version is the one to be used on a day."""
    used = version_in_force(template.template, on)
    if used is None or used.pk != template.pk:
        raise TemplateNotInForce(_("这个模板版本在成文日期不适用，请按现行版本重新制作。"))


class NumberTakenMeanwhile(Outdated):
    """Another letter of the series took the number this one was laid out with: it is laid out again."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A letter laid out with the number it expects, its files on the disk and not named by a row yet."""

    template: TemplateVersion
    body: str
    number_pattern: str
    short: str
    on: date
    case_key: CaseKey | None
    expected: str
    docx: OnDisk
    html: OnDisk


def lay_out(
    *,
    template: TemplateVersion,
    values: Mapping[str, Value],
    body: str,
    number_pattern: str,
    case_key: CaseKey | None,
    short: str = "",
    on: date | None = None,
    act: Act,
) -> LaidOut:
    """Lay a letter out with the number that is next, and put its files on the disk.

    Takes time: an operation that sends a letter calls it to prepare, and `issue_laid_out` in its transaction.
    Raises what `issue` raises.
    """
    day = on or act.on
    check_in_force(template=template, on=day)
    kind = kinds.kind(template.template.kind)
    expected = numbers.next_number(
        body=body, kind=kind.code, year=day.year, pattern=number_pattern, short=short
    )
    said = composed(template, values, number=expected, on=day)
    name = f"{kind.label} {expected}"
    made = process_pool.run(OWN, render_files, said, act.at)
    return LaidOut(
        template,
        body,
        number_pattern,
        short,
        day,
        case_key,
        expected,
        docx=_put(made["docx"], f"{name}.docx", case_key, act),
        html=_put(made["html"], f"{name}.html", case_key, act),
    )


def render_files(said: LetterText, at: datetime) -> dict[str, bytes]:
    """A letter as its two files, `docx` and `html`; in a child process."""
    return {"docx": docx.render(said, at), "html": html.render(said).encode()}


@operation("letter.issued", gettext_lazy("制发公文"), of=LETTER, action=INSIDE)
def issue_laid_out(*, letter: LaidOut, act: Act) -> Done[Letter]:
    """Number and keep a letter that was laid out. Raises NumberTakenMeanwhile, NotInForce."""
    return _issued(letter, act)


@prepared_operation(
    lay_out, "letter.issued", gettext_lazy("制发公文"), of=LETTER, action="letter.issue", codes=("body",)
)
def issue(
    laid_out: LaidOut,
    *,
    template: TemplateVersion,
    values: Mapping[str, Value],
    body: str,
    number_pattern: str,
    case_key: CaseKey | None,
    short: str = "",
    on: date | None = None,
    act: Act,
) -> Done[Letter]:
    """Number, lay out and keep a letter: sealed under the key of its case, or public where there is none.

    `short` fills {short} of the pattern; `on` is the day of the letter, by default that of the act. The
    letter is laid out before the transaction, with the number that is next; where another letter took that
    number meanwhile, it is laid out again. Raises NotInForce, ValuesRefused, numbers.PatternRefused,
    files.FileRefused, KeyDestroyed.
    """
    return _issued(laid_out, act)


def _issued(laid_out: LaidOut, act: Act) -> Done[Letter]:
    check_in_force(template=laid_out.template, on=laid_out.on)
    kind = kinds.kind(laid_out.template.template.kind)
    inside = act.delegated()
    number = numbers.take(
        body=laid_out.body,
        kind=kind.code,
        year=laid_out.on.year,
        pattern=laid_out.number_pattern,
        short=laid_out.short,
        act=inside,
    )
    if number.text != laid_out.expected:
        raise NumberTakenMeanwhile(_("同一文号序列正在大量制发，请稍后再试。"))
    kept = {"docx": keep(file=laid_out.docx, act=inside), "html": keep(file=laid_out.html, act=inside)}
    letter = Letter.objects.create(
        template=laid_out.template,
        body=laid_out.body,
        kind=kind.code,
        number=number,
        on=laid_out.on,
        case_key=laid_out.case_key,
        docx=kept["docx"],
        html=kept["html"],
        digests=_digests(kept),
        issued_at=act.at,
        issued_by=act.actor.id,
        issued_by_name=act.actor.name,
    )
    after = {
        "kind": kind.code,
        "on": laid_out.on.isoformat(),
        "version": laid_out.template.version,
        "public": laid_out.case_key is None,
    }
    return Done(letter, letter, after=after, digests=letter.digests)


def _printed(*, letter: Letter, act: Act) -> OnDisk | None:
    if letter.pdf_id is not None:
        return None
    with open_file(letter.html) as kept:
        made = process_pool.run(OWN, pdf.render, kept.read().decode())
    return _put(made, letter.html.name.removesuffix(".html") + ".pdf", letter.case_key, act)


@prepared_operation(_printed, "letter.printed", gettext_lazy("生成公文PDF"), of=LETTER, action="letter.issue")
def print_letter(made: OnDisk | None, *, letter: Letter, act: Act) -> Done[Letter]:
    """Keep the PDF of a letter beside its other files; a second call changes nothing.

    Laid out before the transaction begins: it takes a third of a second. Raises pdf.OptionalPartMissing.
    """
    if letter.pdf_id is not None or made is None:
        return Done(letter, silent=True)
    letter.pdf = keep(file=made, act=act.delegated())
    letter.digests = {**letter.digests, **_digests({"pdf": letter.pdf})}
    letter.save(update_fields=["pdf", "digests"])
    return Done(letter, digests={"pdf": letter.digests["pdf"]})


@operation("letter.voided", gettext_lazy("公文作废"), of=LETTER, action="letter.issue")
def void(*, letter: Letter, reason: str, act: Act) -> Done[Letter]:
    """Declare a letter void; number and files stay. Raises AlreadyVoid, ReasonMissing."""
    if not reason.strip():
        raise LetterReasonMissing(_("作废公文要写明理由，请填写后再提交。"))
    if letter.voided_at is not None:
        raise LetterAlreadyVoid(_("%(number)s已经作废了。") % {"number": letter.number.text})
    letter.number = numbers.void(number=letter.number, reason=reason, act=act.delegated())
    letter.voided_at, letter.void_reason = act.at, reason.strip()
    letter.save(update_fields=["voided_at", "void_reason"])
    return Done(letter)


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
    act: Act,
    reason: str = "",
    *,
    withdrawn: bool = False,
) -> Done[TemplateVersion]:
    made = TemplateVersion.objects.create(
        template=template,
        version=version,
        valid_from=valid_from,
        parts=_cleaned(parts),
        withdrawn=withdrawn,
        reason=reason.strip(),
        made_at=act.at,
        made_by=act.actor.id,
        made_by_name=act.actor.name,
    )
    text = json.dumps(made.parts, ensure_ascii=False, sort_keys=True)
    return Done(
        made,
        template,
        after={"body": template.body, "version": version, "valid_from": valid_from.isoformat()},
        digests={"parts": journal.content_digest(text.encode())},
    )


def _put(data: bytes, name: str, case_key: CaseKey | None, act: Act) -> OnDisk:
    stream = io.BytesIO(data)
    if case_key is None:
        return put_public(stream=stream, name=name, made_here=True, act=act)
    return put_private(stream=stream, name=name, case_key=case_key, made_here=True, act=act)


def _digests(kept: Mapping[str, StoredFile]) -> dict[str, str]:
    """Of what is stored: for a private letter of the sealed bytes, which tell nothing of what it says."""
    return {form: f"{file.algorithm}:{file.digest}" for form, file in kept.items()}
