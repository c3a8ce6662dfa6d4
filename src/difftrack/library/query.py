"""Choosing, ordering and grouping entries, for every command that shows some."""

from collections.abc import Callable, Iterable, Iterator
from math import isnan
from typing import NamedTuple, TypeAlias

from difftrack.library.model import Entry, Library, Section
from difftrack.library.settings import Order
from difftrack.text.bibtex_blocks import own_key
from difftrack.text.folding import fold, plain_letters
from difftrack.text.names import citation_key


def citation_keys(library: Library) -> dict[str, str]:
    """Return the BibTeX key of every entry, unique over the library.

    An entry with BibTeX of its own keeps the key written there. Of two that would share one, the
    later added gets a letter behind it, so that a key never changes because something was added
    on a later day (of two added on one day, the one whose own key sorts behind gets it).
    """
    by_age = sorted(library.entries.items(), key=lambda item: (item[1].added or "", item[0]))
    chosen: dict[str, str] = {}
    taken: set[str] = set()  # in small letters: BibTeX takes keys that differ in case for one slip
    for key, entry in by_age:
        own = own_key(entry.bibtex) if entry.bibtex else None
        if own and own.lower() not in taken:
            chosen[key] = own
            taken.add(own.lower())
    endings: dict[str, Iterator[str]] = {}
    for key, entry in by_age:
        if key not in chosen:
            base = _telling_key(entry)
            free = endings.setdefault(base, _letters())
            chosen[key] = next(base + letters for letters in free if base + letters not in taken)
            taken.add(chosen[key])
    return {key: chosen[key] for key in library.entries}


def _telling_key(entry: Entry) -> str:
    """Return the key that people expect; its id where author and title have no letter for one."""
    key = citation_key(entry.authors, entry.first_year, entry.title)
    if key != "entry" and not key.isdigit():
        return key
    if "entry" in plain_letters(entry.title):
        return key
    ids = {"arxiv": entry.arxiv_id, "doi": entry.doi, "": entry.url}
    known_by = next((name + found for name, found in ids.items() if found), "")
    return citation_key([known_by.partition("://")[2] or known_by], None, "") if known_by else key


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


Fits: TypeAlias = Callable[[str, Entry], bool]
"""What tells of a key and its entry whether it is one that is wanted."""


def select(library: Library, fits: Fits | None = None, section: str | None = None) -> list[Row]:
    """Return the entries that fit, each once, in the order of sections and places in them.

    `section` is a section's key; its subsections count.
    """
    inside = None if section is None else with_descendants(library, section)
    seen: set[str] = set()
    rows = []
    for stands_in in library.sections:
        if inside is not None and stands_in.key not in inside:
            continue
        for key in stands_in.entries:
            if key in seen:
                continue
            entry = library.entries[key]
            seen.add(key)
            if fits is None or fits(key, entry):
                rows.append(Row(key, entry, stands_in))
    return rows


def narrowed(library: Library, fits: Fits) -> Library:
    """Return a library with the same sections, in which only the entries that fit stand.

    Prose goes with the entry that it stands after.
    """
    kept = {key for key, entry in library.entries.items() if fits(key, entry)}
    gone = library.entries.keys() - kept
    sections = [
        section.model_copy(
            update={
                "entries": [key for key in section.entries if key in kept],
                "prose": {key: text for key, text in section.prose.items() if key not in gone},
            }
        )
        for section in library.sections
    ]
    return library.model_copy(update={"sections": sections})


def with_descendants(library: Library, key: str) -> set[str]:
    """Return the key of a section and those of all sections below it, wherever they stand."""
    children: dict[str | None, list[str]] = {}
    for section in library.sections:
        children.setdefault(section.parent, []).append(section.key)
    inside: set[str] = set()
    waiting = [key]
    while waiting:
        above = waiting.pop()
        if above not in inside:
            inside.add(above)
            waiting += children.get(above, [])
    return inside


def held_below(library: Library, sections: Iterable[Section]) -> dict[str, set[str]]:
    """Return what of the entries of `sections` stands in each section of the library or below it.

    One pass for all: a library may have thousands. A section that holds none is not in it.
    """
    parents = {section.key: section.parent for section in library.sections}
    held: dict[str, set[str]] = {}
    for section in sections:
        for above in _upwards(section.key, parents) if section.entries else ():
            held.setdefault(above, set()).update(section.entries)
    return held


def _upwards(key: str, parents: dict[str, str | None]) -> Iterator[str]:
    """Yield a section and those that it stands in; the one without a heading holds no others."""
    seen: set[str] = set()
    above: str | None = key
    while above is not None and above not in seen and (above or not seen):
        seen.add(above)
        yield above
        above = parents.get(above)


_ORDERED_BY: dict[Order, Callable[[Entry], str | float | None]] = {
    "published": lambda entry: entry.published or str(entry.year or ""),
    "added": lambda entry: entry.added,
    "title": lambda entry: fold(entry.title),
    "score": lambda entry: None if entry.score is None or isnan(entry.score) else entry.score,
}


def in_order(
    library: Library, keys: list[str], order: Order, *, descending: bool = False
) -> list[str]:
    """Return the keys of one section in the order asked for; `listed` is the section's own.

    What is equal stays as listed. Entries without a value come last, whichever way round.
    """
    value_of = _ORDERED_BY.get(order)
    if value_of is None:
        return keys[::-1] if descending else keys
    values = {key: value_of(library.entries[key]) for key in keys}
    with_value = [key for key in keys if values[key] not in {None, ""}]
    ordered = sorted(with_value, key=lambda key: values[key], reverse=descending)  # type: ignore[arg-type,return-value] # one order has values of one type
    return ordered + [key for key in keys if values[key] in {None, ""}]


def listed(library: Library, section: str | None = None) -> list[str]:
    """Return the keys of entries as a README lists them, each once where it stands first.

    With a section's key, those of this section and of what is below it.
    """
    inside = None if section is None else with_descendants(library, section)
    order, descending = library.settings.entry_order
    keys: list[str] = []
    for branch in outline(library):
        if inside is None or branch.section.key in inside:
            keys += in_order(library, branch.section.entries, order, descending=descending)
    return list(dict.fromkeys(keys))


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
        parent = section.parent if _is_below(section, known) else None
        children.setdefault(parent, []).append(section)
    branches: list[Branch] = []
    waiting = [Branch(s, 0) for s in reversed(children.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        below = children.get(branch.section.key, [])
        waiting += [Branch(s, branch.depth + 1) for s in reversed(below)]
    return branches


def paths(library: Library) -> dict[str, list[str]]:
    """Return for each section, by its key in the order of the outline, the headings down to it."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for section, depth in outline(library):
        above = [*above[:depth], section.title]
        found[section.key] = above
    return found


def _is_below(section: Section, known: dict[str, Section]) -> bool:
    """Tell whether the section stands below another one, and not, by way of others, in itself."""
    seen: set[str] = set()
    above = known.get(section.parent) if section.parent is not None else None
    is_below = above is not None
    while above is not None and above.key not in seen:
        if above.key == section.key:
            return False
        seen.add(above.key)
        above = known.get(above.parent) if above.parent is not None else None
    return is_below
