"""What may be done to a library, and what holds after each of it.

Always: every key in a section is an entry, no entry stands twice in one section, every entry stands
in at least one, no two entries share an arXiv id or a short name, section keys are unique, and a
section stands behind the one it is in.
"""

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from difftrack.errors import NotFoundError, RefusedError, UsageError
from difftrack.library.finding import find_section
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import with_descendants
from difftrack.library.uniqueness import Taken, refuse_taken, taken_by
from difftrack.text import dates
from difftrack.text.folding import clean, plain_letters
from difftrack.text.names import citation_key, numbered

UNCLASSIFIED = "unclassified"
WAITING = ("", UNCLASSIFIED)
"""The keys of the sections where entries wait for one."""

NO_DAY = "none"
"""Of a reading whose day is not kept."""

_STARTING_SECTIONS = (
    ("surveys", "Surveys"),
    ("synthesis", "Image Synthesis"),
    ("editing", "Image Editing"),
    ("denoising", "Image Denoising"),
    ("inversion", "Inversion"),
)


def new_library(title: str) -> Library:
    """Return a library with the five sections that diffusion papers fall into."""
    sections = [Section(key=key, title=name) for key, name in _STARTING_SECTIONS]
    return Library(title=clean(title), sections=sections)


def add_section(library: Library, title: str, parent: str | None = None) -> Section:
    """Add a section at the end of the library, or at the end of the section `parent`.

    Its key is made from its title. Raises `RefusedError` where the same heading stands there.
    """
    above = find_section(library, parent) if parent else None
    above_key = above.key if above else None
    title = free_heading(library, title, above_key)
    key = section_key(title, {s.key for s in library.sections})
    section = Section(key=key, title=title, parent=above_key)
    library.sections.insert(_end_of(library, above), section)
    return section


def free_heading(
    library: Library, title: str, parent: str | None, but: Section | None = None
) -> str:
    """Return a heading as it is kept.

    Raises `RefusedError` where another section than `but` has it at this place of the outline.
    """
    title = clean(title)
    if not title:
        raise UsageError("A section needs a title, such as 'Video Editing'")
    if any(s.parent == parent and s.title == title and s is not but for s in library.sections):
        raise RefusedError(f"There is a section {title!r} already. See: difftrack section list")
    return title


def section_key(title: str, taken: set[str], counts: dict[str, int] | None = None) -> str:
    """Return the key of a new section: `Image Editing` -> `image-editing`, `-2` where taken."""
    base = "-".join(re.findall(r"\w+", plain_letters(title))) or "section"
    return numbered(base, taken, counts)


def _end_of(library: Library, parent: Section | None) -> int:
    """Return the place behind the last section below `parent`."""
    if parent is None:
        return len(library.sections)
    inside = with_descendants(library, parent.key)
    return max(at for at, section in enumerate(library.sections, 1) if section.key in inside)


def add(
    library: Library, entry: Entry, section: Section | None = None, taken: Taken | None = None
) -> str:
    """Put a new entry at the end of a section and return its key.

    Without a section it is filed under Unclassified, which is made where it is missing. `taken` is
    that of this library, for who adds many. Raises where another entry has its arXiv id, address or
    short name (`refuse_taken`).
    """
    taken = taken or taken_by(library)
    refuse_taken(taken, entry)
    if entry.arxiv_id in library.ignored:
        library.ignored.remove(entry.arxiv_id)
    key = entry.arxiv_id or citation_key(entry.authors, entry.first_year, entry.title)
    if key in library.entries:
        key = numbered(key, library.entries)
    library.entries[key] = entry
    (section or unclassified(library)).entries.append(key)
    taken.put(key, entry)
    return key


def ignore(library: Library, ids: list[str]) -> None:
    """Put arXiv ids on the list of what is never proposed.

    The list is kept in order, so that two people's additions seldom meet in one line. A paper that
    is added leaves it.
    """
    library.ignored = sorted({*library.ignored, *ids})


def unclassified(library: Library) -> Section:
    """Return the section for entries that were given none, and make it where it is missing."""
    found = library.section(UNCLASSIFIED)
    if found is None:
        found = Section(key=UNCLASSIFIED, title="Unclassified")
        library.sections.append(found)
    return found


def place(library: Library, key: str, section: Section) -> bool:
    """Put an entry at the end of a section; tell whether it was not there before.

    It leaves Unclassified and the section without a heading, where it waited for a section.
    """
    if key not in library.entries:
        raise NotFoundError(f"{key} is not in the library")
    if key in section.entries:
        return False
    section.entries.append(key)
    leave_waiting(library, key, section)
    return True


def take_in_orphans(library: Library) -> None:
    """Put entries that stand nowhere into the section without a heading."""
    placed = {key for section in library.sections for key in section.entries}
    lost = [key for key in library.entries if key not in placed]
    if lost:
        bare = library.section("")
        if bare is None:
            bare = Section(key="")
            library.sections.insert(0, bare)
        bare.entries += lost


def leave_waiting(library: Library, key: str, section: Section) -> None:
    """Take an entry that stands in `section` out of where else it waited for one."""
    for waiting in map(library.section, WAITING):
        if waiting is not None and waiting is not section and key in waiting.entries:
            take_out(waiting, {key})


def mark(library: Library, key: str, *, read: bool, on: str | None = None) -> bool:
    """Set the read mark of an entry; tell whether that changed anything.

    `on` is the day it was read, as people type one, or `NO_DAY`; without it the day stays that is
    known. Unmarking forgets it. Raises `UsageError` for no such day.
    """
    entry = library.entries[key]
    day = dates.day(on) if on is not None and on != NO_DAY else None
    read_on = (day or entry.read_on) if read and on != NO_DAY else None
    changed = bool(entry.read) != read or entry.read_on != read_on
    if changed:
        entry.read, entry.read_on = read, read_on
    return changed


class Removed(NamedTuple):
    """What an entry took with it."""

    entry: Entry
    sections: list[str]


def remove(library: Library, keys: Sequence[str]) -> dict[str, Removed]:
    """Take entries out of the library and of every section; see `take_out`."""
    standing, gone = library.standing(), set(keys)
    for section in library.sections:
        if not gone.isdisjoint(section.entries):
            take_out(section, gone)
    return {
        key: Removed(library.entries.pop(key), [s.key for s in standing.get(key, [])])
        for key in keys
    }


def take_out(section: Section, keys: Container[str]) -> None:
    """Take entries out of a section.

    Markdown that stood after one stays: it moves behind the entry before it, or into the intro.
    """
    before = ""
    kept: list[str] = []
    for key in section.entries:
        if key not in keys:
            kept.append(key)
            before = key
            continue
        text = section.prose.pop(key, "")
        if text and before:
            section.prose[before] = joined(section.prose.get(before, ""), text)
        else:
            section.intro = joined(section.intro, text)
    section.entries = kept


def joined(first: str, second: str) -> str:
    """Return two texts of Markdown as one, a blank line between them."""
    return f"{first}\n\n{second}" if first and second else first or second
