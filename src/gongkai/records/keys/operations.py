"""What can be done with keys. The key file changes before the rows that need it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records.actors import ObjectRef
from gongkai.records.acts import INSIDE, Act
from gongkai.records.keys import keyring
from gongkai.records.keys.keyring import KeysRefused
from gongkai.records.keys.kinds import CASE_KEY, KEYS
from gongkai.records.keys.models import CaseKey
from gongkai.records.keys.rules import passphrase as passphrases
from gongkai.records.keys.rules.sealing import new_key
from gongkai.records.operations import Done, operation, prepared_operation

BATCH = 500
# A transaction that took a version before a rotation has long ended when that version may be removed.
RETIRED_AFTER = timedelta(days=1)


class UnknownPurpose(KeysRefused):
    """There is no key for this purpose."""


class AlreadyDestroyed(KeysRefused):
    """The case key was destroyed before."""


class KeyReasonMissing(KeysRefused):
    """What cannot be undone needs a written reason."""


class PassphraseRefused(KeysRefused):
    """The passphrase is too short, or does not open the back-up."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did: version in use, case keys wrapped again, whether it finished an earlier one."""

    purpose: str
    version: int
    rewrapped: int
    resumed: bool


@operation("case_key.created", gettext_lazy("生成案件密钥"), of=CASE_KEY, action=INSIDE)
def create_case_key(*, object: ObjectRef, act: Act) -> Done[CaseKey]:
    """A new key for a case."""
    made = CaseKey(object_kind=object.kind, object_id=object.id, created_at=act.at)
    made.wrap(new_key(), keyring.read().current(keyring.WRAPPING))
    made.save(force_insert=True)
    after = {"case_key": str(made.pk), "wrapping_version": made.wrapping_version}
    return Done(made, object, after=after)


@operation("case_key.destroyed", gettext_lazy("销毁案件密钥"), of=CASE_KEY, action=INSIDE)
def destroy_case_key(*, case_key: CaseKey, label: str, reason: str, act: Act) -> Done[None]:
    """Destroy a case's key: its private fields and files can never be read again.

    `label` is the public name of the case. Raises AlreadyDestroyed, ReasonMissing. Copies in back-ups end
    when the wrapping version they were made under is retired (docs/decisions/0011-files-and-keys.md).
    """
    if not reason.strip():
        raise KeyReasonMissing(_("销毁案件密钥不能撤销，请写明理由（例如保管期限届满的依据）。"))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # the freed page is overwritten, not only unlinked
            cursor.execute("PRAGMA secure_delete=ON")
    changed = CaseKey.objects.filter(pk=case_key.pk, destroyed_at__isnull=True).update(
        wrapped=None, wrapping_version=None, destroyed_at=act.at
    )
    if not changed:
        raise AlreadyDestroyed(_("这一案件的密钥已经销毁了。"))
    case_key.refresh_from_db()
    case = ObjectRef(case_key.object_kind, case_key.object_id, label)
    return Done(None, case, after={"case_key": str(case_key.pk)})


def _rotated(
    *,
    act: Act,
    purpose: str = keyring.WRAPPING,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Rotation, keyring.Keyring]:
    if purpose not in keyring.PURPOSES:
        raise UnknownPurpose(_("密钥用途只有：%(known)s。") % {"known": "、".join(keyring.PURPOSES)})
    with keyring.changing() as ring:
        resumed = purpose == keyring.WRAPPING and _older(ring).exists()
        if not resumed:
            ring = ring.with_new(purpose, act.at)
            keyring.write(ring)
    done = 0
    if purpose == keyring.WRAPPING:
        total = _older(ring).count()
        while wrapped := _rewrap_batch(ring):
            done += wrapped
            if progress:
                progress(done, max(done, total))
    return Rotation(purpose, ring.current(purpose).version, done, resumed), ring


