"""The lock that writers of a file hold, and who holds it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from difftrack.errors import LockTimeoutError
from difftrack.library.storage.disk import opened, own_folder, told
from difftrack.text.folding import clean

LOCK_TIMEOUT = 30.0

_POLL_SECONDS, _SHORTEST_POLL = 0.02, 0.001
_LONGEST = 500  # bytes of what a holder says of itself


@contextmanager
def locked(path: Path, timeout: float = LOCK_TIMEOUT, words: str = "") -> Iterator[None]:
    """Hold the lock of the file in `path`: no other difftrack writes meanwhile.

    `words` are those of the command, for who waits too long. The lock is the kernel's (flock(2)),
    so that it ends with the process that holds it. Raises `LockTimeoutError` where another one
    holds it for longer than `timeout` seconds.
    """
    descriptor = _held(path, timeout)
    try:
        # Who holds it is only a word in a message: on a full disk it stays unsaid.
        with suppress(OSError):
            if os.fstat(descriptor).st_nlink == 1:  # else it may be a file of another name, too
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, _holder(words), 0)
        yield
    finally:
        with suppress(OSError):  # the lock ends all the same, and what was done is done
            os.close(descriptor)


def _held(path: Path, timeout: float) -> int:
    """Return the descriptor of the lock, which is held; it is the file that others would open."""
    begin = time.monotonic()
    while True:
        with told(path):
            lock = own_folder(path) / "lock"
            descriptor = opened(lock, os.O_RDWR | os.O_CREAT)
        try:
            with told(path):
                _acquire(descriptor, path, begin, timeout)
                if _is_at(descriptor, lock) or time.monotonic() - begin > timeout:
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # it was taken away meanwhile, as by `git clean -x`


def _is_at(descriptor: int, path: Path) -> bool:
    """Tell whether an open file is the one in `path`; some file systems cannot tell it."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def _acquire(descriptor: int, path: Path, begin: float, timeout: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = time.monotonic() - begin
            if waited >= timeout:
                raise LockTimeoutError(
                    f"{path} is in use by another difftrack ({_who(descriptor)}), which did not "
                    f"end within {timeout:g} s, and was left as it is. Try again, or wait longer: "
                    "--lock-timeout 120"
                ) from None
            # Who has waited for longer asks more often, and so is the likelier to be the next.
            time.sleep(max(_POLL_SECONDS / (1 + 4 * waited), _SHORTEST_POLL))
        else:
            return


def _holder(words: str) -> bytes:
    """Return what a holder writes into the lock: its process, since when, and its command."""
    return f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')} {words}".encode()


def _who(descriptor: int) -> str:
    """Return who holds the lock, by the clock of who waits: `process 7, since TIME: refresh`."""
    said = clean(os.pread(descriptor, _LONGEST, 0).decode(errors="replace"))
    process, _, rest = said.partition(" ")
    at, _, words = rest.partition(" ")
    since = ""
    with suppress(ValueError, OverflowError):
        since = f", since {datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"
    return f"process {process or 'unknown'}{since}{words and f': {words}'}"
