"""Whoever works in children may be killed at any time: no child goes on without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.optional import ROOT
from tests.records.process_pool.test_pool import alive, until

OWNER = """
import django; django.setup()
from gongkai.records import process_pool
from tests.records.process_pool import samples
process_pool.run(process_pool.OWN, samples.announce, {path!r}, 60)
"""


def test_a_working_child_ends_with_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "pids"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    owner = subprocess.Popen([sys.executable, "-c", OWNER.format(path=str(path))], cwd=ROOT, env=environment)
    try:
        until(lambda: path.exists() and len(path.read_text("utf-8").split()) == 2)
        child, template = map(int, path.read_text("utf-8").split())
        assert alive(child)
        assert alive(template)
    finally:
        owner.kill()
        owner.wait()
    until(lambda: not alive(child) and not alive(template))
