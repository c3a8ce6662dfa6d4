"""Taking a document into a library: new entries are added, known ones completed, nothing is lost.

What the owner says in the document fills what is empty in the library. What differs is reported and
left, unless `sync` says that the document is right; a read mark is never lowered without it.
"""

from typing import NamedTuple

from difftrack.library.absorbing import arranging, completion, copies, short_names
from difftrack.library.absorbing.collect import Collected, collect
from difftrack.library.absorbing.portions import portions
from difftrack.library.absorbing.terms import Difference, Terms
from difftrack.library.identity import Index
from difftrack.library.model import SOURCE_FIELDS, Entry, Library
from difftrack.library.reading import Doubt, Listed, Mention, Reading
from difftrack.text.folding import fold
from difftrack.text.names import citation_key, numbered


class Absorbed(NamedTuple):
    """What came of a document. `keys` has one for each `Listed` and `Mention` of it, in order."""

    keys: list[str]
    added: list[str]
    changed: list[str]
    differences: list[Difference]
    missing: list[str]
    removed: list[str]
    doubts: list[Doubt]


def absorb(library: Library, reading: Reading, terms: Terms) -> Absorbed:
    """Take a document into a library; the library holds all of it afterwards."""
    is_new = not library.entries and not library.sections
    if reading.is_exact and terms.sync:
        reading = copies.settled(library, reading)
    terms = terms._replace(is_own=reading.is_own)
    collected = collect(reading)
    index = Index.of(library.entries)
    numbers: dict[str, int] = {}
    added: list[str] = []
    known: dict[str, Entry] = {}  # as they were before
    shorts: dict[str, str] = {}
    differences: list[Difference] = []
    keys = []
    for entry in collected.entries:
        short, entry.short = entry.short, None
        key = index.find(entry)
        if key is None:
            key = _key(library, entry, numbers)
            _add(library, key, entry, terms.today)
            added.append(key)
        else:
            known.setdefault(key, library.entries[key].copied())
            differences += completion.complete(key, library.entries[key], entry, terms)
        if short:
            shorts.setdefault(key, short)
        index.put(key, library.entries[key])
        keys.append(key)
    placed = _placed(reading, collected, keys, index)
    parts = portions(library, reading, placed, terms, is_new=is_new)
    arranged = [arranging.arrange(library, part, placed, is_new=is_new) for part in parts]
    differences += short_names.settle(library, shorts, terms)
    differences += [difference for part in arranged for difference in part.differences]
    changed = [key for key, before in known.items() if library.entries[key] != before]
    doubts = [*reading.doubts, *collected.doubts]
    missing = list(dict.fromkeys(key for part in arranged for key in part.missing))
    removed = [key for part in arranged for key in part.removed]
    return Absorbed(placed, added, changed, differences, missing, removed, doubts)


def known(library: Library, reading: Reading) -> Absorbed:
    """Return what comes of a document that says nothing but what the library says."""
    index = Index.of(library.entries)
    keys = []
    for item in reading.items:
        if isinstance(item, Listed):
            keys.append(index.find(item.entry) or "")
        elif isinstance(item, Mention):
            keys.append(next(iter(index.titles.get(fold(item.title), [])), ""))
    return Absorbed(keys, [], [], [], [], [], reading.doubts)


def _placed(reading: Reading, collected: Collected, keys: list[str], index: Index) -> list[str]:
    """Return the key of each place of the document where an entry stands or is named."""
    which = iter(collected.which)
    by_title = {fold(e.title): key for e, key in zip(collected.entries, keys, strict=True)}
    placed = []
    for item in reading.items:
        if isinstance(item, Listed):
            placed.append(keys[next(which)])
        elif isinstance(item, Mention):
            found = by_title.get(fold(item.title)) or next(
                iter(index.titles.get(fold(item.title), [])), ""
            )
            placed.append(found)
    return placed


def _key(library: Library, entry: Entry, numbers: dict[str, int]) -> str:
    base = entry.arxiv_id or citation_key(entry.authors, entry.first_year, entry.title)
    return numbered(base, library.entries, numbers)


def _add(library: Library, key: str, entry: Entry, today: str) -> None:
    """Add an entry of a document; what the document says of it is pinned."""
    entry.added = today
    library.ignored = [ignored for ignored in library.ignored if ignored != entry.arxiv_id]
    entry.pinned = [name for name in SOURCE_FIELDS if name != "version" and getattr(entry, name)]
    library.entries[key] = entry
