"""Faults at the calls of Python's own library, for machines without strace: a quick choice.

The command runs in a child of this process, whose `os`, `fcntl` and `io` fail where they are told
to: before a call, or after half of it (a short write). Audit hooks see what else opens, names and
removes files (PEP 578).
"""

import errno
import fcntl
import io
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sweep.children import WORK, Ended, Words, run
from sweep.fault import Fault, Injector

_AUDITED = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.scandir", "os.listdir"}
_ERRORS = {name: getattr(errno, name) for name in ("EIO", "ENOSPC")}
_SHORT, _KILL = "short", "SIGKILL"


class _Calls:
    """Notes the calls on files below a folder, and fails at one of them."""

    def __init__(self, root: Path, fault: Fault | None) -> None:
        self.folder, self.fault = str(root / WORK), fault
        self.log = os.open(root / "calls", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        self.counted: Counter[str] = Counter()

    def meet(self, name: str, path: object = None) -> bool:
        """Note a call, and fail if it is its turn; tell whether it is to be cut short.

        Without a path it is one on an open file.
        """
        if isinstance(path, int) or not (path is None or str(path).startswith(self.folder)):
            return False
        self.counted[name] += 1
        os.write(self.log, f"{name} {self.counted[name]}\n".encode())
        if self.fault is None or self.fault[:2] != (name, self.counted[name]):
            return False
        if self.fault.what == _KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault.what in _ERRORS:
            number = _ERRORS[self.fault.what]
            raise OSError(number, os.strerror(number))
        return self.fault.what == _SHORT

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Meet a call that Python audits; what this raises comes out of the call."""
        if event in _AUDITED:
            self.meet(event, arguments[0])


def _file_class(calls: _Calls) -> type[io.FileIO]:
    """Return a class of open files whose writes may fail, or be cut short."""

    class Failing(io.FileIO):
        def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever has bytes
            is_short = calls.meet("write")
            return super().write(memoryview(data)[: max(len(data) // 2, 1)] if is_short else data)

        def close(self) -> None:
            was_open = not self.closed
            super().close()
            if was_open:
                calls.meet("close")

    return Failing


def _opening(calls: _Calls, plain: Callable[..., Any]) -> Callable[..., Any]:
    """Return an `open` that gives such files where one is to be written."""
    failing = _file_class(calls)

    def opened(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - as `open`
        if isinstance(file, int) or not set(mode) & set("wxa"):
            return plain(file, mode, buffering, *rest, **named)
        stream = io.BufferedWriter(failing(file, mode.replace("b", "").replace("t", "")))
        return stream if "b" in mode else io.TextIOWrapper(stream, *rest, **named)

    return opened


def _patch(root: Path, fault: Fault | None) -> None:
    calls = _Calls(root, fault)
    sys.addaudithook(calls.hear)
    io.open = _opening(calls, io.open)  # pathlib's
    for name in ("fsync", "ftruncate", "pwrite", "fchmod"):
        setattr(os, name, _met(calls, name, getattr(os, name)))
    fcntl.flock = _met(calls, "flock", fcntl.flock)
    setattr(os, "close", _closing(calls, os.close))  # noqa: B010 - its type knows its parameter's name


def _met(calls: _Calls, name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    def met(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the call takes
        calls.meet(name)
        return plain(*arguments)

    return met


def _closing(calls: _Calls, plain: Callable[[int], None]) -> Callable[[int], None]:
    def close(descriptor: int) -> None:
        plain(descriptor)  # close(2): the file is closed, whatever the answer is
        calls.meet("close")

    return close


def record(root: Path, words: Words) -> tuple[Ended, list[Fault]]:
    """Run a command to its end, and return what may go wrong in it."""
    ended = run(root, *words, ready=partial(_patch, root, None))
    lines = (root / "calls").read_text().splitlines()
    made = [(name, int(number)) for name, number in map(str.split, lines)]
    return ended, [Fault(*call, what) for call in made for what in _possible(call[0])]


def _possible(name: str) -> list[str]:
    return [*_ERRORS, _KILL, *([_SHORT] if name == "write" else [])]


def inject(root: Path, words: Words, fault: Fault) -> Ended:
    """Run a command to its end with one fault."""
    return run(root, *words, ready=partial(_patch, root, fault))


PATCHED = Injector(record, inject)
