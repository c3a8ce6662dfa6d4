"""What can still be read of a library's text that is no JSON: truncated, overwritten, cut up.

Each object that reads as an entry or a section is taken, whatever is around it, so that a broken
one costs only itself; of that one the fields are taken that can be read. All other text is given
back with its line, and so is the whole text of what was read in part.
"""

import re
from json import JSONDecodeError
from typing import Any

from difftrack.library.model import Entry, Section
from difftrack.library.repair.depth import end_of, is_readable
from difftrack.library.repair.remains import (
    MAPS,
    Fields,
    Item,
    Lines,
    Piece,
    Remains,
    is_telling,
    parted,
)
from difftrack.library.settings import Settings
from difftrack.text.json_places import DECODER, Value

# No name begins with a quote that is escaped; one that is not closed may hold thousands of them.
_NAME = re.compile(r'(?<!\\)("(?:[^"\\\n]|\\.)*")[ \t\r\n]*:[ \t\r\n]*|\{')
_HEAD = re.compile(r'[^{"]*\{[{ \t\r\n]*(?="format")|[ \t\r\n]*\{')  # and what stands before it
_ITEM = re.compile(r'[^"\]{}:]*("(?:[^"\\\n]|\\.)*")(?![ \t\r\n]*:)')
# Of a value. The decoder sees as much, and counts the lines from the first for each error.
_BEGINNING = re.compile(r'\{[ \t\r\n]*(?:\}|"(?:[^"\\\n]|\\.)*"[ \t\r\n]*:)|[\["0-9tfnNI-]')
_OPENINGS = re.compile(
    r'(?:[\[{][ \t\r\n]*(?:"(?:[^"\\\n]|\\.)*"[ \t\r\n]*:[ \t\r\n]*(?=[\[{]))?){20,}'
)
_NO_TEXT = re.compile(r"[\s,{}\[\]]*")
_OF_PAPERS = {"arxiv_id", "url", "authors"}  # and never of a section, as a title is
_AROUND = 3  # objects that a field of an entry stands in: the library, the entries, its own
_VAIN, _DEEP = 100, 9_000  # what it costs to see that something cannot be read, in letters
_COUNTED = 50  # letters that are counted in the time of one: each error counts lines from the first
_PATIENCE = 20, 100_000_000  # lengths of the text, and letters, that are read in vain at most


def recover(text: str) -> Remains:
    """Read what there is in a text."""
    scan = _Scan(text)
    scan.run()
    return scan.found


def _is_section(held: Fields) -> bool:
    return isinstance(held.get("key"), str) and _OF_PAPERS.isdisjoint(held)


