"""`gongkai docs`: reference pages made from the definitions they describe, and a check of their freshness."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from gongkai.annual_reports import rules
from gongkai.annual_reports.rules import rolling_up
from gongkai.cli.main import COMMANDS, main
from gongkai.law import parameters, practice

COMMANDS_HEAD = """# Commands

Exit codes: 0 answered; 1 answered, and something is wrong; 2 the question cannot be answered as put (the
reason is on standard error).
"""
LAW_HEAD = """# Parameters of the law

A value holds from its day until the next one; old values stay, because a case is judged by the law of its
day.
The mark 〔本项目理解〕 stands where the source was not read: confirm it for your office.
"""
FORMS_HEAD = """# Report forms and findings

One definition per form drives the reader, the checker, the pages and the exports. A figure stands under
`table.row.column` in the JSON of `gongkai report read`.
"""
MEASURES_HEAD = """# Measures

What `gongkai report compare`, the comparison page and `GET /api/v1/reports/compare` know by name; any single
cell can be compared as well, written `table/row/column`. Shares are reckonings of this project and not of the
form, hence their denominators. What stands where a figure is missing:
[compare places and years](../how-to/compare-reports.md).

"""
API_HEAD = """# Operations of the API

`/api/v1/openapi.json` is the same in full (OpenAPI 3.1), `/api/v1/docs` for reading. A scope is an action of
`organisations.access`; its reach says for which bodies it lets the token in, from the token's own.

"""
PROBLEMS_HEAD = """# Problems of the API

Every error is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `remedy`, and
where fields are at fault `errors`: a list of `field` and `message`. `type` is relative and the same
everywhere; opened in a browser it leads to its explanation.

"""
LIFECYCLES_HEAD = """# Lifecycles

What may be done with a thing in which state: one table per kind, from which buttons, refusals and the
database's constraint are made. Every step adds one to the thing's revision and is taken by compare-and-set,
so that of two people who press at once the second is told who did it and when. *Action* is the right that
is asked (`inside`: only as a part of another operation).

"""
HEADER = "<!-- Made by `make docs` from {source}; edit that, not this page. -->\n\n"


@click.command(hidden=True)
@click.option("--check", is_flag=True, help="只检查，不改写；有过期页面时退出码为 1。")
@click.option(
    "--directory",
    default="docs/reference",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="参考文档所在目录。",
)
def docs(check: bool, directory: Path) -> None:
    """重新生成参考文档。"""
    stale = []
    for name, page in PAGES.items():
        text = page()
        path = directory / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            directory.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if check and stale:
        click.echo(f"过期的参考文档：{'、'.join(stale)}。请运行 make docs 并提交。", err=True)
        sys.exit(1)
    for name in stale:
        click.echo(f"已更新 {directory / name}")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [list(head)]
    lines += [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def commands_page() -> str:
    """Every command with its options and help, as click knows them."""
    parts = [HEADER.format(source="src/gongkai/cli"), COMMANDS_HEAD]
    for name in sorted(COMMANDS):
        context = click.Context(main, info_name="gongkai")
        command = main.get_command(context, name)
        assert command is not None  # noqa: S101 - COMMANDS is the list of names
        parts.extend(command_section(command, f"gongkai {name}", context))
    return "".join(parts)


def command_section(command: click.Command, path: str, parent: click.Context) -> list[str]:
    """One command (and the commands of a group) as Markdown."""
    if command.hidden:
        return []
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    if isinstance(command, click.Group):
        return [
            part
            for name in command.list_commands(context)
            if (child := command.get_command(context, name)) is not None
            for part in command_section(child, f"{path} {name}", context)
        ]
    usage = " ".join(command.collect_usage_pieces(context))
    rows = [
        (f"`{', '.join(option.opts)}`", option.help or "")
        for option in command.params
        if isinstance(option, click.Option)
    ]
    section = [f"\n## `{path}`\n\n{command.get_short_help_str(200)}\n\n    {path} {usage}\n"]
    if rows:
        section.append("\n" + table(("Option", "Meaning"), rows))
    return section


def settings_page() -> str:
    """Every variable of a deployment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    from django.conf import settings

    rows = [
        (f"`{name}`", meaning, default) for name, (meaning, default) in settings.GONGKAI_VARIABLES.items()
    ]
    head = HEADER.format(source="src/gongkai/config/deployment.py")
    return head + "# Settings\n\nAll are optional.\n\n" + table(("Variable", "Meaning", "Without it"), rows)


