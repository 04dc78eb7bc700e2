"""A list page of the console over 100,000 rows against a hello-world view of the same stack.

Both go through the same process, middleware, sign-in and rule; they take turns in one run, and the ratio is
that of requests per second. The list is the journal: filters, sorting, fifty rows of six columns, a count.

    .venv/bin/python benchmarks/bench_list_page.py
"""

# ruff: noqa: PLC0415 - Django and what needs it are loaded once the data directory is known

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROWS, ROUNDS, REQUESTS = 100_000, 9, 40
ADDRESSES = {
    "hello": "/console/hello/",
    "list": "/console/journal/",
    "filtered": "/console/journal/?verb=person.signed_in&since=2026-01-01",
    "deep": f"/console/journal/?after={ROWS // 2}",
}


def fill() -> None:
    """Entries of the journal as bulk as they may come, sealed."""
    from django.db import transaction

    from gongkai.records.actors import SYSTEM, ObjectRef
    from gongkai.records.journal import Entry, record, seal_all

    began = datetime(2026, 1, 1, tzinfo=UTC)
    person = ObjectRef("person", "0" * 16, "林知远")
    with transaction.atomic():
        sample = record(verb="person.signed_in", object=person, by=SYSTEM, at=began, after={"ok": True})
    names = [field.attname for field in Entry._meta.fields if field.attname not in {"id", "at"}]
    copied = {name: getattr(sample, name) for name in names}
    rows = [Entry(**copied, at=began + timedelta(seconds=number)) for number in range(ROWS)]
    Entry.objects.bulk_create(rows, batch_size=5000)
    seal_all(at=began)


def cookies() -> str:
    """Those of an auditor who has signed in."""
    from tests.console import office
    from tests.organisations import material

    client = office.visitor(material.city().root, "auditor").client
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def greet() -> None:
    """Add hello, world behind the same rule as the list."""
    from django.http import HttpResponse
    from django.urls import path

    from gongkai.console import urls
    from gongkai.console.access import guarded

    hello = guarded("journal", lambda request: HttpResponse("你好，世界"))
    urls.urlpatterns.insert(0, path("hello/", hello, name="journal"))


def environ(address: str, cookie: str) -> dict[str, Any]:
    """A request as a WSGI server hands it on."""
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }


def rate(application: Callable[..., Any], address: str, cookie: str) -> float:
    """Requests a second."""
    environment = environ(address, cookie)
    statuses: list[str] = []
    start = perf_counter()
    for _ in range(REQUESTS):
        answer = application({**environment}, lambda status, headers: statuses.append(status))
        b"".join(answer)
        answer.close()
    spent = perf_counter() - start
    assert statuses == ["200 OK"] * REQUESTS, set(statuses)
    return REQUESTS / spent


def measure() -> None:
    from django.core.wsgi import get_wsgi_application

    greet()
    fill()
    cookie, application = cookies(), get_wsgi_application()
    rates: dict[str, list[float]] = {name: [] for name in ADDRESSES}
    for _ in range(ROUNDS):
        for name, address in ADDRESSES.items():
            rates[name].append(rate(application, address, cookie))

    def ratio(name: str) -> float:
        return 100 * median(a / b for a, b in zip(rates[name][1:], rates["hello"][1:], strict=True))

    print(
        f"list page over {ROWS:,} rows: {ratio('list'):.0f} % of a hello-world view of the same stack "
        f"({median(rates['list']):.0f} against {median(rates['hello']):.0f} requests a second; filtered "
        f"{ratio('filtered'):.0f} %, in the middle {ratio('deep'):.0f} %; target 30 %)"
    )


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as data:
        os.environ.setdefault("GONGKAI_DATA", data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django

        django.setup()
        from django.test.utils import setup_databases, teardown_databases

        databases = setup_databases(verbosity=0, interactive=False)
        try:
            measure()
        finally:
            teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
