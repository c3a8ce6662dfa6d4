"""What a query that somebody typed means, as a small tree, and how a mistake in one is shown."""

from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from difftrack.errors import UsageError
from difftrack.text.folding import display_width

_WIDEST_SHOWN, _SHOWN_BEFORE = 72, 40  # characters of a query, and those before the mistake

Kind = Literal["text", "day", "number"]


class Field(NamedTuple):
    """What may stand before a colon: how the tree names it, and what is behind it."""

    name: str
    kind: Kind = "text"


class Place(NamedTuple):
    """From where to where in the query something stands, counted in characters."""

    start: int
    end: int


class Words(NamedTuple):
    """A word, or a phrase that stood in quotes; `field` is "" where none was named."""

    field: str
    text: str
    is_phrase: bool
    place: Place


class Days(NamedTuple):
    """From which day to which, both of them counting; `None` where there is no end."""

    field: str
    first: date | None
    last: date | None
    place: Place


class Numbers(NamedTuple):
    """From which number to which, both of them counting; `None` where there is no end."""

    field: str
    low: float | None
    high: float | None
    place: Place


class All(NamedTuple):
    """Two parts or more that must all hold."""

    parts: tuple["Node", ...]
    place: Place


class Either(NamedTuple):
    """Two parts or more of which one must hold."""

    parts: tuple["Node", ...]
    place: Place


class Not(NamedTuple):
    """What must not hold; its part is no `Not`."""

    part: "Node"
    place: Place


Node: TypeAlias = Words | Days | Numbers | All | Either | Not


class Query(NamedTuple):
    """A query as one clean line, which the places count in, and what it means."""

    text: str
    tree: Node


def mistake(text: str, place: Place, said: str) -> UsageError:
    """Return an error that says what is wrong, with a caret below the place in the query."""
    begin = max(0, place.start - _SHOWN_BEFORE) if len(text) > _WIDEST_SHOWN else 0
    before = ("…" if begin else "") + text[begin : place.start]
    rest = text[place.start : begin + _WIDEST_SHOWN]
    cut = "…" if begin + _WIDEST_SHOWN < len(text) else ""
    marked = max(1, display_width(rest[: place.end - place.start]))
    caret = " " * display_width(before) + "^" * marked
    return UsageError(said, f"  {before}{rest}{cut}", f"  {caret}")
