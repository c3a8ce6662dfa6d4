"""The values in a library's text that is no JSON, each read where it begins."""

import re
from json import JSONDecodeError

from difftrack.library.repair.depth import end_of, is_readable
from difftrack.library.repair.whole_text import DECODER
from difftrack.text.json_places import Value

_ITEM = re.compile(r'[\s,]*("(?:[^"\\\n]|\\.)*")\s*(?=[,\]])')
# Of a value. The decoder sees as much, and counts the lines from the first for each error.
_BEGINNING = re.compile(r'\{[ \t\r\n]*(?:\}|"(?:[^"\\\n]|\\.)*"[ \t\r\n]*:)|[\["0-9tfnNI-]')
_OPENINGS = re.compile(
    r'(?:[\[{][ \t\r\n]*(?:"(?:[^"\\\n]|\\.)*"[ \t\r\n]*:[ \t\r\n]*(?=[\[{]))?){20,}'
)
_AROUND = 3  # objects that a field of an entry stands in: the library, the entries, its own
_VAIN, _DEEP = 100, 9_000  # what it costs to see that something cannot be read, in letters
_COUNTED = 50  # letters that are counted in the time of one: each error counts lines from the first
_PATIENCE = 20, 100_000_000  # lengths of the text, and letters, that are read in vain at most


class Values:
    """What can be read in a text, as long as there is patience for it.

    `patience` falls with each letter that is read in vain: hostile text would else take hours.
    `deep` is where what is nested too deep begins, `depths` the end of its first brackets;
    `have_ends` tells that all such so far had an end.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.patience = _PATIENCE[0] * len(text) + _PATIENCE[1]
        self.deep, self.depths, self.have_ends = -1, 0, True

    def at(self, at: int) -> Value | None:
        """Return the value that begins here; `None` where none does that can be read."""
        if not _BEGINNING.match(self._text, at):
            self.patience -= _VAIN
            return None
        try:
            found = Value(*DECODER.raw_decode(self._text, at))
        except RecursionError:
            self.patience -= _DEEP
        except ValueError as error:
            end = error.pos if isinstance(error, JSONDecodeError) else at
            self.patience -= end - at + _VAIN + end // _COUNTED
            return None
        else:
            if is_readable(found.value, _AROUND):
                return found
            self.patience -= found.end - at
        self.deep = at
        if at >= self.depths and (openings := _OPENINGS.match(self._text, at)):
            self.depths = openings.end()
        return None

    def end_of_deep(self, begin: int) -> int:
        """Return the end of what is nested too deep, or 0.

        Where one has no end, none is looked for again: that is slow.
        """
        end = end_of(self._text, begin) if self.have_ends else 0
        self.have_ends = bool(end)
        return end

    def items(self, begin: int) -> tuple[list[object], int]:
        """Return the texts of a list that are whole, up to its end or the first gap; and where."""
        found: list[object] = []
        begin += 1
        while item := _ITEM.match(self._text, begin):
            value = self.at(item.start(1))
            found += [value.value] if value else []
            self.patience -= item.end() - begin
            begin = item.end()
        return found, begin
