"""What killed writers leave beside a file: temporary files, each named after its writer."""

import os
import re
from contextlib import suppress
from pathlib import Path

from difftrack.library.storage.disk import FOLDER_NAME


def clear_stale(target: Path) -> None:
    """Take away what killed processes left of their writing. The caller holds the lock."""
    for file, _ in _of_library(target):
        take_away(file)


def left_over(target: Path) -> list[Path]:
    """Return what dead processes left of writing a library and its history."""
    return [file for file, process in _of_library(target) if not _is_running(process)]


def clear_abandoned(target: Path) -> None:
    """Take away what dead processes left of writing a file that has no lock."""
    for file, process in _left(target.parent, target.name):
        if not _is_running(process):
            take_away(file)


def take_away(file: Path) -> None:
    """Remove a file that is left over, where the system lets us: all it takes is room."""
    with suppress(OSError):
        file.unlink()


def _of_library(target: Path) -> list[tuple[Path, int]]:
    history = _left(target.parent / FOLDER_NAME, target.name, r"(?:\.log|\.[0-9]+)")
    return [*_left(target.parent, target.name), *history]


def _left(folder: Path, name: str, ending: str = "") -> list[tuple[Path, int]]:
    """Return the temporary files of a file's writers, and which process wrote each."""
    pattern = re.compile(rf"\.{re.escape(name)}{ending}\.([0-9]+)\.tmp")
    with suppress(OSError):
        found = [(file, pattern.fullmatch(file.name)) for file in folder.iterdir()]
        return [(file, int(match[1])) for file, match in found if match]
    return []


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another user's
        return True
    return True
