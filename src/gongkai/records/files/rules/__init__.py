"""What a file is and whether it may be kept; pure, without Django."""

from gongkai.records.files.rules.inspection import Inspected, inspect
from gongkai.records.files.rules.kinds import KINDS, FileKind, kind

__all__ = ["KINDS", "FileKind", "Inspected", "inspect", "kind"]
