"""Signals that end a command: it puts away what it has begun, and ends with 128 + their number.

Loads next to nothing: a signal may come at any moment, also while the command is being loaded. What
comes before that is the interpreter's own start.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # as in `typing`, which takes 5 ms to load
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Any

INTERRUPTED = 128 + signal.SIGINT  # as shells have it
SAID = "Interrupted. The library is whole"

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_came: list[int] = []


def leave_at_once() -> None:
    """Let a signal end the process at once, in one line: nothing has begun, or all is done.

    Those that whoever started the process ignores (`nohup`) stay ignored.
    """
    _on_signals(_leave)


def guarded(main: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> int:
    """Return the exit code of `main`, in which the first signal is a `KeyboardInterrupt`.

    A second one ends the process where it is.
    """
    sys.unraisablehook = _unraisable
    try:
        _on_signals(_unwind)
        code = main(arguments)
        _on_signals(_leave)
    except KeyboardInterrupt:  # outside of what `main` itself watches over
        _say()
        code = exit_code()
    return code


def exit_code() -> int:
    """Return what the command exits with that was interrupted: 128 + the number of the signal."""
    return 128 + _came[0] if _came else INTERRUPTED


def _on_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in _ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _unwind(number: int, _: FrameType | None) -> None:
    _came.append(number)
    _on_signals(_leave)
    raise KeyboardInterrupt


def _leave(number: int, _: FrameType | None) -> None:
    _say()
    os._exit(128 + number)


def _say() -> None:
    try:  # noqa: SIM105 - what it suggests would have to be loaded first
        os.write(2, f"difftrack: {SAID}\n".encode())
    except OSError:  # nobody is there to hear it
        pass


def _unraisable(lost: Any) -> None:  # noqa: ANN401 - the interpreter's own
    """Leave where the interpreter would drop the interrupt, as in a callback of an import."""
    if lost.exc_type is KeyboardInterrupt:
        _leave(_came[0] if _came else signal.SIGINT, None)
    sys.__unraisablehook__(lost)
