"""Taking in what was dropped, reading it file by file, and finding whose it is. One file harms no other."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.operations.collecting import check_open, collection_ref, locked
from gongkai.annual_reports.operations.placing import draft_ref, place_draft, recount
from gongkai.annual_reports.operations.unpacking import dropped_files
from gongkai.annual_reports.queries import collecting as queries
from gongkai.annual_reports.queries.checking import findings, read_report
from gongkai.annual_reports.rules import NothingRead, Reading
from gongkai.annual_reports.rules.units import match
from gongkai.annual_reports.rules.unpacking import CannotUnpack, Member, clean_path, ignored
from gongkai.records import files, journal, process_pool
from gongkai.records.actors import Actor
from gongkai.records.acts import SystemAct
from gongkai.records.files import FileRefused, StoredFile
from gongkai.records.files.rules.refusals import ExtensionDoesNotFit, KindNotAccepted
from gongkai.records.jobs import enqueue
from gongkai.records.process_pool import JOBS, CouldNotFinish, FunctionFailed, Overloaded
from gongkai.records.refusals import Refused

READING_JOB = "annual_reports.read_drafts"
MOST_ATTEMPTS = 2
MOST_FILES = 5000
# A draft is checked for every page that shows it: what takes longer than this would keep its clerks waiting.
CHECK = replace(JOBS, cpu=10, wall=60)
# What the store keeps as something else; the draft keeps its own name, and content decides how it is read.
_STORED_AS = {"htm": "html", "shtml": "html", "xhtml": "html", "mht": "html"}
_TEXT = frozenset({"md", "markdown", "json", "text"})


class NothingReceived(Refused):
    """Nothing that could be a draft was handed in."""


class NothingToRead(Refused):
    """Every file has been read."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a drop: drafts kept, files refused (kept as unreadable drafts), the same bytes again,
    what computers leave in folders, sentences about whole archives, and the job that reads.
    """

    drafts: int
    refused: int
    again: int
    ignored: int
    problems: tuple[str, ...]
    job: str


def receive_drafts(
    *, collection: Collection, files: Iterable[tuple[str, BinaryIO]], by: Actor, at: datetime
) -> Received:
    """Keep the files of a folder or of zips, (path, stream) each, and have them read in the background.

    Files are checked and kept before the transaction that names them: call it outside of any. What is refused
    (a virus of a document, a password, a secrecy mark) becomes an unreadable draft that says why. Raises
    CollectionClosed, NothingReceived.
    """
    collection.refresh_from_db()
    check_open(collection)
    drop = _Drop(collection, by, at)
    for path, stream in files:
        drop.take(path, stream)
    with transaction.atomic():
        collection = locked(collection)
        Draft.objects.bulk_create(drop.rows)
        for row in drop.rows:
            if row.state == Draft.State.UNREADABLE:
                place_draft(row, match(queries.matching_names(collection), None, row.path))
        waiting = any(row.state == Draft.State.WAITING for row in drop.rows)
        job = enqueue(READING_JOB, collection=collection.pk) if waiting else ""
        if job:
            collection.reading_job = job
            collection.save(update_fields=["reading_job"])
        manifest = journal.manifest({"digest": row.digest, "size": row.size} for row in drop.rows)
        journal.record(
            verb="collection.received",
            object=collection_ref(collection),
            by=by,
            at=at,
            after={"files": len(drop.rows), "refused": drop.refused, "again": drop.again},
            digests={"manifest": manifest.digest},
        )
    if not drop.rows and not drop.again:
        told = "".join(drop.problems)
        raise NothingReceived(
            told or _("没有收到文件，请选择年报草稿（HTML、Word、PDF、Excel、文本）或者它们的压缩包。")
        )
    received = len(drop.rows) - drop.refused
    return Received(received, drop.refused, drop.again, drop.ignored, tuple(drop.problems), job)


@transaction.atomic
def resume_reading(*, collection: Collection, by: Actor, at: datetime) -> str:
    """Have the files that still wait read; the id of the job. Raises CollectionClosed, NothingToRead."""
    collection = locked(collection)
    if not collection.drafts.filter(state=Draft.State.WAITING).exists():
        raise NothingToRead(_("文件都已读取，没有需要继续读取的。"))
    collection.reading_job = enqueue(READING_JOB, collection=collection.pk)
    collection.save(update_fields=["reading_job"])
    journal.record(verb="collection.reading_resumed", object=collection_ref(collection), by=by, at=at)
    return collection.reading_job


def read_draft(*, draft: Draft, by: Actor, at: datetime) -> Draft:
    """Read one waiting file and find its unit; nothing that goes wrong in a reader goes further.

    A file that ended the program twice is not tried again. A draft that was read already is left as it is.
    """
    Draft.objects.filter(pk=draft.pk, state=Draft.State.WAITING).update(attempts=F("attempts") + 1)
    draft.refresh_from_db()
    if draft.state != Draft.State.WAITING:
        return draft
    reading, reason = (None, _("读取这个文件时程序两次中断，不再读取。请用原来的软件另存后重新上传。"))
    if draft.attempts <= MOST_ATTEMPTS:
        reading, reason = _read(draft)
    try:
        return _settle_reading(draft=draft, reading=reading, reason=reason, by=by, at=at)
    except CouldNotFinish as problem:  # what was just checked cannot be checked again
        return _settle_reading(draft=draft, reading=None, reason=str(problem), by=by, at=at)


@process_pool.atomic
def _settle_reading(*, draft: Draft, reading: Reading | None, reason: str, by: Actor, at: datetime) -> Draft:
    collection = Collection.objects.select_for_update().get(pk=draft.collection_id)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state != Draft.State.WAITING:
        return draft
    draft.state, draft.reason, draft.read_at = Draft.State.UNREADABLE, reason[:500], at
    if reading is not None:
        draft.state, draft.reason = Draft.State.READ, ""
        draft.reading, draft.paragraphs = (
            reading.as_json(),
            [_storable(text) for text in reading.paragraphs],
        )
    draft.save()
    if draft.matched_by != Draft.MatchedBy.HAND:
        place = reading.place if reading else None
        place_draft(draft, match(queries.matching_names(collection), place, draft.path))
    recount(draft)
    journal.record(
        verb="draft.read" if reading else "draft.unreadable",
        object=draft_ref(draft),
        by=by,
        at=at,
        after={"state": draft.state, "errors": draft.errors, "warnings": draft.warnings},
        digests={"file": f"sha256:{draft.digest}"},
        reason=draft.reason,
    )
    return draft


class _Drop:
    """What was dropped at once: rows to make, and what was counted on the way."""

    def __init__(self, collection: Collection, by: Actor, at: datetime) -> None:
        self.collection, self.by, self.at = collection, by, at
        self.rows: list[Draft] = []
        self.problems: list[str] = []
        self.refused = self.again = self.ignored = 0
        self.known = set(collection.drafts.values_list("path", "digest"))

    def take(self, path: str, stream: BinaryIO) -> None:
        """One file, or every file of a zip."""
        path = clean_path(path)
        if not path or ignored(path):
            self.ignored += 1
            return
        try:
            for member in dropped_files(path, stream):
                if len(self.rows) >= MOST_FILES:
                    raise CannotUnpack(f"一次最多接收{MOST_FILES}个文件，其余的请分批上传。")
                self._keep(member)
        except (CannotUnpack, CouldNotFinish) as problem:
            self.problems.append(f"{path}：{problem}")

    def _keep(self, member: Member) -> None:
        data = member.data or b""
        digest = hashlib.sha256(data).hexdigest()
        if (member.path, digest) in self.known:
            self.again += 1
            return
        self.known.add((member.path, digest))
        kept, problem = None, member.problem
        if not problem:
            try:
                kept = _stored(data, member.path, self.collection, self.by, self.at)
            except (FileRefused, CouldNotFinish) as refusal:
                problem = str(refusal)
        self.refused += kept is None
        self.rows.append(
            Draft(
                collection=self.collection,
                path=member.path,
                file=kept,
                digest=digest,
                size=len(data),
                state=Draft.State.WAITING if kept else Draft.State.UNREADABLE,
                reason=problem[:500],
                received_by=self.by.name,
                received_at=self.at,
            )
        )


def _stored(data: bytes, path: str, collection: Collection, by: Actor, at: datetime) -> StoredFile:
    """Keep the bytes under a name that fits what they are. Raises a FileRefused."""
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    stem, extension = (stem, extension.lower()) if dot and stem else (stem + dot + extension, "txt")
    extension = "txt" if extension in _TEXT else _STORED_AS.get(extension, extension)
    refused: FileRefused | None = None
    for _attempt in range(3):
        try:
            return files.store_private(
                stream=io.BytesIO(data),
                name=f"{stem}.{extension}",
                case_key=collection.case_key,
                act=SystemAct(by, at),
                made_here=True,  # web pages are kept as files to read; whoever shows them shows them cleaned
            )
        except ExtensionDoesNotFit as refusal:
            extension, refused = str(refusal.facts["right"]), refusal
        except KindNotAccepted as refusal:
            if extension != "html":
                raise
            extension, refused = "txt", refusal
    raise refused or KindNotAccepted(found=extension)


def _read(draft: Draft) -> tuple[Reading | None, str]:
    """The reading of the file, or the sentence why there is none."""
    if draft.file is None:
        return None, _("文件没有保存，请重新上传。")
    try:
        with files.open_file(draft.file) as stored:
            data = stored.read()
        reading = read_report(data, draft.path.rpartition("/")[2], limits=JOBS)
        findings(reading, limits=CHECK)
        return reading, ""
    except (NothingRead, CouldNotFinish) as problem:
        return None, str(problem)
    except Overloaded:  # nothing is wrong with the file: the job comes back to it
        Draft.objects.filter(pk=draft.pk).update(attempts=F("attempts") - 1)
        raise
    except Exception as error:
        kind = error.kind if isinstance(error, FunctionFailed) else type(error).__name__
        return None, _(
            "读取时出现意外情况（%(kind)s），这个文件没有读出。请用原来的软件另存为DOCX、PDF或者文本后重新上传。"
        ) % {"kind": kind}


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
