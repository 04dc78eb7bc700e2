"""Every pattern of the tree: what `re` compiles while each module is imported and reports are read.

    python -m tests.material.patterns

prints them as JSON, from a process of its own: what is compiled only once is then seen for certain. A call of
`re` that no report leads to counts with its pattern where that is a literal, or made of the module's names.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from tests.optional import ROOT

SOURCES = ROOT / "src" / "gongkai"
CALLS = {"compile", "match", "search", "sub", "subn", "split", "finditer", "findall", "fullmatch"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern and one place that compiles it: module path from the root, line (from 1), `ways` of use."""

    path: str
    line: int
    source: str
    flags: int
    bytes: bool
    ways: tuple[str, ...] = ()

    def compiled(self) -> re.Pattern[Any]:
        """The pattern, of `str` or of `bytes` (whose source stands here as Latin-1)."""
        return re.compile(self.source.encode("latin-1") if self.bytes else self.source, self.flags)


@dataclass(frozen=True, slots=True)
class Found:
    """`patterns` without repetition; `unseen`: calls of `re` whose pattern nothing showed ("path:line")."""

    patterns: tuple[Pattern, ...]
    unseen: tuple[str, ...]


def every() -> Found:
    """The patterns of the tree as it stands; some seconds, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", __name__], cwd=ROOT, check=True, capture_output=True, text=True, timeout=300
    )
    found = json.loads(told.stdout.rpartition("\n{")[2].join(("{", "")))
    patterns = (Pattern(*(*row[:-1], tuple(row[-1]))) for row in found["patterns"])
    return Found(tuple(patterns), tuple(found["unseen"]))


def sources() -> list[Path]:
    """The modules of the tree."""
    return sorted(SOURCES.rglob("*.py"))


class Watch:
    """Notes every pattern that code below `SOURCES` has compiled since `start`."""

    def __init__(self) -> None:
        self.seen: dict[Pattern, None] = {}

    def start(self) -> None:
        """Stand between `re` and its compiler; for the rest of this process."""
        compiler = vars(re)["_compile"]

        def compile_seen(pattern: Any, flags: Any) -> Any:
            compiled = compiler(pattern, flags)
            self.note(compiled, sys._getframe(1))
            return compiled

        vars(re)["_compile"] = compile_seen

    def note(self, compiled: re.Pattern[Any], frame: FrameType | None) -> None:
        while frame is not None and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        path = Path(frame.f_code.co_filename) if frame else Path()
        if frame is not None and path.is_relative_to(SOURCES):
            self.add(compiled, path, frame.f_lineno)

    def add(self, compiled: re.Pattern[Any], path: Path, line: int) -> None:
        is_bytes = isinstance(compiled.pattern, bytes)
        source = compiled.pattern.decode("latin-1") if is_bytes else compiled.pattern
        flags = compiled.flags & ~(re.UNICODE | re.DEBUG)
        self.seen[Pattern(str(path.relative_to(ROOT)), line, source, flags, is_bytes)] = None


def import_all() -> dict[str, Any]:
    """Every module of the tree by its path."""
    import django  # noqa: PLC0415 - after the watch has begun

    django.setup()
    import gongkai  # noqa: PLC0415

    modules = {}
    for found in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        if not found.name.endswith("__main__"):
            module = importlib.import_module(found.name)
            modules[str(Path(str(module.__file__)).relative_to(ROOT))] = module
    return modules


PROSE = """2023年，全市共收到政府信息公开申请12件，2022年度结转2件，我局办结13件，结转至2024年度1件。
各级行政机关公开政府信息120条，同比增长20%。本机关因政府信息公开被申请行政复议1件，行政诉讼2件。
本报告统计期限为2022年1月1日至2022年12月31日。2022年，本级主动公开12件。
申请公\ufffd情况、政府信\ufffd公开"""


def read_samples() -> None:
    """Read and check reports on each form, of each kind of body: labels become patterns as they are met."""
    from gongkai.annual_reports.rules import check, read  # noqa: PLC0415
    from tests import material  # noqa: PLC0415

    for format in material.FORMATS:
        report = material.figures(format, 1, 9)
        glued = material.glued(report)
        for body in ("云溪市", "云溪市教育局", "云溪县清水镇"):
            text = glued.replace("云溪市人民政府", body).replace("云溪市", body)
            check(read(f"{body}2023年政府信息公开工作年度报告\n{PROSE}\n{text}".encode()))
        # A label that lost a character between two that are whole.
        check(
            read(material.lines(report).replace("其他法律行政法规禁止公开", "其他法律行政法止公开").encode())
        )


def calls(path: Path) -> Iterator[ast.Call]:
    """The calls of `re` in a module."""
    for node in ast.walk(_tree(path)) if "import re\n" in path.read_text("utf-8") else ():
        function = getattr(node, "func", None)
        if (
            isinstance(node, ast.Call)
            and isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id == "re"
            and function.attr in CALLS
        ):
            yield node


class Uses(ast.NodeVisitor):
    """How a module uses its patterns: by the lines of the call that compiles one, and by name."""

    def __init__(self, tree: ast.Module) -> None:
        self.compiled: dict[int, list[str]] = {}
        self.methods: dict[str, set[str]] = {}
        self.direct: dict[int, set[str]] = {}
        self._called: set[ast.expr] = set()
        self.visit(tree)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        self.compiled |= dict.fromkeys(_lines(node), names)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.compiled |= {line: [node.target.id] for line in _lines(node)}
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for inner in ast.walk(node):
            if (
                isinstance(inner, ast.Return)
                and inner.value
                and ast.unparse(inner.value).startswith("re.compile(")
            ):
                self.compiled |= {line: [node.name] for line in _lines(inner)}
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in CALLS - {"compile"}:
            owner = function.value
            if isinstance(owner, ast.Name) and owner.id == "re":
                self.direct |= {line: {_way(function.attr)} for line in _lines(node)}
            elif name := _name(owner.func if isinstance(owner, ast.Call) else owner):
                # `match` from a place in the text is how a scanner goes on
                way = "scan" if len(node.args) > 1 and function.attr != "sub" else _way(function.attr)
                self.methods.setdefault(name, set()).add(way)
                self._called.add(owner.func if isinstance(owner, ast.Call) else owner)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node not in self._called:
            self.methods.setdefault(node.id, set()).update(WAYS)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "pattern":
            self._called.add(node.value)  # its text alone is asked for
        elif node not in self._called:
            self.methods.setdefault(node.attr, set()).update(WAYS)
        self.generic_visit(node)


WAYS = ("scan", "match", "fullmatch")


def _lines(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _way(method: str) -> str:
    return method if method in WAYS else "scan"


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def ways(seen: Iterable[Pattern]) -> dict[Pattern, tuple[str, ...]]:
    """In which ways each pattern is used: a text scanned for it, or it alone from the text's beginning.

    One that is handed on, kept in a list or made by a function is taken to be used in every way.
    """
    texts = {path: path.read_text("utf-8") for path in sources()}
    found = {}
    for pattern in seen:
        here = _uses(ROOT / pattern.path)
        methods = set(here.direct.get(pattern.line, ()))
        for name in here.compiled.get(pattern.line, ()) if not methods else ():
            elsewhere = () if name.startswith("_") else (path for path in texts if name in texts[path])
            of = (here, *map(_uses, elsewhere))
            methods = {way for uses in of for way in uses.methods.get(name, ())}
        found[pattern] = tuple(way for way in WAYS if way in methods) or WAYS
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _uses(path: Path) -> Uses:
    return Uses(_tree(path))


def add_unmet(watch: Watch, modules: dict[str, Any]) -> list[str]:
    """The patterns of calls that nothing led to; returns the places of those that cannot be told."""
    met = {(pattern.path, pattern.line) for pattern in watch.seen}
    unseen = []
    for path in sources():
        name = str(path.relative_to(ROOT))
        for call in calls(path):
            if any((name, line) in met for line in _lines(call)):
                continue
            names = vars(modules[name]) if name in modules else {}
            arguments = (ast.unparse(argument) for argument in (call.args[0], *_flags(call)))
            try:
                made = [eval(argument, dict(names)) for argument in arguments]  # noqa: S307 - our own source
                watch.add(re.compile(*made), path, call.lineno)
            except Exception:  # whatever hinders it, the pattern is not known
                unseen.append(f"{name}:{call.lineno}")
    return unseen


def _flags(call: ast.Call) -> list[ast.expr]:
    """The argument with the flags, if there is one."""
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    place = {"compile": 1, "match": 2, "search": 2, "finditer": 2, "findall": 2, "fullmatch": 2, "split": 3}
    at = place.get(getattr(call.func, "attr", ""), 4)
    return by_name or call.args[at : at + 1]


def main() -> None:
    """Find and print them."""
    watch = Watch()
    watch.start()
    modules = import_all()
    read_samples()
    unseen = add_unmet(watch, modules)
    rows = [astuple(replace(pattern, ways=used)) for pattern, used in ways(watch.seen).items()]
    print("\n" + json.dumps({"patterns": rows, "unseen": unseen}))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    main()
