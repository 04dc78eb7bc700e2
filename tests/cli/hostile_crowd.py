"""Clients that post hostile texts to a served deployment without pause, and one that watches the others wait.

Each form and each call comes from an address of its own, as if the deployment stood behind a proxy: no limit
per address keeps the texts from being read.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import threading
import time
import urllib.error
import urllib.request
import uuid
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

HEAD = "云河市2023年政府信息公开工作年度报告\n一、总体情况\n"
PARAGRAPH = "<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w='
    '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
)
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def small_document() -> bytes:
    """A DOCX of little more than a kilobyte that holds a hundred thousand opening quotes."""
    body = PARAGRAPH.format(text=HEAD) + PARAGRAPH.format(text="“" * 100_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", DOCUMENT.format(body=body))
    return out.getvalue()


# Kind → field of the form, name of the file, bytes.
HOSTILE: dict[str, tuple[str, str, bytes]] = {
    "quotes": ("text", "", (HEAD + "“" * 133_000).encode()),
    "bars": ("text", "", (HEAD + "|1.5" * 100_000).encode()),
    "attributes": (
        "text",
        "",
        f"{HEAD}<p {' '.join(f'a{number}=1' for number in range(42_000))}>x</p>".encode(),
    ),
    "document": ("report", "a.docx", small_document()),
}
API = "/api/v1/reports/check"
# Read after all, refused for what it takes, or sent away because there are too many.
ANSWERS = frozenset({200, 422, 429, 503})


class Browser:
    """Sends the form of the check page as a browser does, and calls the API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with self._opener.open(f"{url}/check/", timeout=60) as page:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        assert found
        self._token = found[1]

    def post(self, name: str, sender: str = "") -> int:
        """The form with the text of that name; the status."""
        field_, file, value = HOSTILE[name]
        body, kind = _multipart(("csrfmiddlewaretoken", "", self._token.encode()), (field_, file, value))
        return self._send("/check/", body, kind, sender)

    def call(self, name: str, sender: str = "") -> int:
        """The same text to the API; the status."""
        _field, file, value = HOSTILE[name]
        if file:
            return self._send(API, *_multipart(("report", file, value)), sender)
        return self._send(API, json.dumps({"text": value.decode()}).encode(), "application/json", sender)

    def _send(self, path: str, body: bytes, kind: str, sender: str) -> int:
        headers = {"Content-Type": kind} | ({"X-Forwarded-For": sender} if sender else {})
        request = urllib.request.Request(self.url + path, data=body, headers=headers)  # noqa: S310 - our own
        try:
            with self._opener.open(request, timeout=120) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code


def _multipart(*fields: tuple[str, str, bytes]) -> tuple[bytes, str]:
    """The body and its content type; a field is (name, name of the file, value)."""
    boundary = uuid.uuid4().hex
    body = b""
    for name, file, value in fields:
        named = f'; filename="{file}"' if file else ""
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()
        body += value + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def took(url: str) -> float:
    """Seconds until the page was there."""
    begun = time.monotonic()
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own process
        answer.read()
    return time.monotonic() - begun


@dataclass
class Told:
    """The waits of who only looks, by page, and how often each door answered with each status."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def slowest(self) -> float:
        """The longest wait of all, in seconds."""
        return max(itertools.chain.from_iterable(self.waits.values()))


def besiege(url: str, seconds: float, clients: int = 4) -> Told:
    """Have so many clients post and call in turn for so long; the deployment believes X-Forwarded-For."""
    told = Told({"/healthz": [], "/": []})
    over, numbers = threading.Event(), itertools.count()
    counted = threading.Lock()

    def client() -> None:
        browser = Browser(url)
        while not over.is_set():
            number = next(numbers)
            name = list(HOSTILE)[number // 2 % len(HOSTILE)]
            sender = f"198.18.{number // 250 % 250}.{number % 250 + 1}"
            door = "page" if number % 2 else "api"
            status = browser.post(name, sender) if number % 2 else browser.call(name, sender)
            with counted:
                told.answers[door, status] += 1

    with ThreadPoolExecutor(clients) as crowd:
        working = [crowd.submit(client) for _ in range(clients)]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for path, waits in told.waits.items():
                waits.append(took(url + path))
            time.sleep(0.05)
        over.set()
        for one in working:
            one.result()
    return told
