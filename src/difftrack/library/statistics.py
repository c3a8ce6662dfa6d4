"""What a library holds, counted: how much was read, of what, and when."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from difftrack.library.model import Entry, Library
from difftrack.library.query import Row, held_below, outline, with_descendants
from difftrack.text.folding import clean

_Name = TypeVar("_Name", int, str)


class Share(NamedTuple):
    """A number of entries, and how many of them were read."""

    number: int = 0
    read: int = 0


class InSection(NamedTuple):
    """What stands in a section and below it; `depth` is its place in the outline."""

    key: str
    title: str
    depth: int
    share: Share


class Streak(NamedTuple):
    """On how many days in a row something was read: up to today or yesterday, and ever."""

    now: int = 0
    longest: int = 0


class Statistics(NamedTuple):
    """All that is counted.

    Years are those of first publication, the latest first; venues without their year, the most
    frequent first; months (`2026-11`) those in which entries were read, from the first to the last,
    those between in which nothing was read among them. What has no year or venue is in neither.
    """

    share: Share
    sections: list[InSection]
    years: dict[int, Share]
    venues: dict[str, Share]
    months: dict[str, int]
    streak: Streak


def count(library: Library, rows: list[Row], today: str, section: str | None = None) -> Statistics:
    """Return what is to be said of some entries of a library, each of them in one row.

    With the key of a section, the others are not counted.
    """
    entries = {row.key: row.entry for row in rows}
    years = _shares((entry.first_year, entry) for entry in entries.values())
    venues = _shares((clean(entry.venue or ""), entry) for entry in entries.values())
    days = {d for entry in entries.values() if entry.read and (d := _day(entry.read_on))}
    return Statistics(
        _share(entries.values()),
        _sections(library, entries, section),
        dict(sorted(years.items(), reverse=True)),
        dict(sorted(venues.items(), key=lambda pair: (-pair[1].number, pair[0].casefold()))),
        _months([entry.read_on or "" for entry in entries.values() if entry.read]),
        _streak(days, _day(today) or date.min),
    )


def _share(entries: Iterable[Entry]) -> Share:
    marks = [bool(entry.read) for entry in entries]
    return Share(len(marks), sum(marks))


def _shares(named: Iterable[tuple[_Name | None, Entry]]) -> dict[_Name, Share]:
    """Return the shares by a name that entries have; those without one are in none."""
    held: dict[_Name, list[Entry]] = {}
    for name, entry in named:
        if name:
            held.setdefault(name, []).append(entry)
    return {name: _share(entries) for name, entries in held.items()}


def _sections(library: Library, entries: dict[str, Entry], within: str | None) -> list[InSection]:
    """Count by section; sessions of readings name what is counted elsewhere, and are left out."""
    found = []
    wanted = None if within is None else with_descendants(library, within)
    held = held_below(library, (s for s in library.sections if not s.date))
    for section, depth in outline(library):
        if section.date or (wanted is not None and section.key not in wanted):
            continue
        inside = held.get(section.key, set()) & entries.keys()
        if inside:
            share = _share(entries[key] for key in inside)
            found.append(InSection(section.key, clean(section.title), depth, share))
    return found


def _months(days: list[str]) -> dict[str, int]:
    read = Counter(day[:7] for day in days if _day(day))
    if not read:
        return {}
    first, last = (_month_number(month) for month in (min(read), max(read)))
    names = (f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1))
    return {name: read[name] for name in names}


def _month_number(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def _streak(days: set[date], today: date) -> Streak:
    lengths: dict[date, int] = {}
    for day in sorted(days):
        lengths[day] = lengths.get(day - timedelta(1), 0) + 1 if day > date.min else 1
    last = today if today in lengths or today == date.min else today - timedelta(1)
    return Streak(lengths.get(last, 0), max(lengths.values(), default=0))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:  # 2026-02-30, in a file changed by hand
        return None