@prepared_operation(_rotated, "keys.rotated", gettext_lazy("更换密钥"), of=KEYS, action="key.rotate")
def rotate(
    rotated: tuple[Rotation, keyring.Keyring],
    *,
    act: Act,
    purpose: str = keyring.WRAPPING,
    progress: Callable[[int, int], None] | None = None,
) -> Done[Rotation]:
    """Take a new version of a key into use; for `wrapping`, wrap every case key again, in batches.

    A rotation that was interrupted is finished by the next one instead of starting another. `progress` is
    told (done, total). Raises UnknownPurpose.
    """
    rotation, ring = rotated
    after = {"version": rotation.version, "rewrapped": rotation.rewrapped, "resumed": rotation.resumed}
    return Done(rotation, _key(ring, purpose), after=after)


def _retired(*, act: Act) -> tuple[list[int], keyring.Keyring]:
    with keyring.changing() as ring:
        used = set(CaseKey.objects.exclude(wrapped=None).values_list("wrapping_version", flat=True))
        versions = ring.purposes[keyring.WRAPPING]
        gone = {
            old.version
            for old, successor in pairwise(versions)
            if old.version not in used and datetime.fromisoformat(successor.made_at) + RETIRED_AFTER <= act.at
        }
        if gone:
            keyring.write(ring.without(keyring.WRAPPING, gone))
    return sorted(gone), ring


@prepared_operation(_retired, "keys.retired", gettext_lazy("停用旧密钥"), of=KEYS, action="key.rotate")
def retire(retired: tuple[list[int], keyring.Keyring], *, act: Act) -> Done[list[int]]:
    """Remove the wrapping versions that no case key is wrapped by and that were replaced a day ago or more.

    Returns their numbers. Afterwards the private part of a back-up of the database from their time opens only
    with a back-up of the keys from that time.
    """
    gone, ring = retired
    return Done(gone, _key(ring, keyring.WRAPPING), after={"versions": gone}, silent=not gone)


def _protected(*, passphrase: str) -> tuple[bytes, keyring.Keyring]:
    ring = keyring.read()
    try:
        content = passphrases.protect(ring.as_json(), passphrase)
    except passphrases.PassphraseTooShort as problem:
        raise PassphraseRefused(
            _("口令至少要有%(count)s个字符。") % {"count": passphrases.SHORTEST}
        ) from problem
    return content, ring


@prepared_operation(_protected, "keys.backed_up", gettext_lazy("备份密钥"), of=KEYS, action="key.rotate")
def back_up(protected: tuple[bytes, keyring.Keyring], *, passphrase: str, act: Act) -> Done[bytes]:
    """All keys under a passphrase, as the content of a file; raises PassphraseRefused."""
    content, ring = protected
    after = {purpose: ring.current(purpose).version for purpose in keyring.PURPOSES}
    return Done(content, _key(ring, "all"), after=after)


def _opened(*, content: bytes, passphrase: str) -> keyring.Keyring:
    return open_backup(content, passphrase)


@prepared_operation(_opened, "keys.restored", gettext_lazy("恢复密钥"), of=KEYS, action="key.rotate")
def restore(ring: keyring.Keyring, *, content: bytes, passphrase: str, act: Act) -> Done[None]:
    """Put the key file of a back-up in place, where there is none; raises PassphraseRefused, KeysUnusable."""
    keyring.place(ring)
    return Done(None, _key(ring, "all"))


def open_backup(content: bytes, passphrase: str) -> keyring.Keyring:
    """The keys in a back-up, nothing changed; raises PassphraseRefused, KeysUnusable."""
    try:
        return keyring.parse(passphrases.unprotect(content, passphrase))
    except passphrases.NotAKeyBackup as problem:
        raise PassphraseRefused(_("这不是密钥备份文件，或者口令不对。请核对文件和口令。")) from problem


def _older(ring: keyring.Keyring) -> QuerySet[CaseKey]:
    current = ring.current(keyring.WRAPPING).version
    return CaseKey.objects.filter(wrapping_version__lt=current)


@transaction.atomic
def _rewrap_batch(ring: keyring.Keyring) -> int:
    rows = list(_older(ring).select_for_update().order_by("pk")[:BATCH])
    for row in rows:
        row.wrap(row.open(), ring.current(keyring.WRAPPING))
    CaseKey.objects.bulk_update(rows, ["wrapped", "wrapping_version"])
    return len(rows)


def _key(ring: keyring.Keyring, purpose: str) -> ObjectRef:
    return ObjectRef(KEYS.code, ring.deployment, f"密钥（{purpose}）")
