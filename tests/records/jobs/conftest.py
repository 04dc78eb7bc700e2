"""The sample jobs, their witness, and deployments of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.records.jobs.deployment import Deployment, deployments


@pytest.fixture(autouse=True)
def samples() -> None:
    """The sample jobs are known; they join the tables after Django is ready."""
    import tests.records.jobs.samples  # noqa: F401, PLC0415


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What jobs that ran in this process wrote."""
    path = tmp_path / "witness"
    monkeypatch.setenv("GONGKAI_TEST_WITNESS", str(path))
    return lambda: path.read_text("utf-8").splitlines() if path.exists() else []


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Deployment]]:
    with deployments(tmp_path_factory.mktemp("deployment")) as make:
        yield make


@pytest.fixture
def deployment(fresh: Callable[[Path], Deployment], tmp_path: Path) -> Iterator[Deployment]:
    """A migrated deployment without a runner; whatever a test leaves running is killed."""
    made = fresh(tmp_path / "data")
    yield made
    for process in made.processes:
        process.kill()
        process.communicate()
