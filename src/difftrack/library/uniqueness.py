"""What no two entries of a library may share: arXiv id, address, short name."""

from typing import NamedTuple

from difftrack.errors import AmbiguousError, RefusedError
from difftrack.library.model import Entry, Library
from difftrack.text.folding import clean


class Taken(NamedTuple):
    """The keys of the entries by what they have: made once for many additions, kept by `put`."""

    arxiv_ids: dict[str, str]
    urls: dict[str, str]  # without a last slash
    shorts: dict[str, str]  # in small letters

    def put(self, key: str, entry: Entry) -> None:
        """Note what an entry has; the first keeps it."""
        for held, value in zip(self, _values(entry), strict=True):
            if value:
                held.setdefault(value, key)


def taken_by(library: Library, but: str | None = None) -> Taken:
    """Return what the entries have, save the one with the key `but`."""
    taken = Taken({}, {}, {})
    for key, entry in library.entries.items():
        if key != but:
            taken.put(key, entry)
    return taken


def _values(entry: Entry) -> tuple[str, str, str]:
    return entry.arxiv_id or "", (entry.url or "").rstrip("/"), (entry.short or "").casefold()


def refuse_taken(taken: Taken, wanted: Entry, key: str | None = None) -> None:
    """Refuse what another entry has; `key` is that of the entry it is wanted for, if it has one.

    Raises `RefusedError` for an id or address, `AmbiguousError` for a short name.
    """
    arxiv_id, url, short = _values(wanted)
    other = taken.arxiv_ids.get(arxiv_id) or taken.urls.get(url)
    if other is not None:
        known = arxiv_id if arxiv_id in taken.arxiv_ids else clean(wanted.url or "")
        hint = f". Make one of the two: difftrack merge-entries {other} {key}" if key else ""
        raise RefusedError(f"{known} is in the library already, as {other}{hint}")
    if short in taken.shorts:
        raise AmbiguousError(
            f"{wanted.short!r} is the short name of {taken.shorts[short]}. Choose another"
        )
