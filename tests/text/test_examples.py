"""The examples in the documentation of the modules are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from gongkai import text

MODULES = [f"gongkai.text.{module.name}" for module in pkgutil.iter_modules(text.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_shows_examples_and_they_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
