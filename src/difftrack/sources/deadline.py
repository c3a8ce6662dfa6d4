"""Work that ends in time, whatever the other side does.

Time-outs of sockets hold for a single read: resolving a name has none, and a server that sends a
letter at a time outlasts them all.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def within(seconds: float, work: Callable[[], _T]) -> _T:
    """Return what `work` returns, or raise what it raises; `TimeoutError` after so many seconds.

    It runs in a thread of its own, which is left to itself then: `work` must change nothing that
    others look at.
    """
    came: SimpleQueue[tuple[_T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            came.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised where it was waited for
            came.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        result, error = came.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value] # without an error it is what `work` returned
