"""Numbers as bars, in lines of a terminal."""

from collections.abc import Sequence
from typing import NamedTuple

from difftrack.text.folding import display_width, shorten

_LONGEST_BAR = 30  # columns
_SHORTEST_BAR = 5
_GAP = 2


class Bar(NamedTuple):
    """A line: what is counted, how it is said, and as which part of what the longest bar shows."""

    label: str
    said: str
    part: float
    filled: float  # of the bar itself: the rest of it is only drawn thinly


class Signs(NamedTuple):
    """What bars are drawn with."""

    full: str = "█"
    rest: str = "░"


def lines(bars: Sequence[Bar], width: int, signs: Signs) -> list[str]:
    """Return a line for each bar, of `width` columns at most; what they say stands below itself."""
    saying = max((display_width(bar.said) for bar in bars), default=0)
    widest = max((display_width(bar.label) for bar in bars), default=0)
    labels = max(min(widest, width - saying - 2 * _GAP - _SHORTEST_BAR), 1)
    room = max(min(width - labels - saying - 2 * _GAP, _LONGEST_BAR), 0)
    return [_line(bar, labels, saying, room, signs) for bar in bars]


def _line(bar: Bar, labels: int, saying: int, room: int, signs: Signs) -> str:
    label = shorten(bar.label, labels)
    label += " " * (labels + _GAP - display_width(label))
    return f"{label}{bar.said.rjust(saying)}{' ' * _GAP}{drawn(bar, room, signs)}".rstrip()


def drawn(bar: Bar, room: int, signs: Signs) -> str:
    """Return a bar in `room` columns; what is more than nothing has one at least."""
    length = min(max(round(bar.part * room), 1 if bar.part > 0 else 0), room)
    full = min(max(round(bar.filled * length), 1 if bar.filled > 0 else 0), length)
    if full == length and bar.filled < 1 and length > 1:
        full -= 1  # not all of it
    return signs.full * full + signs.rest * (length - full)
