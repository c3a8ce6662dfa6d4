"""Faults at system calls: which of them a command makes on its files, and how one fails. strace.

strace is attached to a child that waits at its gate, so that calls are counted from there on; not
to its threads, which only speak to servers, nor to an editor that it starts. Which call is meant is
said as strace does: the third `openat`.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sweep.children import Child, Ended, Words, begin
from sweep.fault import Fault, Injector

_WRITING = {
    "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "link", "unlink", "mkdir",
    "fchmod", "fchown", "flock", "close", "copy_file_range", "sendfile", "fcntl",
}  # fmt: skip
_READING = {
    "read", "pread64", "newfstatat", "fstat", "readlink", "getdents64", "lseek", "openat", "stat",
    "lstat", "access", "ioctl",
}  # fmt: skip
_NEVER_INTERRUPTED = {"newfstatat", "fstat", "stat", "lstat", "readlink", "lseek", "ioctl"}
_OPENED_TO_WRITE = re.compile(r"O_(WRONLY|RDWR|CREAT)")
_OF_NO_MEANING = re.compile(r'AT_FDCWD<[^>]*>, "(?=/)')  # the folder, of a path that needs none
_LINE = re.compile(r"(?P<call>\w+)\((?P<rest>.*)")


class _Call(NamedTuple):
    """A call: the how many-eth of its name, whether it may write, and where."""

    name: str
    number: int
    writes: bool
    is_of_cache: bool

    def faults(self) -> Iterator[str]:
        """Yield what is to be tried at it, as strace puts it."""
        if self.is_of_cache:
            yield from ("error=EIO", "error=ENOSPC", "signal=KILL")
            return
        yield "error=EIO"
        if self.name not in _NEVER_INTERRUPTED:
            yield "error=EINTR"
        if self.writes:
            yield from ("error=ENOSPC", "error=EDQUOT", "signal=KILL", "signal=INT")
        if self.name in {"write", "pwrite64"}:
            yield "retval=5"
        if self.name == "link":
            yield from ("error=EPERM", "error=EMLINK", "error=EXDEV")


def record(root: Path, words: Words) -> tuple[Ended, list[Fault]]:
    """Run a command to its end, and return what may go wrong in its calls on files below `root`."""
    log = root / "calls"
    child = begin(root, words)
    ended = _traced(child, "-o", str(log), "-e", f"trace={','.join(sorted(_WRITING | _READING))}")
    made = _calls(log.read_text(errors="replace").splitlines(), root)
    return ended, [Fault(call.name, call.number, what) for call in made for what in call.faults()]


def inject(root: Path, words: Words, fault: Fault) -> Ended:
    """Run a command to its end with one fault."""
    where = f"inject={fault.call}:{fault.what}:when={fault.number}"
    return _traced(begin(root, words), "-o", "/dev/null", "-e", f"trace={fault.call}", "-e", where)


STRACE = Injector(record, inject)


def _traced(child: Child, *options: str) -> Ended:
    command = ["strace", "-y", "-s", "0", "-p", str(child.process), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        said = strace.stderr.readline()
        child.start()
        ended = child.end()
        strace.stderr.read()
    if "attached" not in said:
        message = f"strace could not be attached: {said}"
        raise RuntimeError(message)
    return ended


def _calls(lines: Sequence[str], root: Path) -> list[_Call]:
    """Return the calls of a log that touch what is in the work and home folders."""
    counted: Counter[str] = Counter()
    found: dict[_Call, None] = {}
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        name, rest = match.groups()
        counted[name] += 1
        rest = _OF_NO_MEANING.sub('"', rest)
        if f"{root}/work" in rest or f"{root}/home" in rest:
            writes = bool(_OPENED_TO_WRITE.search(rest)) if name == "openat" else name in _WRITING
            is_of_cache = f"{root}/work" not in rest
            found[_Call(name, counted[name], writes, is_of_cache)] = None
    return list(found)
