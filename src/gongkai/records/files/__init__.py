"""Files: accepted by content, kept under their digest, public as given and private under a case key."""

from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.files.operations import (
    OnDisk,
    discard,
    handle_refusal,
    keep,
    put_private,
    store_private,
    store_public,
)
from gongkai.records.files.queries import (
    open_file,
    open_refusals,
    secret_refusal,
    secret_refusals,
    stored_file,
)
from gongkai.records.files.rules.kinds import KINDS, FileKind, kind
from gongkai.records.files.rules.refusals import BearsSecrecyMark, FileRefused
from gongkai.records.files.upkeep import FileVerification, sweep, verify

__all__ = [
    "KINDS",
    "BearsSecrecyMark",
    "FileKind",
    "FileRefused",
    "FileVerification",
    "OnDisk",
    "SecretRefusal",
    "StoredFile",
    "discard",
    "handle_refusal",
    "keep",
    "kind",
    "open_file",
    "open_refusals",
    "put_private",
    "secret_refusal",
    "secret_refusals",
    "store_private",
    "store_public",
    "stored_file",
    "sweep",
    "verify",
]
