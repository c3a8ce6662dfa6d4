"""Where in a text of JSON something stands, also where the text is damaged or breaks off.

Reading JSON tells what is wrong, at best with a line; a person wants both the line and the field.
"""

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
"""The names and numbers that lead to a value, from the outside in: `("entries", "a", "title")`."""

_BLANKS = re.compile(r"[ \t\r\n]*")
_DEEPEST = 20  # parts of a path; what lies deeper is told by what it lies in


def whole_number(digits: str) -> int | float:
    """Read a whole number; Python refuses to read one of more than 4,300 digits exactly."""
    try:
        return int(digits)
    except ValueError:
        return float(digits)


DECODER = JSONDecoder(parse_int=whole_number)


class Value(NamedTuple):
    """A value that was read, and the offset behind it."""

    value: Any
    end: int


def value_at(text: str, at: int, decoder: JSONDecoder = DECODER) -> Value | None:
    """Return the value that begins at an offset, `None` where what stands there is none."""
    try:
        return Value(*decoder.raw_decode(text, at))
    except (ValueError, RecursionError):
        return None


def behind_blanks(text: str, at: int = 0) -> int:
    """Return the offset of the first sign that is no blank."""
    return _BLANKS.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too


class Member(NamedTuple):
    """A part of an object or a list: where it and its value begin, and where that ends.

    `end` is `None` where the value cannot be read; no member behind it is known then.
    """

    name: str | int
    begin: int
    value: int
    end: int | None


def members(text: str, at: int) -> Iterator[Member]:
    """Yield the members of the object or list that begins at an offset, as far as it is one."""
    opening = text[at : at + 1]
    at = behind_blanks(text, at + 1)
    number = 0
    while opening in {"{", "["} and at < len(text) and text[at] not in "]}":
        begin = at
        name = Value(number, at) if opening == "[" else _name(text, at)
        if name is None:
            return
        found = value_at(text, name.end)
        yield Member(name.value, begin, name.end, found.end if found else None)
        if found is None:
            return
        at = behind_blanks(text, found.end)
        at = behind_blanks(text, at + 1) if text.startswith(",", at) else at
        number += 1


def _name(text: str, at: int) -> Value | None:
    """Read the name of a member; `end` is where its value begins."""
    name = value_at(text, at) if text.startswith('"', at) else None
    colon = behind_blanks(text, name.end) if name else at
    if name is None or not text.startswith(":", colon):
        return None
    return Value(name.value, behind_blanks(text, colon + 1))


def path_at(text: str, offset: int) -> Path:
    """Return what an offset lies in, as far as the text before it can be read."""
    path: list[str | int] = []
    at = behind_blanks(text)
    while len(path) < _DEEPEST:
        around = (m for m in members(text, at) if m.end is None or m.end > offset)
        found = next(around, None)
        if found is None or found.begin > offset:
            break
        path.append(found.name)
        at = found.value
    return tuple(path)


def offset_of(text: str, path: Path) -> int:
    """Return where the value at a path begins, or else the last that is there of what it is in."""
    at = behind_blanks(text)
    for part in path:
        found = [member for member in members(text, at) if member.name == part]
        if not found:
            break
        at = found[-1].value
    return at


def line_at(text: str, offset: int) -> int:
    """Return the number of the line that an offset lies in, from 1."""
    return text.count("\n", 0, offset) + 1


# -- Names that stand twice -------------------------------------------------------------------


def doubled(text: str) -> Path | None:
    """Return the first name that stands twice in one object; those who read take the last of it."""
    path: list[str | int] = []
    at: int | None = behind_blanks(text)
    while at is not None:
        seen: set[str | int] = set()
        inner: Member | None = None
        for member in members(text, at):
            if member.name in seen:
                return (*path, member.name)
            seen.add(member.name)
            if inner is None and member.end and _has_doubled(text, member):
                inner = member
        path += [inner.name] if inner else []
        at = inner.value if inner else None
    return None


def _has_doubled(text: str, member: Member) -> bool:
    found: list[bool] = []

    def _look(pairs: list[tuple[str, Any]]) -> None:
        found.append(len({name for name, _ in pairs}) < len(pairs))

    decoder = JSONDecoder(parse_int=str, object_pairs_hook=_look)
    return value_at(text, member.value, decoder) is not None and any(found)
