"""Refused secrets: noted on the disk at once, told to the journal and the security officer soon after.

The refusal is an exception, and the caller's transaction rolls back with it: an entry written there would be
lost, one written over another connection could wait for that very transaction. So the refusal is first a note
(files/refused/*.json, without the file's name or bytes); it becomes a row and an entry right away where no
transaction is open, else in the runner's next minute.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import transaction

from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.files import storage
from gongkai.records.files.models import SecretRefusal


def note(*, mark: str, kind: str, size: int, sha256: str, by: Actor, at: datetime) -> None:
    """Note a refusal; it is on the disk when this returns."""
    directory = _notes()
    name = str(uuid.uuid4())
    content = {
        "mark": mark,
        "kind": kind,
        "size": size,
        "sha256": sha256,
        "by": asdict(by),
        "at": at.isoformat(),
    }
    path = directory / f"{name}.part"
    with path.open("x", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    path.rename(directory / f"{name}.json")
    storage.sync(directory)


def report() -> int:
    """Turn notes into rows and journal entries; returns how many. Twice the same note is one entry."""
    told = 0
    for path in sorted(_notes().glob("*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:  # another process was faster
            continue
        told += _tell(path.stem, content)
        path.unlink(missing_ok=True)
    return told


@transaction.atomic
def _tell(name: str, content: dict[str, object]) -> bool:
    by = Actor(**content["by"])  # type: ignore[arg-type]  # what note() wrote
    at = datetime.fromisoformat(str(content["at"]))
    facts = {key: content[key] for key in ("mark", "kind", "size", "sha256")}
    refusal, new = SecretRefusal.objects.get_or_create(
        pk=uuid.UUID(name),
        defaults={
            **facts,
            "by_id": by.id,
            "by_name": by.name,
            "body": by.body,
            "body_name": by.body_name,
            "refused_at": at,
        },
    )
    if new:
        ref = ObjectRef("secret_refusal", str(refusal.pk), str(refusal.mark))
        digests = {"file": f"sha256:{refusal.sha256}"}
        after = {"mark": refusal.mark, "kind": refusal.kind, "size": refusal.size}
        journal.record(verb="file.refused_secret", object=ref, by=by, at=at, after=after, digests=digests)
    return new


def _notes() -> Path:
    directory = storage.root() / "refused"
    if not directory.is_dir():
        directory.mkdir(mode=0o700, exist_ok=True)
        storage.sync(directory.parent)
    return directory
