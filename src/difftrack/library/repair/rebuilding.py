"""A library made of what remains of its text: each part checked for itself.

A field that is none costs only itself. All that is not taken is given back.
"""

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from difftrack.library.edits import section_key
from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.remains import Fields, Item, Piece, Remains, as_piece
from difftrack.library.settings import Settings
from difftrack.text.folding import clean
from difftrack.text.names import citation_key, numbered

_Model = TypeVar("_Model", bound=BaseModel)
_WRITTEN_ANEW = {"format", "version"}

Torn = dict[str, AbstractSet[str]]
"""Keys of what was read in part, with the names of its fields of which a part was read."""


class Rebuilt(NamedTuple):
    """A library, what was not taken into it, and what was read in part.

    That is the keys of entries and sections, each with the names of fields that are torn
    themselves, and such fields of the library.
    """

    library: Library
    pieces: list[Piece]
    partly: Torn
    sections_partly: Torn
    torn: AbstractSet[str]


def rebuild(remains: Remains) -> Rebuilt:
    """Return the library of what remains.

    Its entries may stand nowhere, and its sections may list what is no entry.
    """
    pieces = list(remains.pieces)
    library = _top(remains.top, pieces)
    partly = _take_entries(library, remains.entries, pieces)
    sections_partly = _take_sections(library, remains.sections, pieces)
    return Rebuilt(library, pieces, partly, sections_partly, remains.torn)


def _top(top: Fields, pieces: list[Piece]) -> Library:
    """Return the library without entries and sections; what is called so here is no such thing."""
    fields = {name: value for name, value in top.items() if name not in _WRITTEN_ANEW}
    if isinstance(fields.get("settings"), dict):
        fields["settings"] = _valid(Settings, fields["settings"], 1, "settings", pieces)
    return _valid(Library, fields, 1, "", pieces)


def _valid(
    model: type[_Model], fields: Fields, line: int, place: str, pieces: list[Piece]
) -> _Model:
    """Return a record of the fields that are as they should be; the others are pieces."""
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        wrong = {problem["loc"][0] for problem in error.errors(include_input=False)}
    inside = f"{place}." if place else ""
    pieces += [as_piece(line, inside + name, fields[name]) for name in fields if name in wrong]
    return model.model_validate({n: value for n, value in fields.items() if n not in wrong})


def _take_entries(library: Library, items: list[Item], pieces: list[Piece]) -> Torn:
    """Take entries in, and return those read in part.

    One whose key is taken gets a number, unless it says nothing that the other does not say.
    """
    partly: Torn = {}
    numbers: dict[str, int] = {}
    for item in sorted(items, key=lambda item: not item.is_whole):
        if not (item.is_whole or item.fields):
            continue
        entry = _valid(Entry, item.fields, item.line, f"entries.{item.key}", pieces)
        made = entry.arxiv_id or citation_key(entry.authors, entry.first_year, entry.title)
        key = item.key or made
        if not _says_nothing_new(entry, library.entries.get(key)):
            key = numbered(key, library.entries, numbers)
            library.entries[key] = entry
            partly |= {} if item.is_whole else {key: item.torn}
    return partly


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
        partly |= {} if item.is_whole else {section.key: item.torn}
    return partly
