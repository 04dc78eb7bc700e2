"""Walks through the example of docs/how-to/add-a-kind.md as an officer, a program and a citizen.

A program of its own, with the example's source first on its path: `test_add_a_kind.py` runs it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone


def walk() -> None:
    """Everything that the example promises; an AssertionError says what does not hold."""
    django.setup()
    settings.ALLOWED_HOSTS = ["localhost"]
    call_command("migrate", verbosity=0)

    from gongkai.organisations import operations  # noqa: PLC0415 - once Django is ready
    from gongkai.records.acts import command_act  # noqa: PLC0415
    from tests.console import office  # noqa: PLC0415

    act, today = command_act(timezone.now()), timezone.localdate()
    city = operations.create_body(
        code="yunhe",
        kind="government",
        name="云河市人民政府",
        level="city",
        parent=None,
        on=today - timedelta(days=4000),
        act=act,
    )
    token = operations.create_token(body=city, name="门户", scopes=["open_day.manage"], act=act)
    officer = office.signed_in(office.holder(city, "disclosure_officer"))
    outsider = office.signed_in(office.holder(city, "clerk", login="jing.ban"))
    _the_console(officer, outsider, today.isoformat())
    _the_api(token.secret, today.isoformat())
    _the_portal(today.year)
    print("walked")


def _the_console(officer: Any, outsider: Any, today: str) -> None:
    """Planned, announced, held; a second one cancelled with its reason."""
    assert "筹备的开放日会列在这里" in officer.page("/console/open-days/").text
    for title in ("走进档案馆", "走进水厂"):
        made = officer.post("/console/open-days/new/", title=title, held_on=today)
        assert made.status_code == 303, made.content.decode()
    first, second = "/console/open-days/1/", "/console/open-days/2/"
    assert officer.post(f"{first}hold/", visitors="3").status_code == 422  # not announced yet
    assert officer.post(f"{first}announce/").status_code == 303
    assert officer.post(f"{first}announce/").status_code == 422  # done already
    assert officer.post(f"{first}hold/", visitors="120").status_code == 303
    assert officer.post(f"{second}cancel/").status_code == 422  # a reason is needed
    assert officer.post(f"{second}cancel/", reason="检修").status_code == 303
    page = officer.page(first)
    assert "已举办" in page.text and "举办开放日" in page.text  # its state, its time line
    assert "走进水厂" in officer.page("/console/open-days/?state=cancelled").text
    assert "走进档案馆" not in officer.page("/console/open-days/?state=cancelled").text
    exported = officer.get("/console/open-days/export/", format="csv")
    assert "走进档案馆" in exported.body.decode()
    assert outsider.get(first).status_code in (403, 404)


def _the_api(secret: str, today: str) -> None:
    """Planned and announced by a program, read by anybody."""
    client = Client(headers={"host": "localhost"})
    head = {"Authorization": f"Bearer {secret}"}
    sent = {"body": "yunhe", "title": "走进法院", "held_on": today}
    address = "/api/v1/open-days"
    assert client.post(address, sent, content_type="application/json").status_code == 401
    made = client.post(address, sent, content_type="application/json", headers=head)
    assert made.status_code == 201, made.content.decode()
    assert client.get(f"{address}/3").status_code == 404  # nobody sees what is only planned
    announced = client.post(f"{address}/3/announce", {}, content_type="application/json", headers=head)
    assert announced.json()["state"] == "announced", announced.content.decode()
    again = client.post(f"{address}/3/announce", {}, content_type="application/json", headers=head)
    assert again.status_code == 409, again.content.decode()
    listed = client.get(f"{address}?q=法院").json()["items"]
    assert [item["title"] for item in listed] == ["走进法院"]


def _the_portal(year: int) -> None:
    """The list with the figures of the year."""
    from gongkai.open_days import queries  # noqa: PLC0415 - the example
    from tests.portal.html import Page  # noqa: PLC0415

    assert queries.figures(year) == {"held": 1, "visitors": 120}
    answer = Client(headers={"host": "localhost"}).get("/open-days/")
    page = Page(answer)
    assert "已经举办1场，120人参加" in page.text
    assert "走进法院" in page.text


if __name__ == "__main__":
    walk()
