"""What can still be read of a library's text that is no JSON: truncated, overwritten, cut up.

Each object that reads as an entry or a section is taken, whatever is around it, so that a broken
one costs only itself; of that one the fields are taken that follow its beginning without a gap.
Fields behind a gap are of nobody unless they say whose they are. All other text is given back with
its line, and so is the whole text of what was read in part.
"""

import re

from difftrack.library.model import Entry, Library, Section
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
from difftrack.library.repair.runs import Run
from difftrack.library.repair.torn_values import Values
from difftrack.library.repair.whole_text import are_doubled
from difftrack.text.json_places import Value, behind_blanks

# No name begins with a quote that is escaped; one that is not closed may hold thousands of them.
_NAME = re.compile(r'(?<!\\)("(?:[^"\\\n]|\\.)*")[ \t\r\n]*:[ \t\r\n]*|\{')
# A value that is broken within its line or list, so that what follows is of the same thing.
_PART = r'"(?:[^"\\\n\0\ufffd{}\[\]]|\\.)*+'
_LITTLE = r'[^",:\n\0\ufffd{}\[\]]++'
_LOCAL = re.compile(
    rf'(?:{_PART}|{_LITTLE})(?:,|(?=\n))|\[(?:\s*+(?:{_PART}"|{_LITTLE}),)*+(?:{_PART}"|{_LITTLE})?+\s*\],?'
)
_LISTS = {"entries": re.compile(r"\{|\[\s*\{"), "sections": re.compile(r"\[\s*\{")}
_NO_TEXT = re.compile(r"[\s,{}\[\]]*")
_BEHIND = re.compile(r'\s*[,}\]]|(?<=["}\]])\s*\Z')  # a number at the end may go on
_FIRST, _NEXT = re.compile(r"\s*"), re.compile(r"\s*,\s*")
_NEXT_OUTSIDE = re.compile(r"\s*\}\s*,\s*")  # of the map before it


def recover(text: str) -> Remains:
    """Read what there is in a text."""
    scan = _Scan(text)
    scan.run()
    return scan.found


def _is_section(held: Fields) -> bool:
    of_papers = Entry.model_fields.keys() - Section.model_fields.keys()
    return isinstance(held.get("key"), str) and of_papers.isdisjoint(held)


def _is_library(held: Fields) -> bool:
    return isinstance(held.get("sections"), list) or (
        isinstance(held.get("entries"), dict) and "key" not in held
    )


