"""One meaning per class name over the tree: whoever greps for it finds one class."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.optional import ROOT

SOURCE = ROOT / "src" / "gongkai"


def public_classes(root: Path) -> dict[str, list[str]]:
    """The modules in which a class of each name stands at the top."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(root.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(path.relative_to(root)))
    return found


def shared(root: Path) -> dict[str, list[str]]:
    """Names that more than one class bears."""
    return {name: where for name, where in public_classes(root).items() if len(where) > 1}


def test_no_two_classes_bear_one_name() -> None:
    assert shared(SOURCE) == {}


def test_a_second_one_is_found(tmp_path: Path) -> None:
    for name in ("one.py", "other.py"):
        (tmp_path / name).write_text("class Entry:\n    pass\n", "utf-8")
    assert shared(tmp_path) == {"Entry": ["one.py", "other.py"]}
