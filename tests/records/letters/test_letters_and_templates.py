"""Templates in versions with inheritance; letters numbered, kept, printed and voided, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.files.queries import open_file
from gongkai.records.keys.models import KeyDestroyed
from gongkai.records.keys.operations import create_case_key, destroy_case_key
from gongkai.records.letters import operations, queries, refusals
from gongkai.records.letters.drafting import composed, preview_html
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.letters.rendering import pdf
from gongkai.records.numbers.models import Number
from tests.optional import absent
from tests.records.letters.material import AT, BY, PARTS, VALUES, paragraphs

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FIRST_DAY = date(2026, 1, 1)
PATTERN = "{short}公复〔{year}〕{serial}号"


def template(body: str = "yunhe-office", **changed: Any) -> TemplateVersion:
    given = {"kind": "test_reply", "body": body, "parts": PARTS, "valid_from": FIRST_DAY, **changed}
    return operations.create_template(**given, act=SystemAct(BY, AT))


def revised(version: TemplateVersion, *, valid_from: date = FIRST_DAY, **parts: str) -> TemplateVersion:
    return operations.revise_template(
        template=version.template,
        based_on=version.version,
        parts={**version.parts, **parts},
        valid_from=valid_from,
        reason="改进用语",
        act=SystemAct(BY, AT),
    )


def issued(version: TemplateVersion, **given: Any) -> Letter:
    defaults = {"values": VALUES, "body": "yunhe-office", "number_pattern": PATTERN, "short": "云政办"}
    return operations.issue(
        template=version, act=SystemAct(BY, AT), **{**defaults, "case_key": None, **given}
    )


def content(file: Any) -> bytes:
    with open_file(file) as stream:
        data: bytes = stream.read()
    return data


# Templates


def test_a_body_inherits_from_the_nearest_ancestor_that_has_a_template_then_from_the_deployment() -> None:
    chain = ["town", "district", "city"]
    assert queries.template_in_force(kind="test_reply", bodies=chain, on=FIRST_DAY) is None
    for body in ("", "city", "district"):
        made = template(body)
        assert queries.template_in_force(kind="test_reply", bodies=chain, on=FIRST_DAY) == made
    inherited = queries.template_in_force(kind="test_reply", bodies=["other"], on=FIRST_DAY)
    assert inherited is not None
    assert inherited.template.body == ""


def test_editing_makes_a_version_that_comes_into_force_on_its_day() -> None:
    first = template()
    second = revised(first, valid_from=date(2026, 7, 1), note="可以查阅")
    assert second.version == 2
    for on, version in ((date(2025, 12, 31), None), (date(2026, 6, 30), first), (date(2026, 7, 1), second)):
        assert queries.version_in_force(first.template, on) == version
    assert [change.part for change in queries.changes(first, second)] == ["note"]


def test_a_withdrawn_template_gives_way_to_the_inherited_one() -> None:
    whole, own = template(""), template()
    operations.withdraw_template(
        template=own.template,
        based_on=1,
        valid_from=date(2026, 7, 1),
        reason="统一格式",
        act=SystemAct(BY, AT),
    )
    bodies = ["yunhe-office"]
    assert queries.template_in_force(kind="test_reply", bodies=bodies, on=date(2026, 6, 30)) == own
    assert queries.template_in_force(kind="test_reply", bodies=bodies, on=date(2026, 7, 1)) == whole


REFUSALS: list[tuple[type[Exception], Callable[[TemplateVersion], object]]] = [
    # one template per body and kind
    (refusals.TemplateExists, lambda first: template(body=first.template.body)),
    (refusals.KindUnknown, lambda first: template(kind="nothing")),
    # a placeholder nobody declared
    (refusals.TemplateRefused, lambda first: revised(first, body="{{nobody}}")),
    (refusals.NothingChanged, revised),
    (refusals.TooEarly, lambda first: revised(first, valid_from=date(2025, 1, 1), note="一")),
    # two people edit version 1: the second is told
    (refusals.TemplateChanged, lambda first: (revised(first, note="一"), revised(first, note="二"))),
    (
        refusals.LetterReasonMissing,
        lambda first: operations.withdraw_template(
            template=first.template, based_on=1, valid_from=FIRST_DAY, reason=" ", act=SystemAct(BY, AT)
        ),
    ),
]


@pytest.mark.parametrize(("refusal", "act"), REFUSALS)
def test_a_template_is_refused(refusal: type[Exception], act: Callable[[TemplateVersion], object]) -> None:
    first = template()
    with pytest.raises(refusal):
        act(first)


def test_starters_are_installed_once() -> None:
    made = operations.install_starters(valid_from=FIRST_DAY, act=SystemAct(BY, AT))
    assert "general" in {version.template.kind for version in made}
    assert operations.install_starters(valid_from=FIRST_DAY, act=SystemAct(BY, AT)) == []


def test_a_preview_is_the_print_page_with_sample_values() -> None:
    page = preview_html(kind="test_reply", parts=PARTS)
    assert "张三：" in page and "云政公复〔2026〕12号" in page


# Letters


def test_a_letter_is_numbered_kept_and_journalled() -> None:
    letter = issued(template())
    assert (letter.number.text, letter.on) == ("云政办公复〔2026〕1号", date(2026, 3, 16))
    said = paragraphs(content(letter.docx))
    assert said[:4] == [
        "云河市人民政府办公室",
        letter.number.text,
        "云河市人民政府办公室政府信息公开申请答复书",
        "李四：",
    ]
    assert letter.number.text in content(letter.html).decode()
    entry = journal.entries().get(verb="letter.issued")
    assert entry.object_label == "答复书 云政办公复〔2026〕1号"
    assert (
        entry.digests
        == letter.digests
        == {
            "docx": f"sha256:{letter.docx.digest}",
            "html": f"sha256:{letter.html.digest}",
        }
    )


def test_the_day_of_a_letter_is_that_of_shanghai() -> None:
    late = AT.replace(month=12, day=31, hour=16)  # already 1 January in Shanghai
    letter = operations.issue(
        template=template(),
        values=VALUES,
        body="yunhe-office",
        number_pattern=PATTERN,
        act=SystemAct(BY, late),
        case_key=None,
    )
    assert letter.on == date(2027, 1, 1)
    assert letter.number.text == "公复〔2027〕1号"


def test_a_letter_of_a_case_is_sealed_and_what_it_says_stands_nowhere_else() -> None:
    key = create_case_key(object=ObjectRef("application", "a-1", "2026年第1号"), act=SystemAct(BY, AT))
    letter = issued(template(), case_key=key)
    assert not letter.docx.public and not letter.html.public
    assert "李四：" in paragraphs(content(letter.docx))
    row = json.dumps([str(value) for value in Letter.objects.values_list().get(pk=letter.pk)])
    written = json.dumps(list(journal.entries().values()), default=str, ensure_ascii=False)
    assert "李四" not in row and "李四" not in written and "名单" not in written
    destroy_case_key(case_key=key, label="2026年第1号", reason="保管期限届满", act=SystemAct(BY, AT))
    kept = queries.letter(letter.pk)
    assert kept is not None
    with pytest.raises(KeyDestroyed):
        content(kept.docx)


def test_a_refused_letter_takes_no_number() -> None:
    version = template()
    with pytest.raises(refusals.ValuesRefused, match="“申请人姓名”没有填写"):
        issued(version, values={**VALUES, "applicant.name": ""})
    assert not Number.objects.exists()
    assert issued(version).number.serial == 1


def test_only_the_version_in_force_on_the_day_is_used() -> None:
    first = template()
    second = revised(first, valid_from=date(2026, 7, 1), note="一")
    with pytest.raises(refusals.TemplateNotInForce):
        issued(second)
    assert issued(second, on=date(2026, 7, 1)).template == second
    with pytest.raises(refusals.TemplateNotInForce):
        issued(first, on=date(2026, 7, 1))


def test_a_letter_that_is_not_committed_gives_its_number_back() -> None:
    version = template()
    with pytest.raises(RuntimeError), transaction.atomic():
        issued(version)
        raise RuntimeError
    assert issued(version).number.serial == 1


def test_a_void_letter_keeps_number_and_files() -> None:
    version = template()
    letter = issued(version)
    voided = operations.void(letter=letter, reason="内容有误", act=SystemAct(BY, AT + timedelta(hours=1)))
    assert (voided.void_reason, voided.number.void_reason) == ("内容有误", "内容有误")
    assert content(voided.docx)
    assert issued(version).number.serial == 2
    for refusal, reason in ((refusals.LetterAlreadyVoid, "再次"), (refusals.LetterReasonMissing, " ")):
        with pytest.raises(refusal):
            operations.void(letter=letter, reason=reason, act=SystemAct(BY, AT))
    assert [entry.verb for entry in journal.timeline(ObjectRef("letter", str(letter.pk), ""))] == [
        *("letter.issued", "letter.voided")
    ]


def test_the_pdf_is_made_once_and_says_the_same() -> None:
    if reason := pdf.missing():
        absent("pdf", reason)
    letter = operations.print_letter(letter=issued(template()), act=SystemAct(BY, AT))
    assert letter.pdf is not None and content(letter.pdf).startswith(b"%PDF-")
    assert letter.digests["pdf"] == f"sha256:{letter.pdf.digest}"
    assert operations.print_letter(letter=letter, act=SystemAct(BY, AT)).pdf == letter.pdf
    assert journal.entries().filter(verb="letter.printed").count() == 1


def test_a_draft_has_no_number_and_takes_none() -> None:
    made = composed(template(), VALUES, number="", on=FIRST_DAY)
    assert made.number == ""
    assert not Number.objects.exists()


def test_letters_are_found_by_body_kind_day_number_and_state() -> None:
    version = template()
    first, second = issued(version), issued(version, on=date(2026, 5, 1), body="town")
    operations.void(letter=first, reason="有误", act=SystemAct(BY, AT))
    filters = queries.LetterFilters
    for asked, found in (
        (filters(), {first, second}),
        (filters(bodies=["town"]), {second}),
        (filters(kind="general"), set()),
        (filters(since=date(2026, 4, 1)), {second}),
        (filters(through=date(2026, 4, 1)), {first}),
        (filters(q="公复〔2026〕"), {first, second}),
        (filters(voided=True), {first}),
        (filters(voided=False), {second}),
    ):
        assert set(queries.letters(asked)) == found


# What must never be, the database forbids


def test_constraint_one_template_per_body_and_kind() -> None:
    template()
    with pytest.raises(IntegrityError, match=r"one_template_per_body_and_kind|lettertemplate\.body"):
        LetterTemplate.objects.create(body="yunhe-office", kind="test_reply")


def test_constraint_template_version_is_made_once() -> None:
    first = template()
    first.pk = None
    with pytest.raises(IntegrityError, match=r"template_version_is_made_once|templateversion\.version"):
        first.save(force_insert=True)


def test_constraint_void_letter_has_reason() -> None:
    letter = issued(template())
    with pytest.raises(IntegrityError, match="void_letter_has_reason"):
        Letter.objects.filter(pk=letter.pk).update(voided_at=AT)
