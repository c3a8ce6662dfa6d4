"""The library's file: where it is, and how it is read and replaced without ever being half written.

A write goes to a temporary file in the same folder, is flushed to the disk, and takes the file's
place in one step (rename(2)); then the folder is flushed. Writers hold a lock in `.difftrack/`
beside the library, where the states before the last changes are kept, too.
"""

import fcntl
import gc
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from difftrack.errors import (
    LibraryDamagedError,
    LockTimeoutError,
    NewerLibraryError,
    NotFoundError,
    NotWrittenError,
)
from difftrack.library.model import FORMAT_VERSION, Library, Section

FILE_NAME = "difftrack.json"
FOLDER_NAME = ".difftrack"
LOCK_TIMEOUT = 30.0

_MOST_STATES, _FEWEST_STATES, _MOST_STATE_BYTES = 20, 3, 200_000_000
_POLL_SECONDS = 0.02


class Location(NamedTuple):
    """Where a library is or would be, and whether it belongs to a project or to the user."""

    path: Path
    is_project: bool


def locate(named: Path | None, folder: Path) -> Location:
    """Return where the library is: named, found from `folder` upwards, or the user's own.

    A named folder means the `difftrack.json` in it. Nothing is read yet, and nothing made.
    """
    if named is not None:
        path = named / FILE_NAME if named.is_dir() else named
        return Location(path.absolute(), is_project=True)
    found = _upwards(folder)
    if found is not None:
        return Location(found, is_project=True)
    # Loaded here: a library in a project, the common case, does without it.
    from platformdirs import user_data_path  # noqa: PLC0415

    return Location(user_data_path("difftrack") / "library.json", is_project=False)


def _upwards(folder: Path) -> Path | None:
    """Search as git does: stop at HOME, at another file system, at a file of another owner."""
    home = Path(os.environ.get("HOME") or "/").absolute()
    device = folder.stat().st_dev
    for candidate in (folder, *folder.parents):
        if candidate.stat().st_dev != device:
            return None
        path = candidate / FILE_NAME
        with suppress(FileNotFoundError, PermissionError, NotADirectoryError):
            return path if path.stat().st_uid == os.geteuid() else None
        if candidate == home:
            return None
    return None


# -- Reading ----------------------------------------------------------------------------------


