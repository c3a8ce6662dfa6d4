"""The libraries in one text: mostly one; several where a file was written behind another."""

import re
from collections.abc import Iterator

from difftrack.library.repair import torn_text, whole_text
from difftrack.library.repair.remains import Remains
from difftrack.text.json_places import value_at

_BEGINNING = re.compile(r'\{\s*"format"\s*:\s*"difftrack"')
_BLANKS = " \t\r\n"
_BRACKETS = " \t\r\n,[]{}"


def documents(text: str) -> list[Remains]:
    """Return what was read of each library in a text, those first that are whole; or all of it."""
    found = whole_text.parts(text)
    if found is not None and found.is_a_library:
        return [found]
    if len(_BEGINNING.findall(text)) == 1 and _BEGINNING.match(text.lstrip(_BLANKS)):
        return [found or torn_text.recover(text)]
    parts = [part for part in _parts(text) if part.strip(_BRACKETS)] or [text]
    read = [whole_text.parts(part) or torn_text.recover(part) for part in parts]
    return sorted(read, key=lambda one: one.is_torn)


def _parts(text: str) -> Iterator[str]:
    """Yield each library, and what stands before the first; the lines keep their numbers."""
    starts, ends = [0], [0]
    for met in _BEGINNING.finditer(text):
        if met.start() >= ends[-1]:  # and does not stand within the last
            value = value_at(text, met.start())
            starts.append(met.start())
            ends.append(value.end if value else met.start())
    line = 0
    for start, whole, end in zip(starts, ends, [*starts[1:], len(text)], strict=True):
        is_whole = not text[whole:end].strip(_BRACKETS if start else _BLANKS)
        yield "\n" * line + text[start : whole if is_whole else end]
        line += text.count("\n", start, end)
