"""How long everybody else waits while clients post hostile texts to a served deployment without pause.

A real `gongkai serve` on SQLite with an empty city; four clients send what once took the reader minutes to
the check page and to the API. Told are the waits for `/healthz` and the home page, quiet and besieged.

    .venv/bin/python benchmarks/soak_hostile.py [SECONDS] [CLIENTS]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

SECONDS, CLIENTS = 60.0, 4


def main() -> None:
    """Besiege a deployment and tell the waits."""
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    os.chdir(root)
    from tests.cli.hostile_crowd import besiege, took  # noqa: PLC0415
    from tests.cli.served import SITE, address, serving  # noqa: PLC0415

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    clients = int(sys.argv[2]) if len(sys.argv) > 2 else CLIENTS
    settings = SITE | {"GONGKAI_PROXIES": "127.0.0.1"}
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data), "--port", "0", "--no-runner", **settings) as line,
    ):
        url = address(line)
        for path in ("/healthz", "/"):
            quiet = sorted(took(url + path) for _ in range(20))
            print(f"quiet     {path:9} median {quiet[10]:6.3f} s, longest {quiet[-1]:6.3f} s", flush=True)
        told = besiege(url, seconds, clients)
        for path, waits in told.waits.items():
            waits.sort()
            middle, most = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
            said = f"median {middle:6.3f} s, 99 % {most:6.3f} s, longest {waits[-1]:6.3f} s of {len(waits)}"
            print(f"besieged  {path:9} {said}")
        for (door, status), count in sorted(told.answers.items()):
            print(f"{door:5} {status}: {count}")


if __name__ == "__main__":
    main()
