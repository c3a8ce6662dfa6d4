"""When an owner changes an entry: what they saw still stands, and what they say is theirs."""

from collections.abc import Container, Iterable

from difftrack.errors import NotFoundError, RefusedError
from difftrack.library.derivation import PLACE
from difftrack.library.model import SOURCE_FIELDS, Entry, Library


def unchanged(library: Library, key: str, seen: Entry, names: Container[str]) -> Entry:
    """Return an entry, of which its owner saw `seen` before they changed the fields `names`.

    Raises `NotFoundError` where it is gone, `RefusedError` where another command changed one of
    these fields meanwhile: nothing is overwritten that the owner did not see.
    """
    entry = library.entries.get(key)
    if entry is None:
        raise NotFoundError(f"{key} was removed meanwhile. See: difftrack undo --list")
    for name in entry.differing(seen):
        if name in names:
            shown = name.replace("_", " ")
            raise RefusedError(
                f"Another command changed {key} meanwhile: {shown}. See: difftrack show {key}"
            )
    return entry


def own(entry: Entry, names: Iterable[str]) -> None:
    """Make fields that their owner changed theirs.

    Source fields among them are pinned; emptied ones are not, so that they are fetched again. Of
    where a thing appeared nothing is derived any more once its owner says a part of it.
    """
    changed = {*names}
    emptied = {name for name in changed if not getattr(entry, name)}
    entry.pinned = [name for name in entry.pinned if name not in emptied]
    pin(entry, changed - emptied)
    if not changed.isdisjoint(PLACE):
        entry.derived = [name for name in entry.derived if name not in PLACE]


def pin(entry: Entry, names: Iterable[str]) -> None:
    """Name source fields as the owner's, in their order; what else is pinned stays behind them.

    That is what a newer difftrack, or a person in the file, put there.
    """
    pinned = {*entry.pinned, *names}
    others = [name for name in entry.pinned if name not in SOURCE_FIELDS]
    entry.pinned = [*(name for name in SOURCE_FIELDS if name in pinned), *others]
