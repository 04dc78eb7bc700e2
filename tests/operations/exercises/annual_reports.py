"""What annual reports do, each with what it needs."""

from __future__ import annotations

import io
from datetime import date, timedelta

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import CellEdit, Draft
from gongkai.records.acts import SystemAct
from tests.material import yunhe
from tests.operations.annual_reports.office import Office, office, page, wrong
from tests.operations.exercises import AT, BY, Exercises, Perform


def archive_report() -> Perform:
    return lambda act: operations.archive_report(
        place_code="yunhe",
        place_name="云河市",
        level="city",
        figures=yunhe.reading().as_json(),
        source=operations.ReportSource(publisher="云河市人民政府办公室"),
        act=act,
    )


def replace_report() -> Perform:
    report = operations.accept_draft(draft=_read(office()), act=SystemAct(BY, AT))
    figures = report.figures | {"place": "云河市教育局（更正）"}
    return lambda act: operations.replace_report(
        report=report, figures=figures, source=operations.ReportSource(), reason="更正", act=act
    )


def keep_check() -> Perform:
    return lambda act: operations.keep_check(reading=yunhe.reading(), name="报告.html", act=act)


def forget_check() -> Perform:
    kept = operations.keep_check(reading=yunhe.reading(), name="", act=SystemAct(BY, AT))
    return lambda act: operations.forget_check(token=kept.token, act=act)


def purge_checks() -> Perform:
    operations.keep_check(reading=yunhe.reading(), name="", act=SystemAct(BY, AT - timedelta(days=40)))
    return lambda act: operations.purge_checks(act=act)


def import_report() -> Perform:
    return lambda act: operations.import_report(
        reading=yunhe.reading(), title="年报.html", level="city", act=act
    )


def open_collection() -> Perform:
    city = office().city
    return lambda act: operations.open_collection(
        title="补报", year=2026, body=city.root, due_on=date(2027, 2, 28), act=act
    )


def change_collection() -> Perform:
    collection = office().collection
    return lambda act: operations.change_collection(
        collection=collection,
        title="年报",
        due_on=date(2027, 2, 28),
        number_pattern="",
        contact="",
        act=act,
    )


def set_expected() -> Perform:
    collection = office().collection
    return lambda act: operations.set_expected(collection=collection, bodies=[], act=act)


def close_collection() -> Perform:
    collection = office().collection
    return lambda act: operations.close_collection(collection=collection, act=act)


def reopen_collection() -> Perform:
    collection = operations.close_collection(collection=office().collection, act=SystemAct(BY, AT))
    return lambda act: operations.reopen_collection(collection=collection, act=act)


def receive_drafts() -> Perform:
    here = office()
    return lambda act: _hand_in(here)


def resume_reading() -> Perform:
    waiting = office()
    _hand_in(waiting)
    return lambda act: operations.resume_reading(collection=waiting.collection, act=act)


def read_draft() -> Perform:
    waiting = office()
    _hand_in(waiting)
    draft = waiting.draft("a.html")
    return lambda act: operations.read_draft(draft=draft, act=act)


def assign_unit() -> Perform:
    here = office()
    draft = _read(here)
    return lambda act: operations.assign_unit(draft=draft, body=here.health, act=act)


def set_aside() -> Perform:
    draft = _read(office())
    return lambda act: operations.set_aside(draft=draft, reason="旧稿", act=act)


def judge_finding() -> Perform:
    draft = _read(office(), page(values=wrong()))
    now = queries.judged(draft)
    key = now.findings[0].key if now else ""
    return lambda act: operations.judge_finding(draft=draft, key=key, says="confirmed", act=act)


def edit_cell() -> Perform:
    draft = _read(office())
    return lambda act: _edit(draft)


def edit_year() -> Perform:
    draft = _read(office())
    return lambda act: operations.edit_year(draft=draft, year=2025, reason="封面", act=act)


def undo_edit() -> Perform:
    draft = _read(office())
    edit = _edit(draft)
    return lambda act: operations.undo_edit(draft=draft, edit=edit, reason="误改", act=act)


def accept_draft() -> Perform:
    draft = _read(office())
    return lambda act: operations.accept_draft(draft=draft, act=act)


def return_draft() -> Perform:
    draft = _read(office(), page(values=wrong()))
    return lambda act: operations.return_draft(draft=draft, act=act)


def return_drafts() -> Perform:
    here = office()
    draft = _read(here, page(values=wrong()))
    return lambda act: operations.return_drafts(collection=here.collection, drafts=[draft], act=act)


def finish_batch() -> Perform:
    here = office()
    draft = _read(here, page(values=wrong()))
    batch = operations.return_drafts(collection=here.collection, drafts=[draft], act=SystemAct(BY, AT))
    return lambda act: operations.finish_batch(collection=here.collection, batch=batch, refusals=[], act=act)


def _hand_in(here: Office) -> object:
    streams = [("a.html", io.BytesIO(page()))]
    return operations.receive_drafts(collection=here.collection, files=streams, act=SystemAct(BY, AT))


def _read(here: Office, data: bytes | None = None) -> Draft:
    return here.one("a.html", data or page(), at=AT)


def _edit(draft: Draft) -> CellEdit:
    return operations.edit_cell(
        draft=draft,
        table="table4",
        row="review",
        column="total",
        value=9,
        reason="台账",
        act=SystemAct(BY, AT),
    )


EXERCISES: Exercises = {
    "accept_draft": accept_draft,
    "archive_report": archive_report,
    "assign_unit": assign_unit,
    "change_collection": change_collection,
    "close_collection": close_collection,
    "edit_cell": edit_cell,
    "edit_year": edit_year,
    "finish_batch": finish_batch,
    "forget_check": forget_check,
    "import_report": import_report,
    "judge_finding": judge_finding,
    "keep_check": keep_check,
    "load_starting_archive": lambda: lambda act: operations.load_starting_archive(act=act),
    "open_collection": open_collection,
    "purge_checks": purge_checks,
    "read_draft": read_draft,
    "receive_drafts": receive_drafts,
    "reopen_collection": reopen_collection,
    "replace_report": replace_report,
    "resume_reading": resume_reading,
    "return_draft": return_draft,
    "return_drafts": return_drafts,
    "set_aside": set_aside,
    "set_expected": set_expected,
    "undo_edit": undo_edit,
}
