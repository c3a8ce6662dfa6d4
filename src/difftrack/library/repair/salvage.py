"""A damaged library made whole again: all that can be read, holes filled from its last good state.

Nothing is made up, and nothing passed over in silence: what was not taken is given back.
"""

from dataclasses import dataclass, field

from difftrack.errors import DifftrackError, LibraryDamagedError
from difftrack.library.edits import take_in_orphans, take_out
from difftrack.library.model import FORMAT_VERSION, Library
from difftrack.library.repair import conflict, filling, swallowed
from difftrack.library.repair.documents import documents
from difftrack.library.repair.rebuilding import Rebuilt, rebuild
from difftrack.library.repair.remains import Lines, Piece, Remains, as_piece, line_of
from difftrack.library.repair.signs import GAP, LOST, text_of
from difftrack.library.storage.damage import MARKER, newer
from difftrack.library.storage.file_format import decode, encode


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
    text, encoding, own_lost = text_of(data)
    lines = Lines(text)
    saved = Saved(Library(), said=[f"It was text in {encoding}"] if encoding else [])
    is_conflict = MARKER.search(data) is not None
    sides = [documents(side) for side in (conflict.sides(text) if is_conflict else (text,))]
    found = [one for side in sides for one in side]
    _check_version(found, name)
    if not any(one.is_a_library for one in found):
        return _instead(good, is_empty=not text.strip(_NOTHING), name=name)
    rebuilt = [rebuild(one) for one in found]
    for one in rebuilt if good else []:
        filling.name_again(one.library, good, one)  # type: ignore[arg-type] # it is there
    _take(saved, rebuilt, is_conflict=is_conflict)
    saved.pieces = [lines.told_exactly(piece) for piece in saved.pieces]
    swallowed.free(saved.library, _strangers(saved.library))
    if good is not None:
        is_torn = any(all(one.is_torn for one in side) for side in sides)
        wrong: list[Piece] = []
        if is_torn:
            read = {name for one in found for name in one.top}
            wrong += filling.filled(saved.library, good, rebuilt, read)
        else:  # what stands there in part is run together with another
            keys = [key for key in saved.partly if key in good.entries]
            wrong += [filling.put_back(saved.library, good, key) for key in keys]
        _restore(saved, good, set(good.entries) if is_torn else _strangers(saved.library))
        wrong += filling.unmixed(saved.library, good, saved.restored)
        wrong += filling.cleared(saved.library, good) if LOST in text or _HALF in text else []
        saved.pieces += [piece._replace(line=line_of(text, piece.place)) for piece in wrong]
    _put_right(saved, text)
    _place(saved.library, good)
    _tell_lost(saved, text, own_lost)
    saved.pieces = [p._replace(text=p.text.replace(GAP, LOST)) for p in saved.pieces]
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


_HALF = r"\ufffd"  # as JSON writes it
_NOTHING = f"{LOST}{GAP} \t\r\n"


def _check_version(found: list[Remains], name: str) -> None:
    versions = [one.top.get("version") for one in found]
    if any(type(version) is int and version > FORMAT_VERSION for version in versions):
        raise newer(name)


def _instead(good: Library | None, *, is_empty: bool, name: str) -> Saved:
    """Return the good state whole for a file that has nothing of a library, as an empty one."""
    if good is not None:
        said = (
            [] if is_empty else ["Nothing in it looks like a library: the last good state stands"]
        )
        return Saved(good, restored=list(good.entries), said=said)
    if not is_empty:
        raise LibraryDamagedError(
            f"Nothing in {name} looks like a library. Nothing was changed. Name the right file: "
            "--library PATH"
        )
    return Saved(Library())


def _take(saved: Saved, rebuilt: list[Rebuilt], *, is_conflict: bool) -> None:
    """Take what was read, of both sides where there are two."""
    saved.library = rebuilt[0].library
    saved.pieces = list(dict.fromkeys(piece for one in rebuilt for piece in one.pieces))
    saved.partly = list(dict.fromkeys(key for one in rebuilt for key in one.partly))
    saved.sections_partly = list(dict.fromkeys(k for one in rebuilt for k in one.sections_partly))
    for other in rebuilt[1:]:
        saved.pieces += conflict.join(saved.library, other.library)
    if is_conflict:
        saved.said.append("Two versions that git left were joined: ours stands where both differ")
    elif len(rebuilt) > 1:
        saved.said.append("It held more than one: they were joined, the first that is whole stands")


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


def _put_right(saved: Saved, text: str) -> None:
    """Take out of the sections what is no entry, and what stands there twice."""
    gone = _strangers(saved.library)
    saved.gone = sorted(gone)
    for section in saved.library.sections:
        listed = [key for key in section.entries if key in gone]
        if listed:
            place = f"sections.{section.key}.entries"
            saved.pieces.append(as_piece(line_of(text, place), place, listed))
            take_out(section, gone)
        section.entries = list(dict.fromkeys(section.entries))


def _place(library: Library, good: Library | None) -> None:
    """Put entries that stand nowhere where they stood in the good state, else before all."""
    placed = {key for section in library.sections for key in section.entries}
    lost = library.entries.keys() - placed
    here = {section.key: section for section in library.sections}
    for section in good.sections if good else []:
        if section.key in here and not lost.isdisjoint(section.entries):
            own = here[section.key].entries
            old = [key for key in section.entries if key in lost or key in own]
            here[section.key].entries = filling.with_missing(own, old)
    take_in_orphans(library)


def _tell_lost(saved: Saved, text: str, own_lost: int) -> None:
    """Tell how many signs stand in the library as lost ones, and which entries have them."""
    if LOST not in text and _HALF not in text:
        return
    lost = encode(saved.library).count(LOST.encode()) - own_lost
    if lost > 0:
        saved.said.append(f"{lost} of its signs could not be read, and stand there as {LOST} now")
    if lost > 0 and not own_lost:  # those that stand there are new
        broken = (k for k, e in saved.library.entries.items() if filling.has_lost(e.model_dump()))
        saved.partly += [key for key in broken if key not in saved.partly]
