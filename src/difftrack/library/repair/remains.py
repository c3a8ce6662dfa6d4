"""What was read of a library's text, part by part, before it is a library again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecoder, dumps
from typing import Any, NamedTuple

from difftrack.text.json_places import (
    Member,
    Value,
    behind_blanks,
    members,
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


class _Doubled(Fields):
    """An object with a name that stood twice: `others` are the values that reading forgets."""

    others: list[tuple[str, Any]]


def _object(pairs: list[tuple[str, Any]]) -> Fields:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = _Doubled(found)
    doubled.others = [(name, value) for name, value in pairs if value != found[name]]
    return doubled


_DECODER = JSONDecoder(parse_int=whole_number, object_pairs_hook=_object)


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
    if member.name == "entries" and opening == "{":
        for item, value in _inside(text, member):
            entry = _plain(found, lines.at(item.begin), f"entries.{item.name}", value)
            _keep(found, found.entries, lines.at(item.begin), str(item.name), entry)
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
    found = value_at(text, member.value, _DECODER)
    return (found or Value(None, 0)).value


def _keep(found: Remains, kept: list[Item], line: int, key: str, value: object) -> None:
    if isinstance(value, dict):
        kept.append(Item(line, key, value))
        for name in MAPS & value.keys():
            if isinstance(value[name], dict):
                value[name], inside = parted(value[name])
                found.entries += [Item(line, *entry) for entry in inside]
    else:
        set_aside(found, line, f"entries.{key}" if key else "sections", value)


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
