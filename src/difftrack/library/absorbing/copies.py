"""An entry that a list prints in several places, and that its owner changed in one of them."""

from difftrack.library.identity import Index
from difftrack.library.model import Entry, Library
from difftrack.library.reading import Listed, Reading

_PRINTED = ("title", "short", "published", "year", "venue", "venue_note", "abstract")


def settled(library: Library, reading: Reading) -> Reading:
    """Return a reading whose copies of an entry all say what the edited one says.

    Of a list that difftrack wrote, a copy that says what the library says was not edited; where
    all were, or none, they stay as they are.
    """
    index = Index.of(library.entries)
    copies: dict[str, list[Entry]] = {}
    for item in reading.items:
        key = index.find(item.entry) if isinstance(item, Listed) else None
        if key and isinstance(item, Listed):
            copies.setdefault(key, []).append(item.entry)
    edited: dict[int, Entry] = {}
    for key, entries in copies.items():
        changed = [entry for entry in entries if not _is_told(entry, library.entries[key])]
        if 0 < len(changed) < len(entries):
            edited |= {id(entry): changed[0] for entry in entries}
    return reading._replace(
        items=[
            item._replace(entry=edited[id(item.entry)].copied())
            if isinstance(item, Listed) and id(item.entry) in edited
            else item
            for item in reading.items
        ]
    )


def _is_told(copy: Entry, entry: Entry) -> bool:
    """Tell whether an entry says all that a printed copy of it says."""
    if any(getattr(copy, name) not in {None, "", getattr(entry, name)} for name in _PRINTED):
        return False
    is_named = copy.authors == entry.authors[: len(copy.authors)]
    same_note = (copy.note or "").split() == (entry.note or "").split()
    own = {entry.url, *entry.links.values()}
    has_links = all("arxiv.org/" in target or target in own for target in copy.links.values())
    return is_named and same_note and has_links and bool(copy.read) == bool(entry.read)
