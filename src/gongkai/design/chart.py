"""What the component `chart` draws, reckoned on the server: lines over years, or bars of a ranking.

Only shapes are drawing; every word and number beside them is text of the page, so that it keeps its size on a
narrow screen, grows with larger type and is read aloud. A missing value is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isfinite, log10

Number = int | float | Decimal
WIDTH, HEIGHT = 1000, 400  # of the drawing, which is stretched to the room it has
MOST_LINES = 6  # that can be told apart by colour and dash
INTERVALS = 4  # between lines of the grid, about
CROWDED = 7  # labels of the axis, from which on a narrow screen leaves out every other one


@dataclass(frozen=True)
class ChartSeries:
    """One line: its name, a value for each label (None: a gap), and each value as people read it."""

    name: str
    values: Sequence[Number | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, its value, the value in words, where its label leads."""

    label: str
    value: Number
    text: str
    href: str = ""
    position: str = ""


@dataclass(frozen=True)
class Dot:
    """A value on a line: where, and what it says."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class ChartLine:
    """A line as drawn: `path` has a new beginning after each gap; `number` chooses colour and dash."""

    number: int
    name: str
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Lines:
    """A chart of lines: ticks and grid from bottom to top, and where zero is if not at an end."""

    labels: tuple[str, ...]
    ticks: tuple[str, ...]
    grid: tuple[float, ...]
    zero: float | None
    lines: tuple[ChartLine, ...]
    kind: str = "lines"

    @property
    def crowded(self) -> bool:
        """Whether a narrow screen has no room for all labels."""
        return len(self.labels) >= CROWDED

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(line.dots for line in self.lines)


@dataclass(frozen=True)
class DrawnBar:
    """A bar as drawn: from `x` on, so wide, below zero or not."""

    bar: Bar
    x: float
    width: float
    negative: bool


@dataclass(frozen=True)
class Bars:
    """A chart of bars; `zero` is where they begin."""

    bars: tuple[DrawnBar, ...]
    zero: float
    kind: str = "bars"

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars


def lines(labels: Sequence[str], series: Sequence[ChartSeries]) -> Lines:
    """A chart of at most six lines over the same labels; ValueError for more."""
    if len(series) > MOST_LINES:
        raise ValueError(f"{len(series)} lines cannot be told apart, {MOST_LINES} can")
    known = [float(value) for each in series for value in each.values if value is not None]
    low, step, high = _axis(known)
    span = high - low

    def y(value: Number) -> float:
        return round(HEIGHT * (high - float(value)) / span, 2)

    count = round(span / step)
    heights = tuple(y(low + step * index) for index in range(count + 1))
    places = max(0, -floor(log10(step) + 1e-9))
    ticks = tuple(f"{low + step * index:,.{places}f}" for index in range(count + 1))
    drawn = tuple(_line(number, each, len(labels), y) for number, each in enumerate(series, start=1))
    zero = y(0) if low < 0 < high else None
    return Lines(tuple(labels), ticks, heights, zero, drawn)


def bars(rows: Sequence[Bar]) -> Bars:
    """A chart of bars in the order given, all to one scale that includes zero."""
    values = [float(row.value) for row in rows]
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    zero = round(WIDTH * -low / span, 2)
    drawn = []
    for row, value in zip(rows, values, strict=True):
        width = round(WIDTH * abs(value) / span, 2)
        drawn.append(DrawnBar(row, zero if value >= 0 else round(zero - width, 2), width, value < 0))
    return Bars(tuple(drawn), zero)


def _line(number: int, series: ChartSeries, count: int, y: Callable[[Number], float]) -> ChartLine:
    path: list[str] = []
    dots: list[Dot] = []
    pen = False
    for index, (value, text) in enumerate(zip(series.values, series.texts, strict=True)):
        if value is None or not isfinite(value):
            pen = False
            continue
        dot = Dot(round(WIDTH * (index + 0.5) / count, 2), y(value), text)
        path.append(f"{'L' if pen else 'M'}{dot.x} {dot.y}")
        dots.append(dot)
        pen = True
    return ChartLine(number, series.name, "".join(path), tuple(dots))


def _axis(values: Sequence[float]) -> tuple[float, float, float]:
    """From, step and to: round numbers around the values; zero is within, unless all lie far above it."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    if 0 < low < high / 2 or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    rough = (high - low) / INTERVALS
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    bottom, top = floor(low / step) * step, ceil(high / step - 1e-9) * step
    return bottom, step, top if top > bottom else bottom + step
