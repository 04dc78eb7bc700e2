"""Keys of the deployment: the key file, a key per case, look-up digests and signatures.

Beside them: `keys.fields.EncryptedText` for private fields, `keys.signing` for the journal,
`keys.rules.sealing` for streams.
"""

from gongkai.records.keys.keyring import KeyFileExposed, KeyFileMissing, KeysRefused, KeysUnusable
from gongkai.records.keys.lookups import lookup_candidates, lookup_digest
from gongkai.records.keys.models import CaseKey, KeyDestroyed
from gongkai.records.keys.operations import create_case_key, destroy_case_key, retire, rotate
from gongkai.records.keys.rules.sealing import CannotOpen, open_bytes, seal_bytes

__all__ = [
    "CannotOpen",
    "CaseKey",
    "KeyDestroyed",
    "KeyFileExposed",
    "KeyFileMissing",
    "KeysRefused",
    "KeysUnusable",
    "create_case_key",
    "destroy_case_key",
    "lookup_candidates",
    "lookup_digest",
    "open_bytes",
    "retire",
    "rotate",
    "seal_bytes",
]
