"""Clients that dawdle hold nobody up, and heads that are wrong are refused in words of ours."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cli.web.arriving import LARGEST_HEAD, LONGEST_LINE, SMALL_BODY, HeadTooLong, Stage, stage
from tests.cli.served import SITE, address, ask, dawdling, port_of, serving, status, usual_wait

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: localh"
HALF_A_FORM = (
    b"POST /check/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 20000\r\n\r\ntext=a"
)
HALF_A_REPORT = (
    b"POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 2000000\r\n\r\na"
)
TRICKLE = (
    b"POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"
)
SLOW = {"head": HALF_A_HEAD, "form": HALF_A_FORM, "report": HALF_A_REPORT, "chunks": TRICKLE}


@pytest.fixture(scope="module")
def url(site_before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = shutil.copytree(site_before, tmp_path_factory.mktemp("slow") / "home")
    with serving(data, "--port", "0", "--no-runner", **SITE) as line:
        yield address(line)


class TestSlowClients:
    @pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
    @pytest.mark.parametrize("count", [8, 60])
    def test_of_any_number_do_not_keep_others_waiting(self, url: str, count: int, sent: bytes) -> None:
        with dawdling(port_of(url), count, sent):
            assert usual_wait(url + "/healthz") < 1
            assert status(url + "/") == 200

    def test_more_than_can_wait_make_room_for_new_ones(self, url: str) -> None:
        with dawdling(port_of(url), 450, HALF_A_HEAD):
            assert usual_wait(url + "/healthz") < 1

    def test_are_told_that_it_took_too_long(self, url: str) -> None:
        begun = time.monotonic()
        code, _head, body = ask(port_of(url), HALF_A_HEAD)
        assert code == 408
        assert "没有在规定的时间内发完" in body
        assert 9 < time.monotonic() - begun < 14

    def test_hold_no_thread_between_two_requests_of_one_connection(self, url: str) -> None:
        with dawdling(port_of(url), 20, b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT") as held:
            assert all(one.recv(100).startswith(b"HTTP/1.1 200") for one in held)
            assert usual_wait(url + "/healthz") < 1


HEADS = {
    "a line that is too long": (b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n" % (b"a" * 5000), 414, "地址"),
    "no request line": (b"NONSENSE\r\n\r\n", 400, "格式不正确"),
    "a header without a name": (b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", 400, "格式不正确"),
    "too large a header": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n" % (b"x" * 9000),
        431,
        "请求头",
    ),
    "a head without an end": (b"GET / HTTP/1.1\r\nX: %s" % (b"x" * LARGEST_HEAD), 431, "请求头"),
    "two lengths": (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "格式不正确"),
}


class TestAHeadThatIsWrong:
    @pytest.mark.parametrize("sent", HEADS.values(), ids=HEADS)
    def test_is_refused_in_chinese(self, url: str, sent: tuple[bytes, int, str]) -> None:
        code, head, body = ask(port_of(url), sent[0])
        assert code == sent[1]
        assert sent[2] in body
        assert 'lang="zh-CN"' in body
        assert "charset=utf-8" in head

    @pytest.mark.parametrize("sent", [sent for sent in HEADS.values() if sent[0].startswith(b"GET /")])
    def test_is_a_problem_under_the_api(self, url: str, sent: tuple[bytes, int, str]) -> None:
        code, head, body = ask(port_of(url), sent[0].replace(b"GET /", b"GET /api/v1/", 1))
        assert code == sent[1]
        assert "application/problem+json" in head
        assert json.loads(body)["status"] == code

    def test_never_learns_which_server_this_is(self, url: str) -> None:
        asked = [
            HEADS["no request line"][0],
            b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        ]
        for sent in asked:
            _status, head, body = ask(port_of(url), sent)
            assert "server:" not in head.lower()
            assert "gunicorn" not in (head + body).lower()


class TestHowFarARequestIs:
    FORM = b"POST / HTTP/1.1\r\ncontent-LENGTH:  4 \r\nHost: a\r\n\r\nabcd"

    @given(st.integers(0, len(FORM)))
    def test_it_is_whole_with_its_last_byte_and_not_before(self, length: int) -> None:
        assert (stage(self.FORM[:length]) is Stage.WHOLE) == (length == len(self.FORM))

    @pytest.mark.parametrize(
        ("received", "expected"),
        [
            (b"", Stage.HEAD),
            (b"GET / HTTP/1.1\r\n", Stage.HEAD),
            (b"GET / HTTP/1.1\r\n\r\n", Stage.WHOLE),
            (b"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n", Stage.WHOLE),
            (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcd", Stage.BODY),
            (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % SMALL_BODY, Stage.BODY),
            (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (SMALL_BODY + 1), Stage.LARGE),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", Stage.LARGE),
            (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", Stage.LARGE),
            # the parser refuses these
            (b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", Stage.WHOLE),
            (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", Stage.WHOLE),
        ],
    )
    def test_in_examples(self, received: bytes, expected: Stage) -> None:
        assert stage(received) is expected

    @pytest.mark.parametrize(
        ("received", "slug"),
        [
            (b"G" * (LONGEST_LINE + 1), "uri-too-long"),
            (b"GET / HTTP/1.1\r\n" + b"x" * LARGEST_HEAD, "headers-too-large"),
        ],
    )
    def test_a_head_without_an_end_is_given_up(self, received: bytes, slug: str) -> None:
        with pytest.raises(HeadTooLong) as refused:
            stage(received)
        assert refused.value.slug == slug
