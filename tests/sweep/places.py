"""Places where a library cannot be written as usual: read-only, elsewhere, of another owner.

What mounts, runs in a mount namespace of its own; what changes owners needs root.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sweep.cases import LIBRARY
from sweep.children import HOME, WORK, Ended, Words, run
from sweep.fault import Fault, Injector, foreseen
from sweep.room import fill

_NOBODY = 65534


def mount(*words: str) -> None:
    """Mount or unmount: `mount("-t", "tmpfs", ...)`."""
    subprocess.run(["mount", *words], check=True)  # noqa: S607 - the system's


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[None]:
    """Mount something on a folder for as long as this is entered."""
    mount(*words, str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 - the system's


# -- A file system that may not be written, or that is another one --------------------------------

_MOUNTS = ("work read-only", ".difftrack elsewhere", ".difftrack elsewhere, full")


def _mounts(_: Path) -> list[Fault]:
    return [Fault("mount", number, what) for number, what in enumerate(_MOUNTS, 1)]


def _elsewhere(root: Path, words: Words, fault: Fault) -> Ended:
    work, own = root / WORK, root / WORK / ".difftrack"
    if fault.number == 1:
        with mounted(work, "--bind", str(work)):
            mount("-o", "remount,bind,ro", str(work))
            return run(root, *words)
    own.mkdir(exist_ok=True)
    kept = {file.name: file.read_bytes() for file in own.iterdir()}
    with mounted(own, "-t", "tmpfs", "-o", "size=4m", "tmpfs"):
        for name, data in kept.items():
            (own / name).write_bytes(data)
        if fault.number == 3:
            (own / "lock").touch()
            fill(own / "filler", 0)
        ended = run(root, *words)
        return _undone(root, words, fault, ended)


_NOT_TO_BE_UNDONE = {"undo", "init", "demo", "export", "cache", "doctor", "--install-completion"}
"""Commands that change no library, or what only `undo --force` brings back."""


def _undone(root: Path, words: Words, fault: Fault, ended: Ended) -> Ended:
    """Return how it ended, with a complaint where the change is not kept, or silently so."""
    if words[0] in _NOT_TO_BE_UNDONE:
        return ended
    if fault.number == 3:
        is_said = "This cannot be undone: " in ended.err
        return ended if is_said else ended._replace(amiss="that it cannot be undone is not said")
    library = root / WORK / LIBRARY
    new = library.read_bytes()
    back, forth = run(root, "undo"), run(root, "undo", "--redo")
    if back.code or forth.code or library.read_bytes() != new:
        return ended._replace(amiss=f"not undone: {back} {forth}")
    return ended


ELSEWHERE = Injector(partial(foreseen, _mounts), _elsewhere)

# -- Files and folders of others ------------------------------------------------------------------

_MODES = {
    "another's": (0o644, 0o755, 0o755),
    "library 0400": (0o400, 0o755, 0o755),
    "library 0444": (0o444, 0o755, 0o755),
    "library 0000": (0o000, 0o755, 0o755),
    "folder 0555": (0o644, 0o555, 0o755),
    ".difftrack 0555": (0o644, 0o755, 0o555),
    "both 0555": (0o644, 0o555, 0o555),
}
"""The modes of library, folder and `.difftrack/`."""


def _rights(_: Path) -> list[Fault]:
    return [Fault("rights", number, what) for number, what in enumerate(_MODES, 1)]


def _without_rights(root: Path, words: Words, fault: Fault) -> Ended:
    """Run a command as a user who is nobody, and give all back to who runs the sweep."""
    modes = _MODES[fault.what]
    paths = (root / WORK / LIBRARY, root / WORK, root / WORK / ".difftrack")
    before = {path: path.stat().st_mode & 0o7777 for path in paths if path.exists()}
    root.chmod(0o755)
    root.parent.chmod(0o755)
    _give(root / HOME, _NOBODY)
    if fault.number > 1:
        _give(root / WORK, _NOBODY)
    for path, mode in zip(paths, modes, strict=True):
        if path in before:
            path.chmod(mode)
    ended = run(root, *words, ready=partial(_be_nobody, paths[0]))
    changed = [path for path in before if path.stat().st_mode & 0o7777 != modes[paths.index(path)]]
    _give(root, os.geteuid())
    for path, mode in before.items():
        path.chmod(mode)
    return ended._replace(amiss=f"modes of {changed}") if changed else ended


def _be_nobody(library: Path) -> None:
    # Another's library is named: it would not be looked for.
    os.environ["DIFFTRACK_LIBRARY"] = str(library)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _give(folder: Path, user: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


RIGHTS = Injector(partial(foreseen, _rights), _without_rights)
