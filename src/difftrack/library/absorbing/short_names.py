"""Short names that a document gives to entries: no two entries of a library share one."""

from difftrack.library.absorbing.terms import Difference, Terms, difference
from difftrack.library.model import Library


def settle(library: Library, wanted: dict[str, str], terms: Terms) -> list[Difference]:
    """Give entries the short names that the document has for them, and return where these differ.

    `wanted` has them by key. A name that another entry has stays in `fields` as `Short`.
    """
    ours = {key: library.entries[key].short for key in wanted}
    if terms.sync:  # names may be swapped
        for key in wanted:
            library.entries[key].short = None
    taken = {e.short.casefold(): key for key, e in library.entries.items() if e.short}
    differences: list[Difference] = []
    for key, short in wanted.items():
        entry, known = library.entries[key], ours[key]
        if known and not terms.sync and known != short:
            differences.append(difference(key, "short", known, short))
        elif taken.setdefault(short.casefold(), key) == key:
            entry.short = short
            differences += (
                [difference(key, "short", known, short)] if known not in {None, short} else []
            )
        else:
            entry.fields.setdefault("Short", short)
            if known and taken.setdefault(known.casefold(), key) == key:
                entry.short = known
    return differences
