"""Choosing, ordering and grouping entries, for every command that shows some."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from difftrack.library.model import Entry, Library, Section
from difftrack.library.settings import Order
from difftrack.text.folding import fold
from difftrack.text.names import citation_key


def citation_keys(library: Library) -> dict[str, str]:
    """Return the BibTeX key of every entry, unique over the library.

    An entry with BibTeX of its own keeps the key written there. Of two that would share one, the
    later added gets a letter behind it, so that a key never changes because something was added.
    """
    chosen: dict[str, str] = {}
    for key, entry in library.entries.items():
        match = re.match(r"\s*@\w+\s*[{(]\s*([^\s,{}()]+)\s*,", entry.bibtex or "")
        if match and match[1] not in chosen.values():
            chosen[key] = match[1]
    taken = set(chosen.values())
    rest = (k for k in library.entries if k not in chosen)
    for key in sorted(rest, key=lambda k: (library.entries[k].added or "", k)):
        entry = library.entries[key]
        base = citation_key(entry.authors, entry.first_year, entry.title)
        cited = next(base + letters for letters in _letters() if base + letters not in taken)
        taken.add(cited)
        chosen[key] = cited
    return {key: chosen[key] for key in library.entries}


def _letters() -> Iterator[str]:
    """Yield what tells equal BibTeX keys apart: nothing, then a, b, ..., z, aa, ab, ..."""
    yield ""
    n = 0
    while True:
        n += 1
        rest, letters = n, ""
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        yield letters


# -- Choosing and ordering ------------------------------------------------------------------------


class Row(NamedTuple):
    """An entry where it stands."""

    key: str
    entry: Entry
    section: Section


class Filter(NamedTuple):
    """What `list` is asked for; `None` and empty ask for nothing."""

    words: tuple[str, ...] = ()
    section: str | None = None
    read: bool | None = None
    tag: str | None = None


def select(library: Library, wanted: Filter) -> list[Row]:
    """Return the entries that fit, each once, in the order of sections and places in them.

    Words match anywhere in title, short name, authors, venue, key, tags and note, without regard to
    case and accents; all of them must. `wanted.section` is a section's key; its subsections count.
    """
    words = [fold(word) for word in wanted.words]
    inside = None if wanted.section is None else _with_descendants(library, wanted.section)
    seen: set[str] = set()
    rows = []
    for section in library.sections:
        if inside is not None and section.key not in inside:
            continue
        for key in section.entries:
            entry = library.entries[key]
            if key not in seen and _fits(key, entry, wanted, words):
                seen.add(key)
                rows.append(Row(key, entry, section))
    return rows


def _with_descendants(library: Library, key: str) -> set[str]:
    inside = {key}
    for section in library.sections:  # parents come before their children
        if section.parent in inside:
            inside.add(section.key)
    return inside


def _fits(key: str, entry: Entry, wanted: Filter, words: list[str]) -> bool:
    if wanted.read is not None and bool(entry.read) != wanted.read:
        return False
    if wanted.tag is not None and wanted.tag not in entry.tags:
        return False
    if not words:
        return True
    parts = (entry.title, entry.short, *entry.authors, entry.venue, str(entry.year or ""), key)
    text = fold(" ".join(p for p in (*parts, *entry.tags, entry.note) if p))
    return all(word in text for word in words)


_SORT_KEYS: dict[Order, Callable[[str, Entry], tuple[str, str]]] = {
    "published": lambda key, entry: (entry.published or str(entry.year or "9999"), key),
    "added": lambda key, entry: (entry.added or "", key),
    "title": lambda key, entry: (fold(entry.title), key),
}


def in_order(library: Library, keys: list[str], order: Order) -> list[str]:
    """Return the keys of one section in the order asked for; `listed` is the section's own."""
    sort_key = _SORT_KEYS.get(order)
    return keys if sort_key is None else sorted(keys, key=lambda k: sort_key(k, library.entries[k]))


class Branch(NamedTuple):
    """A section in the outline with its depth (0 at the top)."""

    section: Section
    depth: int


def outline(library: Library) -> list[Branch]:
    """Return all sections, each followed by its subsections, with their depths.

    A section whose parent is missing, or that stands in itself, counts as one at the top.
    """
    known = {s.key: s for s in library.sections}
    children: dict[str | None, list[Section]] = {}
    for section in library.sections:
        parent = section.parent if _is_rooted(section, known) else None
        children.setdefault(parent, []).append(section)
    branches: list[Branch] = []
    waiting = [Branch(s, 0) for s in reversed(children.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        below = children.get(branch.section.key, [])
        waiting += [Branch(s, branch.depth + 1) for s in reversed(below)]
    return branches


def _is_rooted(section: Section, known: dict[str, Section]) -> bool:
    seen = {section.key}
    while section.parent is not None:
        if section.parent in seen or section.parent not in known:
            return False
        section = known[section.parent]
        seen.add(section.key)
    return True
