"""Where a deployment keeps its anchors, by its environment; bad values stop the start with a sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from gongkai.config.deployment import BadSetting, words

TEN_YEARS = 3650
BUCKET_FORM = "s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION&days=3650"
MAIL_SERVER_FORM = "smtp+starttls://USER@HOST:587, smtps://USER@HOST:465 or smtp://HOST:25"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Bucket:
    """An S3-compatible bucket with object lock. `days`: how long nobody can remove or replace an anchor."""

    name: str
    prefix: str
    endpoint: str
    region: str
    days: int
    mode: str
    addressing: str
    key: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class MailServer:
    """The server that takes letters: `security` is "", "starttls" or "tls"."""

    host: str
    port: int
    security: str
    user: str
    sender: str
    password: str = field(repr=False)


def secret(variable: str, file_variable: str) -> str:
    """The value of a variable, or the first line of the file that another variable names.

    A file that others on this machine can read stops the start.
    """
    given = os.environ.get(variable, "")
    name = os.environ.get(file_variable, "")
    if given or not name:
        return given
    path = Path(name)
    try:
        exposed = path.stat().st_mode & 0o077
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadSetting(f"{file_variable}: {path} cannot be read ({problem}).") from None
    if exposed:
        raise BadSetting(f"{file_variable}: others can read {path}; run chmod 600 {path}.")
    return lines[0].strip() if lines else ""


def folder() -> Path | None:
    """`GONGKAI_ANCHOR_FOLDER`; it may be absent at the start, since folders are mounted late."""
    name = os.environ.get("GONGKAI_ANCHOR_FOLDER", "")
    if name and not Path(name).is_absolute():
        raise BadSetting(f"GONGKAI_ANCHOR_FOLDER: write an absolute path, not {name!r}.")
    return Path(name) if name else None


def bucket() -> Bucket | None:
    """`GONGKAI_ANCHOR_BUCKET` with its key."""
    text = os.environ.get("GONGKAI_ANCHOR_BUCKET", "")
    if not text:
        return None
    parts = urlsplit(text)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = sorted(set(options) - {"endpoint", "region", "days", "mode", "addressing"})
    days = options.get("days", str(TEN_YEARS))
    mode = options.get("mode", "compliance").upper()
    addressing = options.get("addressing", "path" if "endpoint" in options else "auto")
    if parts.scheme != "s3" or not parts.hostname or unknown:
        raise BadSetting(f"GONGKAI_ANCHOR_BUCKET: write {BUCKET_FORM}.")
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= 36_500):
        raise BadSetting("GONGKAI_ANCHOR_BUCKET: days is a whole number from 1 to 36500.")
    if mode not in {"COMPLIANCE", "GOVERNANCE"} or addressing not in {"path", "virtual", "auto"}:
        raise BadSetting(
            "GONGKAI_ANCHOR_BUCKET: mode is compliance or governance, addressing path, virtual or auto."
        )
    return Bucket(
        name=parts.netloc,
        prefix=unquote(parts.path).strip("/"),
        endpoint=options.get("endpoint", ""),
        region=options.get("region", ""),
        days=int(days),
        mode=mode,
        addressing=addressing,
        key=secret("GONGKAI_ANCHOR_BUCKET_KEY", "GONGKAI_ANCHOR_BUCKET_KEY_FILE"),
        secret=secret("GONGKAI_ANCHOR_BUCKET_SECRET", "GONGKAI_ANCHOR_BUCKET_SECRET_FILE"),
    )


def mail() -> tuple[str, ...]:
    """`GONGKAI_ANCHOR_MAIL`: the addresses of the auditors; needs a mail server."""
    addresses = tuple(words("GONGKAI_ANCHOR_MAIL", ""))
    if any(address.count("@") != 1 or not address.isascii() for address in addresses):
        raise BadSetting("GONGKAI_ANCHOR_MAIL: write mail addresses, separated by commas.")
    if addresses and mail_server() is None:
        raise BadSetting("GONGKAI_ANCHOR_MAIL: set GONGKAI_MAIL_SERVER and GONGKAI_MAIL_FROM as well.")
    return addresses


def mail_server() -> MailServer | None:
    """`GONGKAI_MAIL_SERVER` with its password and the sender."""
    text = os.environ.get("GONGKAI_MAIL_SERVER", "")
    sender = os.environ.get("GONGKAI_MAIL_FROM", "")
    if not text:
        return None
    parts = urlsplit(text)
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise BadSetting(f"GONGKAI_MAIL_SERVER: write {MAIL_SERVER_FORM}.") from None
    if not parts.hostname or parts.password:
        raise BadSetting(
            f"GONGKAI_MAIL_SERVER: write {MAIL_SERVER_FORM}; the password is GONGKAI_MAIL_PASSWORD."
        )
    if "@" not in sender:
        raise BadSetting("GONGKAI_MAIL_FROM: write the address that letters come from.")
    password = secret("GONGKAI_MAIL_PASSWORD", "GONGKAI_MAIL_PASSWORD_FILE")
    if password and parts.scheme == "smtp":
        raise BadSetting("GONGKAI_MAIL_SERVER: a password is sent over smtp+starttls or smtps only.")
    security = {"smtp": "", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme]
    return MailServer(parts.hostname, port, security, unquote(parts.username or ""), sender, password)
