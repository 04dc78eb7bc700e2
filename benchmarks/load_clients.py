"""Who comes in load_behind_proxy.py: readers, people at the console, programs at the API."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import time
from pathlib import Path
from random import Random
from urllib.parse import urlencode

TIMEOUT = 60.0
PAGES = ("/", "/reports/", "/law/", "/healthz", "/api/v1/reports", "/law/workdays/2026/", "/reports/compare/")


class Connection(http.client.HTTPSConnection):
    """A connection that notices when the other side has closed it while it lay idle."""

    def idle_and_closed(self) -> bool:
        if self.sock is None:
            return True
        self.sock.settimeout(0)
        try:
            return not self.sock.recv(1)  # nothing is due: whatever comes is the end
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        except OSError:
            return True
        finally:
            self.sock.settimeout(TIMEOUT)


class Client:
    """Somebody with an address, a connection and cookies; keeps what they waited for and what went wrong."""

    rest = (4.0, 12.0)  # seconds between two steps

    def __init__(self, port: int, certificate: Path, address: str) -> None:
        self.port, self.address = port, address
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.connection: Connection | None = None
        self.cookies: dict[str, str] = {}
        self.waits: list[tuple[str, float]] = []
        self.problems: list[str] = []

    def work(self, draw: Random, begin: float, end: float) -> None:
        """Step after step until the time is over."""
        time.sleep(max(0.0, begin - time.monotonic()))
        try:
            self.arrive()
            while time.monotonic() < end:
                self.step(draw)
                time.sleep(max(0.0, min(draw.uniform(*self.rest), end - time.monotonic())))
        except Exception as problem:  # told with the others, and the target is none
            self.problems.append(f"{type(self).__name__} stopped: {problem!r}"[:200])

    def arrive(self) -> None:
        """What is done once."""

    def step(self, draw: Random) -> None:
        """What is done again and again."""
        raise NotImplementedError

    def ask(
        self,
        kind: str,
        method: str,
        path: str,
        body: str = "",
        expected: tuple[int, ...] = (200,),
        **headers: str,
    ) -> tuple[int, str, str]:
        """Status, text and Location of an answer; every other status than those expected is a problem."""
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        site = f"https://localhost:{self.port}"
        if method != "GET":
            given |= {"Referer": site + path, "Origin": site}
        begun = time.monotonic()
        try:
            self._connected().request(method, path, body.encode() or None, given)
            answer = self._answer()
            content = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self.problems.append(f"{method} {_like(path)}: {problem!r}"[:160])
            self.connection = None
            return 0, "", ""
        self.waits.append((kind, time.monotonic() - begun))
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        text = content.decode("utf-8", errors="replace")
        if answer.status not in expected:
            told = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text.partition("<main")[2] or text))[:150]
            self.problems.append(f"{method} {_like(path)}: {answer.status} {told}")
        return answer.status, text, answer.headers.get("Location", "")

    def _connected(self) -> Connection:
        if self.connection is None or self.connection.idle_and_closed():
            if self.connection is not None:
                self.connection.close()
            source = (self.address, 0)
            self.connection = Connection(
                "localhost", self.port, timeout=TIMEOUT, context=self.context, source_address=source
            )
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.connection

    def _answer(self) -> http.client.HTTPResponse:
        assert self.connection is not None
        return self.connection.getresponse()


class Reader(Client):
    """A citizen: the portal's pages, a report now and then, and what a monitor and a program ask."""

    def arrive(self) -> None:
        _status, text, _ = self.ask("read", "GET", "/reports/")
        self.pages = [*PAGES, *sorted(set(re.findall(r'href="(/reports/[a-z-]+/\d{4}/)"', text)))[:3]]

    def step(self, draw: Random) -> None:
        self.ask("read", "GET", draw.choice(self.pages))


class Person(Client):
    """Somebody of the demo city who works at the console: collections of their own, and saved views."""

    rest = (1.0, 3.0)

    def __init__(
        self, port: int, certificate: Path, address: str, login: str, password: str, collects: bool
    ) -> None:
        super().__init__(port, certificate, address)
        self.login, self.password, self.collects = login, password, collects
        self.collection, self.count = "", 0

    def arrive(self) -> None:
        self.form("/console/sign-in/", login=self.login, password=self.password)

    def form(self, path: str, page: str = "", **fields: str) -> str:
        """Fill a form in on its page and send it; where it leads."""
        _status, text, _ = self.ask("console page", "GET", page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        if token is None:
            self.problems.append(f"{_like(page or path)}: no form")
            return ""
        given = {**preset(text), **fields, "csrfmiddlewaretoken": token[1]}
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        _status, _text, place = self.ask("write", "POST", path, urlencode(given), (303,), **head)
        return place

    def step(self, draw: Random) -> None:
        self.count += 1
        if not self.collects:
            self.view()
        elif not self.collection or self.count % 20 == 1:
            place = self.form("/console/collections/new/", title=f"{self.login} {self.address} {self.count}")
            found = re.search(r"/console/collections/(\d+)/", place)
            self.collection = found[1] if found else ""
        else:
            path = f"/console/collections/{self.collection}/change/"
            self.form(
                path,
                title=f"{self.login} {self.address} {self.count}",
                contact=f"电话 {draw.randrange(10**8):08}",
            )
            self.ask("console page", "GET", f"/console/collections/{self.collection}/")

    def view(self) -> None:
        """Save what a list shows, and forget it."""
        self.form(
            "/console/views/collections/save/",
            "/console/collections/",
            name=f"{self.address} {self.count}",
            query="",
        )
        _status, text, _ = self.ask("console page", "GET", "/console/collections/")
        for number in re.findall(r"/console/views/(\d+)/forget/", text)[:1]:
            self.form(f"/console/views/{number}/forget/", "/console/collections/")


class Program(Client):
    """A program with a token that founds bodies and renames them."""

    rest = (1.0, 3.0)

    def __init__(self, port: int, certificate: Path, address: str, token: str, number: int) -> None:
        super().__init__(port, certificate, address)
        self.head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.number, self.count = number, 0

    def step(self, draw: Random) -> None:
        self.count += 1
        code = f"load-{self.number}-{self.count}"
        said = {"code": code, "kind": "department", "name": f"云河市试验{self.number}号局{self.count}"}
        said |= {"level": "department", "parent": "yunhe", "valid_from": "2026-01-01"}
        key = {"Idempotency-Key": f"{self.number}-{self.count}-{draw.random()}"}
        self.ask("write", "POST", "/api/v1/bodies", json.dumps(said), (201,), **self.head, **key)
        self.ask("read", "GET", "/api/v1/bodies?limit=20", "", (200,), **self.head)


def preset(text: str) -> dict[str, str]:
    """What a page's form brings already: inputs that have a value, and the first choice of each select."""
    form = text[text.find("<main") :]
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option[^>]*? value="([^"]+)"', options)
        if chosen:
            found[name] = chosen[0]
    return found


def _like(path: str) -> str:
    """A path without its numbers."""
    return re.sub(r"\d+", "N", path)
