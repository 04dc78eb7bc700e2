"""Who acts on what, with the names as they were then: journalled as they stand, never looked up later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is stable: a person's public id, a token's id, "runner", "command" or "public"."""

    kind: Literal["person", "token", "system", "public"]
    id: str
    name: str
    post: str = ""
    body: str = ""
    body_name: str = ""


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """What is acted on. `label` is its public name as it was; never personal data of an applicant."""

    kind: str
    id: str
    label: str


SYSTEM = Actor("system", "command", "系统")
RUNNER = Actor("system", "runner", "后台任务")
PUBLIC = Actor("public", "public", "公众")
