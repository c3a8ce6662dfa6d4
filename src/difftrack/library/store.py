"""The library's file: where it is, and how it is read and replaced without ever being half written.

A write goes to a temporary file in the same folder, is flushed to the disk, and takes the file's
place in one step (rename(2)); then the folder is flushed. Writers hold a lock in `.difftrack/`
beside the library, where the states before the last changes are kept, too.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from difftrack.errors import NotFoundError, NotWrittenError
from difftrack.library.change_log import NOBODY, Command
from difftrack.library.disk import clear_stale, own_folder, real, replace_file, told
from difftrack.library.file_format import decode, encode, newer, version_of
from difftrack.library.history import note, note_step
from difftrack.library.model import FORMAT_VERSION, Library

FILE_NAME = "difftrack.json"


class Location(NamedTuple):
    """Where a library is or would be, and whether it belongs to a project or to the user."""

    path: Path
    is_project: bool


def locate(named: Path | None, folder: Path) -> Location:
    """Return where the library is: named, found from `folder` upwards, or the user's own.

    A named folder means the `difftrack.json` in it. Nothing is read yet, and nothing made. Raises
    `NotFoundError` where the working folder is gone or may not be looked at.
    """
    try:
        if named is not None:
            path = named / FILE_NAME if named.is_dir() else named
            return Location(path.absolute(), is_project=True)
        found = _upwards(folder.absolute())
    except OSError as error:
        raise NotFoundError(
            f"{named or 'The working folder'} cannot be looked at: {error.strerror}. Go to another "
            "folder, or name the library: --library PATH"
        ) from None
    if found is not None:
        return Location(found, is_project=True)
    return Location(_of_user(), is_project=False)


def _of_user() -> Path:
    # Loaded here: a library in a project, the common case, does without it.
    from platformdirs import user_data_path  # noqa: PLC0415

    with suppress(RuntimeError):  # a user without a home, as in some containers
        data = user_data_path("difftrack")
        if data.is_absolute():
            return data / "library.json"
    raise NotFoundError("No home folder is known. Name the library: --library PATH")


def _upwards(folder: Path) -> Path | None:
    """Search as git does: stop at HOME, at another file system, at a file of another owner."""
    home = _facts(Path(os.environ.get("HOME") or "/"))
    device = folder.stat().st_dev
    for candidate in (folder, *folder.parents):
        here = _facts(candidate)
        if here is None or here.st_dev != device:
            return None
        path = candidate / FILE_NAME
        owners = _owners(path)
        if owners:
            return path if owners == {os.geteuid()} else None
        if home is not None and os.path.samestat(here, home):
            return None
    return None


def _owners(path: Path) -> set[int]:
    """Return whose a file is, and whose the link to it; nobody's where there is no file."""
    link = _facts(path, follow_symlinks=False)
    file = _facts(path) or link
    if link is None or file is None or stat.S_ISDIR(file.st_mode):
        return set()
    return {link.st_uid, file.st_uid}


def _facts(path: Path, *, follow_symlinks: bool = True) -> os.stat_result | None:
    with suppress(OSError):
        return path.stat(follow_symlinks=follow_symlinks)
    return None


def load(path: Path) -> Library:
    """Return the library in `path`.

    Raises `NotFoundError` where there is none, `LibraryDamagedError` with place and reason where
    the file is none, `NewerLibraryError` where a newer difftrack wrote it in a way that cannot be
    read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(
            f"There is no library at {path}. Make one: difftrack init, or difftrack add ID"
        ) from None
    except OSError as error:
        raise NotWrittenError(f"{path} cannot be read: {error.strerror}") from None
    return decode(data, str(path))


def save(path: Path, library: Library, command: Command = NOBODY) -> bool:
    """Replace the file in `path` with this library; tell whether its bytes changed.

    `command` is what the history calls the change. The caller holds the lock. Raises
    `NewerLibraryError` for a library of a newer format, and `NotWrittenError` where the system
    refuses (full disk, no permission); the old file stands then.
    """
    if library.version > FORMAT_VERSION:
        raise newer(str(path))
    data = encode(library)
    with told(path):
        target = real(path)  # a symbolic link stays one
        if _holds(target, data):
            return False
        folder = own_folder(path)
        clear_stale(target)  # the lock is ours: no one else is writing
        replace_file(target, data, before=lambda: note(target, folder, command, data))
    return True


def step(path: Path, data: bytes, command: Command, to: int | None = None) -> None:
    """Put a state of the file in `path` back, byte for byte: back to the state `to`, or forwards.

    The caller holds the lock. Raises as `save` does.
    """
    with told(path):
        target = real(path)
        folder = own_folder(path)
        if target.exists() and version_of(target.read_bytes()) > FORMAT_VERSION:
            raise newer(str(path))
        clear_stale(target)
        replace_file(target, data, before=lambda: note_step(target, folder, to, command, data))


def _holds(target: Path, data: bytes) -> bool:
    return target.exists() and target.stat().st_size == len(data) and target.read_bytes() == data
