"""Flaws of entries: keys, names and values that no command would have written."""

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial
from math import isfinite

from pydantic import BaseModel

from difftrack.library.derivation import PLACE
from difftrack.library.edits import take_in_orphans
from difftrack.library.model import KINDS, SOURCE_FIELDS, Entry, Library
from difftrack.library.repair import swallowed
from difftrack.library.repair.flaws import Flaw, command
from difftrack.text import arxiv_id
from difftrack.text.dates import is_day
from difftrack.text.folding import clean, shorten

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_DATES = ("published", "updated", "read_on", "added", "fetched")
_YEARS = range(1000, 3000)


def entry_flaws(library: Library) -> Iterator[Flaw]:
    """Yield what is wrong with single entries, and what is misnamed anywhere."""
    for key, entry in library.entries.items():
        for name, said in (*_ids(key, entry), *_values(entry)):
            kind = "date" if name in _DATES else name
            yield Flaw(kind, key, said, _advice(key, name))
        yield from _names(key, entry)
    yield from _shared_names(library)
    yield from _misnamed(library)


def _advice(key: str, name: str) -> str:
    """Return how to mend a field: by hand where no command writes it."""
    if name == "added":
        return "Write it in the file as 2026-11-20"
    verb = "refresh" if name in {"fetched", "version"} else "edit"
    return f"Mend it: {command(verb, key)}"


def _ids(key: str, entry: Entry) -> Iterator[tuple[str, str]]:
    held = entry.arxiv_id
    known = arxiv_id.recognise(held) if held else None
    if held and (known is None or known.base != held):
        yield "id", f"has the arXiv id {_short(held)!r}, which is none"
    elif held != key and (of_key := arxiv_id.recognise(key)) and of_key.base == key:
        yield "key", f"has the key of another paper: its arXiv id is {held or 'not known'}"
    if entry.version is not None and entry.version < 1:
        yield "version", f"is of version {entry.version}"


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.kind not in KINDS:
        yield "kind", f"is of kind {_short(entry.kind)!r}. There are: {', '.join(KINDS)}"
    for name in _DATES:
        day = getattr(entry, name)
        is_month = name == "published" and day and _MONTH.fullmatch(day)
        if day is not None and not is_month and not is_day(day):
            yield name, f"has {day} as {name}, which is no day"
    if entry.year is not None and entry.year not in _YEARS:
        yield "year", f"is of the year {_short(str(entry.year))}"
    if entry.score is not None and not isfinite(entry.score):
        yield "score", f"has the score {entry.score}, which is no number"
    if entry.read_on and not entry.read:
        yield "read", f"was read on {entry.read_on}, and is not marked as read"


def _short(text: str) -> str:
    return shorten(clean(text), 40)


def _names(key: str, entry: Entry) -> Iterator[Flaw]:
    """Yield names of fields in `pinned` and `derived` that are no such fields."""
    for held, known in (("pinned", SOURCE_FIELDS), ("derived", PLACE)):
        names: list[str] = getattr(entry, held)
        for name in dict.fromkeys(names):
            said = f"names {_short(name)!r} as {held}, which is no such field"
            if name not in Entry.model_fields:
                if get_close_matches(name.lower(), known, n=1, cutoff=0.7):
                    yield Flaw("name", key, said, _LEFT)
            elif name not in known or (held == "derived" and getattr(entry, name) is None):
                yield Flaw("name", key, said, mend=partial(_forget, names, name))


def _forget(names: list[str], name: str) -> None:
    names[:] = [other for other in names if other != name]


def _shared_names(library: Library) -> Iterator[Flaw]:
    """Yield short names that several entries have, so that they mean none of them."""
    sharing = defaultdict(list)
    for key, entry in library.entries.items():
        if entry.short:
            sharing[entry.short.casefold()].append(key)
    for first, *others in sharing.values():
        for key in others:
            said = f"has the short name of {first}: {_short(library.entries[key].short or '')}"
            yield Flaw("short", key, said, f"Give it another: {command('edit', key)}")


def _misnamed(library: Library) -> Iterator[Flaw]:
    """Yield unknown fields that are spelt nearly like known ones, or that hold entries."""
    stranded = list(swallowed.are_in(library))
    for name in dict.fromkeys(one.field for one in stranded if not one.why):
        said = f"holds entries in an unknown field, {_short(name)!r}"
        yield Flaw("field", "", said, mend=partial(_free, library))
    for one in stranded:
        if one.why:
            said = f"holds {_short(one.key)} in an unknown field, {_short(one.field)!r}"
            advice = f"It is no entry: {_short(one.why)}. Mend that in the file"
            yield Flaw("field", "", said, advice)
    holders: list[tuple[str, BaseModel]] = [("", library), ("settings", library.settings)]
    holders += [(f"section {section.key}", section) for section in library.sections]
    holders += library.entries.items()
    for place, holder in holders:
        known = list(type(holder).model_fields)
        for name in holder.model_extra or {}:
            near = get_close_matches(name, known, n=1, cutoff=0.7)
            if near or isinstance(holder, type(library.settings)):
                hint = f". Did you mean {near[0]}?" if near else ""
                yield Flaw("field", place, f"has an unknown field, {_short(name)!r}{hint}", _LEFT)


def _free(library: Library) -> None:
    swallowed.free(library, set())
    take_in_orphans(library)


_LEFT = "It is left as it is. Take it out of the file where it is not of a newer difftrack"
