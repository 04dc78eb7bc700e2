"""Compound files: doc, xls and wps of the years before 2007, and office packages under a password.

[MS-CFB] 2.6.1: the names of the streams stand in the directory in UTF-16.
"""

from __future__ import annotations

from typing import NoReturn

from gongkai.annual_reports.rules.reading import NothingRead
from gongkai.annual_reports.rules.sources.packages import refusal_of_password


def refuse(data: bytes) -> NoReturn:
    """Raises NothingRead saying what the file is and what to save it as."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise refusal_of_password()
    if has("Workbook"):
        raise NothingRead("这是旧版Office文件（Excel 97–2003，xls），不能读。请另存为xlsx后再上传。")
    raise NothingRead("这是旧版Office文件（doc、wps等），不能读。请用Word或WPS打开，另存为docx后再上传。")
