"""Keeping a visitor's check for a while, and forgetting it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import KeptCheck
from gongkai.annual_reports.rules import Reading
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.text.names import without_hidden

KEEP_FOR = timedelta(days=30)


@transaction.atomic
def keep_check(*, reading: Reading, name: str, by: Actor, at: datetime) -> KeptCheck:
    """Keep a reading for 30 days under an address nobody can guess (256 random bits)."""
    kept = KeptCheck.objects.create(
        token=secrets.token_urlsafe(32),
        created_at=at,
        expires_at=at + KEEP_FOR,
        name=without_hidden(name)[:200],
        figures=reading.as_json(),
        kept_by=by.name,
    )
    journal.record(
        verb="check.kept", object=_ref(kept.pk), by=by, at=at, after={"expires_at": kept.expires_at}
    )
    return kept


@transaction.atomic
def forget_check(*, token: str, by: Actor, at: datetime) -> bool:
    """Delete a kept check at once; True if there was one."""
    kept = KeptCheck.objects.select_for_update().filter(token=token).first()
    if kept is None:
        return False
    ref = _ref(kept.pk)
    kept.delete()
    journal.record(verb="check.forgotten", object=ref, by=by, at=at)
    return True


@transaction.atomic
def purge_checks(*, by: Actor, at: datetime) -> int:
    """Delete every kept check that has expired at the instant `at`; returns how many."""
    gone = sorted(KeptCheck.objects.filter(expires_at__lte=at).values_list("pk", flat=True))
    deleted, _rows = KeptCheck.objects.filter(pk__in=gone).delete()
    for pk in gone:
        journal.record(verb="check.forgotten", object=_ref(pk), by=by, at=at, reason=_("保存期已满"))
    return deleted


def _ref(pk: int) -> ObjectRef:
    """A kept check in the journal: neither its address, which is a secret, nor the visitor's file name."""
    return ObjectRef("kept_check", str(pk), _("保存的核查结果"))
