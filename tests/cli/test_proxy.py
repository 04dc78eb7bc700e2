"""What `gongkai proxy-config` prints, in a real nginx before a real `gongkai serve`."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from tests.cli.proxied import free_port, make_certificate, nginx, wait_for
from tests.cli.served import SITE, address, command, dawdling, port_of, serving, usual_wait


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class House:
    """Where nginx listens, and the certificate it shows."""

    plain: int
    tls: int
    certificate: Path

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def ask(self, path: str, headers: dict[str, str] | None = None, *, method: str = "GET") -> Answer:
        connection = http.client.HTTPSConnection("localhost", self.tls, timeout=15, context=self.context())
        connection.request(method, path, headers=headers or {}, body=b"" if method == "POST" else None)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read().decode())
        connection.close()
        return answer


@pytest.fixture(scope="module")
def house(site_before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole house: nginx with TLS before one process of the site."""
    directory = tmp_path_factory.mktemp("proxy")
    home = Path(shutil.copytree(site_before, directory / "home"))
    certificate, key = make_certificate(directory)
    plain, tls = free_port(), free_port()
    settings = SITE | {
        "GONGKAI_HTTPS": "1",
        "GONGKAI_PROXIES": "127.0.0.1",
        "GONGKAI_HOSTS": "localhost,127.0.0.1",
        "GONGKAI_ORIGINS": f"https://localhost:{tls}",
    }
    with ExitStack() as stack:
        line = stack.enter_context(serving(home, "--port", "0", "--no-runner", **settings))
        upstream = f"127.0.0.1:{port_of(address(line))}"
        words = ["--name", "localhost", "--certificate", str(certificate), "--key", str(key)]
        listen = ["--http", f"127.0.0.1:{plain}", "--https", f"127.0.0.1:{tls}"]
        printed = command(home, "proxy-config", *words, *listen, "--upstream", upstream)
        assert printed.returncode == 0, printed.stderr
        stack.enter_context(nginx(directory, printed.stdout))
        wait_for(tls)
        yield House(plain, tls, certificate)


def test_pages_come_over_tls_and_plain_http_leads_there(house: House) -> None:
    page = house.ask("/law/")
    assert page.status == 200
    assert "公开" in page.text
    assert page.headers["Strict-Transport-Security"]
    asked = http.client.HTTPConnection("127.0.0.1", house.plain, timeout=10)
    asked.request("GET", "/law/", headers={"Host": "localhost"})
    answer = asked.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/law/")
    asked.close()


def test_nobody_learns_which_programs_these_are(house: House) -> None:
    page = house.ask("/law/")
    assert page.headers["Server"] == "nginx"  # no version; and nothing of what stands behind


@pytest.mark.parametrize("count", [8, 60])
@pytest.mark.parametrize("port", ["plain", "tls"])
def test_slow_heads_do_not_keep_others_waiting(house: House, count: int, port: str) -> None:
    sent = (
        b"GET / HTTP/1.1\r\nHost: localh" if port == "plain" else b"\x16\x03\x01"
    )  # the TLS greeting begins
    with dawdling(getattr(house, port), count, sent):
        assert usual_wait(f"http://localhost:{house.plain}/healthz") < 1


@pytest.mark.parametrize("count", [8, 60])
def test_slow_bodies_never_reach_the_house(house: House, count: int) -> None:
    sent = (
        b"POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        b"Content-Length: 2000000\r\n\r\na"
    )
    with ExitStack() as stack:
        for _ in range(count):
            raw = stack.enter_context(socket.create_connection(("localhost", house.tls), timeout=15))
            tls = stack.enter_context(house.context().wrap_socket(raw, server_hostname="localhost"))
            tls.sendall(sent)
        assert usual_wait(f"http://localhost:{house.plain}/healthz") < 1
        assert house.ask("/").status == 200


def test_a_forged_address_is_not_believed(house: House) -> None:
    left = []
    for last in range(3):
        headers = {"X-Forwarded-For": f"203.0.113.{last}", "X-Real-IP": f"203.0.113.{last}"}
        limit = house.ask("/api/v1/workdays/years/2026", headers).headers["RateLimit"]
        left.append(int(limit.partition(";r=")[2].partition(";")[0]))
    assert left == [left[0], left[0] - 1, left[0] - 2]


def test_what_nginx_refuses_itself_is_told_in_chinese(house: House) -> None:
    page = house.ask("/" + "a" * 9000)
    assert page.status == 414
    assert "请求的地址过长" in page.text


@pytest.fixture
def away(tmp_path: Path) -> Iterator[House]:
    """nginx before nothing, and one write a second from one address."""
    certificate, key = make_certificate(tmp_path)
    plain, tls, nobody = free_port(), free_port(), free_port()
    words = ["--name", "localhost", "--certificate", str(certificate), "--key", str(key), "--writes", "1"]
    listen = ["--http", f"127.0.0.1:{plain}", "--https", f"127.0.0.1:{tls}"]
    printed = command(tmp_path, "proxy-config", *words, *listen, "--upstream", f"127.0.0.1:{nobody}")
    with nginx(tmp_path, printed.stdout):
        wait_for(tls)
        yield House(plain, tls, certificate)


def test_a_house_that_does_not_answer_is_told_in_chinese(away: House) -> None:
    page, answer = away.ask("/"), away.ask("/api/v1/reports")
    assert page.status == answer.status == 503
    assert "系统正在维护" in page.text
    assert json.loads(answer.text)["type"] == "/api/v1/problems/unavailable"
    assert page.headers["Retry-After"]


def test_too_many_writes_from_one_address_are_told_to_wait(away: House) -> None:
    answers = [away.ask("/api/v1/bodies", method="POST") for _ in range(8)]
    assert answers[0].status == 503
    assert answers[-1].status == 429
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert json.loads(answers[-1].text)["type"] == "/api/v1/problems/too-many-requests"
    assert away.ask("/").status == 503  # reading is counted apart


def test_nothing_that_ends_a_directive_gets_into_the_file(tmp_path: Path) -> None:
    words = ["--name", "a; return 200", "--certificate", "a", "--key", "b"]
    refused = command(tmp_path, "proxy-config", *words)
    assert refused.returncode == 2
    assert refused.stdout == ""
