"""What of the library a word may become: entries, sections, tags, days.

The file is read as plain JSON: the models of a large library would take longer than a person
waits for a completion.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from difftrack.completion.place import Kind, Place
from difftrack.library.storage.location import locate
from difftrack.text.folding import clean, shorten

_WIDEST = 60  # columns of what stands beside a word
# What no shell reads as anything but itself; the rest is left out, rather than quoted by three
# shells in three ways. The colon ends words in bash.
_SAFE = re.compile(r"[\w.+@%,/][\w.+@%,/ -]*")

_Offers = Iterable[tuple[str, str]]


def offers(here: Place) -> _Offers:
    """Return the words that fit, each with what it stands for."""
    named = here.library or os.environ.get("DIFFTRACK_LIBRARY") or None
    where = locate(Path(named).expanduser() if named else None, Path()).path
    library = json.loads(where.read_bytes())
    of_kind = {Kind.SECTIONS: _sections, Kind.TAGS: _tags, Kind.DAYS: _days}.get(here.kind)
    found = of_kind(library) if of_kind else _entries(library, here.typed)
    sign = here.typed[0] if here.command == ("tag",) and here.kind is Kind.TAGS else ""
    return (
        (sign + word, shorten(clean(about), _WIDEST))
        for word, about in found
        if _SAFE.fullmatch(word)
    )


def _entries(library: dict[str, Any], typed: str) -> Iterator[tuple[str, str]]:
    """Yield short names and keys; where nothing was typed, an entry with both by its name only."""
    beginning = typed.casefold()
    for key, entry in library["entries"].items():
        title, short = entry.get("title", ""), entry.get("short") or ""
        is_named = bool(short) and _SAFE.fullmatch(short) is not None
        if is_named and short.casefold().startswith(beginning):
            yield short, title
        if key.casefold().startswith(beginning) and (typed or not is_named):
            yield key, f"{short}: {title}" if short else title


def _sections(library: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((section["key"], section.get("title", "")) for section in library["sections"])


def _tags(library: dict[str, Any]) -> Iterator[tuple[str, str]]:
    counts: dict[str, int] = {}
    for entry in library["entries"].values():
        for tag in entry.get("tags", ()):
            counts[tag] = counts.get(tag, 0) + 1
    return ((tag, "1 entry" if n == 1 else f"{n} entries") for tag, n in sorted(counts.items()))


def _days(library: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield today, yesterday, and the days of sessions, the latest first."""
    today = date.today()  # noqa: DTZ011 - as the person's own calendar has it
    near = {f"{today}": "today", f"{today - timedelta(days=1)}": "yesterday"}
    held = {s["date"]: s.get("title", "") for s in library["sections"] if s.get("date")}
    for day in [*near, *sorted(held.keys() - near.keys(), reverse=True)]:
        yield day, ": ".join(filter(None, (near.get(day), held.get(day))))
