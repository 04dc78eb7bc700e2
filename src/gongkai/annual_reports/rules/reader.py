"""From the bytes of a published report to a Reading."""

from __future__ import annotations

from gongkai.annual_reports.rules.reading import NothingRead, Reading


def read(data: bytes, name: str = "") -> Reading:
    """Read a report from the bytes of a web page or of a text; `name` is the file's name, if it has one.

    Raises NothingRead with a sentence naming the remedy.
    """
    raise NothingRead("还不能读取报告。")
