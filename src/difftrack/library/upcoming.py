"""What to read next, and why: what a session waits for, else what stands first in the library."""

from collections.abc import Iterator
from typing import NamedTuple

from difftrack.library.model import Entry, Library
from difftrack.library.query import Row
from difftrack.library.tally import Share, by_section
from difftrack.text.folding import clean


class Choice(NamedTuple):
    """An entry to read, and the reason in words."""

    key: str
    entry: Entry
    why: str


def choose(
    library: Library, rows: list[Row], today: str, *, oldest: bool = False
) -> Iterator[Choice]:
    """Yield the unread among `rows` in the order they should be read in; none that is withdrawn.

    First come those of a session of readings that is still to be held (from `today` on, the next
    session first), then the rest as listed. `oldest`: by first publication alone.
    """
    waiting = [row for row in rows if not row.entry.read and not row.entry.withdrawn]
    if oldest:
        yield from (Choice(r.key, r.entry, _age(r.entry)) for r in sorted(waiting, key=_by_age))
        return
    by_key = {row.key: row for row in waiting}
    for choice in _for_sessions(library, by_key, today):
        del by_key[choice.key]
        yield choice
    shares = by_section(library, library.entries, sessions=True) if by_key else {}
    for row in by_key.values():
        yield Choice(row.key, row.entry, _standing(library, row, shares[row.section.key]))


def _for_sessions(library: Library, waiting: dict[str, Row], today: str) -> Iterator[Choice]:
    dated = [(s.date, s) for s in library.sections if s.date and s.date >= today]
    for date, session in sorted(dated, key=lambda pair: pair[0]):
        for key in session.entries:
            if key in waiting:
                yield Choice(key, waiting[key].entry, f"for the readings of {date}")


def _standing(library: Library, row: Row, share: Share) -> str:
    """Return how far the section was read that an entry stands in: `Image Editing: 2 of 5 read`."""
    name = clean(row.section.title) or clean(library.title) or "The list"
    return f"{name}: {share.read} of {share.number} read"


def _by_age(row: Row) -> str:
    """Return what orders by first publication; what has no date comes last."""
    return row.entry.published or str(row.entry.year or "9999")


def _age(entry: Entry) -> str:
    appeared = entry.published or str(entry.year or "")
    return f"published {appeared}" if appeared else "without a date"
