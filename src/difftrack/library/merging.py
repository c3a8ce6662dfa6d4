"""Two entries of a library that are one: one of them stays, and nothing of the other is lost."""

import json

from difftrack.errors import RefusedError
from difftrack.library import derivation
from difftrack.library.absorbing.collect import ALSO_CITED, fill, keep_all
from difftrack.library.edits import WAITING, joined, leave_waiting, take_out
from difftrack.library.model import SOURCE_FIELDS, Entry, Library, Section, put
from difftrack.library.ownership import pin
from difftrack.text import arxiv_id, scores
from difftrack.text.folding import fold

ALSO_BY = "Also by"
ALSO_IN = "Also in"
ALSO_READ = "Also read on"
ALSO_SCORED = "Also scored"
VENUE_NOTE = "Venue note"


def merge_entries(library: Library, key: str, other_key: str, *, force: bool = False) -> Entry:
    """Put the second entry into the first, at its own places too, and return it as it was.

    What the first says stands, and what it lacks comes from the second; what differs is kept beside
    it in the second's own words (`fields`, further links). Raises `RefusedError` for an entry and
    itself, and, unless `force`, where both are on arXiv under different ids.
    """
    if key == other_key:
        raise RefusedError(f"{key} cannot be put into itself. Name another entry")
    kept, other = library.entries[key], library.entries[other_key]
    ids = {kept.arxiv_id, other.arxiv_id}
    if None not in ids and len(ids) > 1 and not force:
        raise RefusedError(
            f"{kept.arxiv_id} and {other.arxiv_id} are two papers on arXiv. If they are one "
            "all the same: --force"
        )
    _merge_fields(kept, other.copied())
    for section in library.sections:
        if other_key in section.entries:
            _take_place(section, key, other_key)
    del library.entries[other_key]
    filed = next((s for s in library.sections_of(key) if s.key not in WAITING), None)
    if filed is not None:
        leave_waiting(library, key, filed)
    return other


def _merge_fields(kept: Entry, other: Entry) -> None:
    lacking = {name for name in SOURCE_FIELDS if not getattr(kept, name)}
    if kept.arxiv_id and other.arxiv_id:
        keep_all(kept.links, [("Paper", arxiv_id.abs_url(other.arxiv_id))])
        other.version = None
    _set_beside(kept, other)
    _merge_authors(kept, other)
    _merge_place(kept, other)
    fill(kept, other)
    kept.categories = list(dict.fromkeys([*kept.categories, *other.categories]))
    kept.withdrawn = kept.withdrawn or other.withdrawn
    kept.added = min(filter(None, (kept.added, other.added)), default=None)
    kept.fetched = kept.fetched or other.fetched
    pin(kept, lacking & {*other.pinned})
    _merge_unknown(kept, other)


def _set_beside(kept: Entry, other: Entry) -> None:
    """Keep of the second what one field cannot hold beside the first's own, which stands."""
    kept.title = kept.title or other.title
    if fold(other.title) not in {"", fold(kept.title), fold(kept.short or "")}:
        keep_all(kept.fields, [(ALSO_CITED, other.title)])
    if other.kind not in {kept.kind, "paper"}:
        keep_all(kept.fields, [("Kind", other.kind)])
    if kept.read_on and other.read_on and kept.read_on != other.read_on:
        keep_all(kept.fields, [(ALSO_READ, other.read_on)])
        other.read_on = None
    score = scores.written(other.score)
    if kept.score is not None and score not in {"", scores.written(kept.score)}:
        keep_all(kept.fields, [(ALSO_SCORED, score)])
    if other.note and fold(other.note) not in fold(kept.note or ""):
        kept.note = joined(kept.note or "", other.note)
    other.note = None


def _merge_authors(kept: Entry, other: Entry) -> None:
    """Keep the first's authors; a longer list takes the place of `et al.` that nobody typed."""
    ours, theirs = ({fold(name) for name in entry.authors} for entry in (kept, other))
    is_completed = kept.etal and "authors" not in kept.pinned and ours < theirs
    if not kept.authors or is_completed:
        kept.authors, kept.etal = other.authors, other.etal
    elif theirs - ours:
        keep_all(kept.fields, [(ALSO_BY, ", ".join(other.authors) + other.etal * " et al.")])


def _merge_place(kept: Entry, other: Entry) -> None:
    """Complete where the first appeared where both name one place; keep another beside it.

    What was derived for the first gives way to what the second's owner says.
    """
    if not other.derived:
        derivation.give_way(kept, other)
    if not derivation.printed(other) or _says_all(kept, other):
        return
    if not derivation.printed(kept) or _is_one_place(kept, other):
        lacking = [name for name in derivation.PLACE if not getattr(kept, name)]
        for name in lacking:
            setattr(kept, name, getattr(other, name))
        kept.derived += [name for name in lacking if name in other.derived]
    elif other.venue or other.year:
        keep_all(kept.fields, [(ALSO_IN, derivation.printed(other))])
    else:
        keep_all(kept.fields, [(VENUE_NOTE, derivation.printed(other))])


def _says_all(kept: Entry, other: Entry) -> bool:
    """Tell whether nothing of the second's place is new: the first's, or the year of its date."""
    said = {name for name in derivation.PLACE if getattr(other, name)}
    new = {name for name in said if _folded(other, name) != _folded(kept, name)}
    return not new or (said == {"year"} and bool(kept.published) and other.year == kept.first_year)


def _is_one_place(kept: Entry, other: Entry) -> bool:
    """Tell whether two entries agree in venue or year, and contradict each other in nothing."""
    pairs = [(_folded(kept, name), _folded(other, name)) for name in derivation.PLACE]
    agree = any(ours and ours == theirs for ours, theirs in pairs[:2])
    return agree and all(ours == theirs for ours, theirs in pairs if ours and theirs)


def _folded(entry: Entry, name: str) -> str:
    return fold(str(getattr(entry, name) or ""))


def _merge_unknown(kept: Entry, other: Entry) -> None:
    """Keep fields of a newer difftrack, whatever they hold."""
    ours = dict(kept)
    for name, value in (other.model_extra or {}).items():
        if name not in ours:
            put(kept, name, value)
        elif ours[name] != value:
            keep_all(kept.fields, [(name, json.dumps(value, ensure_ascii=False))])


def _take_place(section: Section, key: str, other: str) -> None:
    """Put an entry where another stands; the text behind it stays there."""
    if key in section.entries:
        take_out(section, {other})
        return
    section.entries[section.entries.index(other)] = key
    if other in section.prose:
        section.prose[key] = section.prose.pop(other)
