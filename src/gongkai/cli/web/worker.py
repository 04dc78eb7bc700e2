"""A gunicorn worker whose threads never wait for a client that has not said what it wants.

gunicorn hands a connection to a thread as soon as a byte has come, and reads the rest there without a limit
of time: eight half-open connections hold all eight threads. Here one loop collects heads and small bodies of
all connections, with deadlines, and only what can be answered goes to a thread. Large bodies are read by
threads (the views decide what to take), by half of them at most, and no slower than `SLOWEST`.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections import deque
from functools import partial
from typing import Any, Final

from gunicorn import http
from gunicorn.http import wsgi
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from gongkai.cli.web import refusing
from gongkai.cli.web.arriving import HeadTooLong, Stage, is_for_api, stage

HEAD_SECONDS: Final = 10.0  # for the whole head, from the first byte or the connection on
BODY_SECONDS: Final = 20.0  # for a small body, after the head
QUEUE_SECONDS: Final = 20.0  # that a large body waits for its turn
PATIENCE: Final = 30.0  # before the speed of a large body is looked at
SLOWEST: Final = 16 * 1024  # bytes a second of a large body
SILENCE: Final = 15.0  # between two pieces of a large body, and until a client takes a piece of the answer
LINGER: Final = 2.0  # that a closed connection is still read, so that the answer is not lost
MOST_WAITING: Final = 400  # connections; beyond, the one that waited longest is closed
MOST_LINGERING: Final = 200
PIECE: Final = 64 * 1024


class TimedUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn ships no types
    """Reads a body from the client, and gives up on one that dawdles."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self.late = False
        self.begin()

    def begin(self) -> None:
        """A request begins."""
        self._began, self._count = time.monotonic(), 0

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next piece; raises TimeoutError where none comes, or too little in all."""
        left = self._began + PATIENCE + self._count / SLOWEST - time.monotonic()
        if left <= 0:
            self.late = True
            raise TimeoutError
        self.sock.settimeout(min(left, SILENCE))
        try:
            piece: bytes = super().chunk(size_hint)
        except TimeoutError:
            self.late = True
            raise
        finally:
            self.sock.settimeout(SILENCE)
        self._count += len(piece)
        return piece


class Connection(TConn):  # type: ignore[misc]
    """A connection, what has come of its next request, and until when the rest may come."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.received = bytearray()
        self.deadline = 0.0
        self.stage = Stage.HEAD
        self.for_api = False
        self.parser = http.get_parser(cfg, sock, client)
        self.unreader = TimedUnreader(sock)
        self.parser.unreader = self.unreader
        self.initialized = True

    def take_up(self) -> None:
        """In a thread: give the parser what has come; from here on the socket blocks, within limits."""
        self.sock.settimeout(SILENCE)
        self.for_api = is_for_api(self.received)
        self.unreader.begin()
        self.unreader.unread(bytes(self.received))
        self.received.clear()


