"""What is done on the disk so that a file is never half written.

Nothing here knows what is in the file.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from difftrack.errors import NotWrittenError

FOLDER_NAME = ".difftrack"


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


def replace_file(
    target: Path,
    data: bytes,
    before: Callable[[], object] = lambda: None,
    like: Path | None = None,
) -> None:
    """Give `target` new content in one step: it holds the old bytes or the new ones, never a mix.

    Its mode is kept, and its owner where that is allowed; a new file gets those of `like`. `before`
    runs when the new content is safe on the disk, just before it takes the place of the old. Raises
    `OSError`; the old file stands then.
    """
    with written_anew(target, like) as file:
        write_whole(file, data)
        file.close()
        before()


@contextmanager
def written_anew(target: Path, like: Path | None = None) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `target` in the end; it is flushed to the disk by then.

    Where the block raises, `target` stands as it was.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    # Left by a killed process with the number that is ours now (in containers, often the same).
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb") as file:
            dress(file.fileno(), target if like is None or target.exists() else like)
            yield file
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


def dress(descriptor: int, path: Path) -> None:
    """Give a new file the owner and mode of the one in `path`, if there is one."""
    if not path.exists():
        return
    made, like = os.fstat(descriptor), path.stat()
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
