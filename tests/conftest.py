"""What all tests share: a data directory of their own, and the collection of real reports where it stands."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("GONGKAI_DATA", tempfile.mkdtemp(prefix="gongkai-test-"))
