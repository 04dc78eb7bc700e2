"""Every component in all its states: what the gallery shows and the screenshots catch."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.design import specimens_data, specimens_frame, specimens_inputs
from gongkai.design.components import declaration, names
from gongkai.design.specimen import Specimen


@dataclass(frozen=True)
class Exhibit:
    """A component with its purpose and specimens."""

    name: str
    specimens: tuple[Specimen, ...]
    purpose: str


def exhibits() -> list[Exhibit]:
    """All components in alphabetical order; KeyError for one that has no specimens."""
    specimens = {
        **specimens_frame.frame(),
        **specimens_frame.words(),
        **specimens_inputs.inputs(),
        **specimens_data.findings(),
        **specimens_data.figures(),
        **specimens_data.time(),
    }
    return [Exhibit(name, tuple(specimens[name]), declaration(name).purpose) for name in names()]
