"""What was read of a library's text, part by part, before it is a library again."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from json import dumps
from typing import Any, NamedTuple

Fields = dict[str, Any]

MAPS = {"settings", "links", "review", "fields", "prose"}
"""The names of objects that are no entries."""

_TELLING = {"title", "arxiv_id", "url"}


class Piece(NamedTuple):
    """A part of the text that was not taken, or not as it is: its line, what it is of, itself."""

    line: int
    place: str
    text: str


class Item(NamedTuple):
    """An entry or a section with the line that it begins in; `key` is "" where it has none.

    Of one that is not `is_whole` single fields were read; `torn` names those of them of which, in
    turn, a part was read.
    """

    line: int
    key: str
    fields: Fields
    is_whole: bool = True
    torn: AbstractSet[str] = frozenset()


@dataclass(slots=True)
class Remains:
    """The fields of the library, its sections, its entries, and what is none of them.

    `is_torn` tells a text that is no JSON, of which parts may be gone; `torn` names the fields of
    the library of which a part was read.
    """

    top: Fields = field(default_factory=dict)
    sections: list[Item] = field(default_factory=list)
    entries: list[Item] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    is_torn: bool = False
    torn: set[str] = field(default_factory=set)


class Lines:
    """The numbers of lines of a text, for offsets that grow: it is gone through once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._offset = 1, 0

    def at(self, offset: int) -> int:
        """Return the line of an offset that is not before the last that was asked for."""
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = max(offset, self._offset)
        return self._line


def is_telling(held: Fields) -> bool:
    """Tell whether an object has what only entries have, and sections a part of."""
    return not _TELLING.isdisjoint(held)


def parted(held: Fields, depth: int = 3) -> tuple[Fields, list[tuple[str, Fields]]]:
    """Return an object without the entries that stand in it, and these."""
    own: Fields = {}
    inside: list[tuple[str, Fields]] = []
    for name, value in held.items():
        if not isinstance(value, dict) or not depth:
            own[name] = value
        elif name not in MAPS and is_telling(value):
            inside.append((name, value))
        else:
            own[name], found = parted(value, depth - 1)
            inside += found
    return own, inside


def as_piece(line: int, place: str, value: object) -> Piece:
    """Return a value that was read and is not taken."""
    return Piece(line, place, dumps(value, ensure_ascii=False, indent=1))
