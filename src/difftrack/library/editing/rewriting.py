"""New values for the fields of an entry, from its owner."""

from typing import Any

from difftrack.errors import UsageError
from difftrack.library.model import Entry, Library
from difftrack.library.ownership import own, unchanged
from difftrack.library.uniqueness import refuse_taken, taken_by


def put(library: Library, key: str, known: Entry, values: dict[str, Any]) -> None:
    """Write new values on an entry; source fields among them are pinned, emptied ones are not.

    `known` is the entry as the owner saw it; what goes with a new value is put into `values`, too:
    the day with a read mark. A title of arXiv's that is emptied is to be fetched again. Raises
    where one of these fields was changed meanwhile (`unchanged`), for what another entry has
    (`refuse_taken`), and `UsageError` for what cannot be.
    """
    entry = unchanged(library, key, known, values)
    _check(entry, values)
    refuse_taken(taken_by(library, but=key), Entry.model_construct(**values), key)
    if "read" in values and not values["read"] and entry.read_on:
        values["read_on"] = None
    for name, value in values.items():
        setattr(entry, name, value)
    own(entry, values)
    if "arxiv_id" in values:
        entry.version = None
    if "arxiv_id" in values or values.get("title") == "":
        entry.fetched = None
    if values.get("read_on"):
        entry.read = True


def _check(entry: Entry, values: dict[str, Any]) -> None:
    if not values.get("title", entry.title) and not values.get("arxiv_id", entry.arxiv_id):
        raise UsageError("An entry needs a title, or an arXiv id")
    day = values.get("read_on")
    if day and values.get("read", entry.read) is False:
        raise UsageError(f"read is no, but read on is {day}. Write read: yes, or take the day away")
