"""`gongkai serve`: prepare the database, then serve the web and run the background work beside it."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import click

from gongkai.cli.demo import progress
from gongkai.cli.preparing import prepared
from gongkai.cli.runner import Supervisor
from gongkai.cli.web.arriving import LONGEST_LINE

FIRST_PORT = 8000
PORTS_TRIED = 50
SERVER = {
    "worker_class": "gongkai.cli.web.worker.Worker",
    "worker_connections": 500,
    "preload_app": True,
    "loglevel": "warning",
    # A worker told to stop while it is being born does not hear it, and lives this long.
    "graceful_timeout": 10,
    "keepalive": 15,  # seconds; the proxy's is shorter, so that the proxy ends a connection, not we
    "control_socket_disable": True,
    "proc_name": "gongkai",
    "umask": 0o077,
    "http_parser": "python",
    "limit_request_line": LONGEST_LINE,
    # What a proxy says is for Django to believe (GONGKAI_HTTPS, GONGKAI_PROXIES), not for the server.
    "forwarded_allow_ips": "",
}


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口；不写则用 8000，被占用时取下一个空闲端口。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="网站进程数；不写则 SQLite 为 1，其他数据库为本机的处理器核数。",
)
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="每个进程同时处理的请求数。"
)
@click.option(
    "--faces", help="只提供这些站点，以逗号分隔：portal 门户、console 工作台、api 接口；不写则全部提供。"
)
@click.option(
    "--no-runner", is_flag=True, help="不在这个进程旁运行后台任务（由别处的 gongkai runner 运行）。"
)
@click.option("--without-keys", is_flag=True, help="密钥文件暂缺时仍然启动：只有公开内容可用，日志暂停封存。")
@click.option("--demo-in-public", is_flag=True, help="允许别的机器访问演示城市（演示密码人人知道）。")
def serve(
    port: int | None,
    host: str,
    workers: int | None,
    threads: int,
    faces: str | None,
    no_runner: bool,
    without_keys: bool,
    demo_in_public: bool,
) -> None:
    """启动网站和后台任务，就绪后打印一行地址。"""
    if faces is not None:
        os.environ["GONGKAI_FACES"] = faces  # for this process, its workers and nothing else
    keep_demo_here(host, demo_in_public)
    try:
        listener = listen(host, port)
    except OSError as error:
        click.echo(f"无法监听 {host}:{port or FIRST_PORT}：{error.strerror}。请换一个 --port。", err=True)
        sys.exit(2)
    application = prepare(frozenset({"keys"} if without_keys else ()))
    divide(threads)
    processes = workers or usual_workers()
    run(application, listener, processes, threads, None if no_runner else Supervisor())


def keep_demo_here(host: str, in_public: bool) -> None:
    """Exit with 2 where strangers could reach a demo, whose password everybody knows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from gongkai.organisations import demo

    try:
        demo.check_stays_here(listening_on=host, in_public=in_public)
    except demo.DemoInPublic as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)


def usual_workers() -> int:
    """Processes where nobody said how many: SQLite has one writer anyway, a server keeps all cores busy."""
    from django.db import connection

    return 1 if connection.vendor == "sqlite" else len(os.sched_getaffinity(0))


def listen(host: str, port: int | None) -> socket.socket:
    """A socket bound to the port asked for, or to the first free one from 8000 on; OSError when taken."""
    tried = [port] if port is not None else [*range(FIRST_PORT, FIRST_PORT + PORTS_TRIED), 0]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in tried:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
        except OSError:
            listener.close()
            if number == tried[-1]:
                raise
        else:
            return listener
    raise AssertionError("unreachable: the last port either binds or raises")


def prepare(tolerated: frozenset[str]) -> Callable[..., Any]:
    """Bring the database up to date, with the demo city where this is a demo; the WSGI application."""
    with prepared(tolerated=tolerated):
        from django.core.wsgi import get_wsgi_application
        from django.db import connections
        from django.urls import get_resolver
        from django.utils import timezone

        from gongkai.demo import ensure

        ensure(at=timezone.now(), progress=progress())
    application = get_wsgi_application()
    # All views are imported once, before the workers are made: the first visitor does not wait for it.
    get_resolver().url_patterns  # noqa: B018 - a property that imports
    connections.close_all()  # each worker opens its own after the fork
    return application


def divide(threads: int) -> None:
    """Keep half of the threads from waiting for what strangers send; children are each worker's own."""
    from gongkai.records import process_pool

    process_pool.configure(threads=threads)
    process_pool.close()


def run(
    application: Callable[..., Any],
    listener: socket.socket,
    workers: int,
    threads: int,
    supervisor: Supervisor | None,
) -> None:
    """Serve until stopped, with a runner beside; prints the address when the application answers."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    bind = f"fd://{listener.detach()}"  # the server's from here on, and closed by it

    def ready(_arbiter: object) -> None:
        if supervisor is not None:
            supervisor.start()
        click.echo(f"公开已就绪：{address}（按 Ctrl-C 停止）")

    def gone(_arbiter: object) -> None:  # in the master alone; a worker that ends leaves the runner be
        if supervisor is not None:
            supervisor.stop()

    class Master(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
        def stop(self, graceful: bool = True) -> None:
            if supervisor is not None:
                supervisor.ask()  # the runner stops while the workers do
            super().stop(graceful)

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            settings = {
                **SERVER,
                "bind": bind,
                "workers": workers,
                "threads": threads,
                "when_ready": ready,
                "on_exit": gone,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Callable[..., Any]:
            return application

        def run(self) -> None:
            Master(self).run()

    Server().run()
