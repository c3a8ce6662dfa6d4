"""What `list` may show of an entry, by the names that people ask for it."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from difftrack.errors import UsageError
from difftrack.library.model import Entry
from difftrack.library.query import Row
from difftrack.text import scores
from difftrack.text.folding import clean, shorten
from difftrack.text.names import surname

PLAIN = ("key", "read", "date", "title", "section")
"""The columns of `list` for other programs. They stay as they are: somebody cuts them."""


def _first_author(entry: Entry) -> str:
    if not entry.authors:
        return ""
    others = " et al." if len(entry.authors) > 1 or entry.etal else ""
    return (surname(entry.authors[0]) or entry.authors[0]) + others


def _page(entry: Entry) -> str | None:
    from difftrack.library.pages import own_page  # noqa: PLC0415 - few lists show it

    return own_page(entry)


COLUMNS: Mapping[str, Callable[[Row], str | None]] = {
    "key": lambda row: row.key,
    "read": lambda row: "read" if row.entry.read else "",
    "date": lambda row: row.entry.published or str(row.entry.year or ""),
    "title": lambda row: row.entry.title,
    "section": lambda row: row.section.title,
    "short": lambda row: row.entry.short,
    "year": lambda row: str(row.entry.first_year or ""),
    "author": lambda row: _first_author(row.entry),
    "authors": lambda row: ", ".join(row.entry.authors) + (" et al." if row.entry.etal else ""),
    "venue": lambda row: " ".join(
        part for part in (row.entry.venue, str(row.entry.year or "")) if row.entry.venue and part
    ),
    "tags": lambda row: ", ".join(row.entry.tags),
    "score": lambda row: scores.written(row.entry.score),
    "kind": lambda row: row.entry.kind,
    "added": lambda row: row.entry.added,
    "read-on": lambda row: row.entry.read_on,
    "page": lambda row: _page(row.entry),
    "doi": lambda row: row.entry.doi,
    "note": lambda row: row.entry.note,
}


def named(text: str) -> list[str]:
    """Return the columns that a text names, `key,title`. Raises `UsageError` for one unknown."""
    names = [name.strip().lower().replace("_", "-") for name in text.split(",") if name.strip()]
    for name in names:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1, cutoff=0.6)
            there = f"There are: {', '.join(COLUMNS)}"
            hint = f"Did you mean {near[0]}?" if near else there
            raise UsageError(f"There is no column {shorten(clean(name), 40)!r}. {hint}")
    if not names:
        raise UsageError(f"--columns names none. There are: {', '.join(COLUMNS)}")
    return names


def cells(row: Row, names: list[str] | tuple[str, ...]) -> list[str]:
    """Return what the columns show of an entry, each as one line."""
    return [clean(COLUMNS[name](row) or "") for name in names]
