"""What addresses of the console name: for each kind of thing, its part of the address, its row, its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from gongkai.annual_reports import queries as annual_reports
from gongkai.annual_reports.kinds import COLLECTION, DRAFT
from gongkai.annual_reports.models import Collection, Draft
from gongkai.organisations import parameters, queries
from gongkai.organisations.kinds import APPOINTMENT, BODY, CONFIRMATION, PARAMETER, PERSON, POST, TOKEN
from gongkai.organisations.models import ApiToken, Appointment, Confirmation, Person, Post
from gongkai.records import files
from gongkai.records.files.kinds import SECRET_REFUSAL
from gongkai.records.jobs import queries as jobs
from gongkai.records.jobs.kinds import JOB
from gongkai.records.kinds import Kind


@dataclass(frozen=True)
class Thing:
    """What an address names: a row of a kind.

    `route` is the part of the address that names it (`people/of/<slug:person>/`), `find` gives the row for
    the names in it, or None. `page` is the name of its page, where verbs lead back to, `keys` what the
    address of that page names for a row; `names` what `route` names, where that is not the same. `see` is the
    action that one needs to see it at all.
    """

    kind: Kind[Any]
    route: str
    page: str
    see: str
    find: Callable[..., Any]
    keys: Callable[[Any], tuple[object, ...]]
    names: Callable[[Any], tuple[object, ...]] | None = None

    def keys_in_route(self, thing: Any) -> tuple[object, ...]:
        """What `route` names for a row."""
        return self.names(thing) if self.names is not None else self.keys(thing)

    def address(self, thing: Any) -> str:
        """The address of its page."""
        return reverse(f"console:{self.page}", args=self.keys(thing))


def _find_collection(collection: int) -> Collection | None:
    return annual_reports.collection(collection)


def _find_draft(collection: int, draft: int) -> Draft | None:
    """The draft where it is one of this collection."""
    found = annual_reports.draft(draft)
    return found if found is not None and found.collection_id == collection else None


def _find_post(post: int) -> Post | None:
    return Post.objects.select_related("body").filter(pk=post).first()


def _find_appointment(appointment: int) -> Appointment | None:
    return Appointment.objects.select_related("post__body", "person").filter(pk=appointment).first()


def _find_job(job: UUID) -> jobs.JobView | None:
    return jobs.job(str(job))


def _find_refusal(refusal: UUID) -> files.SecretRefusal | None:
    return files.secret_refusal(refusal)


def _find_setting(name: str) -> parameters.Known | None:
    return parameters.KNOWN.get(name)


BODY_THING: Final = Thing(
    BODY,
    "bodies/of/<slug:code>/",
    "body",
    "body.view",
    queries.body,
    lambda body: (body.code,),
)
PERSON_THING: Final = Thing(
    PERSON,
    "people/of/<slug:person>/",
    "person",
    "person.view",
    lambda person: Person.objects.filter(public_id=person).first(),
    lambda person: (person.public_id,),
)
POST_THING: Final = Thing(
    POST,
    "posts/<int:post>/",
    "body",
    "body.view",
    _find_post,
    lambda post: (post.body.code,),
    lambda post: (post.pk,),
)
APPOINTMENT_THING: Final = Thing(
    APPOINTMENT,
    "appointments/<int:appointment>/",
    "person",
    "person.view",
    _find_appointment,
    lambda appointment: (appointment.person.public_id,),
    lambda appointment: (appointment.pk,),
)
TOKEN_THING: Final = Thing(
    TOKEN,
    "tokens/<slug:token>/",
    "tokens",
    "token.manage",
    lambda token: ApiToken.objects.select_related("body").filter(public_id=token).first(),
    lambda token: (),
    lambda token: (token.public_id,),
)
JOB_THING: Final = Thing(
    JOB,
    "jobs/<uuid:job>/",
    "job",
    "job.view",
    _find_job,
    lambda job: (job.id,),
)
REFUSAL_THING: Final = Thing(
    SECRET_REFUSAL,
    "refusals/<uuid:refusal>/",
    "refusals",
    "secrecy_alert.view",
    _find_refusal,
    lambda refusal: (),
    lambda refusal: (refusal.pk,),
)
SETTING_THING: Final = Thing(
    PARAMETER,
    "settings/<str:name>/",
    "setting",
    "settings.view",
    _find_setting,
    lambda known: (known.name,),
)
CONFIRMATION_THING: Final = Thing(
    CONFIRMATION,
    "confirmations/of/<slug:confirmation>/",
    "confirmation",
    "grant.confirm",
    lambda confirmation: Confirmation.objects.select_related("body").filter(public_id=confirmation).first(),
    lambda confirmation: (confirmation.public_id,),
)
COLLECTION_THING: Final = Thing(
    COLLECTION,
    "collections/<int:collection>/",
    "collection",
    "collection.view",
    _find_collection,
    lambda collection: (collection.pk,),
)
DRAFT_THING: Final = Thing(
    DRAFT,
    "collections/<int:collection>/drafts/<int:draft>/",
    "draft",
    "collection.view",
    _find_draft,
    lambda draft: (draft.collection_id, draft.pk),
)
