"""What the journal calls what happens to files by itself."""

VERBS = {
    "file.swept": "清理无主文件",
    "file.refused_secret": "拒收带密级标志的文件",
}
