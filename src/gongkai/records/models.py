"""Every table of records, gathered from its rooms for Django: journal, jobs, numbers, files, letters."""

from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.jobs.models import JobProgress, PeriodicWork, RunnerSeen
from gongkai.records.journal.models import AnchorMade, AnchorReceipt, Block, Checkpoint, Cursor, Entry
from gongkai.records.keys.models import CaseKey
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.numbers.models import Number, Series
from gongkai.records.rates.models import RequestCount

__all__ = [
    "AnchorMade",
    "AnchorReceipt",
    "Block",
    "CaseKey",
    "Checkpoint",
    "Cursor",
    "Entry",
    "JobProgress",
    "Letter",
    "LetterTemplate",
    "Number",
    "PeriodicWork",
    "RequestCount",
    "RunnerSeen",
    "SecretRefusal",
    "Series",
    "StoredFile",
    "TemplateVersion",
]
