"""Places with too little room: a limit on files, a file system with few pages or inodes left."""

import os
import resource
from contextlib import suppress
from functools import partial
from pathlib import Path

from sweep.children import WORK, Ended, Words, run
from sweep.fault import Fault, Injector, foreseen

_PAGE = 4096

# -- A limit on the size of files -----------------------------------------------------------------


def _limits(root: Path) -> list[Fault]:
    """Return limits around the sizes of all files that may be written, and some smaller ones."""
    sizes = {file.stat().st_size for file in (root / WORK).rglob("*") if file.is_file()}
    around = {size + more for size in sizes for more in (-1, 0)}
    return [
        Fault("limit", size, "RLIMIT_FSIZE") for size in sorted({0, 1, _PAGE, *around}) if size >= 0
    ]


def _limited(root: Path, words: Words, fault: Fault) -> Ended:
    limit = (fault.number, resource.RLIM_INFINITY)
    return run(root, *words, ready=partial(resource.setrlimit, resource.RLIMIT_FSIZE, limit))


LIMITED = Injector(partial(foreseen, _limits), _limited)

# -- A file system that is full -------------------------------------------------------------------


def _pages(_: Path) -> list[Fault]:
    return [Fault("page", free, "only so many free") for free in range(24)]


def _inodes(_: Path) -> list[Fault]:
    return [Fault("inode", free, "only so many free") for free in range(8)]


def _full(root: Path, words: Words, fault: Fault) -> Ended:
    """Leave so many pages free on the file system."""
    filler = root.parent / "filler"
    fill(filler, fault.number)
    try:
        return run(root, *words)
    finally:
        filler.unlink()


def fill(filler: Path, free: int) -> None:
    """Make a file that leaves so many pages free; what a file system says of itself is a guess."""
    size = os.statvfs(filler.parent).f_bavail * _PAGE
    with filler.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, size)
        file.seek(size)
        with suppress(OSError):
            while True:
                size += file.write(bytes(_PAGE))
        os.truncate(filler, max(size - free * _PAGE, 0))


def _crowded(root: Path, words: Words, fault: Fault) -> Ended:
    """Leave so many inodes free on the file system."""
    fillers = root.parent / "fillers"
    fillers.mkdir()
    try:
        for number in range(os.statvfs(root).f_favail - fault.number):
            (fillers / str(number)).touch()
        return run(root, *words)
    finally:
        for file in fillers.iterdir():
            file.unlink()
        fillers.rmdir()


FULL = Injector(partial(foreseen, _pages), _full)
CROWDED = Injector(partial(foreseen, _inodes), _crowded)
