"""The words of the journal: every verb with its Chinese label, told by each package when it is ready."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise

_FORM = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
_labels: dict[str, str | Promise] = {}


class UnknownVerb(ValueError):
    """No package has registered the verb."""


class BadVerb(ValueError):
    """A verb of the wrong form, or one that another package uses for something else."""


def register(verbs: Mapping[str, str | Promise]) -> None:
    """Make verbs (`object.done`, e.g. `report.archived`) known with their labels; again the same is nothing.

    Called from AppConfig.ready with the package's table. Raises BadVerb.
    """
    for verb, name in verbs.items():
        if not _FORM.fullmatch(verb):
            raise BadVerb(f"{verb!r} is no verb: write it as `object.done`, in small letters")
        if _labels.get(verb, name) != name:
            raise BadVerb(f"{verb!r} is known as {_labels[verb]}, not {name}")
    _labels.update(verbs)


def label(verb: str) -> str:
    """The Chinese label; the verb itself where the package that wrote it is no longer there."""
    return str(_labels.get(verb, verb))


def labels() -> dict[str, str]:
    """Every known verb with its label, in the order of the verbs."""
    return {verb: str(name) for verb, name in sorted(_labels.items())}


def check(verb: str) -> None:
    """Raise UnknownVerb unless the verb is registered."""
    if verb not in _labels:
        raise UnknownVerb(f"{verb!r} is not registered: name it in verbs.VERBS of its package")
