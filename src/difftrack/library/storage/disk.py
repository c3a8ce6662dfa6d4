"""What is done on the disk so that a file is never half written.

Nothing here knows what is in the file. In `.difftrack/` no link is followed and no pipe opened:
whoever can put one there (a repository of git's, another user) may mean any file of the user's.
"""

import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from difftrack.errors import NotWrittenError, RefusedError

FOLDER_NAME = ".difftrack"


def own_folder(path: Path) -> Path:
    """Return `.difftrack/` beside the file, and make it where it is missing.

    Raises `RefusedError` where a link is in its place.
    """
    folder = real(path).parent / FOLDER_NAME
    if folder.is_symlink():
        raise RefusedError(_strange(folder))
    # What a link leads to may be on a disk that is not mounted: no folder is made in its place.
    folder.mkdir(parents=not path.is_symlink(), exist_ok=True)
    ignored = folder / ".gitignore"
    # Looked at each time: the process that made the folder may have been killed in between.
    if not is_file(ignored) or not ignored.stat().st_size:
        replace_file(ignored, b"*\n")
    return folder


def is_file(path: Path) -> bool:
    """Tell whether there is a regular file in `path` itself, not behind a link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def opened(path: Path, flags: int) -> int:
    """Open a file of our own that may be missing; return its descriptor.

    Raises `RefusedError` for a link, a pipe, or what else somebody put in its place.
    """
    safely = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags | safely, 0o666)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO, errno.EISDIR}:
            raise RefusedError(_strange(path)) from None
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise RefusedError(_strange(path))
    return descriptor


def _strange(path: Path) -> str:
    return f"{path} is a link or no file of difftrack's. Nothing was changed. Take it away"


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

    Its rights are kept, and its owner where that is allowed; a new file gets those of `like`.
    `before` runs when the new content is safe on the disk, just before it takes the place of the
    old. Raises `OSError`; the old file stands then.
    """
    with written_anew(target, like) as file:
        write_whole(file, data)
        before()


@contextmanager
def written_anew(target: Path, like: Path | None = None) -> Iterator[BinaryIO]:
    """Give a file that takes the place of `target` in the end: what is in it is flushed by then.

    Where the block raises, `target` stands as it was.
    """
    model = target if like is None or target.exists() else like
    temporary, file = _begun(target, 0o600 if model.exists() else 0o666)
    try:
        try:
            dress(file.fileno(), model)
            yield file
            temporary.replace(target)
        finally:
            with suppress(OSError):  # all that counts is on the disk, or is given up
                file.close()
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is told
            temporary.unlink(missing_ok=True)
        raise
    # The new file has its place already: where the folder cannot be opened or flushed (some network
    # file systems), only a power cut in this moment could bring the old one back.
    with suppress(OSError):
        _flush_folder(target.parent)


def _begun(target: Path, mode: int) -> tuple[Path, BinaryIO]:
    """Return a temporary file beside `target` that no other writer has, and a lock on it.

    The lock (flock(2)) tells whoever clears up that somebody still writes. Its name is drawn by
    lot: process numbers are the same in two containers.
    """
    while True:
        temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with suppress(OSError):  # a file system without locks: nothing is cleared up there
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.lexists(temporary):
            return temporary, os.fdopen(descriptor, "wb")
        os.close(descriptor)  # taken away before it was locked
        with suppress(OSError):  # or the system could not tell
            temporary.unlink()


def write_whole(file: BinaryIO, data: bytes) -> None:
    """Write an empty file, and flush it to the disk; raises as `flush_whole` does."""
    file.write(data)
    flush_whole(file, len(data))


def flush_whole(file: BinaryIO, written: int) -> None:
    """Flush a file of so many bytes to the disk.

    Raises `OSError`, also where the file system took less than it said it did.
    """
    file.flush()
    os.fsync(file.fileno())
    size = os.fstat(file.fileno()).st_size
    if size != written:
        raise OSError(errno.EIO, f"{size} of {written} bytes arrived on the disk")


def dress(descriptor: int, path: Path) -> None:
    """Give a new file the owner and the rights of the one in `path`, if there is one."""
    if not path.exists():
        return
    made, like = os.fstat(descriptor), path.stat()
    if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):
            os.fchown(descriptor, like.st_uid, like.st_gid)
    _dress_with_lists(descriptor, path)
    if stat.S_IMODE(made.st_mode) != stat.S_IMODE(like.st_mode):
        os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def _dress_with_lists(descriptor: int, path: Path) -> None:
    """Give a file the lists of who may read it (acl(5)), and what else is attached to one."""
    if hasattr(os, "listxattr"):  # Linux
        with suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(descriptor, name, os.getxattr(path, name))


class Stamp(NamedTuple):
    """What tells whether a file is still as it was read: its size, and when it was changed (ns).

    Not its inode: some file systems number a file anew each time they are asked.
    """

    size: int
    modified: int


_NO_FILE = Stamp(-1, 0)


def stamp(path: Path) -> Stamp:
    """Return the stamp of the file in `path` as it is now, or one that no file has."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return _NO_FILE
    return Stamp(facts.st_size, facts.st_mtime_ns)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
