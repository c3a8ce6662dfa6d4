"""What to read next, and why: what a session waits for, else what stands first in the library."""

from collections.abc import Iterator
from typing import NamedTuple

from difftrack.library.model import Entry, Library
from difftrack.library.query import Row, held_below
from difftrack.text.folding import clean


class Choice(NamedTuple):
    """An entry to read, and the reason in words."""

    key: str
    entry: Entry
    why: str


def choose(library: Library, rows: list[Row], today: str, *, oldest: bool = False) -> list[Choice]:
    """Return the unread among `rows` in the order they should be read in; none that is withdrawn.

    First come those of a session of readings that is still to be held (from `today` on, the next
    session first), then the rest as listed. `oldest`: by first publication alone.
    """
    waiting = [row for row in rows if not row.entry.read and not row.entry.withdrawn]
    if oldest:
        return [Choice(r.key, r.entry, _age(r.entry)) for r in sorted(waiting, key=_by_age)]
    by_key = {row.key: row for row in waiting}
    chosen = {choice.key: choice for choice in _for_sessions(library, by_key, today)}
    words = _standing(library)
    for row in waiting:
        chosen.setdefault(row.key, Choice(row.key, row.entry, words[row.section.key]))
    return list(chosen.values())


def _for_sessions(library: Library, waiting: dict[str, Row], today: str) -> Iterator[Choice]:
    dated = [(s.date, s) for s in library.sections if s.date and s.date >= today]
    for date, session in sorted(dated, key=lambda pair: pair[0]):
        for key in session.entries:
            if key in waiting:
                yield Choice(key, waiting[key].entry, f"for the readings of {date}")


def _standing(library: Library) -> dict[str, str]:
    """Return for each section, by key, how far it was read: `Image Editing: 2 of 5 read`."""
    said = {}
    held = held_below(library, library.sections)
    for section in library.sections:
        inside = held.get(section.key, set())
        read = sum(bool(library.entries[key].read) for key in inside)
        name = clean(section.title) or clean(library.title) or "The list"
        said[section.key] = f"{name}: {read} of {len(inside)} read"
    return said


def _by_age(row: Row) -> str:
    """Return what orders by first publication; what has no date comes last."""
    return row.entry.published or str(row.entry.year or "9999")


def _age(entry: Entry) -> str:
    appeared = entry.published or str(entry.year or "")
    return f"published {appeared}" if appeared else "without a date"
