"""Somebody with a browser's memory: cookies, forms and who is signed in, over real sockets."""

from __future__ import annotations

import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar

WAIT = 60.0  # seconds


@dataclass(frozen=True)
class Page:
    """What came back: where from after redirects, status, text."""

    address: str
    status: int
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", errors="replace")

    def field(self, name: str) -> str:
        """The value of the first input of this name."""
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', self.text)
        assert found, f"{self.address} ({self.status}) has no field {name}: {self.text[:300]}"
        return found[1]


class Visitor:
    """One browser at one site."""

    def __init__(self, site: str, context: ssl.SSLContext | None = None, cookies: str = "") -> None:
        self.site, self.cookies = site, cookies
        self.jar = CookieJar()
        handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPCookieProcessor(self.jar)]
        if context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)

    def get(self, path: str, **headers: str) -> Page:
        """A page, redirects followed."""
        return self._ask(path, None, headers)

    def post(self, path: str, **fields: str) -> Page:
        """A form filled in and sent as a browser does, from its page and with that page's token."""
        token = self.get(path).field("csrfmiddlewaretoken")
        return self.send(path, csrfmiddlewaretoken=token, **fields)

    def send(self, path: str, **fields: str) -> Page:
        """Fields sent as they are."""
        return self._ask(path, urllib.parse.urlencode(fields).encode(), {"Referer": self.site + path})

    def sign_in(self, login: str, password: str) -> Page:
        """The page that follows the sign-in: the inbox, the second step, or the form with what is wrong."""
        return self.post("/console/sign-in/", login=login, password=password)

    def _ask(self, path: str, data: bytes | None, headers: dict[str, str]) -> Page:
        given = {**headers, **({"Cookie": self.cookies} if self.cookies else {})}
        request = urllib.request.Request(self.site + path, data, given)  # noqa: S310 - our own process
        try:
            with self._opener.open(request, timeout=WAIT) as answer:
                return Page(answer.url, answer.status, answer.read())
        except urllib.error.HTTPError as problem:
            with problem:
                return Page(problem.url, problem.code, problem.read())
