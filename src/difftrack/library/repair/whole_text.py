"""What there is in a library's text that is JSON, and yet no library.

Each part is read for itself. What stands twice under one name, and what is nested too deep, is set
aside.
"""

from collections.abc import Iterator
from json import JSONDecoder
from typing import Any

from difftrack.library.repair.depth import is_readable
from difftrack.library.repair.remains import (
    MAPS,
    Fields,
    Item,
    Lines,
    Piece,
    Remains,
    as_piece,
    parted,
)
from difftrack.text.json_places import Member, behind_blanks, members, value_at, whole_number


class _Doubled(Fields):
    """An object with a name that stood twice: `others` are the values that reading forgets.

    Where a name came before, but not just before, it and what is `behind` are of another object.
    """

    others: list[tuple[str, Any]]
    before: Fields
    behind: Fields


def _object(pairs: list[tuple[str, Any]]) -> Fields:
    """Return an object; raises `ValueError` where what stood twice is too deep to be looked at."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    if not is_readable([value for _, value in pairs], 0):
        raise ValueError("too deep")
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


def parts(text: str) -> Remains | None:
    """Return the parts of a text that is one JSON object, `None` of any other."""
    reading = _Reading(text)
    begin = behind_blanks(text)
    last = begin
    for member in members(text, begin):
        if member.end is None:
            return None
        reading.take(member)
        last = member.end
    end = behind_blanks(text, last)
    is_object = text.startswith("{", begin) and text[end:].rstrip() == "}"
    return reading.found if is_object else None


class _Reading:
    """One way through the text, from member to member."""

    def __init__(self, text: str) -> None:
        self.found = Remains()
        self._text, self._lines = text, Lines(text)

    def take(self, member: Member) -> None:
        """Take a field of the library."""
        line, opening = self._lines.at(member.begin), self._text[member.value]
        if member.name == "entries" and opening in "{[":
            for item in members(self._text, member.value):
                key = str(item.name) if opening == "{" else ""
                self._keep(self.found.entries, item, f"entries.{item.name}", key)
        elif member.name == "sections" and opening == "[":
            for item in members(self._text, member.value):
                self._keep(self.found.sections, item, f"sections.{item.name}", "")
        elif member.name == "settings" and opening == "{":
            self._set(line, "settings", self._record(line, "settings", member, around=1))
        else:
            for name, value in self._readable(line, "", member, around=1):
                self._tell_doubled(line, name, value)
                self._set(line, name, value)

    def _set(self, line: int, name: str, value: object) -> None:
        """Set a field of the library; of one that stands twice the last is taken."""
        top = self.found.top
        if name in top and top[name] != value:
            self.found.pieces.append(as_piece(line, name, top[name]))
        top[name] = value

    def _keep(self, kept: list[Item], member: Member, place: str, key: str) -> None:
        """Keep an entry or a section; what is no object is set aside."""
        line = self._lines.at(member.begin)
        if not self._text.startswith("{", member.value):
            self._set_aside(line, place, member)
            return
        fields = self._record(line, place, member, around=2)
        is_mixed = isinstance(fields, _Doubled) and bool(fields.behind)
        if isinstance(fields, _Doubled) and is_mixed:  # lines are gone between two objects
            self.found.pieces.append(as_piece(line, "", fields.behind))
            fields = fields.before
        kept.append(Item(line, key, fields, is_whole=not is_mixed))
        for name in MAPS & fields.keys():
            if isinstance(fields[name], dict):
                fields[name], inside = parted(fields[name])
                self.found.entries += [Item(line, *entry) for entry in inside]

    def _record(self, line: int, place: str, member: Member, around: int) -> Fields:
        """Return the fields of an object without those that are nested too deep."""
        read = value_at(self._text, member.value, DECODER)
        if read and is_readable(read.value, around):
            fields: Fields = read.value
        else:
            inside = members(self._text, member.value)
            found = [pair for m in inside for pair in self._readable(line, place, m, around + 1)]
            fields = _object(found)
        self._tell_doubled(line, place, fields)
        return fields

    def _readable(
        self, line: int, place: str, member: Member, around: int
    ) -> Iterator[tuple[str, Any]]:
        """Yield name and value of a field, unless it is nested too deep: that is set aside."""
        read = value_at(self._text, member.value, DECODER)
        if read and is_readable(read.value, around):
            yield str(member.name), read.value
        else:
            self._set_aside(line, f"{place}.{member.name}" if place else str(member.name), member)

    def _set_aside(self, line: int, place: str, member: Member) -> None:
        text = self._text[member.value : member.end]
        self.found.pieces.append(Piece(line, place, text))

    def _tell_doubled(self, line: int, place: str, value: object) -> None:
        """Set aside what stood twice anywhere in a value."""
        if isinstance(value, _Doubled):
            for name, other in value.others:
                self.found.pieces.append(as_piece(line, f"{place}.{name}", other))
        if isinstance(value, dict):
            for name, inner in value.items():
                self._tell_doubled(line, f"{place}.{name}", inner)
        elif isinstance(value, list):
            for inner in value:
                self._tell_doubled(line, place, inner)
