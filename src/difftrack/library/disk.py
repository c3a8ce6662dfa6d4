"""What is done on the disk so that a file is never half written: locks, replacement, history.

Nothing here knows what is in the file.
"""

import fcntl
import os
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
        _acquire(descriptor, path, timeout)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
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
    folder = path.resolve().parent / FOLDER_NAME
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a `NotWrittenError` that names the file."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(
            f"{path} could not be written: {error.strerror}. What was there before still stands"
        ) from None


def replace_file(target: Path, data: bytes, before: Callable[[], None] = lambda: None) -> None:
    """Give `target` new content in one step: it holds the old bytes or the new ones, never a mix.

    Its mode is kept. `before` runs when the new content is safe on the disk, just before it takes
    the place of the old. Raises `OSError`; the old file stands then.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        before()
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        # The new file has its place already: where the folder cannot be flushed (some network file
        # systems), only a power cut in this moment could bring the old one back.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


# -- History ----------------------------------------------------------------------------------


def states(path: Path) -> list[Path]:
    """Return the kept states of the file in `path` before its last changes, oldest first."""
    folder = path.resolve().parent / FOLDER_NAME
    return sorted(folder.glob(f"{path.resolve().name}.[0-9]*"), key=_number)


def _number(state: Path) -> int:
    digits = state.name.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 0


def remember(target: Path, folder: Path) -> None:
    """Keep the file as it is by a second link to it, and drop the states that are too many."""
    if not target.exists():
        return
    kept = states(target)
    number = _number(kept[-1]) + 1 if kept else 1
    # Undo is lost where links cannot be made (some file systems), the change itself is not.
    with suppress(OSError):
        os.link(target, folder / f"{target.name}.{number:06}")
    kept = states(target)
    sizes = [state.stat().st_size for state in kept]
    while len(kept) > _FEWEST_STATES and (
        len(kept) > _MOST_STATES or sum(sizes) > _MOST_STATE_BYTES
    ):
        kept.pop(0).unlink(missing_ok=True)
        sizes.pop(0)
