"""What was read of a library's text, part by part, before it is a library again."""

import re
from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from json import dumps
from typing import Any, NamedTuple

from difftrack.text.json_places import line_at, members, offset_of

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

    @property
    def is_a_library(self) -> bool:
        """Tell whether anything in it is what only a library has."""
        is_named = self.top.get("format") == "difftrack"
        return is_named or any(is_telling(item.fields) for item in (*self.entries, *self.sections))


class Lines:
    """The numbers of lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [found.start() for found in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_left(self._breaks, offset) + 1

    def told_exactly(self, piece: Piece) -> Piece:
        """Return a piece that is a field with its own line, not that of what it is in."""
        kind, _, rest = piece.place.partition(".")
        if piece.line == 0 or not piece.place:
            return piece
        if kind in {"entries", "sections"} and rest:
            begin = self._breaks[piece.line - 2] if piece.line > 1 else 0
            opening = self._text.find("{", begin)
            name = piece.place.rpartition(".")[2]
            inside = (m.begin for m in members(self._text, opening) if m.name == name)
            found = next(inside, None)
            return piece if found is None else piece._replace(line=self.at(found))
        return piece._replace(line=self.at(offset_of(self._text, tuple(piece.place.split(".")))))


def line_of(text: str, place: str) -> int:
    """Return the line in which a part of an entry or a section stands, or else begins."""
    kind, _, rest = place.partition(".")
    key, _, name = rest.rpartition(".") if kind == "sections" or "." in rest else (rest, "", "")
    for own, inside in ((rest, ""), (key, name)):
        opening = (
            rf"{_quoted(own)}\s*:\s*\{{" if kind == "entries" else rf'"key"\s*:\s*{_quoted(own)}'
        )
        if own and (found := re.search(opening, text)):
            within = (
                re.compile(rf"{_quoted(inside)}\s*:").search(text, found.end()) if inside else None
            )
            return line_at(text, (within or found).start())
    found = re.search(rf"{_quoted(place)}\s*:", text)
    return line_at(text, found.start()) if found else 1


def _quoted(name: str) -> str:
    return re.escape(dumps(name, ensure_ascii=False))


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
