"""Rows of any table as lines of JSON and back, the same on every database.

A line is the list of a row's values in the order of the table's columns. What JSON has no word for is an
object with one key: b bytes (base64), t instant, d date, h time, n decimal, u UUID, s seconds; j is a JSON
value as it is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Field, JSONField, Model

from gongkai.records.journal.models import Entry
from gongkai.records.keys.fields import Sealed

BATCH = 500
# Sessions end with a restore: nobody is still signed in to what was yesterday.
LEFT_OUT = {"organisations.browsersession"}
# Written by Django itself after every migration; a restore writes those of the back-up instead.
SEEDED = {"contenttypes.contenttype", "auth.permission"}
# Columns the database lets nobody give on insertion, but once afterwards.
GIVEN_AFTERWARDS: dict[type[Model], tuple[str, ...]] = {Entry: ("position",)}

_DECODERS: dict[str, Callable[[Any], Any]] = {
    "b": base64.b64decode,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "h": time.fromisoformat,
    "n": Decimal,
    "u": UUID,
    "s": lambda seconds: timedelta(seconds=seconds),
    "j": lambda value: value,
}


def tables() -> list[type[Model]]:
    """Every table of the program, those that others point to first."""
    wanted = {
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    }
    found: list[type[Model]] = []
    while wanted:
        ready = {model for model in wanted if not (_pointed_to(model) & wanted - {model})} or wanted
        found += sorted(ready, key=lambda model: model._meta.label_lower)
        wanted -= ready
    return found


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a table that hold data."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines(model: type[Model]) -> Iterator[bytes]:
    """The rows of a table in the order of their primary key, one line each."""
    fields = columns(model)
    json_at = [isinstance(field, JSONField) for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=2000):
        values = [_encoded(value, as_json) for value, as_json in zip(row, json_at, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(model: type[Model], source: Iterable[bytes]) -> int:
    """Insert rows that `lines` wrote, values as they were; returns how many."""
    fields = columns(model)
    later = [field for field in fields if field.name in GIVEN_AFTERWARDS.get(model, ())]
    pk = model._meta.pk
    insert = _insertion(model, [field for field in fields if field not in later])
    count = 0
    with connection.cursor() as cursor:
        for batch in _batches(map(_decoded, source)):
            rows = [dict(zip(fields, values, strict=True)) for values in batch]
            cursor.executemany(insert, [_prepared(row, set(later)) for row in rows])
            for field in later:
                given = [
                    (field.get_db_prep_save(row[field], connection), pk.get_db_prep_save(row[pk], connection))
                    for row in rows
                    if row[field] is not None
                ]
                cursor.executemany(_update(model, field), given)
            count += len(rows)
    return count


def empty(model: type[Model]) -> None:
    """Remove every row of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608 - a name of ours


def holds_rows(model: type[Model]) -> bool:
    """Whether there is any row."""
    return bool(model._base_manager.order_by().exists())


def _pointed_to(model: type[Model]) -> set[Any]:
    return {field.related_model for field in columns(model) if field.related_model}


def _encoded(value: Any, as_json: bool) -> Any:
    if as_json:
        return None if value is None else {"j": value}
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Sealed():
            return {"b": base64.b64encode(value.content).decode()}
        case bytes() | bytearray() | memoryview():
            return {"b": base64.b64encode(bytes(value)).decode()}
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case time():
            return {"h": value.isoformat()}
        case Decimal():
            return {"n": str(value)}
        case UUID():
            return {"u": str(value)}
        case timedelta():
            return {"s": value.total_seconds()}
    raise TypeError(f"no word for {type(value)} in a back-up")


def _decoded(line: bytes) -> list[Any]:
    return [_value(value) for value in json.loads(line)]


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        [(tag, content)] = value.items()
        return _DECODERS[tag](content)
    return value


def _prepared(row: dict[Field[Any, Any], Any], without: set[Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(row[field], connection) for field in row if field not in without]


def _insertion(model: type[Model], fields: list[Field[Any, Any]]) -> str:
    names = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))

    return f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608


def _update(model: type[Model], field: Field[Any, Any]) -> str:
    table, pk = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    return f"UPDATE {table} SET {_quoted(field.column)} = %s WHERE {pk} = %s"  # noqa: S608


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))


def _batches(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
