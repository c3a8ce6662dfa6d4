"""A damaged library made whole again: all that can be read, holes filled from its last good state.

Nothing is made up, and nothing passed over in silence: what was not taken is given back.
"""

import re
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from difftrack.errors import DifftrackError, LibraryDamagedError
from difftrack.library.edits import take_in_orphans, take_out
from difftrack.library.model import FORMAT_VERSION, Library, put
from difftrack.library.repair import conflict, swallowed, torn_text, whole_text
from difftrack.library.repair.rebuilding import Rebuilt, Torn, rebuild
from difftrack.library.repair.remains import Piece, Remains
from difftrack.library.storage.damage import MARKER, newer, wide
from difftrack.library.storage.file_format import decode, encode

_ESCAPED = re.compile(r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOST = "\ufffd"

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(slots=True)
class Saved:
    """A library that can be written, and what became of the damaged one.

    `pieces` are what was not taken, or only in part; `partly` the keys of entries that were read in
    part, `sections_partly` of such sections, `restored` of entries taken from the last good state,
    `gone` those that a section listed and that are nowhere. `said` is what else is to be told.
    """

    library: Library
    pieces: list[Piece] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)
    sections_partly: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def salvage(data: bytes, name: str, good: Library | None = None) -> Saved:
    """Return what can be saved of a file that cannot be read as a library.

    `good` is its last good state; it is changed. Raises `LibraryDamagedError` where the file has
    nothing of a library, and `NewerLibraryError` where a newer difftrack wrote it.
    """
    saved = Saved(Library())
    text = _text(data, saved)
    both = conflict.sides(text) if MARKER.search(data) else (text,)
    found = [whole_text.parts(side) or torn_text.recover(side) for side in both]
    _check(found, text, name)
    rebuilt = [rebuild(one) for one in found]
    _take(saved, rebuilt)
    swallowed.free(saved.library, _strangers(saved.library))
    if good is not None and any(one.is_torn for one in found):
        _fill(saved, good, rebuilt, {name for one in found for name in one.top})
    elif good is not None:
        _restore(saved, good, _strangers(saved.library))
    _put_right(saved)
    _place(saved.library, good)
    _hold(saved.library, name)
    return saved


def _hold(library: Library, name: str) -> None:
    """Refuse to save what could not be read again."""
    try:
        decode(encode(library), name)
    except DifftrackError:
        raise LibraryDamagedError(
            f"What can be read of {name} makes no library that could be read again. Nothing was "
            "changed. Bring back the state before its last change: difftrack undo --force"
        ) from None


def _text(data: bytes, saved: Saved) -> str:
    """Return what a file says, each sign that is none as U+FFFD."""
    encoding = wide(data)
    if encoding:
        saved.said.append(f"It was text in {encoding}")
    text = data.decode(encoding or "UTF-8", errors="replace").removeprefix("\ufeff")
    text = _CONTROL.sub(_LOST, text)
    lost = text.count(_LOST) - data.decode(encoding or "UTF-8", errors="ignore").count(_LOST)
    if _HALF.search(text):
        parts = _ESCAPED.split(text)
        for at in range(0, len(parts), 2):
            parts[at], halves = _HALF.subn(r"\\ufffd", parts[at])
            lost += halves
        text = "".join(parts)
    if lost:
        saved.said.append(f"{lost} of its signs could not be read, and stand there as {_LOST} now")
    return text


def _check(found: list[Remains], text: str, name: str) -> None:
    versions = [one.top.get("version") for one in found]
    if any(type(version) is int and version > FORMAT_VERSION for version in versions):
        raise newer(name)
    has_any = any(one.entries or one.sections or one.top.get("format") for one in found)
    if text.strip(f"{_LOST} \t\r\n") and not has_any and "difftrack" not in text:
        raise LibraryDamagedError(
            f"Nothing in {name} looks like a library. Nothing was changed. Name the right file: "
            "--library PATH"
        )


def _take(saved: Saved, rebuilt: list[Rebuilt]) -> None:
    """Take what was read, of both sides where there are two."""
    saved.library = rebuilt[0].library
    saved.pieces = list(dict.fromkeys(piece for one in rebuilt for piece in one.pieces))
    saved.partly = list(dict.fromkeys(key for one in rebuilt for key in one.partly))
    saved.sections_partly = list(dict.fromkeys(k for one in rebuilt for k in one.sections_partly))
    for other in rebuilt[1:]:
        saved.said.append("Two versions that git left were joined: ours stands where both differ")
        saved.pieces += conflict.join(saved.library, other.library)


# -- The last good state ----------------------------------------------------------------------


def _fill(saved: Saved, good: Library, rebuilt: list[Rebuilt], read: set[str]) -> None:
    """Fill the holes of a library whose text is torn: all that is missing comes back.

    What was read whole is its owner's last word; to what was read in part the rest is added.
    """
    library, held = saved.library, dict(good)
    for name in ("title", "intro", "outro", "settings", "ignored", *(good.model_extra or {})):
        if name not in read:
            put(library, name, held[name])
    if any("settings" in one.torn for one in rebuilt):
        library.settings = _over(good.settings, library.settings, set())
    for key in saved.partly:
        if key in good.entries:
            torn = _torn(key, [one.partly for one in rebuilt])
            library.entries[key] = _over(good.entries[key], library.entries[key], torn)
    _restore(saved, good, set(good.entries))
    places = {section.key: at for at, section in enumerate(library.sections)}
    for section in good.sections:
        if section.key not in places:
            library.sections.append(section)
        elif section.key in saved.sections_partly:
            torn = _torn(section.key, [one.sections_partly for one in rebuilt])
            at = places[section.key]
            library.sections[at] = _over(section, library.sections[at], torn)


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
            update[name] = list(dict.fromkeys([*since, *before]))
        elif isinstance(before, dict) and isinstance(since, dict):
            update[name] = before | since
    return old.model_copy(update=update)


def _strangers(library: Library) -> set[str]:
    """Return what sections list although it is no entry."""
    return {k for s in library.sections for k in s.entries if k not in library.entries}


def _restore(saved: Saved, good: Library, keys: set[str]) -> None:
    """Take entries that are missing from the good state."""
    for key in good.entries:
        if key in keys and key not in saved.library.entries:
            saved.library.entries[key] = good.entries[key]
            saved.restored.append(key)


# -- What always holds ------------------------------------------------------------------------


def _put_right(saved: Saved) -> None:
    """Take out of the sections what is no entry, and what stands there twice."""
    gone = _strangers(saved.library)
    saved.gone = sorted(gone)
    for section in saved.library.sections:
        if not gone.isdisjoint(section.entries):
            take_out(section, gone)
        section.entries = list(dict.fromkeys(section.entries))


def _place(library: Library, good: Library | None) -> None:
    """Put entries that stand nowhere where they stood in the good state, else before all."""
    placed = {key for section in library.sections for key in section.entries}
    lost = library.entries.keys() - placed
    here = {section.key: section for section in library.sections}
    for section in good.sections if good else []:
        if section.key in here:
            here[section.key].entries += [key for key in section.entries if key in lost]
    take_in_orphans(library)
