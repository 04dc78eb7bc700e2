"""What annual reports write into the journal: verb → label."""

VERBS = {
    "report.archived": "收录年度报告",
    "report.replaced": "替换已收录的年度报告",
    "collection.opened": "建立年报收集",
    "collection.changed": "修改年报收集",
    "collection.expected_changed": "调整应报单位",
    "collection.closed": "结束年报收集",
    "collection.reopened": "恢复年报收集",
    "collection.received": "上传年报草稿",
    "collection.reading_resumed": "继续读取年报草稿",
    "collection.return_asked": "批量退回年报草稿",
    "collection.return_done": "批量退回完成",
    "draft.read": "读取年报草稿",
    "draft.unreadable": "年报草稿读不出",
    "draft.assigned": "选定草稿的单位",
    "draft.judged": "判断核查问题",
    "draft.edited": "修改读出的数据",
    "draft.accepted": "收录年报草稿",
    "draft.returned": "退回年报草稿",
    "check.kept": "保存核查结果",
    "check.forgotten": "删除保存的核查结果",
}
