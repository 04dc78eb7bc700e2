"""A repeated request is answered, not executed again: `Idempotency-Key` on requests that write.

The key is claimed by inserting a row, in the transaction that executes the request and keeps its answer. The
unique constraint does the waiting: a second request with the same key stands still until the first commits
(then it replays) or fails (then it executes). A refusal changes nothing and is not kept: it may be corrected
and sent again. Keys belong to one token and are forgotten after a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.api.models import KeptAnswer
from gongkai.api.problems import Problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEEP_FOR = timedelta(hours=24)
LONGEST = 255
PATIENCE = 15  # seconds that a second request waits for the first
KEPT_HEADERS = ("Content-Type", "Location")


def key_of(request: HttpRequest) -> str:
    """The key of a request, "" without one. Raises Problem where it is not 1 to 255 visible characters."""
    if HEADER not in request.headers:
        return ""
    key = request.headers[HEADER].strip()
    if not 1 <= len(key) <= LONGEST or not (key.isascii() and key.isprintable()):
        raise Problem.at(HEADER, _("Idempotency-Key应为1至255个可见的ASCII字符，例如一个UUID。"))
    return key


def fingerprint(request: HttpRequest) -> str:
    """What makes a repetition the same request: method, address, type and bytes of the body."""
    digest = hashlib.sha256()
    for part in (request.method or "", request.get_full_path(), request.content_type or ""):
        digest.update(part.encode() + b"\0")
    digest.update(request.body)
    return digest.hexdigest()


def once(
    request: HttpRequest, *, token: str, key: str, at: datetime, execute: Callable[[], HttpResponse]
) -> HttpResponse:
    """The answer of `execute`, or the one kept when this request was executed before.

    Raises Problem `idempotency-key-reused`, `request-in-progress`, and whatever `execute` raises (then
    nothing is kept).
    """
    mark = fingerprint(request)
    with transaction.atomic():
        claimed = _claim(token, key, mark, at)
        if claimed is None:
            return _replay(KeptAnswer.objects.get(token=token, key=key), mark)
        response = execute()
        claimed.status = response.status_code
        claimed.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        claimed.body = response.content.decode()
        claimed.save()
        return response


def forget(*, at: datetime) -> int:
    """Delete the answers that have expired at the instant `at`; returns how many."""
    return KeptAnswer.objects.filter(expires_at__lte=at).delete()[0]


def _claim(token: str, key: str, mark: str, at: datetime) -> KeptAnswer | None:
    """The row of a key that nobody has used; None if somebody has. Waits while somebody is using it."""
    try:
        with _limited_patience():
            KeptAnswer.objects.filter(token=token, key=key, expires_at__lte=at).delete()
            return KeptAnswer.objects.create(token=token, key=key, fingerprint=mark, expires_at=at + KEEP_FOR)
    except IntegrityError:
        return None
    except OperationalError as locked:
        raise Problem("request-in-progress", headers={"Retry-After": "5"}) from locked


def _limited_patience() -> transaction.Atomic:
    """A savepoint in which waiting for another request ends after a while (SQLite: the timeout it has)."""
    savepoint = transaction.atomic()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    return savepoint


def _replay(kept: KeptAnswer, mark: str) -> HttpResponse:
    if kept.fingerprint != mark:
        raise Problem("idempotency-key-reused")
    response = HttpResponse(kept.body, status=kept.status or 200, headers=kept.headers)
    response[REPLAYED] = "true"
    return response
