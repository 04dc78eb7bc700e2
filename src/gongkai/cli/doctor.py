"""`gongkai doctor`: what this installation has, what it lacks, and how to get it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from gongkai.law import workdays

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class PartFinding:
    """One part: whether it is there, what was seen, and how to get it when it is not."""

    part: str
    optional: bool
    present: bool
    seen: str
    remedy: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def doctor(as_json: bool) -> None:
    """检查运行环境：缺什么、怎么补。"""
    findings = [examine_python(), *examine_deployment(), *(examine() for examine in EXAMINATIONS)]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mark = "✓" if finding.present else ("○" if finding.optional else "✗")
            click.echo(f"{mark} {finding.part}{'（可选）' if finding.optional else ''}：{finding.seen}")
            if not finding.present:
                click.echo(f"    {finding.remedy}")
    sys.exit(0 if all(finding.present or finding.optional for finding in findings) else 1)


def examine_python() -> PartFinding:
    """The interpreter: 3.11 is what the lock file is made for."""
    version = ".".join(map(str, sys.version_info[:3]))
    return PartFinding(
        "Python", False, sys.version_info[:2] == (3, 11), version, "请安装 Python 3.11，再运行 make install。"
    )


def examine_deployment() -> list[PartFinding]:
    """The checks of the deployment, the same that `serve` makes at its start and `/healthz` all the time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from gongkai.records import health

    return [
        PartFinding(
            part=found.label,
            optional=found.seen.state == "note",
            present=found.seen.state == "ok",
            seen=found.seen.said,
            remedy=found.seen.remedy,
        )
        for found in health.examine(health.Moment(timezone.now()))
    ]


def examine_proxies() -> PartFinding:
    """Whose X-Forwarded-For is believed: behind HTTPS without a proxy, everybody would be one address."""
    from django.conf import settings

    part = "反向代理"
    believed = settings.GONGKAI_PROXIES
    if isinstance(believed, int):
        return PartFinding(part, True, True, f"前面有{believed}层；除代理外，不得有人能直接访问本服务的端口")
    if believed:
        return PartFinding(part, True, True, "、".join(map(str, believed)))
    if not settings.SECURE_SSL_REDIRECT:
        return PartFinding(part, True, True, "没有；按连接的地址计数")
    return PartFinding(
        part,
        True,
        False,
        "已设 GONGKAI_HTTPS，却没有写明代理：所有来访者都算作同一个地址，一人输错密码会连累所有人",
        "请设置 GONGKAI_PROXIES，写代理的地址，例如 GONGKAI_PROXIES=127.0.0.1。",
    )


def examine_calendar() -> PartFinding:
    """The work calendar reaches far enough for a case received today (20 + 20 working days)."""
    from django.utils import timezone

    calendar = workdays.official()
    seen = f"已载入至 {calendar.through.isoformat()}"
    try:
        calendar.add(timezone.localdate(), 40)
    except workdays.CalendarUnknown as error:
        return PartFinding("工作日历", True, False, seen, str(error))
    return PartFinding("工作日历", True, True, seen)


def examine_postgresql() -> PartFinding:
    """A PostgreSQL program on this machine, for cities that outgrow SQLite."""
    path = shutil.which("psql")
    remedy = "需要时：apt-get install postgresql，再设置 DATABASE_URL=postgres://…；不装则使用内置 SQLite。"
    return PartFinding("PostgreSQL", True, path is not None, path or "未安装", remedy)


def examine_chromium() -> PartFinding:
    """A Chromium for the browser tests."""
    candidates = (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES)
    path = next((found for name in candidates if name and (found := shutil.which(name))), None)
    return PartFinding(
        "Chromium（浏览器测试）",
        True,
        path is not None,
        path or "未安装",
        "需要时：apt-get install chromium。",
    )


def examine_fonts() -> PartFinding:
    """A CJK font the system's font service knows."""
    remedy = "需要时：apt-get install fontconfig fonts-noto-cjk。"
    part = "中文字体（PDF 与截图）"
    if not shutil.which("fc-list"):
        return PartFinding(part, True, False, "没有 fontconfig", remedy)
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)  # noqa: S607
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line})
    return PartFinding(part, True, bool(families), "、".join(families[:3]) or "没有中文字体", remedy)


def examine_pdf() -> PartFinding:
    """WeasyPrint with the system's Pango and a font, which lay out letters as PDF."""
    from gongkai.records.letters.rendering import pdf

    reason = pdf.missing()
    return PartFinding("PDF（Pango 排版）", True, not reason, "不能生成" if reason else "可以生成", reason)


def examine_demo_accounts() -> PartFinding:
    """No account with the password that everybody knows stands in a real deployment."""
    from django.db import DatabaseError

    from gongkai.organisations import demo

    part = "演示账号"
    try:
        count = demo.left_over()
    except DatabaseError:
        return PartFinding(part, True, True, "数据库还没有建立")
    if not count:
        return PartFinding(part, True, True, "演示部署，可以使用" if demo.is_demo() else "没有")
    return PartFinding(
        part,
        True,
        False,
        f"正式部署中有{count}个演示账号（不能登录）",
        "演示城市的数据不应转为正式使用：请另设 DATABASE_URL 和 GONGKAI_DATA，从空的部署开始。",
    )


EXAMINATIONS: tuple[Callable[[], PartFinding], ...] = (
    examine_demo_accounts,
    examine_proxies,
    examine_calendar,
    examine_postgresql,
    examine_chromium,
    examine_fonts,
    examine_pdf,
)
