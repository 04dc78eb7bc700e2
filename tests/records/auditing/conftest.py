"""What tests of anchors kept outside share: a journal with an anchor, a bucket server and a mail server."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.db import transaction
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from gongkai.config.anchors import Bucket
from gongkai.records import journal
from gongkai.records.actors import RUNNER, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.auditing import operations
from gongkai.records.journal import AnchorMade
from tests.records.journal.conftest import AT

ACT = SystemAct(RUNNER, AT)
SECRET = "kept-in-a-file"  # noqa: S105 - of a server that lives as long as a test


def record(reason: str = "") -> None:
    with transaction.atomic():
        ref = ObjectRef("journal", "journal", "审计日志")
        journal.record(verb="journal.verified", object=ref, by=RUNNER, at=AT, reason=reason)


@pytest.fixture
def made(db: None) -> AnchorMade:
    """An anchor of the first block of a journal."""
    record()
    return operations.make_anchor(act=ACT)


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of moto's server, an S3 in this process on a port of its own."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def client(address: str) -> Any:
    """Somebody who administers the bucket."""
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="root",
        aws_secret_access_key=SECRET,
    )


@pytest.fixture
def bucket(s3: str, request: pytest.FixtureRequest, settings: Settings) -> Bucket:
    """A bucket with object lock, and the deployment set to keep its anchors there."""
    name = f"anchors-{abs(hash(request.node.nodeid))}"
    client(s3).create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    said = Bucket(name, "yunhe", s3, "us-east-1", 30, "COMPLIANCE", "path", "server", SECRET)
    settings.GONGKAI_ANCHOR_BUCKET = said
    return said


@dataclass
class Mailbox:
    """What a mail server took, and whom it does not know."""

    letters: list[Envelope] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    signed_in: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(envelope)
        self.signed_in.append(bool(session.authenticated))
        return "250 taken"


def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
    """Whether the mail server lets somebody in."""
    right = isinstance(given, LoginPassword) and given.password == SECRET.encode()
    return AuthResult(success=right, handled=False)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def serving(mailbox: Mailbox, **options: Any) -> Controller:
    """A mail server on a port of its own; to be stopped by who starts it."""
    return Controller(mailbox, hostname="127.0.0.1", port=free_port(), ready_timeout=30, **options)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
