"""Entries that damage put where none are read: into another entry, or below a mistyped name."""

from collections.abc import Container, Iterator
from typing import Any, NamedTuple, TypeGuard

from pydantic import ValidationError

from difftrack.library.model import Entry, Library
from difftrack.library.repair.remains import Fields, is_telling
from difftrack.text.names import numbered


class Stranded(NamedTuple):
    """An entry in an unknown field of the library; `why` it is none, "" where it is one."""

    field: str
    key: str
    why: str


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
            extra = holder.model_extra or {}
            for name in list(extra):
                _free_in(library, extra, name, known)


def are_in(library: Library) -> Iterator[Stranded]:
    """Yield what stands as entries in unknown fields of the library itself."""
    for field, value in (library.model_extra or {}).items():
        for key, held in value.items() if isinstance(value, dict) else ():
            if _is_entry(key, held, library.entries):
                yield Stranded(field, key, _why_none(held))


def _free_in(library: Library, extra: dict[str, Any], name: str, known: set[str]) -> None:
    value = extra[name]
    if not isinstance(value, dict):
        return
    if _is_entry(name, value, known) and _take(library, name, value):
        del extra[name]
    elif any(_is_entry(inner, held, known) for inner, held in value.items()):
        left = {
            inner: held
            for inner, held in value.items()
            if not (_is_said(held) and _take(library, inner, held))
        }
        extra[name] = left
        if not left:
            del extra[name]


def _is_entry(name: str, value: object, known: Container[str]) -> bool:
    return _is_said(value) and (name in known or value.get("arxiv_id") == name)


def _is_said(value: object) -> TypeGuard[Fields]:
    return isinstance(value, dict) and is_telling(value)


def _why_none(value: object) -> str:
    """Return the first field that keeps a value from being an entry, and what is wrong with it."""
    try:
        Entry.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return ""


def _take(library: Library, name: str, value: object) -> bool:
    try:
        entry = Entry.model_validate(value)
    except ValidationError:
        return False
    if library.entries.get(name) != entry:
        library.entries[numbered(name, library.entries)] = entry
    return True
