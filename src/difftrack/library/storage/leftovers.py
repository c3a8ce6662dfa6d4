"""What killed writers leave beside a file: temporary files that nobody writes any more."""

import fcntl
import os
import re
from contextlib import suppress
from pathlib import Path

from difftrack.library.storage.disk import FOLDER_NAME


def clear_stale(target: Path) -> None:
    """Take away what killed processes left of their writing. The caller holds the lock."""
    for file in _of_library(target):
        take_away(file)


def left_over(target: Path) -> list[Path]:
    """Return what killed processes left of writing a library and its history."""
    return [file for file in _of_library(target) if not _is_being_written(file)]


def clear_abandoned(target: Path) -> None:
    """Take away what killed processes left of writing a file that has no lock."""
    for file in _left(target.parent, target.name):
        if not _is_being_written(file):
            take_away(file)


def _of_library(target: Path) -> list[Path]:
    own = target.parent / FOLDER_NAME
    set_aside = _left(target.parent, target.stem, r"\.(?:damaged|rest)-[0-9]+(?:\.\w+)?")
    history = [*_left(own, target.name, r"(?:\.log|\.[0-9]+)"), *_left(own, ".gitignore")]
    return [*_left(target.parent, target.name), *set_aside, *history]


def _left(folder: Path, name: str, ending: str = "") -> list[Path]:
    """Return the temporary files of a file's writers."""
    pattern = re.compile(rf"\.{re.escape(name)}{ending}\.[0-9a-f]{{8}}\.tmp")
    with suppress(OSError):
        return [file for file in folder.iterdir() if pattern.fullmatch(file.name)]
    return []


def _is_being_written(file: Path) -> bool:
    """Tell whether a temporary file is locked by its writer, or nobody can tell."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def take_away(file: Path) -> None:
    """Remove a file that is left over, where the system lets us: all it takes is room."""
    with suppress(OSError):
        file.unlink()
