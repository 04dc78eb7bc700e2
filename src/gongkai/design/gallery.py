"""Every component in all its states: what the gallery shows and the screenshots catch."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.design import (
    specimens_charts,
    specimens_data,
    specimens_desk,
    specimens_frame,
    specimens_inputs,
    specimens_review,
)
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
        **specimens_frame.FRAME,
        **specimens_frame.WORDS,
        **specimens_inputs.INPUTS,
        **specimens_data.FINDINGS,
        **specimens_charts.CHARTS,
        **specimens_data.FIGURES,
        **specimens_data.TIME,
        **specimens_desk.DESK,
        **specimens_desk.LISTS,
        **specimens_review.REVIEW,
    }
    specimens["data_table"] = [
        *specimens["data_table"],
        *specimens_charts.TABLES,
        *specimens_review.TABLES,
    ]
    return [Exhibit(name, tuple(specimens[name]), declaration(name).purpose) for name in names()]
