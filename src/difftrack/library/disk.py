"""What is done on the disk so that a file is never half written: replacement, history.

Nothing here knows what is in the file.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from difftrack.errors import NotWrittenError

FOLDER_NAME = ".difftrack"

_MOST_STATES, _FEWEST_STATES, _MOST_STATE_BYTES = 20, 3, 200_000_000


def own_folder(path: Path) -> Path:
    """Return `.difftrack/` beside the file, and make it where it is missing."""
    folder = real(path).parent / FOLDER_NAME
    # What a link leads to may be on a disk that is not mounted: no folder is made in its place.
    folder.mkdir(parents=not path.is_symlink(), exist_ok=True)
    ignored = folder / ".gitignore"
    # Looked at each time: the process that made the folder may have been killed in between.
    if not ignored.exists() or not ignored.stat().st_size:
        ignored.write_text("*\n", encoding="utf-8")
    return folder


def real(path: Path) -> Path:
    """Return the path without symbolic links, so that a link to a file stays one.

    Where the links go in a circle, opening the path says so.
    """
    return Path(os.path.realpath(path))


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a `NotWrittenError` that names the file."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(
            f"{path} could not be written: {error.strerror or error}. "
            "What was there before still stands"
        ) from None


def replace_file(target: Path, data: bytes, before: Callable[[], object] = lambda: None) -> None:
    """Give `target` new content in one step: it holds the old bytes or the new ones, never a mix.

    Its mode is kept, and its owner where that is allowed. `before` runs when the new content is
    safe on the disk, just before it takes the place of the old. Raises `OSError`; the old file
    stands then.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    # Left by a killed process with the number that is ours now (in containers, often the same).
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb") as file:
            if target.exists():
                _dress(file.fileno(), target.stat())
            write_whole(file, data)
        before()
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            temporary.unlink(missing_ok=True)
        raise
    # The new file has its place already: where the folder cannot be opened or flushed (some network
    # file systems), only a power cut in this moment could bring the old one back.
    with suppress(OSError):
        _flush_folder(target.parent)


def write_whole(file: BinaryIO, data: bytes) -> None:
    """Write an empty file, and flush it to the disk.

    Raises `OSError`, also where the file system took less than it said it did.
    """
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
    size = os.fstat(file.fileno()).st_size
    if size != len(data):
        raise OSError(errno.EIO, f"{size} of {len(data)} bytes arrived on the disk")


def _dress(descriptor: int, like: os.stat_result) -> None:
    """Give a new file the owner and mode of the one whose place it takes."""
    made = os.fstat(descriptor)
    if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)
    if stat.S_IMODE(made.st_mode) != stat.S_IMODE(like.st_mode):
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_stale(target: Path) -> None:
    """Take away what killed processes left of their writing. The caller holds the lock."""
    for file, _ in _of_library(target):
        _unlink(file)


def left_over(target: Path) -> list[Path]:
    """Return what dead processes left of writing a library and its history."""
    return [file for file, process in _of_library(target) if not _is_running(process)]


def clear_abandoned(target: Path) -> None:
    """Take away what dead processes left of writing a file that has no lock."""
    for file, process in _left(target.parent, target.name):
        if not _is_running(process):
            _unlink(file)


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


def _unlink(file: Path) -> None:
    with suppress(OSError):  # it takes room, and nothing else
        file.unlink()


# -- History ----------------------------------------------------------------------------------


def states(path: Path) -> list[Path]:
    """Return the kept states of the file in `path` before its last changes, oldest first."""
    target = real(path)
    folder = target.parent / FOLDER_NAME
    name = re.compile(rf"{re.escape(target.name)}\.[0-9]+")
    kept = (
        [file for file in folder.iterdir() if name.fullmatch(file.name)] if folder.is_dir() else []
    )
    return sorted(kept, key=number)


def number(state: Path) -> int:
    """Return which state a file among `states` is; a later one has a higher number."""
    return int(state.name.rpartition(".")[2])


def is_known(path: Path) -> bool:
    """Tell whether difftrack wrote the file in `path` once, be it there now or gone."""
    return log_of(real(path)).is_file() or bool(states(path))


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
    state = folder / f"{target.name}.{number(kept[-1]) + 1 if kept else 1:06}"
    try:
        os.link(target, state)
    except OSError:
        replace_file(state, target.read_bytes())
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
