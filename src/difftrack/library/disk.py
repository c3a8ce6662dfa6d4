"""What is done on the disk so that a file is never half written: locks, replacement, history.

Nothing here knows what is in the file.
"""

import fcntl
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from difftrack.errors import LockTimeoutError, NotWrittenError

FOLDER_NAME = ".difftrack"
LOCK_TIMEOUT = 30.0

_MOST_STATES, _FEWEST_STATES, _MOST_STATE_BYTES = 20, 3, 200_000_000
_POLL_SECONDS = 0.02


@contextmanager
def locked(path: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the lock of the file in `path`: no other difftrack writes meanwhile.

    The lock is the kernel's (flock(2)), so that it ends with the process that holds it. Raises
    `LockTimeoutError` where another one holds it for longer than `timeout` seconds.
    """
    with told(path):
        folder = own_folder(path)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        with told(path):
            _acquire(descriptor, path, timeout)
        # Who holds it is only a word in a message: on a full disk it stays unsaid.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        with suppress(OSError):  # the lock ends all the same, and what was done is done
            os.close(descriptor)


def _acquire(descriptor: int, path: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 20, 0).decode(errors="replace") or "unknown"
                raise LockTimeoutError(
                    f"Another difftrack (process {holder}) has held {path} for {timeout:g} s. "
                    "Nothing was changed. Try again, or wait longer: --lock-timeout 120"
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return


def own_folder(path: Path) -> Path:
    """Return `.difftrack/` beside the file, and make it where it is missing."""
    folder = real(path).parent / FOLDER_NAME
    folder.mkdir(parents=True, exist_ok=True)
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
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
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
    for file in left_over(target):
        file.unlink(missing_ok=True)


def left_over(target: Path) -> list[Path]:
    """Return the temporary files of writes of this file that are under way or were cut off."""
    name = re.compile(rf"\.{re.escape(target.name)}\.[0-9]+\.tmp")
    return [file for file in target.parent.iterdir() if name.fullmatch(file.name)]


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


def remember(target: Path, folder: Path, *, forget: bool = True) -> Path | None:
    """Keep the file as it is by a second link to it, and drop the states that are too many.

    Returns the state. Undo is lost where links cannot be made (some file systems), the change
    itself is not.
    """
    with suppress(OSError):
        state = _kept(target, folder)
        if forget:
            _forget(states(target))
        return state
    return None


def _kept(target: Path, folder: Path) -> Path | None:
    """Return the state that is the file as it is; it is made where it is missing."""
    kept = states(target)
    if not target.exists():
        return None
    if kept and _is_kept(target, kept[-1]):
        return kept[-1]
    state = folder / f"{target.name}.{number(kept[-1]) + 1 if kept else 1:06}"
    os.link(target, state)
    return state


def _is_kept(target: Path, state: Path) -> bool:
    """Tell whether a state is the file as it is, left by a change that failed or a step back."""
    if state.samefile(target):
        return True
    is_like = state.stat().st_size == target.stat().st_size
    return is_like and state.read_bytes() == target.read_bytes()


def _forget(kept: list[Path]) -> None:
    """Drop the oldest states until they are few and small enough."""
    sizes = [state.stat().st_size for state in kept]
    while len(kept) > _FEWEST_STATES and (
        len(kept) > _MOST_STATES or sum(sizes) > _MOST_STATE_BYTES
    ):
        kept.pop(0).unlink(missing_ok=True)
        sizes.pop(0)
