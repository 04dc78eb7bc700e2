"""What the database keeps of sessions opens none, and tells nothing of what they remember."""

from __future__ import annotations

import asyncio
import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gongkai.organisations.accounts import sessions
from gongkai.organisations.accounts.session_store import SessionStore, digest
from gongkai.organisations.models import BrowserSession
from gongkai.records.backups import rows
from tests.console import office
from tests.organisations import material

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SECRET = "the-secret-of-a-sign-in"  # noqa: S105 - of a test


def saved(**remembered: str) -> SessionStore:
    store = SessionStore()
    store.update(remembered)
    store.save()
    return store


def everything_stored() -> str:
    """Every row of every table that could hold a session, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_browsersession")
        return repr(cursor.fetchall())


def test_a_session_is_found_again_by_its_key() -> None:
    store = saved(sign_in=SECRET)
    assert dict(SessionStore(store.session_key).items()) == {"sign_in": SECRET}
    assert SessionStore().exists(store.session_key)


def test_the_table_holds_neither_the_key_nor_what_is_remembered() -> None:
    key = saved(sign_in=SECRET).session_key
    assert key is not None
    row = BrowserSession.objects.get()
    assert row.session_key == digest(key) != key
    kept = everything_stored()
    assert key not in kept
    assert SECRET not in kept
    assert SessionStore().decode(row.session_data) == {}, "and it is not only signed"


def test_what_stands_in_the_table_opens_no_session() -> None:
    saved(sign_in=SECRET)
    stolen = BrowserSession.objects.get().session_key
    thief = SessionStore(stolen)
    assert dict(thief.items()) == {}
    assert thief.session_key is None, "a key from outside is never taken on"
    assert not SessionStore().exists(stolen)


def test_what_one_session_remembers_does_not_open_in_anothers_row() -> None:
    mine, theirs = saved(sign_in="mine").session_key, saved(sign_in="theirs").session_key
    assert mine is not None and theirs is not None
    row = BrowserSession.objects.get(session_key=digest(theirs))
    BrowserSession.objects.filter(session_key=digest(mine)).update(session_data=row.session_data)
    assert dict(SessionStore(mine).items()) == {}
    BrowserSession.objects.filter(session_key=digest(theirs)).update(session_data="no base64 !")
    assert dict(SessionStore(theirs).items()) == {}


def test_a_session_gets_a_new_key_keeps_what_it_remembers_and_ends() -> None:
    store = saved(sign_in=SECRET)
    old = store.session_key
    store.cycle_key()
    assert store.session_key != old
    assert not store.exists(old)
    assert SessionStore(store.session_key)["sign_in"] == SECRET
    store["more"] = "x"
    store.save()
    assert BrowserSession.objects.count() == 1
    store.flush()
    assert not BrowserSession.objects.exists()
    store.delete("never-there-at-all")


def test_expired_sessions_are_empty_and_forgotten() -> None:
    store = saved(sign_in=SECRET)
    later = timezone.now() + settings.GONGKAI_SESSION_LIFETIME + timedelta(seconds=1)
    assert SessionStore.forget_expired(later - timedelta(minutes=1)) == 0
    BrowserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(store.session_key).items()) == {}
    assert SessionStore.forget_expired(later) == 1


def test_it_is_not_used_asynchronously_by_mistake() -> None:
    with pytest.raises(NotImplementedError):
        asyncio.run(SessionStore().acreate_model_instance({}))


def test_the_console_uses_it_and_no_backup_takes_it_along() -> None:
    visitor = office.signed_in(material.person())
    assert visitor.get(reverse("console:account")).status_code == 200
    cookie = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value
    assert BrowserSession.objects.get().session_key == digest(cookie)
    assert visitor.client.session[sessions.KEY] not in everything_stored()
    assert BrowserSession not in rows.tables()


def test_a_key_read_from_the_database_signs_nobody_in() -> None:
    office.signed_in(material.person())
    thief = office.browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = BrowserSession.objects.get().session_key
    assert thief.get(reverse("console:account")).headers["Location"].startswith(reverse("console:sign_in"))


def test_the_upgrade_drops_the_table_of_keys_that_could_be_used() -> None:
    migration = importlib.import_module("gongkai.organisations.migrations.0004_browser_sessions")
    editor = SimpleNamespace(connection=connection)
    migration.drop_usable_session_keys(None, editor)  # of a new home there is none
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_session (session_key varchar(40) PRIMARY KEY, session_data text)")
        cursor.execute("INSERT INTO django_session VALUES ('usable', 'x')")
    migration.drop_usable_session_keys(None, editor)
    assert "django_session" not in connection.introspection.table_names()
