"""What was read of a library's text, part by part, before it is a library again."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecoder, dumps
from typing import Any, NamedTuple

from difftrack.text.json_places import (
    Member,
    Value,
    behind_blanks,
    line_at,
    members,
    offset_of,
    value_at,
    whole_number,
)

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

    Of one that is not `is_whole` single fields were read.
    """

    line: int
    key: str
    fields: Fields
    is_whole: bool = True


@dataclass(slots=True)
class Remains:
    """The fields of the library, its sections, its entries, and what is none of them.

    `is_torn` tells a text that is no JSON, of which parts may be gone.
    """

    top: Fields = field(default_factory=dict)
    sections: list[Item] = field(default_factory=list)
    entries: list[Item] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    is_torn: bool = False

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


class _Doubled(Fields):
    """An object with a name that stood twice: `others` are the values that reading forgets.

    Where a name came before, but not just before, it and what is `behind` are of another object.
    """

    others: list[tuple[str, Any]]
    before: Fields
    behind: Fields


def _object(pairs: list[tuple[str, Any]]) -> Fields:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.others = [(name, value) for name, value in pairs if value != found[name]]
    seen: dict[str, int] = {}
    again = (n for n, (name, _) in enumerate(pairs) if seen.setdefault(name, n) < n - 1)
    end = next(again, len(pairs))
    doubled.before, doubled.behind = dict(pairs[:end]), dict(pairs[end:])
    return doubled


def are_doubled(held: Fields) -> bool:
    """Tell whether an object that `DECODER` read has a name that stood twice, or a part of it."""
    return isinstance(held, _Doubled) or any(isinstance(v, _Doubled) for v in held.values())


DECODER = JSONDecoder(parse_int=whole_number, object_pairs_hook=_object)


def whole(text: str) -> Remains | None:
    """Return the parts of a text that is one JSON object, `None` of any other."""
    found, lines = Remains(), Lines(text)
    begin = behind_blanks(text)
    last = begin
    for member in members(text, begin):
        if member.end is None:
            return None
        _take(found, text, lines, member)
        last = member.end
    end = behind_blanks(text, last)
    is_object = text.startswith("{", begin) and text[end:].rstrip() == "}"
    return found if is_object else None


def _take(found: Remains, text: str, lines: Lines, member: Member) -> None:
    opening = text[member.value]
    if member.name == "entries" and opening in "{[":
        for item, value in _inside(text, member):
            entry = _plain(found, lines.at(item.begin), f"entries.{item.name}", value)
            key = str(item.name) if opening == "{" else ""
            _keep(found, found.entries, lines.at(item.begin), key, entry)
    elif member.name == "sections" and opening == "[":
        for item, value in _inside(text, member):
            section = _plain(found, lines.at(item.begin), f"sections.{item.name}", value)
            _keep(found, found.sections, lines.at(item.begin), "", section)
    else:
        name, line = str(member.name), lines.at(member.begin)
        value = _plain(found, line, name, _read(text, member))
        if name in found.top and found.top[name] != value:
            set_aside(found, line, name, found.top[name])
        found.top[name] = value


def _inside(text: str, member: Member) -> Iterator[tuple[Member, Any]]:
    for item in members(text, member.value):
        yield item, _read(text, item)


def _read(text: str, member: Member) -> Any:  # noqa: ANN401 - whatever JSON can hold
    found = value_at(text, member.value, DECODER)
    return (found or Value(None, 0)).value


def _keep(found: Remains, kept: list[Item], line: int, key: str, value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, dict):
        is_mixed = isinstance(value, _Doubled) and bool(value.behind)
        if isinstance(value, _Doubled) and is_mixed:  # lines are gone between two objects
            set_aside(found, line, "", value.behind)
            value = value.before
        kept.append(Item(line, key, value, is_whole=not is_mixed))
        for name in MAPS & value.keys():
            if isinstance(value[name], dict):
                value[name], inside = parted(value[name])
                found.entries += [Item(line, *entry) for entry in inside]
    else:
        name = "entries" if kept is found.entries else "sections"
        set_aside(found, line, f"{name}.{key}" if key else name, value)


def _plain(found: Remains, line: int, place: str, value: Any) -> Any:  # noqa: ANN401 - as above
    """Return a value without what stood twice in it, which is set aside."""
    if isinstance(value, _Doubled):
        for name, other in value.others:
            set_aside(found, line, f"{place}.{name}", other)
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                _plain(found, line, f"{place}.{name}", inner)
    elif isinstance(value, list):
        for inner in value:
            _plain(found, line, place, inner)
    return value


def as_piece(line: int, place: str, value: object) -> Piece:
    """Return a value that was read and is not taken."""
    return Piece(line, place, dumps(value, ensure_ascii=False, indent=1))


def set_aside(found: Remains, line: int, place: str, value: object) -> None:
    """Note a value that was read and is not taken."""
    found.pieces.append(as_piece(line, place, value))
