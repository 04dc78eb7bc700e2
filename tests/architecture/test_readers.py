"""What strangers send is read in child processes: readers are called by those who send work there alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.optional import ROOT

SOURCE = ROOT / "src" / "gongkai"
# Module that reads bytes or text as it was sent → what in it does; None: all of it.
READERS: dict[str, set[str] | None] = {
    "gongkai.annual_reports.rules": {"read"},
    "gongkai.annual_reports.rules.reader": None,
    "gongkai.annual_reports.rules.sources": None,
    "gongkai.annual_reports.rules.unpacking": {"is_archive", "members"},
    "gongkai.records.files.rules": {"inspect", "pdf_pages"},
    "gongkai.records.files.rules.inspection": {"inspect"},
    "gongkai.records.letters.rendering": None,
    "python_calamine": None,
}
# Who may: modules whose functions are handed to process_pool.run, readers themselves, the command line.
SENDERS = {
    "annual_reports/operations/unpacking.py",
    "annual_reports/queries/checking.py",
    "console/areas/drafts/originals.py",
    "organisations/sheets/reading.py",
    "records/files/operations.py",
    "records/letters/drafting.py",
    "records/letters/operations.py",
}
READING = ("annual_reports/rules/", "records/files/rules/", "records/letters/rendering/", "cli/")
# Of the print page of a letter: a policy by the digest of its style, which reads nothing.
HARMLESS = {("console/areas/drafts/files.py", "content_security_policy")}


def offenders(source: Path) -> Iterator[str]:
    """`module: name` of every reader that is imported where none belongs."""
    for path in sorted(source.rglob("*.py")):
        place = str(path.relative_to(source))
        if place in SENDERS or place.startswith(READING):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for module, name in _imported(node):
                if (place, name) not in HARMLESS and _reads(module, name):
                    yield f"{place}: {module}.{name}"


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for alias in node.names:
            yield node.module, alias.name
    elif isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, ""


def _reads(module: str, name: str) -> bool:
    """Whether what is imported reads, or lies in a module that does."""
    for reader, names in READERS.items():
        if names is None and (
            f"{module}.{name}" == reader or module == reader or module.startswith(f"{reader}.")
        ):
            return True
        if names is not None and module == reader and name in names:
            return True
    return False


def test_readers_are_called_by_those_who_send_their_work_to_child_processes() -> None:
    assert not list(offenders(SOURCE))


def test_a_site_that_reads_by_itself_is_found(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "views.py").write_text(
        "from gongkai.annual_reports.rules import check, read\n"
        "from gongkai.annual_reports.rules import sources\n"
        "from gongkai.records.letters.rendering.pdf import render\n",
        "utf-8",
    )
    assert list(offenders(tmp_path)) == [
        "portal/views.py: gongkai.annual_reports.rules.read",
        "portal/views.py: gongkai.annual_reports.rules.sources",
        "portal/views.py: gongkai.records.letters.rendering.pdf.render",
    ]
