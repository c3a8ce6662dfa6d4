"""How many entries were read, of some, and of what stands in each section and below it."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from difftrack.library.model import Entry, Library
from difftrack.library.query import outline


class Share(NamedTuple):
    """A number of entries, and how many of them were read."""

    number: int = 0
    read: int = 0


def share(entries: Iterable[Entry]) -> Share:
    """Return how many entries there are, and how many of them were read."""
    marks = [bool(entry.read) for entry in entries]
    return Share(len(marks), sum(marks))


def by_section(library: Library, keys: Container[str], *, sessions: bool) -> dict[str, Share]:
    """Return the share of each section, by its key: of these entries, each once, and all below it.

    Without `sessions`, what stands in sessions of readings is not counted. From the last section to
    the first, so that what is below one was counted before it; the largest of several sets takes
    the others in, so that the time grows as the entries do, however deep the sections stand.
    """
    shares: dict[str, Share] = {}
    below: dict[int, _Held] = {}  # by depth, what is to go to the next section above it
    for section, depth in reversed(outline(library)):
        held = below.pop(depth + 1, _Held(set(), set()))
        if sessions or not section.date:
            own = [key for key in section.entries if key in keys]
            held.entries.update(own)
            held.read.update(key for key in own if library.entries[key].read)
        shares[section.key] = Share(len(held.entries), len(held.read))
        below[depth] = held.joined(below[depth]) if depth in below else held
    return shares


class _Held(NamedTuple):
    entries: set[str]
    read: set[str]

    def joined(self, other: "_Held") -> "_Held":
        """Return what both hold, in the larger one."""
        large, small = sorted((self, other), key=lambda held: -len(held.entries))
        large.entries.update(small.entries)
        large.read.update(small.read)
        return large