def law_page() -> str:
    """Every dated parameter of the law with its values, citations and how sure each is."""
    parts = [HEADER.format(source="src/gongkai/law"), LAW_HEAD]
    for group, members in parameters.by_group().items():
        rows = [
            (
                parameter.label,
                f"`{parameter.name}`",
                entry.since.isoformat(),
                parameter.text(entry),
                entry.citation,
                " ".join(filter(None, (entry.mark, entry.note))),
            )
            for parameter in members
            for entry in parameter.entries
        ]
        parts.append(f"\n## {group}\n\n")
        parts.append(table(("Parameter", "Name", "Since", "Value", "Citation", "Sureness and note"), rows))
    questions = [
        (item.label, f"`{item.name}`", item.default, f"{item.mark} {item.note}") for item in practice.SETTINGS
    ]
    parts.append("\n## What the law leaves open\n\n")
    parts.append(table(("Question", "Name", "Default", "Why it is open"), questions))
    return "".join(parts)


def forms_page() -> str:
    """The report forms and every kind of finding a check can make."""
    parts = [HEADER.format(source="src/gongkai/law/report_forms and annual_reports/rules"), FORMS_HEAD]
    for name in rules.FORMATS:
        form = rules.form(name)
        years = f"{form.first_year}–{form.last_year or ''}"
        parts.append(f"\n## Form `{name}` (reports on {years})\n\n{form.title}. {form.citation}\n")
        for shape in form.tables.values():
            parts.append(f"\n### `{shape.key}` {shape.label} {shape.title}\n\n")
            columns = ", ".join(f"`{column.key}` {column.label}" for column in shape.columns.values())
            parts.append(f"Columns: {columns}.\n\n")
            rows = [(f"`{row.key}`", " / ".join((*row.groups, row.label))) for row in shape.rows.values()]
            parts.append(table(("Row", "Label"), rows))
    parts.append("\n## Findings\n\n")
    kinds = [
        (f"`{kind.code}`", kind.level, kind.rule, kind.citation, ", ".join(kind.formats))
        for kind in (*rules.kinds(), rolling_up.KIND)
    ]
    parts.append(table(("Code", "Level", "What must hold", "Ground", "Forms"), kinds))
    return "".join(parts)


def addresses_page() -> str:
    """Every address of the portal with its access rule and column."""
    _set_up()
    from django.utils import translation

    from gongkai.portal import pages

    with translation.override("zh-hans"):
        rows = []
        for page in pages.PAGES.values():
            column = str(page.column.name) if page.column else ""
            rows.append((f"`/{page.route}`", page.name, page.access, page.kind, column))
    head = HEADER.format(source="src/gongkai/portal/pages.py")
    note = "An address without an entry in the table of pages is refused.\n\n"
    return f"{head}# Addresses\n\n{note}" + table(("Address", "Name", "Access", "Kind", "Column"), rows)


def console_page() -> str:
    """Every address of the console with the action that opens it and who may."""
    _set_up()
    from django.utils import translation

    from gongkai.console import pages, urls
    from gongkai.organisations.access import ACTIONS
    from gongkai.organisations.models import Role

    with translation.override("zh-hans"):
        rows = []
        for pattern in urls.urlpatterns:
            page = pages.PAGES[str(pattern.name)]
            action = ACTIONS.get(page.access)
            may = action.reach if action else {}
            reach = [f"{role.label} ({may[role]})" for role in Role if role in may]
            address = f"`/console/{pattern.pattern}`"
            of = page.thing.kind.code if page.thing else ""
            rows.append((address, f"`{page.access}`", of, "、".join(reach)))
    head = HEADER.format(source="src/gongkai/console/areas and organisations/actions.py")
    return f"{head}# Addresses of the console\n\n{CONSOLE_NOTE}" + table(
        ("Address", "Rule", "Of", "Who (how far)"), rows
    )


