"""The library's file: where it is, and how it is read and replaced without ever being half written.

A write goes to a temporary file in the same folder, is flushed to the disk, and takes the file's
place in one step (rename(2)); then the folder is flushed. Writers hold a lock in `.difftrack/`
beside the library, where the states before the last changes are kept, too.
"""

import gc
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from difftrack.errors import (
    LibraryDamagedError,
    NewerLibraryError,
    NotFoundError,
    NotWrittenError,
)
from difftrack.library.disk import FOLDER_NAME, own_folder, remember, replace_file, told
from difftrack.library.model import FORMAT_VERSION, Library, Section

FILE_NAME = "difftrack.json"


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
    gc.disable()  # looking for garbage among thousands of entries doubles the time
    try:
        library = Library.model_validate_json(data)
    except ValidationError as error:
        raise _damaged(data, name, error) from None
    finally:
        if collects:
            gc.enable()
    if not {"format", "version"} <= library.model_fields_set:
        raise LibraryDamagedError(
            f'{name} is no library: it lacks "format": "difftrack" and "version". '
            "Nothing was changed. Name the right file: --library PATH"
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


def save(path: Path, library: Library) -> bool:
    """Replace the file in `path` with this library; tell whether its bytes changed.

    The caller holds the lock. Raises `NewerLibraryError` for a library of a newer format, and
    `NotWrittenError` where the system refuses (full disk, no permission); the old file stands then.
    """
    if library.version > FORMAT_VERSION:
        raise _newer(str(path))
    data = encode(library)
    target = path.resolve()  # a symbolic link stays one
    with told(path):
        if target.exists() and target.read_bytes() == data:
            return False
        folder = own_folder(path)
        for stale in target.parent.glob(f".{target.name}.*.tmp"):
            stale.unlink(missing_ok=True)  # left by a process that was killed: the lock is ours now
        replace_file(target, data, before=lambda: remember(target, folder))
    return True
