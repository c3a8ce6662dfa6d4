"""Where the library is: named, in a project, or the user's own. Loads next to nothing."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from difftrack.errors import NotFoundError
from difftrack.library.storage.disk import FOLDER_NAME
from difftrack.library.storage.states import is_known

FILE_NAME = "difftrack.json"

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.ELOOP}


class Location(NamedTuple):
    """Where a library is or would be, and whether it belongs to a project or to the user."""

    path: Path
    is_project: bool


def locate(named: Path | None, folder: Path) -> Location:
    """Return where the library is: named, found from `folder` upwards, or the user's own.

    A named folder means the `difftrack.json` in it. Nothing is read yet, and nothing made. Raises
    `NotFoundError` where the working folder is gone or may not be looked at.
    """
    try:
        if named is not None:
            path = named / FILE_NAME if named.is_dir() else named
            return Location(path.absolute(), is_project=True)
        found = _upwards(folder.absolute())
    except OSError as error:
        raise NotFoundError(
            f"{named or 'The working folder'} cannot be looked at: {error.strerror}. Go to another "
            "folder, or name the library: --library PATH"
        ) from None
    if found is not None:
        return Location(found, is_project=True)
    return Location(_of_user(), is_project=False)


def _of_user() -> Path:
    # Loaded here: a library in a project, the common case, does without it.
    from platformdirs import user_data_path  # noqa: PLC0415

    with suppress(RuntimeError):  # a user without a home, as in some containers
        data = user_data_path("difftrack")
        if data.is_absolute():
            return data / "library.json"
    raise NotFoundError("No home folder is known. Name the library: --library PATH")


def _upwards(folder: Path) -> Path | None:
    """Search as git does: stop at HOME, at another file system, at a file of another owner.

    A file that is gone is found, too, where the states beside it tell that it was there: what is
    meant for it goes nowhere else.
    """
    home = _facts(Path(os.environ.get("HOME") or "/"))
    device = folder.stat().st_dev
    for candidate in (folder, *folder.parents):
        here = _facts(candidate)
        if here is None or here.st_dev != device:
            return None
        path = candidate / FILE_NAME
        owners = _owners(path) or _owners_of_gone(path)
        if owners:
            return path if owners == {os.geteuid()} else None
        if home is not None and os.path.samestat(here, home):
            return None
    return None


def _owners(path: Path) -> set[int]:
    """Return whose a file is, and whose the link to it; nobody's where there is no file."""
    link = _facts(path, follow_symlinks=False)
    file = _facts(path) or link
    if link is None or file is None or stat.S_ISDIR(file.st_mode):
        return set()
    return {link.st_uid, file.st_uid}


def _owners_of_gone(path: Path) -> set[int]:
    """Return whose the states of a file are that is not there."""
    folder = _facts(path.parent / FOLDER_NAME)
    with suppress(OSError):
        return {folder.st_uid} if folder and is_known(path) else set()
    return set()


def _facts(path: Path, *, follow_symlinks: bool = True) -> os.stat_result | None:
    """Return what is known of a file; nothing where there is none, or none that we may see.

    Raises `OSError` where the disk fails: what cannot be read just now must not be taken for
    missing, or another library were written instead.
    """
    try:
        return path.stat(follow_symlinks=follow_symlinks)
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        raise
