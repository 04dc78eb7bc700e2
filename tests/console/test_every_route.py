"""Every address of the console × every role × own, subordinate and other body; GET and POST."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gongkai.annual_reports import operations as collecting
from gongkai.annual_reports.models import ReturnBatch
from gongkai.console import urls
from gongkai.console.access import guarded
from gongkai.console.models import SavedView
from gongkai.console.pages import AREAS, PAGES, PUBLIC, SIGNED_IN, Page
from gongkai.console.tasks import VERIFY
from gongkai.organisations import operations
from gongkai.organisations.access import ACTIONS, Reach
from gongkai.organisations.models import Body, Confirmation, Role
from gongkai.records import jobs, journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.files import SecretRefusal
from tests.console import office
from tests.operations.annual_reports import office as reports
from tests.organisations import material
from tests.organisations.material import City
from tests.prepared import prepared
from tests.responses import Response

# Access is decided before the database is asked for more than who and where: one database is enough.
pytestmark = pytest.mark.django_db

# Who acts: every role, at the city and at a district.
PLACES = ("root", "district")
# Whom it concerns: from the city, its district and what stands below and beside.
SUBJECTS = ("root", "district", "district_education", "education")
BELOW = {
    "root": {"root", "district", "district_education", "education"},
    "district": {"district", "district_education"},
}


@dataclass
class Things:
    """What an address may name, one of each at each body."""

    city: City

    def __post_init__(self) -> None:
        self.addresses: dict[tuple[str, str], list[object]] = {}
        for name in SUBJECTS:
            body: Body = getattr(self.city, name)
            person = office.holder(body, "clerk", login=f"thing.{body.code}")
            appointment = person.appointments.get()
            token = operations.create_token(
                body=body, name="目录", scopes=["body.view"], act=SystemAct(SYSTEM, timezone.now())
            ).token
            self.addresses["body", name] = [body.code]
            self.addresses["person", name] = [person.public_id]
            self.addresses["post", name] = [appointment.post.pk]
            self.addresses["appointment", name] = [appointment.pk]
            self.addresses["token", name] = [token.public_id]
            collection = collecting.open_collection(
                title="年报收集",
                year=2026,
                body=body,
                due_on=date(2027, 1, 31),
                act=SystemAct(SYSTEM, material.AT),
            )
            page = io.BytesIO(reports.page(collection.title))
            collecting.receive_drafts(
                collection=collection, files=[("一.html", page)], act=SystemAct(SYSTEM, material.AT)
            )
            draft = collection.drafts.get()
            batch = ReturnBatch.objects.create(collection=collection, asked_at=material.AT, asked_by={})
            asked = Confirmation.objects.create(
                request="roles",
                body=body,
                label="调整岗位角色",
                arguments={"post": appointment.post.pk, "roles": ["clerk"], "on": material.ON.isoformat()},
                asked_by="x",
                asked_by_name="x",
                asked_at=material.AT,
            )
            self.addresses["confirmation", name] = [asked.public_id]
            self.addresses["collection", name] = [collection.pk]
            self.addresses["draft", name] = [collection.pk, draft.pk]
            self.addresses["batch", name] = [collection.pk, batch.pk]
        refusal = SecretRefusal.objects.create(
            mark="秘密",
            kind="pdf",
            size=1,
            sha256="0" * 64,
            by_id="x",
            by_name="x",
            refused_at=timezone.now(),
        )
        job = jobs.enqueue(VERIFY, appointment=appointment.pk)
        entry = journal.entries().first()
        assert entry is not None
        # What belongs to the whole deployment is the same whomever it concerns.
        for name in SUBJECTS:
            self.addresses["job", name] = [job]
            self.addresses["secret_refusal", name] = [refusal.pk]
            self.addresses["parameter", name] = ["practice.fee_restarts"]
        self.whole: dict[str, list[object]] = {
            "entry": [entry.pk],
            "verification": [job],
            "view_save": ["bodies"],
            "view_forget": [0],
            "nowhere": ["no/such/page"],
        }

    def addresses_of(self, name: str) -> Iterator[tuple[str, str]]:
        """(subject, address) of every example; the subject is empty where the address names none."""
        page = PAGES[name]
        if page.thing is None:
            yield "", reverse(f"console:{name}", args=self.whole.get(name, []))
            return
        for subject in SUBJECTS:
            kind = (
                "batch" if name.startswith("return_batch") else page.thing.kind.code.removeprefix("report_")
            )
            yield subject, reverse(f"console:{name}", args=self.addresses[kind, subject])


@prepared
def things(db: None, city: City) -> Things:
    """One of each at each body."""
    return Things(city)


def expected(action: str, role: str, place: str, subject: str) -> bool:
    """What the table of actions says, worked out here once more and differently: by names, not by queries."""
    row = ACTIONS[action]
    reach = row.reach.get(Role(role))
    if reach is None:
        return False
    if reach == Reach.ALL:
        return row.group != "administration" or place == "root"
    if not subject:
        return True
    return subject in BELOW[place] if reach == Reach.SUBTREE else subject == place


def refusal(page: Page, role: str, place: str, subject: str) -> int:
    """0 where the table allows it; 403 for what this post does nowhere, or not to what it sees; else 404."""
    if expected(page.access, role, place, subject):
        return 0
    if page.thing is None or not expected(page.access, role, place, ""):
        return 403
    return 403 if expected(page.thing.see, role, place, subject) else 404


def test_every_route_has_a_rule_and_every_rule_a_route() -> None:
    assert {str(pattern.name) for pattern in urls.urlpatterns} == set(PAGES)


def test_a_route_without_a_rule_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        guarded("new_and_forgotten", lambda request: None)  # type: ignore[arg-type, return-value]


def test_every_rule_names_an_action_that_there_is() -> None:
    assert {page.access for page in PAGES.values()} - {PUBLIC, SIGNED_IN} <= set(ACTIONS)
    assert {area.begins for area in AREAS.values() if area.begins} <= set(PAGES)


def test_nothing_but_the_entrance_is_public() -> None:
    assert {name for name, page in PAGES.items() if page.access == PUBLIC} == {
        "sign_in",
        "sign_in_code",
        "claim",
        "nowhere",
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", Role.values)
def test_a_role_reaches_what_the_table_of_actions_says_and_nothing_else(
    role: str, place: str, things: Things
) -> None:
    visitor = office.visitor(getattr(things.city, place), role)
    wrong = []
    for name, page in PAGES.items():
        if page.access in {PUBLIC, SIGNED_IN}:
            continue
        for subject, address in things.addresses_of(name):
            refused = refusal(page, role, place, subject)
            for method in ("get", "post"):
                status = getattr(visitor, method)(address).status_code
                if status >= 500 or (status != refused if refused else status == 403):
                    wrong.append(f"{method} {address}: {status}, refused: {refused}")
                if not refused and method == "get" and page.thing and page.thing.page == name:
                    assert status == 200, address
    assert wrong == []


# An address of each thing with a number or code that none of them has.
MISSING = {
    "code": "no-such-body",
    "person": "0123456789abcdef",
    "post": 10**9,
    "appointment": 10**9,
    "token": "0123456789abcdef",
    "confirmation": "0123456789abcdef",
    "collection": 10**9,
    "draft": 10**9,
    "job": uuid4(),
    "refusal": uuid4(),
    "name": "no.such",
}


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("clerk", "root"),
        ("clerk", "district"),
        ("supervisor", "district"),
        ("system_admin", "district"),
        ("security_admin", "district"),
    ],
)
def test_what_one_may_not_see_and_what_is_not_there_are_answered_alike(
    role: str, place: str, things: Things
) -> None:
    """Status and page are those of an address with a number that nothing has."""
    visitor = office.visitor(getattr(things.city, place), role)
    unseen = 0
    for name, page in PAGES.items():
        if page.thing is None or not expected(page.access, role, place, ""):
            continue
        names = re.findall(r"<\w+:(\w+)>", page.route)
        nobodys = reverse(f"console:{name}", kwargs={part: MISSING.get(part, 10**9) for part in names})
        for subject, address in things.addresses_of(name):
            if expected(page.thing.see, role, place, subject):
                continue
            unseen += 1
            for method in ("get", "post"):
                theirs, missing = (getattr(visitor, method)(one) for one in (address, nobodys))
                assert theirs.status_code == missing.status_code == 404, address
                assert masked(theirs) == masked(missing), address
    assert unseen > 0


def masked(response: Response) -> bytes:
    """The page without the tokens of its forms, which are new each time."""
    return re.sub(rb'(name="csrfmiddlewaretoken" value=)"[^"]+"', rb"\1", response.content)


def test_without_a_sign_in_everything_leads_to_the_entrance(things: Things) -> None:
    client = office.browser()
    entrance = reverse("console:sign_in")
    for name, page in PAGES.items():
        if page.access == PUBLIC:
            continue
        for _subject, address in things.addresses_of(name):
            for response in (client.get(address), client.post(address)):
                assert response.status_code == 303, address
                assert response.headers["Location"].startswith(entrance), address


def test_somebody_without_a_post_has_their_account_and_nothing_else(things: Things) -> None:
    someone = operations.create_person(login="no.post", name="无岗", act=SystemAct(SYSTEM, material.AT))
    visitor = office.signed_in(someone)
    for name, page in PAGES.items():
        if page.access in {PUBLIC, SIGNED_IN}:
            continue
        for _subject, address in things.addresses_of(name):
            response = visitor.get(address)
            assert response.status_code == 303, address
            assert response.headers["Location"].startswith(reverse("console:choose_post"))
    assert visitor.get(reverse("console:account")).status_code == 200
    assert "您现在没有岗位" in visitor.page(reverse("console:choose_post")).text


def test_an_initial_password_opens_the_page_that_changes_it_and_the_way_out(things: Things) -> None:
    person = office.holder(things.city.root, "system_admin")
    operations.issue_initial_password(person=person, act=SystemAct(SYSTEM, material.AT))
    person.refresh_from_db()
    visitor = office.signed_in(person)
    for name, page in PAGES.items():
        if page.access == PUBLIC or name in {"password", "sign_out"}:
            continue
        for _subject, address in things.addresses_of(name):
            response = visitor.get(address)
            assert response.status_code == 303, address
            assert response.headers["Location"] == reverse("console:password")


def test_every_form_needs_its_token(things: Things) -> None:
    visitor = office.visitor(things.city.root, "system_admin", csrf=True)
    for name in PAGES:
        for _subject, address in things.addresses_of(name):
            assert visitor.post(address, x="1").status_code == 403, address
            break


def test_nothing_is_kept_by_browsers_and_proxies(things: Things, system: office.Visitor) -> None:
    for name in PAGES:
        for _subject, address in things.addresses_of(name):
            response = system.get(address)
            assert response.headers["Cache-Control"] == "no-store", address


def test_no_address_names_a_person(things: Things) -> None:
    """People stand in addresses by random identifiers alone: no login, no name, no number to count up."""
    for (kind, _name), parts in things.addresses.items():
        if kind == "person":
            assert all(len(str(part)) == 16 and not str(part).isdecimal() for part in parts)
    with pytest.raises(NoReverseMatch):
        reverse("console:person", args=["clerk.szf"])


def test_a_view_of_somebody_else_is_not_there(city: City, system: office.Visitor) -> None:
    other = office.holder(city.root, "auditor")
    view = SavedView.objects.create(person=other, listing="bodies", name="别人的", query="")
    assert system.post(reverse("console:view_forget", args=[view.pk])).status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_what_is_not_there_is_a_page_that_says_so(system: office.Visitor) -> None:
    for name, argument in (("job", uuid4()), ("body", "nowhere"), ("entry", 10**9), ("setting", "no.such")):
        response = system.get(reverse(f"console:{name}", args=[argument]))
        assert response.status_code in {403, 404}
        assert "text/html" in response.headers["Content-Type"]
