"""What becomes of an entry when arXiv is asked again: source fields anew, its owner's never.

A field that has a value is never emptied, and an answer older than what the library has from arXiv
only fills what is empty.
"""

from typing import NamedTuple

from difftrack.errors import RefusedError
from difftrack.library import derivation
from difftrack.library.absorbing.terms import Difference, difference
from difftrack.library.model import SOURCE_FIELDS, Entry, Library
from difftrack.text.folding import shorten

WITHDRAWN = "WITHDRAWN"
"""What news of a withdrawal begin with."""

_LONGEST_SHOWN = 120  # columns; a comment is mostly shorter
_WORDS = {
    "title": "title: {}",
    "authors": "authors: {}",
    "abstract": "new abstract",
    "published": "published: {}",
    "categories": "categories: {}",
    "comment": "comment: {}",
    "journal_ref": "journal reference: {}",
    "doi": "DOI: {}",
}


class Refreshed(NamedTuple):
    """The fields that changed, the same in words, and where pinned ones differ from arXiv's."""

    fields: list[str]
    news: list[str]
    differences: list[Difference]


def refresh(key: str, entry: Entry, paper: Entry, *, take: bool = False) -> Refreshed:
    """Give an entry what arXiv says of it now; `paper.fetched` is `None` where another source does.

    What the owner pinned is left, and the difference returned; `take` takes it, and unpins it.
    """
    derivation.keep_edited(entry)
    before = entry.copied()
    is_older = _is_older(entry, paper)
    differences = []
    for name in SOURCE_FIELDS:
        theirs = getattr(paper, name)
        is_lacking = _is_lacking(before, paper, name)
        if not theirs or (is_older and not is_lacking):
            continue
        if _is_pinned(before, name) and not (take or is_lacking):
            differences += _difference(key, name, getattr(entry, name), theirs)
            continue
        setattr(entry, name, theirs)
        entry.pinned = [pinned for pinned in entry.pinned if pinned != name]
    entry.etal = entry.etal and not paper.authors
    if not is_older:
        _reinstate(entry, before, paper)
        entry.fetched = paper.fetched
    derivation.derive(entry)
    return _told(before, entry, differences)


def give_arxiv_id(library: Library, key: str, source: Entry) -> None:
    """Give an entry the arXiv id that was found for it, and what arXiv says of it; its key stays.

    Raises `RefusedError` where another entry has the id.
    """
    taken = next((k for k, e in library.entries.items() if e.arxiv_id == source.arxiv_id), key)
    if taken != key:
        raise RefusedError(f"{source.arxiv_id} is in the library already, as {taken}")
    library.entries[key].arxiv_id = source.arxiv_id
    refresh(key, library.entries[key], source)


def _is_older(entry: Entry, paper: Entry) -> bool:
    """Tell what says less than is known: no answer of arXiv's, one of another day, a mirror's."""
    if not entry.fetched:
        return paper.fetched is None
    is_behind = "version" not in entry.pinned and (paper.version or 0) < (entry.version or 0)
    return is_behind or (paper.fetched or "") < entry.fetched


def _is_pinned(entry: Entry, name: str) -> bool:
    """Tell what the owner gave; the day of a version goes with the version."""
    return name in entry.pinned or (name == "updated" and "version" in entry.pinned)


def _is_lacking(entry: Entry, paper: Entry, name: str) -> bool:
    """Tell a field that is empty, and authors of which a document printed only the first."""
    is_cut = name == "authors" and entry.etal and bool(paper.authors)
    return is_cut or not getattr(entry, name)


def _difference(key: str, name: str, ours: object, theirs: object) -> list[Difference]:
    """Return how the two differ; a month is the same as a day in it."""
    is_month = name == "published" and str(theirs).startswith(f"{ours}-")
    return [] if ours == theirs or is_month else [difference(key, name, ours, theirs)]


def _reinstate(entry: Entry, before: Entry, paper: Entry) -> None:
    """Take back that a paper is withdrawn, where arXiv says otherwise or has a newer version."""
    is_newer = (paper.version or 0) > (before.version or 0)
    if not paper.withdrawn and (paper.comment or is_newer) and "withdrawn" not in entry.pinned:
        entry.withdrawn = False


# -- In words -------------------------------------------------------------------------------------


def _told(before: Entry, entry: Entry, differences: list[Difference]) -> Refreshed:
    compared = (*SOURCE_FIELDS, *derivation.PLACE)
    fields = [name for name in compared if getattr(before, name) != getattr(entry, name)]
    news = _withdrawal(entry) if "withdrawn" in fields else []
    told = {"comment"} if "withdrawn" in fields and entry.withdrawn else set()
    if entry.fetched and not before.fetched:
        news.append("fetched for the first time")
    else:
        news += _version(before, entry) if {"version", "updated"} & {*fields} else []
        news += [_said(n, getattr(entry, n)) for n in _WORDS if n in fields and n not in told]
    return Refreshed(fields, news + _venue(before, entry), differences)


def _withdrawal(entry: Entry) -> list[str]:
    if not entry.withdrawn:
        return ["no longer withdrawn"]
    return [shorten(f"{WITHDRAWN}: {entry.comment or 'no reason is given'}", _LONGEST_SHOWN)]


def _version(before: Entry, entry: Entry) -> list[str]:
    numbers = dict.fromkeys(f"v{entry.version}" for entry in (before, entry) if entry.version)
    return [f"{' -> '.join(numbers)} ({entry.updated})".strip()]


def _said(name: str, value: object) -> str:
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    return shorten(_WORDS[name].format(shown), _LONGEST_SHOWN)


def _venue(before: Entry, entry: Entry) -> list[str]:
    was, now = derivation.printed(before), derivation.printed(entry)
    if was == now:
        return []
    found = derivation.suggestion(entry) if "venue" in entry.derived else None
    return [f"venue: {now}, from the {found.source}" if found else f"venue: no longer {was}"]
