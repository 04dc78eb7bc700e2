"""Tokens: for one body, within their scopes, shown once; and the command that makes them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from gongkai.organisations import access, operations
from gongkai.organisations.accounts import tokens
from gongkai.organisations.models import ApiToken
from gongkai.organisations.operations import tokens as refusals
from gongkai.organisations.operations.tokens import IssuedToken
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations.material import AT, ON, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def issue(city: City, *scopes: str, days: int = 30) -> IssuedToken:
    return operations.create_token(
        body=city.education,
        name="公文系统",
        scopes=scopes,
        lasts=timedelta(days=days),
        act=SystemAct(SYSTEM, AT),
    )


def test_a_token_acts_for_its_body_within_its_scopes(city: City) -> None:
    acting = tokens.authenticate(issue(city, "timeline.view").secret, AT)
    assert (acting.actor.kind, acting.actor.body) == ("token", "jyj")
    assert access.allowed(acting, "timeline.view", city.education, on=ON)
    assert not access.allowed(acting, "timeline.view", city.school, on=ON)
    assert not access.allowed(acting, "collection.view", city.education, on=ON)
    with pytest.raises(access.NotAllowed, match=r"collection\.view"):
        access.check(acting, "collection.view", city.education, on=ON)


@pytest.mark.parametrize("scope", sorted(access.token_scopes()))
def test_every_scope_reaches_as_far_as_the_table_says_and_opens_nothing_else(city: City, scope: str) -> None:
    acting = tokens.authenticate(issue(city, scope).secret, AT)
    reach = access.ACTIONS[scope].token
    bodies = (city.education, city.school, city.district)
    may = [access.allowed(acting, scope, body, on=ON) for body in bodies]
    assert may == [True, reach in {"subtree", "all"}, reach == "all"]
    others = [action for action in access.ACTIONS if action != scope]
    assert not any(access.allowed(acting, action, city.education, on=ON) for action in others)


def test_the_only_administration_by_token_is_of_bodies(city: City) -> None:
    scopes = access.token_scopes()
    assert {scope for scope in scopes if access.ACTIONS[scope].group == "administration"} == {"body.manage"}


def test_the_secret_is_kept_nowhere(city: City) -> None:
    issued = issue(city, "timeline.view")
    assert issued.secret.startswith(f"gk_{issued.token.prefix}_")
    assert issued.secret not in str([*ApiToken.objects.values(), *journal.entries().values()])


def test_a_token_ends(city: City) -> None:
    issued = issue(city, "timeline.view")
    with pytest.raises(tokens.TokenRefused, match="到期"):
        tokens.authenticate(issued.secret, AT + timedelta(days=30))
    operations.revoke_token(token=issued.token, act=SystemAct(SYSTEM, AT))
    with pytest.raises(tokens.TokenRefused, match="撤销"):
        tokens.authenticate(issued.secret, AT)
    with pytest.raises(refusals.AlreadyRevoked):
        operations.revoke_token(token=issued.token, act=SystemAct(SYSTEM, AT))


def test_a_token_ends_with_its_body(city: City) -> None:
    issued = operations.create_token(
        body=city.school, name="校务系统", scopes=["timeline.view"], act=SystemAct(SYSTEM, AT)
    )
    operations.close_body(body=city.school, on=ON, act=SystemAct(SYSTEM, AT))
    with pytest.raises(tokens.TokenRefused, match="承接机构"):
        tokens.authenticate(issued.secret, AT)
    assert not operations.can_create_token(
        body=city.school, scope=["timeline.view"], lasts=timedelta(days=1), at=AT
    )


@pytest.mark.parametrize("wrong", ["", "gk_", "gk_00000000_" + "x" * 43, "Bearer x"])
def test_what_was_never_a_token_opens_nothing(city: City, wrong: str) -> None:
    with pytest.raises(tokens.TokenRefused):
        tokens.authenticate(wrong, AT)


def test_use_is_noted_once_a_minute(city: City) -> None:
    issued = issue(city, "timeline.view")
    noted = []
    for seconds in (0, 30, 90):
        tokens.authenticate(issued.secret, AT + timedelta(seconds=seconds))
        noted.append(ApiToken.objects.get().last_used_at)
    assert noted == [AT, AT, AT + timedelta(seconds=90)]


def test_a_token_is_refused_scopes_that_there_are_not_and_a_life_too_long(city: City) -> None:
    for scopes, days, refusal in (
        (["appointment.manage"], 30, refusals.UnknownScope),
        (["no.such"], 30, refusals.UnknownScope),
        ([], 30, refusals.UnknownScope),
        (["timeline.view"], 731, refusals.LastsTooLong),
        (["timeline.view"], 0, refusals.LastsTooLong),
    ):
        with pytest.raises(refusal):
            issue(city, *scopes, days=days)


def gongkai(*words: str) -> Result:
    return CliRunner().invoke(main, ["token", *words])


def test_the_command_makes_lists_and_revokes(city: City) -> None:
    made = gongkai("create", "--body", "jyj", "--scope", "timeline.view", "--scope", "body.view", "--json")
    answer = json.loads(made.stdout)
    assert made.exit_code == 0
    assert (answer["body"], answer["scopes"]) == ("jyj", ["body.view", "timeline.view"])
    token = ApiToken.objects.get(public_id=answer["id"])
    assert tokens.digest(answer["token"]) == token.digest
    assert answer["prefix"] in gongkai("list").stdout
    assert answer["token"] not in gongkai("list", "--json").stdout
    assert gongkai("revoke", answer["id"], "--reason", "泄露").exit_code == 0
    assert gongkai("revoke", answer["id"]).exit_code == 2
    assert "已撤销" in gongkai("list", "--body", "jyj").stdout
    assert journal.entries().filter(verb="token.revoked").get().reason == "泄露"


def test_the_command_says_what_is_wrong(city: City) -> None:
    for words, told in (
        (["--body", "nowhere", "--scope", "timeline.view"], "nowhere"),
        (["--body", "jyj", "--scope", "king"], "timeline.view（查看办理过程）"),
    ):
        result = gongkai("create", *words, "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr
