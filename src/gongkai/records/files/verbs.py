"""What operations on files are called in the journal."""

VERBS = {
    "file.stored": "存入文件",
    "file.discarded": "移除文件",
    "file.swept": "清理无主文件",
    "file.refused_secret": "拒收带密级标志的文件",
    "file.refusal_handled": "处理带密级标志文件的拒收记录",
}