class _Scan:
    """One way through the text, from name to name.

    `_run` is what a field belongs to: the library, or an entry or section that is broken, or
    something of which the beginning is lost; `_map` is a broken map in it. `_read` is the end of
    what was read last; with a gap behind it, a field belongs to neither. `_taken` is the end of
    what was taken last.
    """

    def __init__(self, text: str) -> None:
        self.found = Remains(is_torn=True)
        self._text, self._lines, self._values = text, Lines(text), Values(text)
        self._run: Run | None = None
        self._map: Fields | None = None
        self._is_among_entries = False
        self._read = self._taken = self._taken_entries = 0
        self._is_first = True
        self._is_behind_entry = False

    def run(self) -> None:
        """Read the text to its end, or until too much of it was read in vain."""
        at = behind_blanks(self._text)
        if self._text.startswith("{", at):
            at += 1
            self._run = Run(1, "", {Library: -1}, self.found.top, self.found.torn)
            self._go_on(at, is_first=True)
        while self._values.patience > 0 and (met := _NAME.search(self._text, at)):
            at = self._met(met)
        self._end(len(self._text))
        self._take_until(len(self._text), len(self._text))

    def _met(self, met: re.Match[str]) -> int:
        """Take what stands at a name or an opening bracket; return where to go on."""
        begin = met.end() if met[1] else met.start()
        name = self._values.at(met.start()) if met[1] else None
        if met[1] and name is None:
            return met.start() + 1
        self._step(met.start())
        key = str(name.value) if name else None
        if self._is_container(key, begin):
            self._enter(met.start(), begin + 1, is_entries=key == "entries")
            return begin + 1
        value = self._values.at(begin)
        if value is None and self._is_deep_field(key, begin):
            return self._behind_deep(begin)
        if value is None or not self._is_sound(value):
            self._begin_broken(key, met.start(), begin)
        elif self._take(key, value, met.start()):
            before, self._taken_entries = self._taken_entries, len(self.found.entries)
            self._go_on(value.end)
            self._is_behind_entry = before < self._taken_entries
            return value.end
        depths = 0 if key and self._values.have_ends else self._values.depths
        return max(begin + self._text.startswith("{", begin), depths)

    def _is_sound(self, value: Value) -> bool:
        """Tell whether a value ends where it was written to end, and is of one thing."""
        if isinstance(value.value, dict):
            return not (_is_library(value.value) or are_doubled(value.value))
        return isinstance(value.value, list) or bool(_BEHIND.match(self._text, value.end))

    def _is_deep_field(self, name: str | None, begin: int) -> bool:
        """Tell whether what is nested too deep is a field, and no entry that has such a field."""
        is_one = name is not None and name not in MAPS and begin == self._values.deep
        return is_one and self._run is not None

    def _behind_deep(self, begin: int) -> int:
        """Pass over what is nested too deep; return where to go on."""
        end = self._values.end_of_deep(begin)
        self._go_on(end or begin)
        return end or max(begin + 1, self._values.depths)

    def _is_container(self, name: str | None, begin: int) -> bool:
        opening = _LISTS.get(name or "")
        is_one = opening is not None and opening.match(self._text, begin) is not None
        return is_one and (name == "sections" or not self._is_among_entries)

    def _enter(self, start: int, end: int, *, is_entries: bool) -> None:
        if self._run is not None and Library in self._run.models:
            self._run.models = {Library: -1}
        self._end(start)
        self._take_until(start, end)
        self._is_among_entries = is_entries
        self._go_on(end, is_first=True)

    # -- What follows what --------------------------------------------------------------------

    def _go_on(self, end: int, *, is_first: bool = False) -> None:
        self._read, self._is_first, self._is_behind_entry = end, is_first, False

    def _step(self, start: int) -> None:
        """End what was read so far, unless the next name follows it without a gap."""
        follows = _FIRST if self._is_first else _NEXT
        if self._run is None or follows.fullmatch(self._text, self._read, start):
            return
        if self._map is not None and _NEXT_OUTSIDE.fullmatch(self._text, self._read, start):
            self._map = None
        else:
            self._end(start)

    def _end(self, start: int) -> None:
        """Keep what the fields up to here belong to, if they say what it is."""
        run, self._run, self._map = self._run, None, None
        if run is None or run.fields is self.found.top:
            return
        if run.key:
            self._take_until(start, start, f"entries.{run.key}")
        item = Item(run.line, run.key, run.fields, is_whole=False, torn=run.torn)
        if run.model is Entry:
            self.found.entries.append(item)
        elif run.model is Section:
            self.found.sections.append(item)
        elif run.model is Library:
            self.found.top.update(run.fields | self.found.top)

    def _begin(self, start: int, key: str = "") -> None:
        self._run, self._map = Run(self._lines.at(start), key), None
        if key:
            self._run.models = {Entry: -1}

    def _take_until(self, start: int, end: int, place: str = "") -> None:
        """Set aside what stands before something that was taken whole."""
        left = self._text[self._taken : start]
        if not _NO_TEXT.fullmatch(left):
            blanks = len(left) - len(left.lstrip(" \t\r\n,{}[]"))
            line = self._lines.at(self._taken + blanks)
            self.found.pieces.append(Piece(line, place, left.strip("\n")))
        self._taken = max(end, self._taken)

    # -- What can be read as a whole ----------------------------------------------------------

    def _take(self, name: str | None, value: Value, start: int) -> bool:
        """Take a value; tell whether it is one of ours."""
        held = value.value
        if not isinstance(held, dict):
            return self._take_field(name, held, start, value.end)
        if _is_section(held):
            self._end(start)
            self._take_until(start, value.end)
            own, inside = parted(held)
            self.found.sections.append(Item(self._lines.at(start), "", own))
            self._take_entries(start, inside)
        elif name not in MAPS and self._is_entry(held):
            self._end(start)
            self._take_until(start, value.end)
            self._take_entries(start, [(name or "", held)])
        elif inside := parted(held)[1]:
            self._end(start)
            self._take_until(start, start)
            self._taken = value.end
            self._take_entries(start, inside)
        else:
            return self._take_field(name, held, start, value.end)
        return True

    def _is_entry(self, held: Fields) -> bool:
        if not held:
            return self._is_among_entries and self._run is None
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

    def _take_field(self, name: str | None, value: object, start: int, end: int) -> bool:
        """Take a field of what it follows, else of something of which the beginning is lost."""
        if name is None:
            return False
        if self._map is not None:
            self._map.setdefault(name, value)
            return True
        if self._run is not None and self._run.fields is self.found.top:
            self._take_until(start, end)
        self._attach(name, value, start)
        return True

    def _attach(self, name: str, value: object, start: int, *, is_torn: bool = False) -> None:
        """Give a field to what it follows, else to something of which the beginning is lost."""
        if self._run is None or not self._run.takes(name, value):
            self._end(start)
            if self._is_behind_entry and _NEXT.fullmatch(self._text, self._read, start):
                self.found.entries[-1] = self.found.entries[-1]._replace(is_whole=False)
            self._begin(start)
            self._run.takes(name, value)  # type: ignore[union-attr] # it has just begun
        if self._run is not None and is_torn:
            self._run.torn.add(name)

    # -- What cannot --------------------------------------------------------------------------

    def _begin_broken(self, name: str | None, start: int, begin: int) -> None:
        """Note what a value is that cannot be read as a whole, so that its parts are known."""
        self._go_on(begin)
        is_map = name in MAPS | (Entry.model_fields.keys() if self._run else set())
        if not self._text.startswith("{", begin):
            if name == "entries" and not self._is_among_entries:
                items, end = self._values.items(begin)
                self._go_on(end)
                self._attach(name, items, start, is_torn=True)
            elif local := _LOCAL.match(self._text, begin):
                self._pass_over(name, local.end())
            return
        self._go_on(begin + 1, is_first=True)
        if is_map and name is not None:
            self._begin_map(name, start)
        else:
            self._end(start)
            self._take_until(start, start)
            self._is_among_entries = self._is_among_entries or name is not None
            self._begin(start, name or "")

    def _pass_over(self, name: str | None, end: int) -> None:
        """Go on with what a field was of, the value of which is broken and no more."""
        if self._run is not None and self._map is None and name is not None:
            is_next = self._run.takes(name, None)
            if not is_next:
                return
            del self._run.fields[name]
        self._go_on(end, is_first=True)

    def _begin_map(self, name: str, start: int) -> None:
        """Begin a map of what it is in; of another field the parts tell nothing."""
        held: Fields = {}
        if name in MAPS:
            self._attach(name, held, start, is_torn=True)
        self._map = held
