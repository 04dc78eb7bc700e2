"""The resources of the API, in the order of the reference."""

from typing import Final

from gongkai.api.resource import Resource
from gongkai.api.resources.bodies import BODIES
from gongkai.api.resources.checks import CHECKS
from gongkai.api.resources.clock import CLOCK
from gongkai.api.resources.figures import FIGURES
from gongkai.api.resources.journal import JOURNAL
from gongkai.api.resources.reports import REPORTS
from gongkai.api.resources.tokens import TOKENS

RESOURCES: Final[tuple[Resource, ...]] = (REPORTS, FIGURES, CHECKS, CLOCK, BODIES, JOURNAL, TOKENS)
