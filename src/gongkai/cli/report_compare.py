"""`gongkai report compare`: one measure over files, or over the archive of this deployment."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from gongkai.annual_reports.rules.comparing import Comparison, Facts, Measure

PATH = click.Path(path_type=Path)
FEW = 8  # files that are not worth several processes


@click.command()
@click.argument("paths", type=PATH, nargs=-1)
@click.option("--measure", "key", help="指标代码，例如 completion_rate；--list 列出全部。")
@click.option("--cell", help="单元格，写作 表/行/列，例如 table3/new/total。")
@click.option("--list", "list_measures", is_flag=True, help="列出全部指标及其分母。")
@click.option("--place", "places", multiple=True, help="地方代码或者名称，可重复；只用于本站收录的年报。")
@click.option("--level", help="层级：province、city、county、town、department；只用于本站收录的年报。")
@click.option("--from", "first", type=int, help="起始年度。")
@click.option("--to", "last", type=int, help="截止年度；排序用这一年度。")
@click.option("--rank", "ranked", is_flag=True, help="按最后一个年度排序，注明分母和未列入的地方。")
@click.option("--anomalies", "outstanding", is_flag=True, help="找出与自己历年、与同级相比明显不同的数。")
@click.option("--sum", "summed", is_flag=True, help="各年度合计，注明缺了哪些地方。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出，每个地方每个年度一行。")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="写成工作簿。")
def compare(
    paths: tuple[Path, ...],
    key: str | None,
    cell: str | None,
    list_measures: bool,
    places: tuple[str, ...],
    level: str | None,
    first: int | None,
    last: int | None,
    ranked: bool,
    outstanding: bool,
    summed: bool,
    as_json: bool,
    as_csv: bool,
    xlsx: Path | None,
) -> None:
    """比较多份年报的同一项数据：给出文件或文件夹则读文件，不给则用本站收录的年报。

    空白、未读出、未收录都不当作0。有文件读不出时退出码为 2，其余照常比较。
    """
    from gongkai.annual_reports.rules import comparing

    if list_measures:
        click.echo("\n".join(_described(each) for each in comparing.measures().values()))
        return
    if (key is None) == (cell is None):
        raise click.UsageError("请用 --measure 或者 --cell 指明比较哪一项数据（二者选一）。")
    if paths and (places or level):
        raise click.UsageError("--place、--level 只用于本站收录的年报，不能与文件同用。")
    try:
        measure = comparing.measure(key or cell or "")
    except comparing.UnknownMeasure as unknown:
        _refuse(str(unknown))
    failures: list[str] = []
    if paths:
        found = _in_files(measure, paths, first, last, failures)
    else:
        found = _in_archive(measure, places, level or "", first, last)
    if xlsx:
        xlsx.write_bytes(comparing.as_xlsx(found))
    year = found.years[-1] if ranked and found.years else None
    if as_csv:
        click.echo(comparing.as_csv(found), nl=False)
    elif as_json:
        data = comparing.as_json(found, year=year, totals=summed, outstanding=outstanding)
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif not xlsx:
        click.echo("\n".join(_in_words(found, year, summed=summed, outstanding=outstanding)))
    sys.exit(2 if failures else 0)


def _described(measure: Measure) -> str:
    over = f"　分母：{measure.denominator}" if measure.denominator else ""
    return f"{measure.key}\t{measure.label}（{measure.unit}）{over}"


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(2)


def _in_files(
    measure: Measure, paths: tuple[Path, ...], first: int | None, last: int | None, failures: list[str]
) -> Comparison:
    from gongkai.annual_reports.rules.comparing import compare

    years = range(first, last + 1) if first is not None and last is not None else ()
    facts = list(_facts(paths, failures))
    kept = [each for each in facts if (first or 0) <= each.year <= (last or 9999)]
    return compare(measure, kept, years=years)


def _facts(paths: tuple[Path, ...], failures: list[str]) -> Iterator[Facts]:
    """The facts of every file that can be compared; what cannot is told and remembered in `failures`."""
    from gongkai.annual_reports.rules import comparing
    from gongkai.cli import reading_files

    seen: dict[tuple[str, int], Path] = {}

    def fail(path: Path, why: str) -> None:
        click.echo(f"{path}：{why}", err=True)
        failures.append(str(path))

    files = [file for path in paths for file in reading_files.files_under(path)]
    processes = reading_files.usual_processes() if len(files) > FEW else 1
    for outcome in reading_files.in_order(files, processes):
        path, reading = outcome.path, outcome.reading
        if reading is None:
            fail(path, outcome.refusal)
            continue
        name = reading.place or path.stem
        facts = comparing.facts(reading, comparing.ComparedPlace(name, name))
        if facts is None:
            fail(path, "没有读出年度或者格式，不能参加比较；请核对标题。")
        elif (twin := seen.get((name, facts.year))) is not None:
            fail(path, f"与{twin}是同一地方同一年度，没有列入；请只保留一份。")
        else:
            seen[name, facts.year] = path
            yield facts


def _in_archive(
    measure: Measure, words: tuple[str, ...], level: str, first: int | None, last: int | None
) -> Comparison:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from gongkai.annual_reports import queries
    from gongkai.annual_reports.models import Place

    if level and level not in Place.Level.values:
        _refuse(f"没有“{level}”这个层级，请写 {'、'.join(Place.Level.values)} 之一。")
    try:
        codes = tuple(place.code for place in queries.named_places(words))
        return queries.comparison(measure, queries.Selection(codes, level, first, last))
    except queries.UnknownPlaces as unknown:
        _refuse(f"没有收录或者不止一个地方叫：{unknown}，请写全称或者代码。")
    except DatabaseError:
        _refuse("数据库还没有准备好，请先运行一次 gongkai serve；比较文件请写明文件路径。")


def _in_words(found: Comparison, year: int | None, *, summed: bool, outstanding: bool) -> Iterator[str]:
    from gongkai.annual_reports.rules.comparing import anomalies, number_written, rank, total

    measure = found.measure
    over = f"，分母：{measure.denominator}" if measure.denominator else ""
    yield f"{measure.label}（单位：{measure.unit or '无'}{over}）"
    if not found.places:
        yield "没有可以比较的年报。"
        return

    def written(value: object) -> str:
        return "" if value is None else number_written(value, share=measure.share)  # type: ignore[arg-type]

    yield "\t".join(["地方", *(f"{each}年" for each in found.years)])
    for place in found.places:
        cells = [outcome.word or written(outcome.value) for _year, outcome in found.history(place)]
        yield "\t".join([place.name, *cells])
    if summed:
        totals = [total(found, each) for each in found.years]
        yield "\t".join(["合计", *(written(each.value) or "—" for each in totals)])
        yield from (each.sentence for each in totals)
    if year is not None:
        ranking = rank(found, year)
        yield ranking.sentence
        yield from (
            f"{each.position}\t{each.place.name}\t{written(each.outcome.value)}" for each in ranking.ranked
        )
        yield from (f"—\t{place.name}\t{outcome.word}" for place, outcome in ranking.left_out)
    if outstanding:
        standing_out = anomalies(found)
        yield from (each.message for each in standing_out)
        if not standing_out:
            yield "没有明显不同的数（与自己历年相比须有此前3个年度，与同级相比须有7个地方）。"
