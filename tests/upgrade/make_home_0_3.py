# mypy: ignore-errors
# (It speaks to version 0.3, not to this one.)
"""Make the homes that `test_from_0_3.py` upgrades. Run by version 0.3 (commit 1762be8), not by this one:

    git worktree add --detach ../v03 1762be8 && cd ../v03         # and a venv there: requirements/dev.txt
    mkdir -m 755 first second && .venv/bin/python …/tests/upgrade/make_home_0_3.py first out
    cp first/secret.key second && createdb v03
    GONGKAI_SERVER=postgres://user@127.0.0.1:5432/v03 .venv/bin/python …/make_home_0_3.py second out

The first makes home-0.3.tar.xz (SQLite, keys, files), home-0.3.json (what must still be there) and a back-up;
the second restores that back-up on PostgreSQL with version 0.3 and makes home-0.3.sql.xz. The city is the
invented one of the demo, people, passwords and keys are made here and used nowhere else. The clock is turned
back to an October day, and tokens last until 2099, so that the homes stay good.
"""

from __future__ import annotations

import contextlib
import json
import lzma
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOME, OUT = Path(sys.argv[1]), Path(sys.argv[2])
SERVER = os.environ.pop("GONGKAI_SERVER", "")
os.environ["GONGKAI_DATA"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
os.environ.pop("DATABASE_URL", None)
if SERVER:
    os.environ["DATABASE_URL"] = SERVER

from django.utils import timezone  # noqa: E402

BEGUN = datetime.now(UTC)
FIRST = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
timezone.now = lambda: FIRST + (datetime.now(UTC) - BEGUN) + (timedelta(hours=2) if SERVER else timedelta(0))

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django_otp.oath import TOTP  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from gongkai import demo  # noqa: E402
from gongkai.annual_reports import operations as reports  # noqa: E402
from gongkai.annual_reports.models import Collection, Draft  # noqa: E402
from gongkai.console import operations as console  # noqa: E402
from gongkai.demo import drafts  # noqa: E402
from gongkai.organisations import operations, queries  # noqa: E402
from gongkai.organisations.accounts import second_factor, sign_in  # noqa: E402
from gongkai.organisations.models import ApiToken, Body, Person  # noqa: E402
from gongkai.records import backups, journal  # noqa: E402
from gongkai.records.actors import SYSTEM, Actor  # noqa: E402
from gongkai.records.journal import anchors  # noqa: E402
from gongkai.records.keys import operations as key_operations  # noqa: E402
from gongkai.records.letters import operations as letters  # noqa: E402
from gongkai.records.numbers import operations as numbers  # noqa: E402

PASSPHRASE = "only-between-two-test-homes"  # noqa: S105
PASSWORD, OLD_PASSWORD = "Liu-Shui-Bu-Fu-08", "Qing-Shan-Lv-Shui-07"
TOTP_KEY = "3132333435363738393031323334353637383930"  # that of RFC 6238's test vectors
SMALL = ("yunhe-development", "yunhe-education", "yunhe-finance")


def main() -> None:
    """One of the two homes."""
    OUT.mkdir(exist_ok=True)
    settings.ALLOWED_HOSTS = ["testserver"]
    if SERVER:
        restore()
    else:
        build()


def build() -> None:
    """The home on SQLite, and a back-up of it."""
    call_command("migrate", verbosity=0, interactive=False)
    for code in set(drafts.PLANTED) - set(SMALL):
        del drafts.PLANTED[code]
    demo.ensure(at=timezone.now())
    office = queries.body("yunhe-office") or Body.objects.order_by("pk").first()
    facts = {"password": PASSWORD, "totp_key": TOTP_KEY}
    facts["logins"] = {"demo": "department.clerk", "two_factors": "lao.yuan", "plain": "xiao.zhou"}
    facts["recovery_codes"] = people(office)
    facts["session"] = session("department.clerk", "gongkai-yanshi")
    facts["tokens"] = tokens(office)
    written(office)
    journal.seal_all(at=timezone.now())
    anchors.append(anchors.export_anchor(at=timezone.now()), OUT / "home-0.3.anchors")
    for name in ("甲", "乙"):
        operations.rename_person(
            person=Person.objects.get(login="xiao.zhou"), name=f"周晓{name}", by=SYSTEM, at=timezone.now()
        )
    journal.seal_all(at=timezone.now())
    operations.rename_person(
        person=Person.objects.get(login="xiao.zhou"), name="周晓", by=SYSTEM, at=timezone.now()
    )  # not sealed when 0.3 is stopped
    facts["counts"] = counts()
    (OUT / "home-0.3.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    connections.close_all()
    keep_home()
    with (OUT / "keys").open("wb") as file:
        file.write(key_operations.back_up(passphrase=PASSPHRASE, by=SYSTEM, at=timezone.now()))
    backups.back_up(path=OUT / "backup.zip", by=SYSTEM, at=timezone.now())


def restore() -> None:
    """The same on PostgreSQL, by 0.3's own restore; and somebody signed in there."""
    backups.restore(
        path=OUT / "backup.zip",
        by=SYSTEM,
        at=timezone.now(),
        keys=((OUT / "keys").read_bytes(), PASSPHRASE),
    )
    facts = json.loads((OUT / "home-0.3.json").read_text("utf-8"))
    facts["session_on_server"] = session("department.clerk", "gongkai-yanshi")
    facts["counts_on_server"] = counts()
    (OUT / "home-0.3.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    words = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=500", SERVER]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    kept = "\n".join(line for line in said.splitlines() if not line.startswith(("--", "\\")))
    (OUT / "home-0.3.sql.xz").write_bytes(lzma.compress(kept.encode(), preset=9 | lzma.PRESET_EXTREME))


def people(office: Body) -> list[str]:
    """Somebody with a second factor and somebody without, both with passwords they set themselves."""
    now = timezone.now()
    codes = []
    for login, name in (("lao.yuan", "袁老"), ("xiao.zhou", "周晓")):
        person = operations.create_person(login=login, name=name, by=SYSTEM, at=now)
        post = operations.create_post(body=office, title=f"{name}的岗位", roles=["clerk"], by=SYSTEM, at=now)
        operations.appoint(person=person, post=post, on=timezone.localdate(now), by=SYSTEM, at=now)
        initial = operations.issue_initial_password(person=person, by=SYSTEM, at=now)
        mine = Actor("person", person.public_id, person.name)
        for present, new in ((initial, OLD_PASSWORD), (OLD_PASSWORD, PASSWORD)):
            operations.change_password(person=person, present=present, new=new, by=mine, at=now)
        if login == "lao.yuan":
            second_factor.begin(person)
            TOTPDevice.objects.filter(user=person).update(key=TOTP_KEY)
            codes = second_factor.confirm(person=person, code=totp(now), by=mine, at=now)
    Person.objects.filter(login="xiao.zhou").update(must_change_password=False)
    with contextlib.suppress(sign_in.SignInRefused):
        sign_in.sign_in(login="xiao.zhou", password="guessed", address="192.0.2.7", at=now)  # noqa: S106
    return codes


def totp(at: datetime) -> str:
    """The code of the moment."""
    clock = TOTP(bytes.fromhex(TOTP_KEY))
    clock.time = at.timestamp()
    return f"{clock.token():06}"


def session(login: str, password: str) -> str:
    """The key of the session of somebody who signed in through the console."""
    client = Client()
    answer = client.post("/console/sign-in/", {"login": login, "password": password})
    assert answer.status_code == 303, answer.content
    assert client.get("/console/account/").status_code == 200
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def tokens(office: Body) -> dict[str, str]:
    """One that works and one that was revoked."""
    now = timezone.now()
    made = {
        name: operations.create_token(body=office, name=name, scopes=["report.view"], by=SYSTEM, at=now)
        for name in ("good", "revoked")
    }
    operations.revoke_token(token=made["revoked"].token, reason="换新", by=SYSTEM, at=now)
    ApiToken.objects.update(expires_at=datetime(2099, 1, 1, tzinfo=UTC))
    return {name: issued.secret for name, issued in made.items()}


def written(office: Body) -> None:
    """Letters public and sealed, one printed, one void; numbers; a saved view; a correction in a draft."""
    now = timezone.now()
    clerk = Person.objects.get(login="department.clerk")
    by = Actor("person", clerk.public_id, clerk.name)
    template = letters.install_starters(valid_from=timezone.localdate(now), by=SYSTEM, at=now)
    general = next(one for one in template if one.template.kind == "general")
    values = {
        "organ": "云河市人民政府办公室",
        "addressee": "云河市卫生健康委员会",
        "subject": "商请提供情况",
        "content": "请提供你单位有关情况。",
        "attachments": (),
        "contact": "",
    }
    common = {
        "template": general,
        "values": values,
        "body": office.code,
        "number_pattern": "云办函〔{year}〕{serial}号",
    }
    collection = Collection.objects.get()
    letters.issue(**common, case_key=None, by=by, at=now)
    sealed = letters.issue(**common, case_key=collection.case_key, by=by, at=now)
    letters.void(letter=sealed, reason="重发", by=by, at=now)
    numbers.take(
        body=office.code, kind="general", year=2026, pattern="云办函〔{year}〕{serial}号", by=by, at=now
    )
    console.save_view(
        person=clerk, listing="drafts", title="草稿", name="待办", query="state=read", by=by, at=now
    )
    asked = list(Draft.objects.filter(collection=collection, state="read"))
    if asked:
        reports.return_drafts(collection=collection, drafts=asked[:1], note="请重报", by=by, at=now)


def counts() -> dict[str, int]:
    """Rows by table, of those whose rows must all be there after an upgrade."""
    gone = {"sessions.session", "otp_totp.totpdevice", "api.ratewindow", "auth.permission"}
    gone |= {"contenttypes.contenttype", "records.runnerseen", "organisations.failedattempts"}
    found = {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.label_lower not in gone
    }
    return {table: count for table, count in found.items() if count}


def keep_home() -> None:
    """The home as it lies on the disk when 0.3 is stopped, modes and all."""
    with (
        lzma.open(OUT / "home-0.3.tar.xz", "wb", preset=9 | lzma.PRESET_EXTREME) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        archive.add(HOME, "home", filter=nobody)


def nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Not whose computer it was."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = int(FIRST.timestamp())
    return member


if __name__ == "__main__":
    main()
