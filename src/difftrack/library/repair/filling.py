"""The holes of a damaged library, filled from its last good state."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from difftrack.library.identity import Index
from difftrack.library.model import Entry, Library, put
from difftrack.library.repair.rebuilding import Rebuilt, Torn
from difftrack.library.repair.remains import Piece, as_piece
from difftrack.library.repair.signs import LOST

_Model = TypeVar("_Model", bound=BaseModel)


def name_again(library: Library, good: Library, rebuilt: Rebuilt) -> None:
    """Give entries and sections that have lost their names the names that they had."""
    lost = {key: entry for key, entry in good.entries.items() if key not in library.entries}
    index = Index.of(lost) if rebuilt.nameless else Index()
    for key in rebuilt.nameless:
        old = index.find(library.entries[key])
        if key not in good.entries and old is not None and old not in library.entries:
            library.entries[old] = library.entries.pop(key)
            if key in rebuilt.partly:
                rebuilt.partly[old] = rebuilt.partly.pop(key)
    known = {section.key for section in library.sections}
    for section in library.sections:
        if section.key in rebuilt.sections_partly and good.section(section.key) is None:
            same = [old.key for old in good.sections if old.title == section.title]
            if len(same) == 1 and same[0] not in known:
                rebuilt.sections_partly[same[0]] = rebuilt.sections_partly.pop(section.key)
                section.key = same[0]
                known.add(section.key)


def filled(
    library: Library, good: Library, rebuilt: list[Rebuilt], read: set[str]
) -> Iterator[Piece]:
    """Fill the holes of a library whose text is torn, but for entries that are not there at all.

    `read` are the names of the library's own fields that could be read. What seemed to stand in
    torn entries and never did is yielded.
    """
    for name in ("title", "intro", "outro", "settings", "ignored", *(good.model_extra or {})):
        if name not in read:
            put(library, name, dict(good)[name])
    if any("settings" in one.torn for one in rebuilt):
        library.settings = _over(good.settings, library.settings, set())
    for key in {key: None for one in rebuilt for key in one.partly}:
        if key in good.entries and key in library.entries:
            torn = _torn(key, [one.partly for one in rebuilt])
            library.entries[key] = _over(good.entries[key], library.entries[key], torn)
            yield from _without_strange(library.entries[key], good.entries[key], key)
    known = {section.key: section for section in library.sections}
    for section in good.sections:
        if any(section.key in one.sections_partly for one in rebuilt) and section.key in known:
            torn = _torn(section.key, [one.sections_partly for one in rebuilt])
            known[section.key] = _over(section, known[section.key], torn)
    every = {section.key: section for section in good.sections} | known
    order = with_missing(list(known), [section.key for section in good.sections])
    library.sections = [every[key] for key in order]


def _without_strange(entry: Entry, old: Entry, key: str) -> Iterator[Piece]:
    """Take out unknown fields that a torn entry had not before; yield them."""
    strange = (entry.model_extra or {}).keys() - (old.model_extra or {}).keys()
    for name in sorted(strange):
        yield as_piece(0, f"entries.{key}.{name}", (entry.model_extra or {}).pop(name))
        entry.model_fields_set.discard(name)


def _torn(key: str, sides: list[Torn]) -> set[str]:
    """Return the fields of an entry or a section that were read in part."""
    return {name for side in sides for name in side.get(key, ())}


def _over(old: _Model, new: _Model, torn: set[str]) -> _Model:
    """Return a record of the good state with what was read of it since."""
    held, said = dict(old), dict(new)
    update = {name: said[name] for name in new.model_fields_set}
    for name in torn & update.keys():
        before, since = held.get(name), update[name]
        if isinstance(before, list) and isinstance(since, list):
            update[name] = with_missing(list(dict.fromkeys(since)), before)
        elif isinstance(before, dict) and isinstance(since, dict):
            update[name] = before | since
    return old.model_copy(update=update)


def with_missing(kept: list[str], old: list[str]) -> list[str]:
    """Return a list with what only an older one has, each behind what stands before it there."""
    known = set(kept)
    behind: dict[str | None, list[str]] = {}
    last = None
    for key in old:
        if key in known:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    return behind.get(None, []) + [k for one in kept for k in (one, *behind.get(one, []))]


# -- What was read and is wrong ---------------------------------------------------------------


def unmixed(library: Library, good: Library, restored: list[str]) -> Iterator[Piece]:
    """Put entries right that hold what is of one that was lost; yield what they held.

    Where lines are gone between two entries, the first seems to go on with the fields of the other.
    """
    lost = set(restored)
    before = None
    for key in sorted(good.entries):
        if key not in lost:
            before = key if key in library.entries else None
        elif before and _runs_into(
            library.entries[before], good.entries[before], good.entries[key]
        ):
            yield put_back(library, good, before)


def put_back(library: Library, good: Library, key: str) -> Piece:
    """Take an entry of the good state for what was read, and return that."""
    read = library.entries[key].model_dump(mode="json", exclude_defaults=True)
    library.entries[key] = good.entries[key]
    return as_piece(0, f"entries.{key}", read)


def _runs_into(entry: Entry, old: Entry, other: Entry) -> bool:
    """Tell whether an entry is what is left of its old self, and from a field on another."""
    new = [name for name in entry.differing(old) if name in entry.model_fields_set]
    seam, *behind = new or [""]
    names = list(Entry.model_fields)
    rest = names[names.index(seam) + 1 :] if seam else names
    if any(getattr(entry, name) != getattr(other, name) for name in rest):
        return False
    return bool(behind) or bool((_said(entry, seam) - _said(old, seam)) & _said(other, seam))


def _said(entry: Entry, name: str) -> set[object]:
    held = getattr(entry, name, None)
    return set(
        held.items() if isinstance(held, dict) else held if isinstance(held, list) else [held]
    )


def cleared(library: Library, good: Library) -> Iterator[Piece]:
    """Take texts of the good state for those in which signs are lost; yield these."""
    sections = {section.key: section for section in good.sections}
    yield from _cleared(library, good, "")
    for section in library.sections:
        if section.key in sections:
            yield from _cleared(section, sections[section.key], f"sections.{section.key}.")
    for key, entry in library.entries.items():
        if key in good.entries:
            yield from _cleared(entry, good.entries[key], f"entries.{key}.")


def _cleared(kept: BaseModel, good: BaseModel, place: str) -> Iterator[Piece]:
    for name in sorted(kept.model_fields_set - {"entries", "sections"}):
        value, old = dict(kept)[name], dict(good).get(name)
        if has_lost(value) and value != old and old is not None and not has_lost(old):
            yield as_piece(0, place + name, value)
            put(kept, name, old)


def has_lost(value: object) -> bool:
    """Tell whether signs of a text, or of texts in it, are lost."""
    if isinstance(value, str):
        return LOST in value
    if isinstance(value, dict):
        return any(map(has_lost, value)) or any(map(has_lost, value.values()))
    return isinstance(value, list) and any(map(has_lost, value))
