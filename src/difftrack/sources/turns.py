"""Whose turn it is: all difftracks of a user ask a server one after the other, and not too often.

How often that is stands in `arxiv_facts`. The time of the last request stands in a small file,
whose lock is held while a request is under way; the kernel ends the lock with its process. A file
that cannot be used is no error: the pause that each process keeps for itself remains.
"""

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from difftrack.errors import SourceError
from difftrack.sources.endpoint import Endpoint

ARXIV = "arxiv.org"
"""The family of all of arXiv's hosts."""

_LONGEST_QUEUE = 600.0  # seconds; a request takes at most 60
_POLL_SECONDS = 0.05
_TOLD_AFTER = 5.0  # seconds


def family(url: str) -> str:
    """Return what counts as one server: all of arXiv's hosts, or one host and port."""
    try:
        parts = urlsplit(url)
    except ValueError:  # an address that is none
        return url
    host = (parts.hostname or "").rstrip(".")
    return ARXIV if f".{host}".endswith(f".{ARXIV}") else parts.netloc.rpartition("@")[2]


@contextmanager
def turn(endpoint: Endpoint) -> Iterator[None]:
    """Hold the only connection to a server, its `delay` or more after the last one.

    Without a folder for the times, or without a delay, nobody is waited for. Raises `SourceError`
    where others hold it for ten minutes.
    """
    folder = endpoint.folder if endpoint.delay > 0 else None
    descriptor = _opened(folder, endpoint.url) if folder else None
    if descriptor is None:
        yield
        return
    try:
        _queue(descriptor, endpoint.told)
        time.sleep(_left(descriptor, endpoint.delay))
        _stamp(descriptor)  # stands where this process is killed before it has its answer
        try:
            yield
        finally:
            _stamp(descriptor)
    finally:
        os.close(descriptor)


def _opened(folder: Path, url: str) -> int | None:
    name = "last-request-" + re.sub(r"[^\w.-]", "_", family(url))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    return None


def _queue(descriptor: int, told: Callable[[str], None]) -> None:
    """Wait until no other process asks; go on where the file system knows no locks."""
    begin = time.monotonic()
    deadline, is_told = begin + _LONGEST_QUEUE, False
    with suppress(OSError):
        while not _is_locked(descriptor):
            if time.monotonic() >= deadline:
                raise SourceError(
                    f"Other difftracks have been asking arXiv for {_LONGEST_QUEUE:g} s. "
                    "Wait until they have ended, then try again"
                )
            if not is_told and time.monotonic() >= begin + _TOLD_AFTER:
                told("Another difftrack is asking arXiv. Waiting for our turn")
                is_told = True
            time.sleep(_POLL_SECONDS)


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _left(descriptor: int, delay: float) -> float:
    """Return the seconds to wait: never more than `delay`, whatever stands in the file.

    Two clocks are asked, of which one runs on where the other is set; a time to come, left by a
    clock set back or by a machine started anew, counts as now.
    """
    try:
        last = [float(word) for word in os.pread(descriptor, 100, 0).split()]
    except (OSError, ValueError):
        return delay
    clocks = zip(last, _clocks(), strict=False)
    left = [delay - max(0.0, now - then) for then, now in clocks]
    # A time that is no number is greater than nothing, and is left out by the comparison.
    return max([0.0, *(seconds for seconds in left if 0 < seconds <= delay)])


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


def _stamp(descriptor: int) -> None:
    line = b"%.3f %.3f\n" % _clocks()
    with suppress(OSError):
        os.pwrite(descriptor, line, 0)
        os.ftruncate(descriptor, len(line))
