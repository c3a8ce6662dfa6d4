"""Sessions of readings: dated sections that name what was, or will be, read for one day."""

from datetime import date

from difftrack.errors import NotFoundError, RefusedError, UsageError
from difftrack.library.edits import add_section, free_heading, section_key
from difftrack.library.model import Library, Section
from difftrack.library.query import with_descendants
from difftrack.text import dates
from difftrack.text.folding import clean

_PARENT = "Readings"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def heading(on: str, title: str = "") -> str:
    """Return the heading of a session: `Mon Jan 23, 2023 Readings`, or with a title of its own.

    The day is part of it, for that is how a session is known in a README.
    """
    title = clean(title) or _PARENT
    said = dates.search(title)
    if said and said.iso != on:
        raise UsageError(f"{title!r} names another day than {on}. Leave the day out of the title")
    held = date.fromisoformat(on)
    when = f"{_DAYS[held.weekday()]} {dates.MONTHS[held.month - 1]} {held.day:02}, {held.year}"
    return title if said else f"{when} {title}"


def sessions(library: Library) -> list[Section]:
    """Return all sessions by their days, those of one day as they stand."""
    dated = [(section.date, section) for section in library.sections if section.date]
    return [section for _, section in sorted(dated, key=lambda pair: pair[0])]


def held_on(library: Library, on: str) -> Section:
    """Return the session of a day. Raises `NotFoundError` where none was held."""
    found = next((section for section in library.sections if section.date == on), None)
    if found is None:
        raise NotFoundError(
            f"There are no readings on {on}. Make them: difftrack readings {on} REF"
        )
    return found


def make(library: Library, on: str, title: str = "") -> Section:
    """Add a session where the others stand, by its day among them; "Readings" holds the first.

    Raises `RefusedError` where the same heading stands there.
    """
    text = heading(on, title)
    others = sessions(library)
    parent = others[-1].parent if others else _parent(library)
    if any(s.title == text and s.parent == parent for s in library.sections):
        raise RefusedError(f"There is a section {text!r} already, without a day. Rename it first")
    key = section_key(text, {s.key for s in library.sections})
    section = Section(key=key, title=text, parent=parent, date=on)
    library.sections.insert(_place(library, section), section)
    return section


def _parent(library: Library) -> str:
    found = next((s for s in library.sections if s.parent is None and s.title == _PARENT), None)
    return (found or add_section(library, _PARENT)).key


def _place(library: Library, new: Section) -> int:
    """Return where a session belongs: before the first of its place that comes after it.

    Where the sessions stand the latest first, so will this one.
    """
    beside = [s for s in library.sections if s.date and s.parent == new.parent]
    is_falling = len(beside) > 1 and (beside[0].date or "") > (beside[-1].date or "")
    for section in beside:
        is_later = (section.date or "") > (new.date or "")
        if is_later != is_falling:
            return library.sections.index(section)
    inside = with_descendants(library, new.parent) if new.parent else {s.key for s in beside}
    ends = [at for at, section in enumerate(library.sections, 1) if section.key in inside]
    return max(ends, default=len(library.sections))


def put(session: Section, keys: list[str]) -> list[str]:
    """Name entries in a session, last; return those that were not there before.

    They stay where else they stand: a session files nothing.
    """
    there = set(session.entries)
    added = [key for key in keys if key not in there]
    session.entries += added
    return added


def rename(library: Library, session: Section, title: str) -> str:
    """Give a session another title behind its day, and return the heading that it had.

    Raises `RefusedError` where another section has that heading at its place.
    """
    before = session.title
    new = heading(session.date or "", title)
    session.title = free_heading(library, new, session.parent, but=session)
    return before
