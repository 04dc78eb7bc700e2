"""200 readers and 20 writers at once behind nginx with the shipped configuration.

    DATABASE_URL=postgres://user@127.0.0.1:5432/gongkai .venv/bin/python -m benchmarks.load_behind_proxy
        [--seconds 180] [--readers 200] [--writers 20] [--only SQLite|PostgreSQL]

Everybody comes from an address of their own (127.x.y.z), over TLS, keeps the connection as a browser does and
looks at a page for a while: readers 4 to 12 seconds, writers 1 to 3. Writers are people of the demo city who
are signed in to the console (they open collections, change them, save and forget views), and programs with
tokens that found and rename bodies. Told are errors (anything that is no answer, or one of 400 and above),
waits, CPU and memory of the whole house. Targets: no error, p99 of writes at most 3 s, memory flat.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.load_clients import Client, Person, Program, Reader
from tests.cli.proxied import free_port, make_certificate, nginx, wait_for
from tests.cli.served import GONGKAI, address, port_of, process
from tests.cli.served import environment as variables
from tests.records.journal.deployment import deployment

# Who may open collections, at two browsers each, and some who may not.
COLLECTORS = [
    f"{body}.{post}" for post in ("clerk", "disclosure", "supervisor") for body in ("city", "district")
]
LOGINS = [*COLLECTORS, *COLLECTORS, "department.clerk", "town.clerk", "enterprise.clerk"]
PASSWORD = "gongkai-yanshi"  # noqa: S105 - of the demo, known to everybody
RAMP = 10.0  # seconds in which they arrive
EVERY = 5.0  # seconds between two looks at the memory
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Memory:
    """MB (PSS) of the house's processes over time, and the CPU seconds they had at the last look."""

    root: int
    seen: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def look(self) -> None:
        total, cpu = 0, 0
        for pid in family(self.root):
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            cpu += int(stat[11]) + int(stat[12])
        self.seen.append(total / 1024)
        self.cpu = cpu / TICKS

    def said(self) -> str:
        third = max(1, len(self.seen) // 3)
        first, last = (sum(part) / len(part) for part in (self.seen[third : 2 * third], self.seen[-third:]))
        return f"memory {first:.0f} MB in the second third, {last:.0f} MB in the last ({last / first:.2f}x)"


def family(root: int) -> list[int]:
    """A process and all that descend from it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def said(environment: dict[str, str], *words: str, allowed: tuple[int, ...] = (0,)) -> str:
    """What a command says; it has to end well."""
    done = subprocess.run(  # noqa: S603 - our own program
        [GONGKAI, *words], env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode not in allowed:
        sys.exit(f"gongkai {words[0]} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


def crowd(tls: int, certificate: Path, tokens: list[str], readers: int, writers: int) -> list[Client]:
    """Everybody, each with an address."""
    people = min(len(LOGINS), writers - len(tokens))
    made: list[Client] = [
        Person(tls, certificate, f"127.9.0.{n + 1}", LOGINS[n], PASSWORD, LOGINS[n] in COLLECTORS)
        for n in range(people)
    ]
    made += [Program(tls, certificate, f"127.8.0.{n + 1}", token, n) for n, token in enumerate(tokens)]
    made += [Reader(tls, certificate, f"127.7.{n // 200}.{n % 200 + 1}") for n in range(readers)]
    return made


def play(name: str, server: str, readers: int, writers: int, seconds: float) -> bool:
    """Let everybody work on one database; whether all targets were met."""
    with ExitStack() as stack:
        made = stack.enter_context(deployment(server))
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-load-")))
        data = Path(made["GONGKAI_DATA"])
        settings = {"DATABASE_URL": made["DATABASE_URL"]} if server else {}
        environment = variables(data, **settings)
        said(environment, "demo")
        create = ["token", "create", "--body", "yunhe", "--scope", "body.manage,body.view"]
        tokens = [said(environment, *create).strip() for _ in range(max(1, writers // 4))]
        certificate, key = make_certificate(directory)
        plain, tls = free_port(), free_port()
        settings |= {
            "GONGKAI_HTTPS": "1",
            "GONGKAI_PROXIES": "127.0.0.1",
            "GONGKAI_HOSTS": "localhost",
            "GONGKAI_ORIGINS": f"https://localhost:{tls}",
        }
        words = ["--port", "0", "--demo-in-public"]
        errors = stack.enter_context((directory / "errors").open("w"))
        pid, line = stack.enter_context(process(data, *words, stderr=errors, **settings))
        names = ["--name", "localhost", "--certificate", str(certificate), "--key", str(key)]
        listen = ["--http", f"127.0.0.1:{plain}", "--https", f"127.0.0.1:{tls}"]
        upstream = f"127.0.0.1:{port_of(address(line))}"
        printed = said(environment, "proxy-config", *names, *listen, "--upstream", upstream)
        stack.enter_context(nginx(directory, printed))
        wait_for(tls)
        everybody = crowd(tls, certificate, tokens, readers, writers)
        memory = Memory(pid)
        memory.look()
        before, load = memory.cpu, os.getloadavg()[0]
        work(everybody, memory, seconds)
        met = tell(name, everybody, memory, seconds, f"load of the machine {load:.1f} before")
        print(f"  CPU of the house {memory.cpu - before:.0f} s", flush=True)
        errors.flush()
        for warned in (directory / "errors").read_text("utf-8").splitlines()[-5:]:
            print(f"  warned: {warned}", flush=True)
        verdict = said(environment, "journal", "verify", "--full", allowed=(0, 3)).splitlines()[0]
        print(f"  journal: {verdict}", flush=True)
        return met


def work(everybody: list[Client], memory: Memory, seconds: float) -> None:
    """All of them at once, arriving one after the other, until the time is over."""
    end = time.monotonic() + RAMP + seconds
    threads = []
    for number, one in enumerate(everybody):
        begin = time.monotonic() + RAMP * number / len(everybody)
        threads.append(threading.Thread(target=one.work, args=(random.Random(number), begin, end)))
        threads[-1].start()
    while time.monotonic() < end:
        time.sleep(EVERY)
        memory.look()
    for thread in threads:
        thread.join()


def tell(name: str, everybody: list[Client], memory: Memory, seconds: float, also: str) -> bool:
    """Print what they saw; whether the targets are met."""
    wrong = Counter(problem for one in everybody for problem in one.problems)
    print(f"{name}: {seconds:.0f} s, {also}", flush=True)
    p99 = 0.0
    for what in ("read", "console page", "write"):
        waits = sorted(wait for one in everybody for kind, wait in one.waits if kind == what)
        if not waits:
            continue
        p50, p95, top = (waits[min(len(waits) - 1, int(len(waits) * part))] for part in (0.5, 0.95, 0.99))
        p99 = top if what == "write" else p99
        print(
            f"  {what:12} {len(waits):6} ({len(waits) / seconds:5.1f}/s)  p50 {p50:5.2f}  p95 {p95:5.2f}"
            f"  p99 {top:5.2f}  longest {waits[-1]:5.2f} s"
        )
    print(f"  errors {sum(wrong.values())}; {memory.said()}", flush=True)
    for problem, count in wrong.most_common(8):
        print(f"  {count} x {problem}")
    return not wrong and p99 <= 3


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=180)
    words.add_argument("--readers", type=int, default=200)
    words.add_argument("--writers", type=int, default=20)
    words.add_argument("--only", default="")
    given = words.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    databases = {"SQLite": ""} | ({"PostgreSQL": url} if url else {})
    wanted = {name: server for name, server in databases.items() if given.only in ("", name)}
    if shutil.which("nginx", path="/usr/sbin:/usr/bin") is None:
        sys.exit("no nginx on this machine (apt-get install nginx-light)")
    met = [play(name, server, given.readers, given.writers, given.seconds) for name, server in wanted.items()]
    sys.exit(0 if met and all(met) else 1)


if __name__ == "__main__":
    main()
