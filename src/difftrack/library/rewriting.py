"""New values for the fields of an entry, from its owner."""

from typing import Any

from difftrack.errors import AmbiguousError, NotFoundError, RefusedError, UsageError
from difftrack.library.derivation import PLACE
from difftrack.library.model import SOURCE_FIELDS, Entry, Library


def put(library: Library, key: str, known: Entry, values: dict[str, Any]) -> None:
    """Write new values on an entry; source fields among them are pinned, emptied ones are not.

    `known` is the entry as the owner saw it; what goes with a new value is put into `values`, too:
    the day with a read mark. A title of arXiv's that is emptied is to be fetched again. Raises
    `RefusedError` where one of these fields was changed meanwhile, and for an address, id or
    (`AmbiguousError`) short name of another entry; `UsageError` for what cannot be.
    """
    entry = library.entries.get(key)
    if entry is None:
        raise NotFoundError(f"{key} is not in the library any more. See: difftrack undo --list")
    stale = [name for name in values if getattr(entry, name) != getattr(known, name)]
    if stale:
        raise RefusedError(f"Another command changed {key} meanwhile: {stale[0]}. Edit it anew")
    _check(entry, values)
    _check_others(library, key, values)
    if "read" in values and not values["read"] and entry.read_on:
        values["read_on"] = None
    for name, value in values.items():
        setattr(entry, name, value)
    if any(name in values for name in PLACE):
        entry.derived = []
    if "arxiv_id" in values:
        entry.version = None
    if "arxiv_id" in values or values.get("title") == "":
        entry.fetched = None
    if values.get("read_on"):
        entry.read = True
    pinned = {*entry.pinned, *values}
    entry.pinned = [name for name in SOURCE_FIELDS if name in pinned and getattr(entry, name)]


def _check(entry: Entry, values: dict[str, Any]) -> None:
    if not values.get("title", entry.title) and not values.get("arxiv_id", entry.arxiv_id):
        raise UsageError("An entry needs a title, or an arXiv id")
    day = values.get("read_on")
    if day and values.get("read", entry.read) is False:
        raise UsageError(f"read is no, but read on is {day}. Write read: yes, or take the day away")


def _check_others(library: Library, key: str, values: dict[str, Any]) -> None:
    short = (values.get("short") or "").casefold()
    url = (values.get("url") or "").rstrip("/")
    base = values.get("arxiv_id")
    for other, entry in library.entries.items():
        if other == key:
            continue
        if short and short == (entry.short or "").casefold():
            raise AmbiguousError(
                f"{values['short']!r} is the short name of {other}. Choose another"
            )
        if (base and base == entry.arxiv_id) or (url and url == (entry.url or "").rstrip("/")):
            raise RefusedError(
                f"{base if base and base == entry.arxiv_id else url} is in the library already, as "
                f"{other}. Make one of the two: difftrack merge-entries {other} {key}"
            )
