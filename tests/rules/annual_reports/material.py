"""Moved to tests.material."""

from tests.material import *  # noqa: F403