def lifecycles_page() -> str:
    """Every lifecycle: its diagram, and its table of steps with action, conditions and ground."""
    _set_up()
    from django.utils import translation

    from gongkai.records.lifecycle import all_lifecycles

    parts = [HEADER.format(source="the modules lifecycle of each package"), LIFECYCLES_HEAD]
    with translation.override("zh-hans"):
        for life in all_lifecycles().values():
            rows = [
                (
                    f"{step.label} (`{step.verb}`)",
                    "、".join(life.label_of(state) for state in step.from_),
                    life.label_of(step.to) if step.to else "",
                    f"`{step.action}`",
                    "、".join(str(one.label) for one in step.needs),
                    "yes" if step.reason else "",
                    step.ground,
                )
                for step in life.steps
            ]
            parts.append(f"## {life.label} (`{life.name}`)\n\n```mermaid\n{life.diagram()}\n```\n\n")
            parts.append(table(("Step", "From", "To", "Action", "Needs", "Reason", "Ground"), rows))
    return "".join(parts)


def measures_page() -> str:
    """What can be compared: every measure with its cells, its unit and its denominator."""
    from gongkai.annual_reports.rules.comparing import GROUPS, measures

    rows = []
    for each in measures().values():
        sums = [" + ".join("/".join(cell) for cell in cells) for cells in each.parts.values()]
        formula = ", ".join(f"`{text}`" for text in dict.fromkeys(sums))
        name = f"{GROUPS[each.group]}：{each.label}"
        rows.append((f"`{each.key}`", name, each.unit, each.denominator, formula, ", ".join(each.parts)))
    head = HEADER.format(source="src/gongkai/annual_reports/rules/comparing/measures.yaml") + MEASURES_HEAD
    return head + table(("Key", "Name", "Unit", "Denominator", "Sum of", "Forms"), rows)


def api_page() -> str:
    """Every operation of the API: address, who may call it, what it takes."""
    _set_up()
    from gongkai.api.routes import ROUTES
    from gongkai.organisations.access import ACTIONS

    def access(scope: str | None) -> str:
        if scope is None:
            return "public"
        action = ACTIONS.get(scope)
        return f"`{scope}` ({action.token})" if action else "any token"

    rows = [
        (
            f"`{route.method} /api/v1{route.path}`",
            route.summary,
            access(route.scope),
            ", ".join(route.takes),
            "yes" if route.keeps else "",
        )
        for route in ROUTES.values()
    ]
    head = HEADER.format(source="src/gongkai/api/resources") + API_HEAD
    return head + table(("Operation", "What it does", "Scope (reach)", "Takes", "Idempotency-Key"), rows)


def api_problems_page() -> str:
    """Every type of problem the API answers with, and where."""
    _set_up()
    from gongkai.api.problems import KINDS
    from gongkai.api.routes import ROUTES

    rows = []
    for slug, kind in KINDS.items():
        told = [f"`{name}`" for name, route in ROUTES.items() if slug in route.possible_problems()]
        where = "every operation" if len(told) == len(ROUTES) else ", ".join(told) or "every address"
        rows.append((f"`{kind.type}`", kind.status, kind.title, kind.remedy, where))
    head = HEADER.format(source="src/gongkai/api/problems.py and resources") + PROBLEMS_HEAD
    return head + table(("Type", "Status", "Title", "What to do", "Where"), rows)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


CONSOLE_NOTE = (
    "`signed_in` needs a person, `public` nothing; any other rule is an action of the organisation. *Of* is\n"
    "what the address names: it has to lie within reach. An address without a rule cannot be made.\n\n"
)

PAGES: dict[str, Callable[[], str]] = {
    "addresses.md": addresses_page,
    "api-problems.md": api_problems_page,
    "api.md": api_page,
    "commands.md": commands_page,
    "console.md": console_page,
    "law-parameters.md": law_page,
    "lifecycles.md": lifecycles_page,
    "measures.md": measures_page,
    "report-forms.md": forms_page,
    "settings.md": settings_page,
}
