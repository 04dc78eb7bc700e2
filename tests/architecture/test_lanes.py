"""The lanes of `make check`: at once, none unheard, the summary of the whole suite last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import run
from tests.run import Lane


def lane(name: str, code: str, url: str = "") -> Lane:
    return Lane(name, [sys.executable, "-c", code], url)


def test_a_lane_that_fails_fails_the_run_and_hides_no_other(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    chosen = [lane("lint", "print('一'); raise SystemExit(3)"), lane("sqlite", "print('二 passed')")]
    assert run.side_by_side(chosen, tmp_path) == 3
    said = capfdbinary.readouterr().out.decode()
    assert "lint: failed" in said
    assert "sqlite: done" in said
    assert "\n一\n" in said
    assert said.rstrip().endswith("\n二 passed")


def test_all_are_well_only_together(tmp_path: Path) -> None:
    assert run.side_by_side([lane("lint", ""), lane("sqlite", "")], tmp_path) == 0
    assert run.side_by_side([lane("lint", ""), lane("sqlite", "raise SystemExit(1)")], tmp_path) == 1


def test_lanes_run_at_once(tmp_path: Path) -> None:
    """Each waits for a file that the other makes."""
    code = (
        "import pathlib, time; mine, other = {!r}, {!r}; pathlib.Path(mine).touch()\n"
        "end = time.monotonic() + 60\n"
        "while not pathlib.Path(other).exists(): assert time.monotonic() < end; time.sleep(0.05)"
    )
    first, second = str(tmp_path / "1"), str(tmp_path / "2")
    chosen = [lane("postgresql", code.format(first, second)), lane("sqlite", code.format(second, first))]
    assert run.side_by_side(chosen, tmp_path) == 0


def test_each_has_its_own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    assert "DATABASE_URL" not in lane("sqlite", "").environment
    assert lane("postgresql", "", "postgres://here/x").environment["DATABASE_URL"] == "postgres://here/x"


def test_a_required_server_that_is_not_there_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_TEST_DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("GONGKAI_REQUIRE", "postgresql")
    assert run.main([]) == 1
    assert "required" in capsys.readouterr().out
    monkeypatch.setenv("GONGKAI_REQUIRE", "")
    assert [each.name for each in run.lanes(["sqlite", "postgresql"], []) or []] == ["sqlite"]


def test_an_unknown_lane_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["mysql"]) == 2
    assert "sqlite" in capsys.readouterr().err
