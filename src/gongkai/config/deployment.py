"""What differs from one deployment to the next, read once at start.

Bad values stop the start with a sentence that names the variable and the remedy, never with a guess.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.records.addresses import Proxies

# Every variable a deployment may set: name → (what it means, what holds without it). The reference page
# docs/reference/settings.md is made from this table; a test finds variables that are read but not listed.
VARIABLES: dict[str, tuple[str, str]] = {
    "DATABASE_URL": (
        "The database, e.g. `postgres://user@host:5432/gongkai`.",
        "SQLite in the data directory",
    ),
    "GONGKAI_DATA": ("Directory for database, secret and files.", "`var` in the working directory"),
    "GONGKAI_SECRET_KEY": ("Secret for signatures, at least 32 characters.", "made at first run, mode 0600"),
    "GONGKAI_HOSTS": ("Comma-separated host names this process answers to.", "`127.0.0.1,localhost,[::1]`"),
    "GONGKAI_ORIGINS": ("Comma-separated origins whose forms are accepted behind a proxy.", "none"),
    "GONGKAI_HTTPS": ("1 where a proxy serves HTTPS: redirects, HSTS, secure cookies.", "0"),
    "GONGKAI_PROXIES": (
        "Whose X-Forwarded-For is believed: addresses or networks of proxies, or their number (1 to 5).",
        "none; the header is ignored",
    ),
    "GONGKAI_FACES": (
        "Comma-separated sites that this process serves: portal, console, api.",
        "all three",
    ),
    "GONGKAI_CALENDAR": ("Work-calendar files added to the announced years, separated by `:`.", "none"),
    "GONGKAI_DIGEST": (
        "Digest of journal entries: `sha256`, or `sm3` (GB/T 32905) where OpenSSL offers it.",
        "`sha256`",
    ),
    "GONGKAI_ANCHOR_FOLDER": (
        "Folder that keeps anchors of the journal, mounted so that this machine can add but not change.",
        "none",
    ),
    "GONGKAI_ANCHOR_BUCKET": (
        "Bucket with object lock that keeps anchors: `s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION`.",
        "none",
    ),
    "GONGKAI_ANCHOR_BUCKET_KEY": ("Access key of the bucket.", "as boto3 finds it"),
    "GONGKAI_ANCHOR_BUCKET_KEY_FILE": ("File that holds the access key, mode 0600.", "none"),
    "GONGKAI_ANCHOR_BUCKET_SECRET": ("Secret of the access key.", "as boto3 finds it"),
    "GONGKAI_ANCHOR_BUCKET_SECRET_FILE": ("File that holds the secret, mode 0600.", "none"),
    "GONGKAI_ANCHOR_MAIL": ("Comma-separated addresses of auditors who get anchors by mail.", "none"),
    "GONGKAI_MAIL_SERVER": (
        "Mail server: `smtp+starttls://USER@HOST:587`, `smtps://USER@HOST:465` or `smtp://HOST:25`.",
        "none; no mail is sent",
    ),
    "GONGKAI_MAIL_FROM": ("Address that mail comes from.", "none"),
    "GONGKAI_MAIL_PASSWORD": ("Password at the mail server.", "none"),
    "GONGKAI_MAIL_PASSWORD_FILE": ("File that holds the password, mode 0600.", "none"),
    "GONGKAI_SESSION_IDLE_MINUTES": ("After how many idle minutes a sign-in ends, 5 to 240.", "30"),
    "GONGKAI_SESSION_HOURS": ("After how many hours a sign-in ends however busy, 1 to 24.", "12"),
    "GONGKAI_SESSIONS_AT_ONCE": ("How many sign-ins one person may have open, 1 to 20.", "3"),
    "GONGKAI_CHILDREN": (
        "How many child processes read files and texts at once, for each server process, 1 to 32.",
        "one for each core, at most 4",
    ),
    "GONGKAI_SITE_NAME": (
        "SiteName of the page tags. Set it, and this is no demo.",
        "the invented demo city",
    ),
    "GONGKAI_SITE_DOMAIN": ("SiteDomain of the page tags.", "`www.yunhe.example`"),
    "GONGKAI_SITE_CODE": ("SiteIDCode (网站标识码) of the page tags.", "`8901000001`, the demo city's"),
    "GONGKAI_SITE_OWNER": ("Organiser (主办单位) named at the foot of every page.", "the demo city's office"),
}


# More proxies than this one before the other are a mistake in writing.
MOST_PROXIES = 5

# The sites that one process can serve, alone or together.
FACES = ("portal", "console", "api")


class BadSetting(SystemExit):
    """A GONGKAI_* variable that cannot be used; the message names it and what to write instead."""


@dataclass(frozen=True)
class SiteTags:
    """A government site as its page tags name it (网页设计规范: SiteName, SiteDomain, SiteIDCode)."""

    name: str
    domain: str
    identification_code: str
    owner: str
    demo: bool


def data_directory() -> Path:
    """The directory for database, secret and files: `GONGKAI_DATA`, else `var` in the working directory.

    Whatever this process makes from here on is for its own user alone.
    """
    os.umask(0o077)
    path = Path(os.environ.get("GONGKAI_DATA", "") or "var").resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(
            f"GONGKAI_DATA：不能建立数据目录 {path}（{problem.strerror}）。请换一个可以写的目录。"
        ) from problem
    return path


def secret_key(data: Path) -> str:
    """`GONGKAI_SECRET_KEY`, else the secret kept in the data directory (made at first run, mode 0600)."""
    given = os.environ.get("GONGKAI_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise BadSetting("GONGKAI_SECRET_KEY: at least 32 characters are needed.")
        return given
    path = data / "secret.key"
    try:
        return _kept_secret(path) if path.exists() else _new_secret(path)
    except OSError as problem:
        raise BadSetting(
            f"不能读写 {path}（{problem.strerror}）。请检查数据目录的属主、权限和剩余空间。"
        ) from problem


def _kept_secret(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise BadSetting(
            f"{path} 可以被本机其他用户读取，凭它可以冒充任何人登录。请执行 chmod 600 {path}；"
            "可能已被他人读过的，请删除它再启动（所有人需要重新登录）。"
        )
    return path.read_text(encoding="ascii").strip()


def _new_secret(path: Path) -> str:
    """Make it, whole or not at all; another process may be faster, then theirs is the secret."""
    secret = secrets.token_urlsafe(48)
    part = path.with_name(f".secret-{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        return _kept_secret(path)
    finally:
        part.unlink()
    return secret


def digest_algorithm() -> str:
    """`GONGKAI_DIGEST`; stops the start where it is unknown or not offered by this machine."""
    name = os.environ.get("GONGKAI_DIGEST", "").strip().lower() or "sha256"
    if name not in {"sha256", "sm3"}:
        raise BadSetting(f"GONGKAI_DIGEST: write sha256 or sm3, not {name!r}.")
    if name not in hashlib.algorithms_available:
        raise BadSetting(
            f"GONGKAI_DIGEST: this machine's OpenSSL does not offer {name}; use one that does, or sha256."
        )
    return name


def words(variable: str, default: str) -> list[str]:
    """The comma-separated words of a variable."""
    return [word.strip() for word in os.environ.get(variable, default).split(",") if word.strip()]


def paths(variable: str) -> list[Path]:
    """The files a variable names, separated as paths are on this system; a missing one stops the start."""
    found = [Path(name) for name in os.environ.get(variable, "").split(os.pathsep) if name]
    for path in found:
        if not path.is_file():
            raise BadSetting(f"{variable}: {path} is not a file; name existing files or unset it.")
    return found


def flag(variable: str) -> bool:
    """True for 1/yes/true/on, False for unset, empty and 0/no/false/off; anything else stops the start."""
    value = os.environ.get(variable, "").strip().lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise BadSetting(f"{variable}: write 1 or 0, not {value!r}.")


def number(variable: str, default: int, least: int, most: int) -> int:
    """The whole number of a variable, `default` if it is unset; beyond its bounds it stops the start."""
    text = os.environ.get(variable, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadSetting(f"{variable}: write a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def proxies() -> Proxies:
    """`GONGKAI_PROXIES` as networks or as a number; `()` without it. What is neither stops the start."""
    named = words("GONGKAI_PROXIES", "")
    if len(named) == 1 and named[0].isdigit():
        return number("GONGKAI_PROXIES", 1, 1, MOST_PROXIES)
    try:
        return tuple(ipaddress.ip_network(name) for name in named)
    except ValueError as problem:
        raise BadSetting(
            f"GONGKAI_PROXIES: write addresses or networks such as 127.0.0.1,10.0.0.0/8, "
            f"or how many proxies there are (1 to {MOST_PROXIES}): {problem}."
        ) from problem


def children() -> int:
    """How many child processes read what is sent, for each process of the server."""
    return number("GONGKAI_CHILDREN", min(4, os.cpu_count() or 1), 1, 32)


def faces() -> tuple[str, ...]:
    """The sites this process serves, in the order of FACES; a name that is none of them stops the start."""
    chosen = words("GONGKAI_FACES", "") or list(FACES)
    unknown = sorted(set(chosen) - set(FACES))
    if unknown:
        raise BadSetting(f"GONGKAI_FACES: write any of {', '.join(FACES)}, not {', '.join(unknown)}.")
    return tuple(face for face in FACES if face in chosen)


def site() -> SiteTags:
    """The site this process serves; without variables, the invented demo city."""
    name = os.environ.get("GONGKAI_SITE_NAME", "")
    return SiteTags(
        name=name or "云河市人民政府",
        domain=os.environ.get("GONGKAI_SITE_DOMAIN", "") or "www.yunhe.example",
        identification_code=os.environ.get("GONGKAI_SITE_CODE", "") or "8901000001",
        owner=os.environ.get("GONGKAI_SITE_OWNER", "") or "云河市人民政府办公室",
        demo=not name,
    )
