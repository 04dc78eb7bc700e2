"""What operations on back-ups are called in the journal."""

VERBS = {
    "backup.made": "备份",
    "backup.restored": "从备份恢复",
}
