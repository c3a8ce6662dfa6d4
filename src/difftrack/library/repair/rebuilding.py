"""A library made of what remains of its text: each part checked for itself.

A field that is none costs only itself. All that is not taken is given back.
"""

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from difftrack.library.edits import section_key
from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.remains import Fields, Item, Piece, Remains, as_piece
from difftrack.library.repair.signs import LOST
from difftrack.library.settings import Settings
from difftrack.text.folding import clean
from difftrack.text.names import citation_key, numbered

_Model = TypeVar("_Model", bound=BaseModel)
_PARTS = {"entries", "sections"}  # which are read for themselves where they are what they are
_WRITTEN_ANEW = {"format", "version"}

Torn = dict[str, AbstractSet[str]]
"""Keys of what was read in part, with the names of its fields of which a part was read."""


class Rebuilt(NamedTuple):
    """A library, what was not taken into it, and what was read in part.

    That is the keys of entries and sections, each with the names of fields that are torn
    themselves, and such fields of the library. `nameless` are entries whose keys are not known.
    """

    library: Library
    pieces: list[Piece]
    partly: Torn
    nameless: list[str]
    sections_partly: Torn
    torn: AbstractSet[str]


def rebuild(remains: Remains) -> Rebuilt:
    """Return the library of what remains.

    Its entries may stand nowhere, and its sections may list what is no entry.
    """
    pieces = list(remains.pieces)
    library = _top(remains.top, pieces)
    partly, nameless = _take_entries(library, remains, pieces)
    sections_partly = _take_sections(library, remains.sections, pieces)
    return Rebuilt(library, pieces, partly, nameless, sections_partly, remains.torn)


def _top(top: Fields, pieces: list[Piece]) -> Library:
    """Return the library without entries and sections; what is called so here is no such thing."""
    fields = {name: value for name, value in top.items() if name not in _WRITTEN_ANEW | _PARTS}
    pieces += [as_piece(1, name, top[name]) for name in sorted(_PARTS & top.keys()) if top[name]]
    if isinstance(fields.get("settings"), dict):
        fields["settings"] = _valid(Settings, fields["settings"], 1, "settings", pieces)
    return _valid(Library, fields, 1, "", pieces)


def _valid(
    model: type[_Model], fields: Fields, line: int, place: str, pieces: list[Piece]
) -> _Model:
    """Return a record of the fields that are as they should be; the others are pieces."""
    lost = [name for name in fields if LOST in name]
    if lost:
        pieces += [as_piece(line, place, {name: fields[name]}) for name in lost]
        fields = {name: value for name, value in fields.items() if name not in lost}
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        wrong = [problem["loc"] for problem in error.errors(include_input=False)]
    inside = f"{place}." if place else ""
    fields = dict(fields)
    for name, items in _by_field(wrong).items():
        fields[name], others = _parted(fields[name], items)
        pieces += [as_piece(line, f"{inside}{name}", other) for other in others]
        if not fields[name]:
            del fields[name]
    return model.model_validate(fields)


def _by_field(wrong: list[tuple[int | str, ...]]) -> dict[str, set[int | str]]:
    """Return which items of each field are wrong; none where the field itself is."""
    found: dict[str, set[int | str]] = {}
    for name, *inside in wrong:
        found.setdefault(str(name), set()).update(inside[:1])
    return found


def _parted(value: Any, items: set[int | str]) -> tuple[Any, list[Any]]:  # noqa: ANN401 - any JSON
    """Return what is right of a value, and what is wrong."""
    if items and isinstance(value, list):
        return (
            [item for at, item in enumerate(value) if at not in items],
            [item for at, item in enumerate(value) if at in items],
        )
    if isinstance(value, dict) and items and items.isdisjoint(Entry.model_fields):
        wrong = {name: item for name, item in value.items() if name in items}
        return {n: item for n, item in value.items() if n not in items}, [wrong]
    return None, [value]


def _take_entries(
    library: Library, remains: Remains, pieces: list[Piece]
) -> tuple[Torn, list[str]]:
    """Take entries in, and return those read in part, and those that had no name.

    One whose key is taken gets a number, unless it says nothing that the other does not say.
    """
    partly: Torn = {}
    nameless: list[str] = []
    numbers: dict[str, int] = {}
    for item in sorted(remains.entries, key=lambda item: not item.is_whole):
        if not (item.is_whole or item.fields):
            continue
        before = len(pieces)
        entry = _valid(Entry, item.fields, item.line, f"entries.{item.key}", pieces)
        made = entry.arxiv_id or citation_key(entry.authors, entry.first_year, entry.title)
        key = item.key or made
        if not _says_nothing_new(entry, library.entries.get(key)):
            key = numbered(key, library.entries, numbers)
            library.entries[key] = entry
            is_torn = not _is_whole(item) or (remains.is_torn and len(pieces) > before)
            partly |= {key: item.torn} if is_torn else {}
            nameless += [] if item.key else [key]
    return partly, nameless


def _says_nothing_new(entry: Entry, other: Entry | None) -> bool:
    if other is None:
        return False
    ours, theirs = dict(other), dict(entry)
    return all(theirs[name] == ours.get(name) for name in entry.model_fields_set)


def _take_sections(library: Library, items: list[Item], pieces: list[Piece]) -> Torn:
    """Take sections in, and return those read in part. One whose key is taken gets a number."""
    taken: set[str] = set()
    partly: Torn = {}
    numbers: dict[str, int] = {}
    for item in items:
        if not (item.is_whole or item.fields):
            continue
        fields: dict[str, Any] = dict(item.fields)
        key = fields.get("key")
        if not isinstance(key, str):
            key = section_key(clean(str(fields.get("title", ""))), taken, numbers)
        fields["key"] = numbered(key, taken, numbers)
        section = _valid(Section, fields, item.line, f"sections.{key}", pieces)
        taken.add(section.key)
        library.sections.append(section)
        is_torn = not _is_whole(item) or "key" not in item.fields
        partly |= {section.key: item.torn} if is_torn else {}
    return partly


def _is_whole(item: Item) -> bool:
    return item.is_whole and not any(LOST in name for name in item.fields)
