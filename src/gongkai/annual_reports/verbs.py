"""What annual reports write into the journal: verb → label."""

VERBS = {
    "report.archived": "收录年度报告",
    "check.kept": "保存核查结果",
    "check.forgotten": "删除保存的核查结果",
}
