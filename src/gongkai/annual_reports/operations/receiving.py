"""Taking in what was dropped. One file harms no other: what cannot be kept becomes a draft that says why."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import COLLECTION
from gongkai.annual_reports.models import Collection, Draft
from gongkai.annual_reports.operations.collecting import check_open
from gongkai.annual_reports.operations.placing import place_draft, placement_of
from gongkai.annual_reports.operations.unpacking import dropped_files
from gongkai.annual_reports.queries import collecting as queries
from gongkai.annual_reports.rules.units import Match, match
from gongkai.annual_reports.rules.unpacking import CannotUnpack, Member, clean_path, ignored
from gongkai.records import files, journal
from gongkai.records.acts import Act
from gongkai.records.files import FileRefused, OnDisk
from gongkai.records.files.rules.refusals import ExtensionDoesNotFit, KindNotAccepted
from gongkai.records.jobs import enqueue
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.process_pool import CouldNotFinish
from gongkai.records.refusals import Refused

READING_JOB = "annual_reports.read_drafts"
MOST_FILES = 5000
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


def _dropped(*, collection: Collection, files: Iterable[tuple[str, BinaryIO]], act: Act) -> _Drop:
    """The files of a drop, checked and put on the disk, before the transaction that names them."""
    check_open(collection)
    drop = _Drop(collection, act)
    for path, stream in files:
        drop.take(path, stream)
    if not drop.rows and not drop.again:
        told = "".join(drop.problems)
        raise NothingReceived(
            told or _("没有收到文件，请选择年报草稿（HTML、Word、PDF、Excel、文本）或者它们的压缩包。")
        )
    drop.match_refused()
    return drop


class _Drop:
    """What was dropped at once: rows to make, what lies on the disk for them, what was counted on the way."""

    def __init__(self, collection: Collection, act: Act) -> None:
        self.collection, self.act = collection, act
        self.rows: list[Draft] = []
        self.on_disk: dict[int, OnDisk] = {}  # by the place of the row
        self.problems: list[str] = []
        self.refused = self.again = self.ignored = 0
        self.known = set(collection.drafts.values_list("path", "digest"))
        self.units: dict[str, Match] = {}  # of the paths that were refused

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
                self._put(member)
        except (CannotUnpack, CouldNotFinish) as problem:
            self.problems.append(f"{path}：{problem}")

    def match_refused(self) -> None:
        """Find by their names whose the files are that nobody will read."""
        paths = [row.path for row in self.rows if row.state == Draft.State.UNREADABLE]
        names = queries.matching_names(self.collection) if paths else []
        self.units = {path: match(names, None, path) for path in paths}

    def keep_files(self, act: Act) -> None:
        """Name the files on the disk, each in its row."""
        for place, on_disk in self.on_disk.items():
            self.rows[place].file = files.keep(file=on_disk, act=act.delegated())

    def _put(self, member: Member) -> None:
        data = member.data or b""
        digest = hashlib.sha256(data).hexdigest()
        if (member.path, digest) in self.known:
            self.again += 1
            return
        self.known.add((member.path, digest))
        problem = member.problem
        if not problem:
            try:
                self.on_disk[len(self.rows)] = _put(data, member.path, self.collection, self.act)
            except (FileRefused, CouldNotFinish) as refusal:
                problem = str(refusal)
        self.refused += bool(problem)
        self.rows.append(
            Draft(
                collection=self.collection,
                path=member.path,
                digest=digest,
                size=len(data),
                state=Draft.State.UNREADABLE if problem else Draft.State.WAITING,
                reason=problem[:500],
                received_by=self.act.actor.name,
                received_at=self.act.at,
            )
        )


@prepared_operation(
    _dropped,
    "collection.received",
    gettext_lazy("上传年报草稿"),
    of=COLLECTION,
    action="collection.manage",
)
def receive_drafts(
    drop: _Drop, *, collection: Collection, files: Iterable[tuple[str, BinaryIO]], act: Act
) -> Done[Received]:
    """Keep the files of a folder or of zips, (path, stream) each, and have them read in the background.

    Files are checked and put on the disk before the transaction that names them: call it outside of any. What
    is refused (a virus of a document, a password, a secrecy mark) becomes an unreadable draft that says why.
    Raises CollectionClosed, NothingReceived; then nothing is named or journalled, not even a file.
    """
    check_open(collection)
    drop.keep_files(act)
    Draft.objects.bulk_create(drop.rows)
    for row in drop.rows:
        row.collection = collection
        if row.file is None:
            place_draft(row, placement_of(row, drop.units[row.path], unreadable=True), act)
            row.save()
    waiting = any(row.file is not None for row in drop.rows)
    job = enqueue(READING_JOB, collection=collection.pk) if waiting else ""
    if job:
        collection.reading_job = job
        collection.save(update_fields=["reading_job"])
    manifest = journal.manifest({"digest": row.digest, "size": row.size} for row in drop.rows)
    received = Received(
        len(drop.rows) - drop.refused, drop.refused, drop.again, drop.ignored, tuple(drop.problems), job
    )
    after = {"files": len(drop.rows), "refused": drop.refused, "again": drop.again}
    return Done(received, after=after, digests={"manifest": manifest.digest})


@operation(
    "collection.reading_resumed",
    gettext_lazy("继续读取年报草稿"),
    of=COLLECTION,
    action="collection.manage",
)
def resume_reading(*, collection: Collection, act: Act) -> Done[str]:
    """Have the files that still wait read; the id of the job. Raises CollectionClosed, NothingToRead."""
    check_open(collection)
    if not collection.drafts.filter(state=Draft.State.WAITING).exists():
        raise NothingToRead(_("文件都已读取，没有需要继续读取的。"))
    collection.reading_job = enqueue(READING_JOB, collection=collection.pk)
    collection.save(update_fields=["reading_job"])
    return Done(collection.reading_job)


def _put(data: bytes, path: str, collection: Collection, act: Act) -> OnDisk:
    """Put the bytes on the disk under a name that fits what they are. Raises a FileRefused."""
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    stem, extension = (stem, extension.lower()) if dot and stem else (stem + dot + extension, "txt")
    extension = "txt" if extension in _TEXT else _STORED_AS.get(extension, extension)
    refused: FileRefused | None = None
    for _attempt in range(3):
        try:
            return files.put_private(
                stream=io.BytesIO(data),
                name=f"{stem}.{extension}",
                case_key=collection.case_key,
                act=act.delegated(),
                made_here=True,  # web pages are kept as files to read; whoever shows them shows them cleaned
            )
        except ExtensionDoesNotFit as refusal:
            extension, refused = str(refusal.facts["right"]), refusal
        except KindNotAccepted as refusal:
            if extension != "html":
                raise
            extension, refused = "txt", refusal
    raise refused or KindNotAccepted(found=extension)