class Worker(ThreadWorker):  # type: ignore[misc]
    """The worker; everything but `handle` and what it calls runs in its one loop."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.waiting: dict[Connection, None] = {}  # the one that waited longest first
        self.queued: deque[Connection] = deque()  # large bodies that wait for their turn
        self.lingering: dict[socket.socket, float] = {}
        self.uploads = 0

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; nothing of it goes to a thread yet."""
        try:
            sock, client = listener.accept()
        except OSError:  # another worker was faster, or the client has gone, or too many files are open
            return
        self.nr_conns += 1
        if len(self.waiting) >= MOST_WAITING:
            self._close(next(iter(self.waiting)))
        self._await(Connection(self.cfg, sock, client, listener.getsockname()), HEAD_SECONDS)

    def finish_request(self, conn: Connection, done: Any) -> None:
        """A thread is done with a request: wait for the next one of the connection, or end it."""
        if conn.stage is Stage.LARGE:
            self.uploads -= 1
            self._begin_queued()
        kept = not done.cancelled() and done.exception() is None and bool(done.result())
        if not kept:
            self._linger(conn)
            return
        conn.received += conn.unreader.take_buffered()  # the next request may have begun already
        self._await(conn, HEAD_SECONDS if conn.received else self.cfg.keepalive)
        if conn.received:
            self._look(conn)

    def murder_pending(self) -> None:
        """End what has waited too long; called every second."""
        now = time.monotonic()
        for conn in [conn for conn in self.waiting if conn.deadline <= now]:
            if conn.received:
                self._refuse(conn, refusing.TIMEOUT)
            else:  # an idle connection; nobody asked anything
                self._close(conn)
        while self.queued and self.queued[0].deadline <= now:
            self._refuse(self.queued.popleft(), refusing.BUSY)
        for sock in [sock for sock, deadline in self.lingering.items() if deadline <= now]:
            self._end(sock)

    def _cap_keepalive(self, deadline: float) -> None:
        """The worker stops: idle connections are closed by then."""
        for conn in self.waiting:
            if not conn.received:
                conn.deadline = min(conn.deadline, deadline)

    def _await(self, conn: Connection, seconds: float) -> None:
        conn.sock.setblocking(False)
        conn.stage = Stage.HEAD
        conn.deadline = time.monotonic() + seconds
        self.waiting[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._readable, conn))

    def _forget(self, conn: Connection) -> None:
        """No longer wait for it."""
        if conn in self.waiting:
            del self.waiting[conn]
            self.poller.unregister(conn.sock)

    def _readable(self, conn: Connection, _sock: socket.socket) -> None:
        if conn not in self.waiting:  # closed by an event before this one
            return
        try:
            piece = conn.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._close(conn)
            return
        if not conn.received:
            conn.deadline = time.monotonic() + HEAD_SECONDS
        conn.received += piece
        self._look(conn)

    def _look(self, conn: Connection) -> None:
        """Hand the request to a thread if it can be answered."""
        before = conn.stage
        try:
            conn.stage = stage(conn.received)
        except HeadTooLong as problem:
            self._refuse(conn, problem.slug)
            return
        match conn.stage:
            case Stage.WHOLE:
                self._forget(conn)
                self.enqueue_req(conn)
            case Stage.LARGE:
                self._forget(conn)
                conn.deadline = time.monotonic() + QUEUE_SECONDS
                self.queued.append(conn)
                self._begin_queued()
            case Stage.BODY if before is Stage.HEAD:
                conn.deadline = time.monotonic() + BODY_SECONDS

    def _begin_queued(self) -> None:
        """Large bodies may take half of the threads: the others are for those who only read."""
        while self.queued and self.uploads < max(1, self.cfg.threads // 2):
            self.uploads += 1
            self.enqueue_req(self.queued.popleft())

    def _refuse(self, conn: Connection, slug: str) -> None:
        head = conn.received.startswith(b"HEAD ")
        with contextlib.suppress(OSError):
            conn.sock.send(refusing.answer(slug, api=is_for_api(conn.received), head=head))
        self._linger(conn)

    def _close(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _linger(self, conn: Connection) -> None:
        """End it gently: read on for a moment, since a reset would destroy the answer on its way."""
        self._forget(conn)
        self.nr_conns -= 1
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.close()
            return
        if len(self.lingering) >= MOST_LINGERING:
            self._end(next(iter(self.lingering)))
        self.lingering[conn.sock] = time.monotonic() + LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, self._drain)

    def _drain(self, sock: socket.socket) -> None:
        try:
            piece = sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._end(sock)

    def _end(self, sock: socket.socket) -> None:
        if self.lingering.pop(sock, None) is not None:
            self.poller.unregister(sock)
            sock.close()

    def handle(self, conn: Connection) -> bool:
        """In a thread: answer one request; whether the connection is kept."""
        try:
            conn.take_up()
            request = next(conn.parser)
            return self.handle_request(request, conn) and bool(self._keepalive_after(conn, True))
        except (http.errors.NoMoreData, StopIteration, ConnectionError):
            self.log.debug("The client has gone.")
        except Exception as failure:
            self._fail(conn, failure)
        return False

    def handle_request(self, request: Any, conn: Connection) -> bool:
        """In a thread: let the application answer; whether the connection may be kept."""
        response, environ = wsgi.create(
            request,
            conn.sock,
            conn.client,
            conn.server,
            self.cfg,
            response_class=refusing.QuietResponse,
        )
        environ["wsgi.multithread"] = True
        if not self.alive or not self.cfg.keepalive:
            response.force_close()
        pieces = self.wsgi(environ, response.start_response)
        try:
            if conn.unreader.late:
                response.force_close()
            if isinstance(pieces, environ["wsgi.file_wrapper"]):
                response.write_file(pieces)
            else:
                for piece in pieces:
                    response.write(piece)
            response.close()
        except Exception as failure:
            if not isinstance(failure, OSError):
                self.log.exception("The answer to %s %s broke off", request.method, request.path)
            return False  # part of it may have been sent: nothing else can be
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        return not response.should_close()

    def _fail(self, conn: Connection, failure: BaseException) -> None:
        """In a thread: what the parser refuses, or what broke outside of the views, in our own words."""
        slug = refusing.slug_of(failure)
        if slug == refusing.BROKEN:
            self.log.error("A request failed outside of the views", exc_info=failure)
        with contextlib.suppress(OSError):
            conn.sock.sendall(refusing.answer(slug, api=conn.for_api))
