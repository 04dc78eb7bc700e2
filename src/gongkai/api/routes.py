"""Every operation of the API by its name, gathered from the resources; an address without one is refused."""

from __future__ import annotations

from typing import Any, Final

from gongkai.api.resource import ResourceOperation
from gongkai.api.resources import RESOURCES
from gongkai.api.route import Route

OPERATIONS: Final[dict[str, ResourceOperation]] = {
    one.name: one for resource in RESOURCES for one in resource.operations
}
ROUTES: Final[dict[str, Route]] = {name: one.route for name, one in OPERATIONS.items()}
EXAMPLES: Final[dict[str, Any]] = {name: one.example for name, one in OPERATIONS.items()}
# The first resource of a subject says what it is about.
TAGS: Final = {resource.tag: resource.words for resource in RESOURCES if resource.words}
