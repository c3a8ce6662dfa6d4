"""Entries that damage put where none are read: into another entry, or below a mistyped name."""

from typing import Any, TypeGuard

from pydantic import BaseModel, ValidationError

from difftrack.library.model import Entry, Library
from difftrack.library.repair.remains import Fields, is_telling
from difftrack.text.names import numbered


def free(library: Library, missing: set[str]) -> None:
    """Make entries again of what stands among unknown fields and is one.

    It is one where it says a title, an arXiv id or an address, and its name is that of an entry, of
    its own arXiv id, or among `missing`; and so is what stands beside it and says one. What a newer
    difftrack may have put there stays.
    """
    known = missing | library.entries.keys()
    seen = -1
    while seen < len(library.entries):  # what was freed may hold others
        seen = len(library.entries)
        for holder in [library, *library.sections, *library.entries.values()]:
            for name, value in list((holder.model_extra or {}).items()):
                if isinstance(value, dict):
                    _free_in(library, holder, name, known)


def are_in(library: Library) -> list[str]:
    """Return the unknown fields of the library itself in which entries stand."""
    held = ((n, v) for n, v in (library.model_extra or {}).items() if isinstance(v, dict))
    return [n for n, v in held if any(_is_entry(k, e, set(library.entries)) for k, e in v.items())]


def _free_in(library: Library, holder: BaseModel, name: str, known: set[str]) -> None:
    value: dict[str, Any] = getattr(holder, name)
    if _is_entry(name, value, known) and _take(library, name, value):
        delattr(holder, name)
        return
    if any(_is_entry(inner, held, known) for inner, held in value.items()):
        said = ((inner, held) for inner, held in value.items() if _is_said(held))
        freed = {inner for inner, held in said if _take(library, inner, held)}
        setattr(holder, name, {k: held for k, held in value.items() if k not in freed})
        if not getattr(holder, name):
            delattr(holder, name)


def _is_entry(name: str, value: object, known: set[str]) -> bool:
    return _is_said(value) and (name in known or value.get("arxiv_id") == name)


def _is_said(value: object) -> TypeGuard[Fields]:
    return isinstance(value, dict) and is_telling(value)


def _take(library: Library, name: str, value: object) -> bool:
    try:
        entry = Entry.model_validate(value)
    except ValidationError:
        return False
    if library.entries.get(name) != entry:
        library.entries[numbered(name, library.entries)] = entry
    return True
