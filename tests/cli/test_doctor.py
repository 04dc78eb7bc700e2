"""`gongkai doctor`: each part is there, or the way to get it is."""

from __future__ import annotations

import json
from ipaddress import ip_network

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from gongkai.cli import main

pytestmark = pytest.mark.django_db


def test_every_absent_part_says_how_to_get_it() -> None:
    findings = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).stdout)
    assert {"part", "optional", "present", "seen", "remedy"} == set(findings[0])
    assert all(finding["remedy"] for finding in findings if not finding["present"])
    parts = " ".join(finding["part"] for finding in findings)
    for part in ("Python", "数据库", "工作日历", "PostgreSQL", "Chromium", "中文字体", "Pango"):
        assert part in parts


def test_nothing_on_the_search_path_is_reported_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0  # optional parts may be absent
    assert "○ Chromium" in result.stdout
    assert "apt-get install chromium" in result.stdout


def proxy_line() -> str:
    printed = CliRunner().invoke(main, ["doctor"]).stdout.splitlines()
    return next(line for line in printed if "反向代理" in line)


def test_https_without_a_named_proxy_is_warned_of(settings: Settings) -> None:
    assert proxy_line().startswith("✓")
    settings.SECURE_SSL_REDIRECT = True
    assert proxy_line().startswith("○")
    settings.GONGKAI_PROXIES = (ip_network("127.0.0.1"),)
    assert proxy_line() == "✓ 反向代理（可选）：127.0.0.1/32"
