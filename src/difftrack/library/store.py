"""The library's file: how it is read and replaced without ever being half written.

A write goes to a temporary file in the same folder, is flushed to the disk, and takes the file's
place in one step (rename(2)); then the folder is flushed. Writers hold a lock in `.difftrack/`
beside the library, where the states before the last changes are kept, too.
"""

import shlex
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from difftrack.errors import (
    DifftrackError,
    LibraryDamagedError,
    NewerLibraryError,
    NotFoundError,
    NotWrittenError,
    RefusedError,
)
from difftrack.library.model import FORMAT_VERSION, Library
from difftrack.library.storage.change_log import NOBODY, Command, is_as_written
from difftrack.library.storage.damage import newer, refused, version_of
from difftrack.library.storage.disk import Stamp, own_folder, real, replace_file, stamp, told
from difftrack.library.storage.file_format import decode, encode
from difftrack.library.storage.history import nearest
from difftrack.library.storage.keeping import note, note_made, note_step, tidy
from difftrack.library.storage.leftovers import clear_stale
from difftrack.library.storage.states import is_known, states

LARGEST = 2**29
"""The most bytes of a library, some 300,000 entries: another file is not taken into memory."""

_MOST = f"a library holds at most {LARGEST:,}"


def load(path: Path) -> Library:
    """Return the library in `path`.

    Raises `NotFoundError` where there is none, `LibraryDamagedError` with place and reason where
    the file is none, `NewerLibraryError` where a newer difftrack wrote it in a way that cannot be
    read.
    """
    data = read(path)
    return decode(data, str(path), is_as_written=is_as_written(path, data))


def read(path: Path) -> bytes:
    """Return what the file in `path` holds; raises as `load` does, whatever that is."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode) and not path.is_dir():  # a pipe would be waited for
            raise NotWrittenError(f"{path} cannot be read: it is no file. Name one: --library PATH")
        if facts.st_size > LARGEST:
            raise refused(str(path), f"it holds {facts.st_size:,} bytes, and {_MOST}")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(_missing(path)) from None
    except OSError as error:
        raise NotWrittenError(f"{path} cannot be read: {error.strerror}") from None


def last_good(path: Path) -> Library | None:
    """Return what the file in `path` last held, as far as a state of it can be read.

    Raises `NotWrittenError` where the system does not let them be read.
    """
    try:
        kept = nearest(path)
    except OSError as error:
        raise NotWrittenError(f"{error.filename} cannot be read: {error.strerror}") from None
    for state in kept:
        with suppress(LibraryDamagedError, NewerLibraryError):
            return load(state)
    return None


def is_gone(path: Path) -> bool:
    """Tell whether a library was in `path`, and its file is not there any more."""
    return not path.exists() and is_known(path)


def _missing(path: Path) -> str:
    if path.is_symlink():
        return f"{path} is a link to {real(path)}, which is not there. Is a disk not mounted?"
    if not is_gone(path):
        return f"There is no library at {path}. Make one: difftrack init, or difftrack add ID"
    anew = f"difftrack --library {shlex.quote(str(path))} init"
    if not states(path):
        return (
            f"{path} is gone: removed, moved, or not on this branch of git, and nothing of it is "
            f"kept. Get it back from there, or begin anew: {anew}"
        )
    return (
        f"{path} is gone: removed, moved, or not on this branch of git. Bring back what is kept "
        f"of it: difftrack undo --force. Or begin anew: {anew}"
    )


def _unheard(said: str) -> None:
    del said


def save(
    path: Path,
    library: Library,
    command: Command = NOBODY,
    warn: Callable[[str], object] = _unheard,
    since: Stamp | None = None,
) -> bool:
    """Replace the file in `path` with this library; tell whether its bytes changed.

    `command` is what the history calls the change; `warn` is told where the change is made and
    cannot be undone. `since` is the stamp of the file as this library was read from it. The caller
    holds the lock; an editor or git does not ask for it. Raises `NewerLibraryError` for a library
    of a newer format, `RefusedError` where the file is another one by now, and `NotWrittenError`
    where the system refuses (full disk, no permission); the old file stands then.
    """
    if library.version > FORMAT_VERSION:
        raise newer(str(path))
    data = encode(library)
    if len(data) > LARGEST:
        raise NotWrittenError(
            f"{path} was left as it is: it would hold {len(data):,} bytes, and {_MOST}"
        )
    with told(path):
        target = real(path)  # a symbolic link stays one
        if _holds(target, data):
            return False
        folder = own_folder(path)
        clear_stale(target)  # the lock is ours: no one else is writing
        unkept: list[str] = []
        is_new = not target.exists()

        def _before() -> None:
            unkept.append(note(target, folder, command, data))
            _refuse_changed(path, since)

        replace_file(target, data, _before)
        if is_new:
            note_made(target, command, data)
        tidy(target)
    if unkept[0]:
        warn(f"This cannot be undone: {path} as it was could not be kept: {unkept[0]}")
    return True


def _refuse_changed(path: Path, since: Stamp | None) -> None:
    if since is not None and stamp(path) != since:
        raise RefusedError(
            f"{path} was changed by another program meanwhile, and was left as it is. Try again"
        )


def check_state(path: Path) -> None:
    """Raise `RefusedError` where a kept state cannot be read, so that it would be no library."""
    try:
        load(path)
    except DifftrackError:
        raise RefusedError(
            f"The state that would come back, {path.name}, cannot be read, so nothing was changed. "
            "Bring back another: difftrack undo --list, then undo --to N --force"
        ) from None


def step(
    path: Path, data: bytes, command: Command, to: int | None = None, since: Stamp | None = None
) -> None:
    """Put a state of the file in `path` back, byte for byte: back to the state `to`, or forwards.

    The caller holds the lock. Raises as `save` does.
    """
    with told(path):
        target = real(path)
        folder = own_folder(path)
        if target.exists() and version_of(target.read_bytes()) > FORMAT_VERSION:
            raise newer(str(path))
        clear_stale(target)

        def _before() -> None:
            note_step(target, folder, to, command, data)
            _refuse_changed(path, since)

        replace_file(target, data, _before)
        tidy(target)


def _holds(target: Path, data: bytes) -> bool:
    return target.exists() and target.stat().st_size == len(data) and target.read_bytes() == data
