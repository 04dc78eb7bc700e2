"""Sessions of browsers of which the database holds nothing that opens one.

The key in the browser's cookie is the only copy: a row is found by the key's SHA-256, and what the session
remembers is sealed under a key made from it (HKDF, AES-256-GCM). Whoever reads the table, or a copy of it,
can neither take over a session nor see what is in it. A session key has 165 random bits: nothing to guess.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib.sessions.backends import db
from django.utils import timezone

from gongkai.organisations.models import BrowserSession
from gongkai.records.keys.rules.sealing import KEY_BYTES, CannotOpen, open_bytes, seal_bytes


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by digest and sealed. The house has no asynchronous views."""

    @classmethod
    def get_model_class(cls) -> type[BrowserSession]:
        """The table."""
        return BrowserSession

    def load(self) -> dict[str, Any]:
        """What the session of this key remembers; {} (and no key) where there is none or it has expired."""
        key = self.session_key or ""
        row = self._rows(key).filter(expire_date__gt=timezone.now()).first() if key else None
        if row is None:
            self._session_key = None
            return {}
        return self.decode(_opened(key, row.session_data))

    def exists(self, session_key: str | None) -> bool:
        """Whether there is a session of this key."""
        return bool(session_key) and self._rows(str(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """The row as it is to be saved."""
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return BrowserSession(
            session_key=digest(key),
            session_data=_sealed(key, self.encode(data)),
            expire_date=self.get_expiry_date(),
        )

    async def acreate_model_instance(self, data: dict[str, Any]) -> BrowserSession:
        """Never: what is not overridden here would keep the key."""
        raise NotImplementedError("sessions are written by synchronous views only")

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session (without a key: this one)."""
        key = session_key or self.session_key
        if key:
            self._rows(key).delete()

    @classmethod
    def forget_expired(cls, at: datetime) -> int:
        """Delete the sessions that have expired at the instant `at`; returns how many."""
        deleted, _rows = BrowserSession.objects.filter(expire_date__lt=at).delete()
        return deleted

    @staticmethod
    def _rows(key: str) -> Any:
        return BrowserSession.objects.filter(session_key=digest(key))


def digest(key: str) -> str:
    """What stands in the table for a session key: 64 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def _sealed(key: str, text: str) -> str:
    sealed = seal_bytes(_sealing_key(key), text.encode(), associated=digest(key).encode())
    return base64.b64encode(sealed).decode("ascii")


def _opened(key: str, text: str) -> str:
    """The text; "" for what was not sealed under this key, which makes an empty session."""
    try:
        sealed = base64.b64decode(text, validate=True)
        return open_bytes(_sealing_key(key), sealed, associated=digest(key).encode()).decode()
    except (CannotOpen, binascii.Error):
        return ""


def _sealing_key(key: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, b"gongkai session").derive(key.encode())
