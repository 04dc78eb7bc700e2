"""Anchors by mail to the auditor; against a real SMTP server, in the clear and under TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from gongkai.config.anchors import MailServer
from gongkai.records.auditing import stores
from gongkai.records.auditing.stores import CannotReadBack, StoreRefused
from gongkai.records.auditing.stores.mail import masked
from tests.records.auditing.conftest import SECRET, Mailbox, free_port, knows, serving

NAME, CONTENT = "anchor-2026-11-23-000000001.jsonl", b'{"block": 1}\n'
AUDITOR = "shenji@audit.example.gov.cn"


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    controller = serving(mailbox)
    controller.start()
    yield controller
    controller.stop()


def send_by(settings: Settings, port: int, *to: str, **more: str) -> None:
    """Let the deployment send by the server on this port."""
    said = {"security": "", "user": "", "password": ""} | more
    settings.GONGKAI_ANCHOR_MAIL = to or (AUDITOR,)
    settings.GONGKAI_MAIL_SERVER = MailServer("127.0.0.1", port, sender="gongkai@yunhe.example", **said)


def test_the_auditor_gets_the_line_in_the_letter_and_as_a_file(
    server: Controller, mailbox: Mailbox, settings: Settings
) -> None:
    send_by(settings, server.port)
    receipt = stores.find("mail").put(NAME, CONTENT)
    [taken] = mailbox.letters
    assert isinstance(taken.content, bytes)
    letter = message_from_bytes(taken.content, policy=policy.default)
    [file] = letter.iter_attachments()
    assert (taken.rcpt_tos, letter["Message-ID"]) == ([AUDITOR], receipt)
    assert (file.get_filename(), file.get_content()) == (NAME, CONTENT)
    body = letter.get_body()
    assert body is not None
    assert '{"block": 1}' in body.get_content()
    assert "不要交给信息公开系统的管理员" in body.get_content()


def test_every_auditor_must_get_it(server: Controller, mailbox: Mailbox, settings: Settings) -> None:
    mailbox.unknown.add("gone@audit.example.gov.cn")
    send_by(settings, server.port, AUDITOR, "gone@audit.example.gov.cn")
    with pytest.raises(StoreRefused, match="拒绝了1个收件地址") as refusal:
        stores.find("mail").put(NAME, CONTENT)
    assert "@" not in str(refusal.value)


def test_a_server_that_is_away_is_a_sentence(settings: Settings) -> None:
    send_by(settings, free_port())
    with pytest.raises(StoreRefused, match="没有收下锚点（ConnectionRefusedError）"):
        stores.find("mail").put(NAME, CONTENT)


def test_mail_cannot_be_asked_back(server: Controller, settings: Settings) -> None:
    send_by(settings, server.port)
    for ask in (lambda: stores.find("mail").list(), lambda: stores.find("mail").get(NAME)):
        with pytest.raises(CannotReadBack, match="--anchor"):
            ask()


def test_the_journal_names_no_mailbox(server: Controller, settings: Settings) -> None:
    send_by(settings, server.port)
    assert stores.find("mail").where == masked(AUDITOR) == "s…@audit.example.gov.cn"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    paths = tmp_path / "mail.crt", tmp_path / "mail.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@pytest.fixture
def guarded(mailbox: Mailbox, certificate: tuple[Path, Path]) -> Iterator[Controller]:
    """A server that wants STARTTLS and a password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    controller = serving(
        mailbox, tls_context=context, require_starttls=True, authenticator=knows, auth_required=True
    )
    controller.start()
    yield controller
    controller.stop()


SIGNED_IN = {"security": "starttls", "user": "gongkai", "password": SECRET}


def test_a_password_is_sent_under_tls(
    guarded: Controller,
    mailbox: Mailbox,
    certificate: tuple[Path, Path],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    send_by(settings, guarded.port, **SIGNED_IN)
    assert stores.find("mail").put(NAME, CONTENT)
    assert mailbox.signed_in == [True]


def test_a_wrong_password_is_a_sentence(
    guarded: Controller,
    mailbox: Mailbox,
    certificate: tuple[Path, Path],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    send_by(settings, guarded.port, **(SIGNED_IN | {"password": "another"}))
    with pytest.raises(StoreRefused, match="（535）"):
        stores.find("mail").put(NAME, CONTENT)
    assert mailbox.letters == []


def test_a_server_with_a_strange_certificate_gets_nothing(
    guarded: Controller, mailbox: Mailbox, settings: Settings
) -> None:
    send_by(settings, guarded.port, **SIGNED_IN)
    with pytest.raises(StoreRefused, match="SSLCertVerificationError"):
        stores.find("mail").put(NAME, CONTENT)
    assert mailbox.letters == []
