"""Moved to tests.material.yunhe."""

from tests.material.yunhe import *  # noqa: F403