def load(path: Path) -> Library:
    """Return the library in `path`.

    Raises `NotFoundError` where there is none, `LibraryDamagedError` with place and reason where
    the file is none, `NewerLibraryError` where a newer difftrack wrote it in a way that cannot be
    read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(
            f"There is no library at {path}. Make one: difftrack init, or difftrack add ID"
        ) from None
    except OSError as error:
        raise NotWrittenError(f"{path} cannot be read: {error.strerror}") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> Library:
    """Return the library that `data` holds; `name` says in errors where it came from."""
    collects = gc.isenabled()
    gc.disable()  # thousands of entries come to stay: looking for garbage among them doubles the time
    try:
        library = Library.model_validate_json(data)
    except ValidationError as error:
        raise _damaged(data, name, error) from None
    finally:
        if collects:
            gc.enable()
    if not {"format", "version"} <= library.model_fields_set:
        raise LibraryDamagedError(
            f'{name} is no library: it lacks "format": "difftrack" and "version". Nothing was changed. '
            "Name the right file: --library PATH"
        )
    if library.version <= FORMAT_VERSION:
        _check(library, name)
    return library


def _damaged(data: bytes, name: str, error: ValidationError) -> Exception:
    first = error.errors(include_url=False)[0]
    if _version_of(data) > FORMAT_VERSION:
        return _newer(name)
    where = ".".join(str(part) for part in first["loc"])
    detail = f"{where}: {first['msg']}" if where else first["msg"]
    return LibraryDamagedError(
        f"{name} cannot be read as a library: {detail}. Nothing was changed. Mend the file, or put "
        f"back a state from {FOLDER_NAME}/ beside it"
    )


def _version_of(data: bytes) -> int:
    """Return the format version that a file claims, 0 where it is no JSON object with one."""
    from pydantic_core import from_json  # noqa: PLC0415 - only a file that could not be read needs it

    try:
        head = from_json(data)
    except ValueError:
        return 0
    version = head.get("version", 0) if isinstance(head, dict) else 0
    return version if isinstance(version, int) else 0


def _newer(name: str) -> NewerLibraryError:
    return NewerLibraryError(
        f"{name} was written by a newer difftrack and is left as it is. Update: "
        "pip install --upgrade difftrack"
    )


def _check(library: Library, name: str) -> None:
    """Refuse a file that is valid JSON and yet no library; take in entries that stand nowhere."""
    problem = ""
    placed: set[str] = set()
    keys: set[str] = set()
    for section in library.sections:
        strangers = [key for key in section.entries if key not in library.entries]
        if strangers:
            problem = f"section {section.key!r} lists {strangers[0]!r}, which is no entry"
        elif len(set(section.entries)) < len(section.entries):
            problem = f"section {section.key!r} lists an entry twice"
        elif section.key in keys:
            problem = f"two sections have the key {section.key!r}"
        keys.add(section.key)
        placed.update(section.entries)
    if problem:
        raise LibraryDamagedError(
            f"{name} is damaged: {problem}. Nothing was changed. Mend the file"
        )
    lost = [key for key in library.entries if key not in placed]
    if lost and library.section("") is None:
        library.sections.insert(0, Section(key=""))
    for key in lost:
        library.sections[0].entries.append(key)


def encode(library: Library) -> bytes:
    """Return the file of a library: the same library is always the same bytes."""
    ordered = library.model_copy(update={"entries": dict(sorted(library.entries.items()))})
    # What identifies the file stands in it even where it is the default.
    head = f'{{\n "format": "difftrack",\n "version": {FORMAT_VERSION}'
    body = ordered.model_dump_json(
        indent=1, exclude_defaults=True, exclude={"format", "version"}, warnings="error"
    )
    tail = body[1:] if len(body) > len("{}") else "\n}"
    comma = "," if len(body) > len("{}") else ""
    return f"{head}{comma}{tail}\n".encode()


# -- Writing ----------------------------------------------------------------------------------


@contextmanager
def locked(path: Path, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
    """Hold the lock of the library in `path`: no other difftrack writes meanwhile.

    The lock is the kernel's (flock(2)), so that it ends with the process that holds it. Raises
    `LockTimeoutError` where another one holds it for longer than `timeout` seconds.
    """
    with _told(path):
        folder = _own_folder(path)
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


def _own_folder(path: Path) -> Path:
    """Return `.difftrack/` beside the library, and make it where it is missing."""
    folder = path.resolve().parent / FOLDER_NAME
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


def save(path: Path, library: Library) -> bool:
    """Replace the file in `path` with this library; tell whether its bytes changed.

    The caller holds the lock. Raises `NewerLibraryError` for a library of a newer format, and
    `NotWrittenError` where the system refuses (full disk, no permission); the old file stands then.
    """
    if library.version > FORMAT_VERSION:
        raise _newer(str(path))
    data = encode(library)
    target = path.resolve()  # a symbolic link stays one
    with _told(path):
        if target.exists() and target.read_bytes() == data:
            return False
        folder = _own_folder(path)
        for stale in target.parent.glob(f".{target.name}.*.tmp"):
            stale.unlink(missing_ok=True)  # left by a process that was killed: the lock is ours now
        replace_file(target, data, before=lambda: _remember(target, folder))
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
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
    """Return the kept states of the library in `path` before its last changes, oldest first."""
    folder = path.resolve().parent / FOLDER_NAME
    return sorted(folder.glob(f"{path.resolve().name}.[0-9]*"), key=_number)


def _number(state: Path) -> int:
    digits = state.name.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 0


def _remember(target: Path, folder: Path) -> None:
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
