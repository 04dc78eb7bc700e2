"""What a start looks at first: who may read the home, whether the keys are there, whether it can write."""

from __future__ import annotations

import http.client
import json
import shutil
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.served import SITE, address, command, environment, page, port_of, serving, start, status
from tests.cli.visitor import Visitor

OPEN_TO_ALL = 0o644


def modes(home: Path) -> dict[str, int]:
    found = {".": home, **{path.name: path for path in home.iterdir()}}
    return {name: stat.S_IMODE(path.stat().st_mode) for name, path in found.items()}


def health(url: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(url + "/healthz", timeout=10) as answer:  # noqa: S310 - our own process
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as problem:
        with problem:
            return problem.code, json.load(problem)


def seal_something(home: Path) -> None:
    """An entry of the journal, sealed and signed: from here on the keys are needed."""
    for words in (("keys", "rotate"), ("journal", "seal")):
        assert command(home, *words, **SITE).returncode == 0


class TestTheHome:
    def test_is_for_its_own_user_alone_also_where_it_was_not(
        self, site: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Version 0.3 made a directory of 0755 and a database of 0644."""
        site.chmod(0o755)
        (site / "gongkai.sqlite3").chmod(OPEN_TO_ALL)
        with serving(site, "--port", "0", **SITE) as line:
            page(address(line) + "/")
            found = modes(site)
        assert found.pop(".") == 0o700
        assert found.pop("files", 0o700) == 0o700
        assert {"gongkai.sqlite3", "gongkai.sqlite3-wal", "gongkai.sqlite3-shm", "secret.key"} <= set(found)
        assert set(found.values()) == {0o600}
        said = capfd.readouterr().err
        assert f"已收紧权限：{site} 0755 → 0700" in said
        assert f"{site / 'gongkai.sqlite3'} 0644 → 0600" in said

    def test_that_holds_other_folders_is_left_alone_and_not_served(self, site: Path) -> None:
        site.chmod(0o755)
        (site / "somebody").mkdir()
        ended = start(site, **SITE)
        assert ended.returncode == 2
        assert f"chmod 700 {site}" in ended.stderr
        assert stat.S_IMODE(site.stat().st_mode) == 0o755

    @pytest.mark.parametrize("secret", ["keys.json", "secret.key"])
    def test_with_a_secret_that_others_could_read_is_not_served(self, site: Path, secret: str) -> None:
        command(site, "keys", "show", **SITE)  # makes the key file
        (site / secret).chmod(OPEN_TO_ALL)
        ended = start(site, **SITE)
        assert ended.returncode != 0
        assert f"chmod 600 {site / secret}" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert stat.S_IMODE((site / secret).stat().st_mode) == OPEN_TO_ALL  # the operator decides


class TestTheKeys:
    def test_that_are_lost_are_missed_at_the_start_and_while_it_runs(self, site: Path) -> None:
        seal_something(site)
        with serving(site, "--port", "0", "--no-runner", **SITE) as line:
            url = address(line)
            assert health(url) == (200, {"status": "ok", "database": "ok"})
            (site / "keys.json").rename(site / "keys.lost")
            while (found := health(url))[0] == 200:  # what was seen is kept for two seconds
                pass
            assert found == (503, {"status": "error", "database": "ok", "reasons": ["keys"]})
        ended = start(site, **SITE)
        assert ended.returncode == 2
        assert "gongkai keys restore" in ended.stderr
        assert "Traceback" not in ended.stderr
        with serving(site, "--port", "0", "--no-runner", "--without-keys", **SITE) as line:
            assert status(address(line) + "/") == 200  # what is public needs no key
            assert health(address(line))[0] == 503


@pytest.fixture
def small_disk(site: Path, tmp_path: Path) -> Iterator[Path]:
    """The home on a disk of 8 MiB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield Path(shutil.copytree(site, disk / "home"))
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "ballast").open("ab", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


class TestTheDisk:
    def test_that_is_full_ends_in_sentences(self, small_disk: Path) -> None:
        with serving(small_disk, "--port", "0", "--no-runner", **SITE) as line:
            url = address(line)
            assert health(url)[1]["reasons"] == ["disk"]  # it is too small to begin with
            fill(small_disk.parent)
            assert status(url + "/") == 200  # reading goes on
            visitor = Visitor(url)
            refused = visitor.sign_in("nobody", "whatever-it-is")  # counted, so something is written
            assert refused.status == 503
            assert "磁盘" in refused.text
            assert "Traceback" not in refused.text
        fill(small_disk.parent)  # once more: the end of the service made room
        ended = start(small_disk, **SITE)
        assert ended.returncode == 2
        assert "已满" in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_that_is_read_only_ends_in_a_sentence(self, small_disk: Path) -> None:
        subprocess.run(["mount", "-o", "remount,ro", small_disk.parent], check=True)
        ended = start(small_disk, **SITE)
        assert ended.returncode == 2
        assert "只能读、不能写" in ended.stderr
        assert "Traceback" not in ended.stderr


class TestADemo:
    @pytest.mark.parametrize(
        ("words", "settings"),
        [
            (("--host", "0.0.0.0"), {}),  # noqa: S104 - it is refused
            ((), {"GONGKAI_HTTPS": "1"}),
            ((), {"GONGKAI_HOSTS": "www.example.gov.cn"}),
        ],
    )
    def test_is_not_served_to_others(
        self, tmp_path: Path, words: tuple[str, ...], settings: dict[str, str]
    ) -> None:
        ended = start(tmp_path, *words, **settings)
        assert ended.returncode == 2
        assert "--demo-in-public" in ended.stderr
        assert "GONGKAI_SITE_NAME" in ended.stderr
        assert not (tmp_path / "gongkai.sqlite3").exists()


class TestBehindHttps:
    SETTINGS = SITE | {"GONGKAI_HTTPS": "1", "GONGKAI_PROXIES": "127.0.0.1"}

    def test_health_is_told_over_plain_http_and_all_else_leads_to_https(self, site: Path) -> None:
        with serving(site, "--port", "0", "--no-runner", "--workers", "2", **self.SETTINGS) as line:
            url = address(line)
            assert health(url)[0] == 200
            asked = http.client.HTTPConnection("127.0.0.1", port_of(url), timeout=10)
            asked.request("GET", "/law/")
            answer = asked.getresponse()
            asked.close()
            assert (answer.status, answer.headers["Location"]) == (
                301,
                f"https://127.0.0.1:{port_of(url)}/law/",
            )

    def test_django_s_own_checks_for_deployment_find_nothing(self, site: Path) -> None:
        code = "from django.core.management import call_command as call; call('check', deploy=True)"
        settings = {**self.SETTINGS, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
        ended = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {code}"],
            env=environment(site, **settings),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "no issues" in ended.stdout + ended.stderr
