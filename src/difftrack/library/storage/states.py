"""The states of a file before its last changes: second names of it, or copies, in `.difftrack/`."""

import os
import re
from collections.abc import Container
from contextlib import suppress
from itertools import count
from pathlib import Path

from difftrack.library.storage.disk import FOLDER_NAME, is_file, real, replace_file

_MOST_STATES, _FEWEST_STATES, _MOST_STATE_BYTES = 20, 3, 200_000_000


def states(path: Path) -> list[Path]:
    """Return the kept states of the file in `path` before its last changes, oldest first."""
    target = real(path)
    folder = target.parent / FOLDER_NAME
    name = re.compile(rf"{re.escape(target.name)}\.[0-9]+")
    try:
        with os.scandir(folder) as found:
            files = [file for file in found if name.fullmatch(file.name)]
            kept = [Path(f.path) for f in files if f.is_file(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(kept, key=number)


def number(state: Path) -> int:
    """Return which state a file among `states` is; a later one has a higher number."""
    return int(state.name.rpartition(".")[2])


def is_known(path: Path) -> bool:
    """Tell whether difftrack wrote the file in `path` once, be it there now or gone."""
    return is_file(log_of(real(path))) or bool(states(path))


def log_of(target: Path) -> Path:
    """Return where it is written down which command made which state."""
    return target.parent / FOLDER_NAME / f"{target.name}.log"


def remember(target: Path, folder: Path) -> Path | None:
    """Keep the file as it is: by a second link to it, or a copy where the file system has none.

    Returns the state, which is made where it is missing; `None` where there is no file yet. Raises
    `OSError` where it cannot be kept.
    """
    kept = states(target)
    if not target.exists():
        return None
    if kept and is_same(target, kept[-1]):
        return kept[-1]
    numbers = count(number(kept[-1]) + 1 if kept else 1)
    names = (folder / f"{target.name}.{n:06}" for n in numbers)
    state = next(name for name in names if not os.path.lexists(name))
    try:
        os.link(target, state)
    except FileExistsError:  # the lock was taken away, and somebody else is writing
        return remember(target, folder)
    except OSError:
        replace_file(state, target.read_bytes(), like=target)
    return state


def is_same(target: Path, state: Path) -> bool:
    """Tell whether a state is the file as it is, left by a change that failed or a step back."""
    if state.samefile(target):
        return True
    is_like = state.stat().st_size == target.stat().st_size
    return is_like and state.read_bytes() == target.read_bytes()


def forget(path: Path, spent: Container[int] = ()) -> None:
    """Drop the `spent` states, then the oldest until the others are few and small enough.

    One that cannot be dropped stays: it takes room, and no other's place.
    """
    kept = [state for state in states(path) if number(state) not in spent]
    sizes = [state.stat().st_size for state in kept]
    many = len(kept) - _MOST_STATES
    while len(kept) > _FEWEST_STATES and (many > 0 or sum(sizes) > _MOST_STATE_BYTES):
        kept.pop(0)
        sizes.pop(0)
        many -= 1
    for state in set(states(path)) - set(kept):
        with suppress(OSError):
            state.unlink()
