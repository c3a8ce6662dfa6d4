"""What the line that names an entry says, before anything is concluded from it."""

from typing import NamedTuple

from difftrack.importers.pieces import Piece
from difftrack.importers.tails import Chunk, Link


class Head(NamedTuple):
    """What the line says, before anything is concluded from it.

    `how` is the rule that found the title: "cited", "linked", "prefixed", "behind" or "plain".
    `authors` and `before` (venue, date) stand before the title; `chunks` is the text behind it,
    link by link.
    """

    how: str
    title: str
    short: str | None = None
    target: str | None = None
    images: tuple[str, ...] = ()
    authors: str = ""
    before: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    task: bool | None = None
    number: str = ""
    signs: tuple[str, ...] = ()

    @property
    def targets(self) -> list[str]:
        """Return where the line leads, the title's own link first."""
        own = [self.target] if self.target else []
        return [*own, *(link.target for link in self.links)]


class Line(NamedTuple):
    """A line as it is written, and the pieces of it that no rule has taken yet."""

    text: str
    pieces: list[Piece]
