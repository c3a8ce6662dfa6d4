"""Two entries of a library that are one: one of them stays, and nothing of the other is lost."""

import json

from difftrack.errors import RefusedError
from difftrack.library import derivation
from difftrack.library.collect import ALSO_CITED, keep_all, merge
from difftrack.library.edits import UNCLASSIFIED, joined, take_out
from difftrack.library.model import SOURCE_FIELDS, Entry, Library, Section
from difftrack.text import arxiv_id
from difftrack.text.folding import fold

ALSO_READ = "Also read on"
ALSO_SCORED = "Also scored"
_WAITING = ("", UNCLASSIFIED)


def merge_entries(library: Library, key: str, other_key: str, *, force: bool = False) -> Entry:
    """Put the second entry into the first, at its own places too, and return it as it was.

    What the first lacks comes from the second; what differs is kept beside it as an import keeps
    it (`fields`, further links). Raises `RefusedError` for an entry and itself, and, unless
    `force`, where both are on arXiv under different ids.
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
    _leave_waiting(library, key)
    return other


def _merge_fields(kept: Entry, other: Entry) -> None:
    lacking = {name for name in SOURCE_FIELDS if not getattr(kept, name)}
    if not other.derived:
        derivation.give_way(kept, other)
    elif not derivation.printed(kept):
        kept.derived = other.derived
    if kept.arxiv_id and other.arxiv_id:
        keep_all(kept.links, [("Paper", arxiv_id.abs_url(other.arxiv_id))])
        other.version = None
    _set_beside(kept, other)
    notes = [kept.venue_note, other.venue_note]
    merge(kept, other, wins=False)
    _keep_venue_notes(kept, notes)
    kept.categories = list(dict.fromkeys([*kept.categories, *other.categories]))
    kept.withdrawn = kept.withdrawn or other.withdrawn
    kept.added = min(filter(None, (kept.added, other.added)), default=None)
    kept.fetched = kept.fetched or other.fetched
    pinned = {*kept.pinned, *(lacking & set(other.pinned))}
    kept.pinned = [name for name in SOURCE_FIELDS if name in pinned]
    _merge_unknown(kept, other)


def _set_beside(kept: Entry, other: Entry) -> None:
    """Keep of the second what one field cannot hold beside the first's own, which stands."""
    if fold(other.title) not in {"", fold(kept.title), fold(kept.short or "")} and kept.title:
        keep_all(kept.fields, [(ALSO_CITED, other.title)])
    other.title = kept.title or other.title
    if other.kind not in {kept.kind, "paper"}:
        keep_all(kept.fields, [("Kind", other.kind)])
    if kept.read_on and other.read_on and kept.read_on != other.read_on:
        keep_all(kept.fields, [(ALSO_READ, other.read_on)])
        other.read_on = None
    if kept.score is not None and other.score not in {None, kept.score}:
        keep_all(kept.fields, [(ALSO_SCORED, f"{other.score:.15g}")])
    if other.note and fold(other.note) not in fold(kept.note or ""):
        kept.note = joined(kept.note or "", other.note)
    other.note = None


def _keep_venue_notes(kept: Entry, notes: list[str | None]) -> None:
    """Keep what was printed behind a venue, also where it stood there without one."""
    for note in filter(None, notes):
        if not kept.venue_note:
            kept.venue_note = note
        elif not any(note in text for text in (kept.venue_note, *kept.fields.values())):
            keep_all(kept.fields, [("Venue note", note)])


def _merge_unknown(kept: Entry, other: Entry) -> None:
    """Keep fields of a newer difftrack, whatever they hold."""
    for name, value in (other.model_extra or {}).items():
        if name not in (kept.model_extra or {}):
            setattr(kept, name, value)
        elif getattr(kept, name) != value:
            keep_all(kept.fields, [(name, json.dumps(value, ensure_ascii=False))])


def _take_place(section: Section, key: str, other: str) -> None:
    """Put an entry where another stands; the text behind it stays there."""
    if key in section.entries:
        take_out(section, {other})
        return
    section.entries[section.entries.index(other)] = key
    if other in section.prose:
        section.prose[key] = section.prose.pop(other)


def _leave_waiting(library: Library, key: str) -> None:
    """Take an entry out of where it waited for a section, if it has one now."""
    standing = library.sections_of(key)
    if any(section.key not in _WAITING for section in standing):
        for section in standing:
            if section.key in _WAITING:
                take_out(section, {key})
