"""What may be asked of the entries of a library: the fields of a query, and what they mean."""

from collections.abc import Callable, Iterable, Mapping

from difftrack.library.model import KINDS, Entry
from difftrack.text.query_tree import Field

Texts = Callable[[str, Entry], Iterable[str | None]]


def _anywhere(key: str, e: Entry) -> Iterable[str | None]:
    """Return all that is said of an entry, save where its links lead."""
    year = str(e.year) if e.year else ""
    yield from (e.title, e.short, *e.authors, e.venue, year, e.venue_note, e.published, key)
    yield from (e.arxiv_id, e.doi, e.url, e.institute, e.note, *e.tags, e.abstract)
    yield from (e.comment, e.journal_ref, *e.review.values(), *e.fields, *e.fields.values())


def _printed_venue(e: Entry) -> str:
    return " ".join(str(part) for part in (e.venue, e.venue and e.year, e.venue_note) if part)


TEXTS: Mapping[str, Texts] = {
    "": _anywhere,
    "title": lambda _, e: (e.title, e.short),
    "author": lambda _, e: e.authors,
    "abstract": lambda _, e: (e.abstract,),
    "note": lambda _, e: (e.note,),
    "review": lambda _, e: (*e.review, *e.review.values()),
    "venue": lambda _, e: (_printed_venue(e), e.journal_ref),
    "id": lambda key, e: (key, e.arxiv_id, e.doi, e.url),
    "category": lambda _, e: e.categories,
    "comment": lambda _, e: (e.comment,),
    "institute": lambda _, e: (e.institute,),
    "link": lambda _, e: (*e.links, *e.links.values(), e.url),
    "field": lambda _, e: (*e.fields, *e.fields.values()),
}
"""Texts that a word is searched in, by field."""

DAYS: Mapping[str, Callable[[Entry], Iterable[str | None]]] = {
    "year": lambda e: (e.published, str(e.year or "")),
    "date": lambda e: (e.published or str(e.year or ""),),
    "added": lambda e: (e.added,),
    "read": lambda e: (e.read_on,),
    "updated": lambda e: (e.updated,),
    "fetched": lambda e: (e.fetched,),
}
"""Days, months or years (ISO), of which one must fall into the time that is asked for."""

NUMBERS: Mapping[str, Callable[[Entry], float | None]] = {"score": lambda e: e.score}


def _has_code(entry: Entry) -> bool:
    from difftrack.library.pages import code_links  # noqa: PLC0415 - for this question alone

    return any(code_links(entry))


STATES: Mapping[str, Callable[[Entry], bool]] = {
    "read": lambda e: bool(e.read),
    "unread": lambda e: not e.read,
    "withdrawn": lambda e: e.withdrawn,
    "pinned": lambda e: bool(e.pinned),
}
"""What stands behind `is:`."""

HELD: Mapping[str, Callable[[Entry], object]] = {
    "note": lambda e: e.note,
    "code": _has_code,
    "review": lambda e: any(e.review.values()),
    "score": lambda e: e.score is not None,
    "abstract": lambda e: e.abstract,
    "venue": lambda e: e.venue,
    "tag": lambda e: e.tags,
    "link": lambda e: e.links,
    "arxiv": lambda e: e.arxiv_id,
    "doi": lambda e: e.doi,
    "short": lambda e: e.short,
    "figure": lambda e: e.figures,
    "bibtex": lambda e: e.bibtex,
}
"""What stands behind `has:`, beside the labels of links."""

CHOICES: Mapping[str, Iterable[str]] = {"is": STATES, "has": HELD, "kind": KINDS}
"""Fields that take one of some words."""

_ALSO = {"au": "author", "ti": "title", "abs": "abstract", "cat": "category", "co": "comment"}

FIELDS: Mapping[str, Field] = {
    **{name: Field(name) for name in (*TEXTS, "section", "tag", *CHOICES) if name},
    **{name: Field(name, "day") for name in DAYS},
    **{name: Field(name, "number") for name in NUMBERS},
    **{typed: Field(name) for typed, name in _ALSO.items()},
    "": Field("year", "day"),
}
"""The fields by all the names that people type; a range alone is of years."""
