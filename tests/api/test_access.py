"""Every operation × every scope × own, lower, other and higher body: deny by default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.api.routes import ROUTES
from gongkai.organisations.access import ACTIONS
from gongkai.organisations.models import ApiToken, Body
from gongkai.organisations.operations import bodies, tokens
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.journal.sealing import seal_all
from tests.api import city as material
from tests.api.city import Program, problem
from tests.responses import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SCOPES = sorted(name for name, action in ACTIONS.items() if action.token)
# The token is donghu's, a district. own: itself; lower: below it; other: beside it; higher: above it.
BODIES = {"own": "donghu", "lower": "donghu-jyj", "other": "xishan", "higher": "yunhe"}
EVERY = set(BODIES)


def _new(body: str) -> dict[str, str]:
    return {
        "code": "new",
        "kind": "department",
        "name": "新设立的局",
        "level": "department",
        "parent": body,
        "valid_from": "2026-01-01",
    }


_RENAMING = {"name": "新名称", "valid_from": "2026-01-01", "reason": "机构改革方案"}
Ask = Callable[[Program, str], Response]
# operation → how it is asked for a body, the scope that lets it in, the bodies for which it does
TABLE: dict[str, tuple[Ask, str | None, set[str]]] = {
    "list_reports": (lambda by, body: by.get("/reports"), None, EVERY),
    "get_report": (lambda by, body: by.get("/reports/chongqing/2019"), None, EVERY),
    "list_measures": (lambda by, body: by.get("/reports/measures"), None, EVERY),
    "list_figures": (lambda by, body: by.get("/reports/figures", measure="refused"), None, EVERY),
    "compare_reports": (lambda by, body: by.get("/reports/compare", measure="refused"), None, EVERY),
    "check_report": (lambda by, body: by.post("/reports/check", {"text": "x"}), None, EVERY),
    "get_reply_deadline": (lambda by, body: by.get("/deadlines/reply", received="2026-02-13"), None, EVERY),
    "add_workdays": (lambda by, body: by.get("/workdays/add?from=2026-02-13&days=1"), None, EVERY),
    "count_workdays": (lambda by, body: by.get("/workdays/between", after="2026-02-13", through="2026-02-14"),
                       None, EVERY),
    "get_workday_year": (lambda by, body: by.get("/workdays/years/2026"), None, EVERY),
    # The names of bodies are public: a token sees all of them.
    "list_bodies": (lambda by, body: by.get("/bodies"), "body.view", EVERY),
    "get_body": (lambda by, body: by.get(f"/bodies/{body}"), "body.view", EVERY),
    # Bodies are managed downwards.
    "create_body": (lambda by, body: by.post("/bodies", _new(body)), "body.manage", {"own", "lower"}),
    "rename_body": (lambda by, body: by.patch(f"/bodies/{body}", _RENAMING), "body.manage", {"own", "lower"}),
    # Whose entries are read is decided by the token; see TestTheJournal.
    "read_journal": (lambda by, body: by.get("/journal"), "timeline.view", EVERY),
    "get_own_token": (lambda by, body: by.get("/tokens/self"), "", EVERY),
}  # fmt: skip


def allowed(response: Response) -> bool:
    """Whether access let it in; any other refusal than one of access is a mistake of the table."""
    if response.status_code in (401, 403):
        return False
    assert response.status_code in (200, 201) or problem(response) == "nothing-read", response.content
    return True


def test_the_table_knows_every_operation() -> None:
    assert {name: row[1] for name, row in TABLE.items()} == {
        name: each.scope for name, each in ROUTES.items()
    }


@pytest.mark.parametrize("whose", list(BODIES))
@pytest.mark.parametrize("name", list(TABLE))
def test_every_scope_for_every_body(name: str, whose: str, city: dict[str, Body], archive: int) -> None:
    ask, needed, within = TABLE[name]
    body = BODIES[whose]
    assert allowed(ask(Program(), body)) is (needed is None)
    others = [scope for scope in SCOPES if scope != needed]
    assert allowed(ask(Program(material.token("donghu", *others)), body)) is (needed in (None, ""))
    if needed:
        response = ask(Program(material.token("donghu", needed)), body)
        assert allowed(response) is (whose in within)
        if whose not in within:
            assert problem(response) == "not-allowed"


@pytest.mark.parametrize("whose", list(BODIES))
def test_a_closed_body_s_token_is_good_for_nothing(whose: str, city: dict[str, Body]) -> None:
    by = Program(material.token("xishan", "body.view"))
    assert by.get("/bodies").status_code == 200
    on = timezone.localdate()
    bodies.close_body(body=city["xishan"], on=on, act=SystemAct(SYSTEM, timezone.now()))
    assert problem(by.get(f"/bodies/{BODIES[whose]}")) == "not-authenticated"


def test_a_revoked_or_expired_token_is_good_for_nothing(city: dict[str, Body]) -> None:
    revoked, expired = (material.token("tjj", "body.view") for _ in range(2))
    by_prefix = {each.prefix: each for each in ApiToken.objects.all()}
    tokens.revoke_token(token=by_prefix[revoked[3:11]], act=SystemAct(SYSTEM, timezone.now()))
    late = by_prefix[expired[3:11]]
    ApiToken.objects.filter(pk=late.pk).update(
        created_at=late.created_at - timedelta(days=99), expires_at=timezone.now() - timedelta(seconds=1)
    )
    for secret, word in ((revoked, "撤销"), (expired, "到期")):
        response = Program(secret).get("/bodies")
        assert problem(response) == "not-authenticated"
        assert word in response.json()["detail"]


class TestTheJournal:
    """A body reads what it did and what was done to it; accounts and tokens are the auditor's."""

    def read(self, by: Program) -> list[tuple[str, str]]:
        seal_all(at=timezone.now())
        return [(item["verb"], item["object"]["id"]) for item in by.get("/journal").json()["items"]]

    def test_of_another_body_nothing_is_read(self, city: dict[str, Body]) -> None:
        assert self.read(Program(material.token("tjj", "timeline.view"))) == [("body.created", "tjj")]

    def test_what_one_did_below_is_one_s_own(self, city: dict[str, Body]) -> None:
        by = Program(material.token("donghu", "timeline.view", "body.manage"))
        assert by.patch("/bodies/donghu-jyj", _RENAMING).status_code == 200
        assert self.read(by) == [("body.created", "donghu"), ("body.renamed", "donghu-jyj")]
        below = Program(material.token("donghu-jyj", "timeline.view"))
        assert self.read(below) == [("body.created", "donghu-jyj"), ("body.renamed", "donghu-jyj")]

    def test_administration_is_not_told(self, city: dict[str, Body]) -> None:
        by = Program(material.token("tjj", "timeline.view"))
        token = ApiToken.objects.get()
        tokens.revoke_token(token=ApiToken.objects.get(pk=token.pk), act=SystemAct(SYSTEM, timezone.now()))
        assert problem(by.get("/journal")) == "not-authenticated"
        again = Program(material.token("tjj", "timeline.view"))
        assert {verb.partition(".")[0] for verb, _object in self.read(again)} == {"body"}