class _Scan:
    """One way through the text, from name to name.

    `_owner` is what a field belongs to: the library, or an entry or section that is broken; `_map`
    is a broken map in it, `_torn` are the names of such. `_taken` is the end of what was taken
    last, `_deep` where what is nested too deep begins, `_depths` the end of its first
    brackets; `_has_ends` tells that all such so far had an end.
    """

    def __init__(self, text: str) -> None:
        self.found = Remains(is_torn=True)
        self._text, self._lines = text, Lines(text)
        self._owner: Fields | None = self.found.top
        self._torn = self.found.torn
        self._map: Fields | None = None
        self._place = ""
        self._is_among_entries = False
        self._taken = self._depths = 0
        self._deep, self._has_ends = -1, True
        self._patience = _PATIENCE[0] * len(text) + _PATIENCE[1]

    def run(self) -> None:
        """Read the text to its end, or until too much of it was read in vain."""
        head = _HEAD.match(self._text)
        at = head.end() if head else 0
        while self._patience > 0 and (met := _NAME.search(self._text, at)):
            at = self._met(met, at)
        self._take_until(len(self._text), len(self._text))

    def _met(self, met: re.Match[str], at: int) -> int:
        """Take what stands at a name or an opening bracket, the next from `at`; return where on."""
        begin = met.end() if met[1] else met.start()
        name = self._value(met.start()) if met[1] else None
        if met[1] and name is None:
            return met.start() + 1
        key = str(name.value) if name else None
        if self._is_container(key, begin):
            self._enter(met.start(), begin + 1, is_entries=key == "entries")
            return begin + 1
        value = self._value(begin)
        if value is None and self._is_deep_field(key, self._text[at : met.start()], begin):
            return self._behind_deep(begin)
        if value is None:
            self._begin_broken(key, met.start(), begin)
        elif self._take(key, value, met.start()):
            return value.end
        depths = 0 if key and self._has_ends else self._depths
        return max(begin + self._text.startswith("{", begin), depths)

    def _value(self, at: int) -> Value | None:
        if not _BEGINNING.match(self._text, at):
            self._patience -= _VAIN
            return None
        try:
            found = Value(*DECODER.raw_decode(self._text, at))
        except JSONDecodeError as error:
            self._patience -= error.pos - at + _VAIN + error.pos // _COUNTED
            return None
        except RecursionError:
            self._patience -= _DEEP
        else:
            if is_readable(found.value, _AROUND):
                return found
            self._patience -= found.end - at
        self._deep = at
        if at >= self._depths and (openings := _OPENINGS.match(self._text, at)):
            self._depths = openings.end()
        return None

    def _is_deep_field(self, name: str | None, before: str, begin: int) -> bool:
        """Tell whether what is nested too deep is a field, and no entry that has such a field."""
        if name is None or name in MAPS or begin != self._deep:
            return False
        is_of_library = self._owner is self.found.top
        return is_of_library or (self._owner is not None and "}" not in before)

    def _behind_deep(self, begin: int) -> int:
        """Return where to go on; where one has no end, none is looked for again: that is slow."""
        end = end_of(self._text, begin) if self._has_ends else 0
        self._has_ends = bool(end)
        return end or max(begin + 1, self._depths)

    def _is_container(self, name: str | None, begin: int) -> bool:
        opening = {"entries": "{", "sections": "["}.get(name or "")
        is_one = opening is not None and self._text.startswith(opening, begin)
        return is_one and not self._is_among_entries

    def _enter(self, start: int, end: int, *, is_entries: bool) -> None:
        self._take_until(start, end)
        self._is_among_entries = is_entries
        self._own(None)

    def _own(self, owner: Fields | None, torn: set[str] | None = None, place: str = "") -> None:
        self._owner, self._map, self._place = owner, None, place
        self._torn = set() if torn is None else torn

    def _take_until(self, start: int, end: int) -> None:
        """Set aside what stands before something that was taken whole."""
        left = self._text[self._taken : start]
        if not _NO_TEXT.fullmatch(left):
            blanks = len(left) - len(left.lstrip(" \t\r\n,{}[]"))
            line = self._lines.at(self._taken + blanks)
            self.found.pieces.append(Piece(line, self._place, left.strip("\n")))
        self._taken = end

    # -- What can be read as a whole ----------------------------------------------------------

    def _take(self, name: str | None, value: Value, start: int) -> bool:
        """Take a value; tell whether it is one of ours."""
        held = value.value
        if isinstance(held, dict) and _is_section(held):
            self._take_until(start, value.end)
            own, inside = parted(held)
            self.found.sections.append(Item(self._lines.at(start), "", own))
            self._own(None)
            self._take_entries(start, inside)
        elif isinstance(held, dict) and name not in MAPS and self._is_entry(held):
            self._take_until(start, value.end)
            self._take_entries(start, [(name or "", held)])
        elif isinstance(held, dict) and (inside := parted(held)[1]):
            self._take_until(start, start)
            self._taken = value.end
            self._take_entries(start, inside)
        elif name is None:
            return False
        else:
            self._take_field(name, value, start)
        return True

    def _is_entry(self, held: Fields) -> bool:
        if not held:
            return self._is_among_entries and self._owner is None
        is_ours = self._is_among_entries and held.keys() <= Entry.model_fields.keys()
        return is_ours or is_telling(held)

    def _take_entries(self, start: int, waiting: list[tuple[str, Fields]]) -> None:
        """Take entries, and those that seem to stand in them because an end is missing."""
        while waiting:
            key, held = waiting.pop(0)
            own, inside = parted(held)
            self._is_among_entries = True
            self.found.entries.append(Item(self._lines.at(start), key, own))
            waiting += inside
            self._own(None)

    def _take_field(self, name: str, value: Value, start: int) -> None:
        if self._owner is self.found.top:
            self._take_until(start, value.end)
            options = self._map if name in Settings.model_fields else None
            (self._owner if options is None else options).setdefault(name, value.value)
            return
        known = Entry.model_fields if self._is_among_entries else Section.model_fields
        if self._owner is None and name in known:  # its own first line could not be read
            self._begin("", start)
        if self._owner is not None and name in known:
            self._owner.setdefault(name, value.value)
        elif self._map is not None and isinstance(value.value, str):
            self._map.setdefault(name, value.value)

    # -- What cannot --------------------------------------------------------------------------

    def _begin_broken(self, name: str | None, start: int, begin: int) -> None:
        """Note what a value is that cannot be read as a whole, so that its parts are known."""
        is_object = self._text.startswith("{", begin)
        if is_object and name in MAPS | (Entry.model_fields.keys() if self._owner else set()):
            self._begin_map(name or "")
        elif is_object and (name is not None or not self._is_among_entries):
            self._take_until(start, start)
            self._is_among_entries = self._is_among_entries or name is not None
            self._begin(name or "", start)
        elif self._is_list_of_section(name):
            self._set_torn("entries", self._items(begin))

    def _is_list_of_section(self, name: str | None) -> bool:
        """Tell whether what a section lists begins here, for the first time in it."""
        is_new = self._owner is not None and "entries" not in self._owner
        return name == "entries" and is_new and not self._is_among_entries

    def _begin_map(self, name: str) -> None:
        """Begin a map of what it is in; of another field the parts tell nothing."""
        self._map = {}
        if name in MAPS:
            self._set_torn(name, self._map)

    def _set_torn(self, name: str, value: Fields | list[Any]) -> None:
        """Set a field of which only a part is read."""
        if self._owner is not None and name not in self._owner:
            self._owner[name] = value
            self._torn.add(name)

    def _items(self, begin: int) -> list[Any]:
        """Return the texts of a list that are whole, up to its end."""
        found = []
        while item := _ITEM.match(self._text, begin):
            value = self._value(item.start(1))
            found += [value.value] if value else []
            self._patience -= item.end() - begin
            begin = item.end()
        return found

    def _begin(self, key: str, start: int) -> None:
        """Begin an entry or a section that is read field by field."""
        owner: Fields = {}
        torn: set[str] = set()
        kept = self.found.entries if self._is_among_entries else self.found.sections
        kept.append(Item(self._lines.at(start), key, owner, is_whole=False, torn=torn))
        self._own(owner, torn, f"entries.{key}" if key else "")
