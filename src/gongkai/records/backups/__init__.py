"""Back-ups: database and files of one instant in one file, restored into an empty deployment."""

from gongkai.records.backups.operations import FileInTheWay, Made, Restored, back_up, restore
from gongkai.records.backups.restoring import (
    BackupRefused,
    BackupUnreadable,
    KeysDoNotFit,
    OtherVersion,
    RestoredUnsound,
    RestoreNotEmpty,
)

__all__ = [
    "BackupRefused",
    "BackupUnreadable",
    "FileInTheWay",
    "KeysDoNotFit",
    "Made",
    "OtherVersion",
    "RestoreNotEmpty",
    "Restored",
    "RestoredUnsound",
    "back_up",
    "restore",
]
