"""What lies around a library that nobody needs: writes cut off, states of files that are gone."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from difftrack.library.repair.flaws import Flaw
from difftrack.library.storage.disk import FOLDER_NAME, real
from difftrack.library.storage.leftovers import left_over, take_away

_STATE = re.compile(r"(.+)\.[0-9]{6,}")


def traces(path: Path) -> Iterator[Flaw]:
    """Yield what lies beside the library in `path`, and in the folder with its states."""
    target = real(path)
    folder = target.parent / FOLDER_NAME
    with suppress(OSError):  # what cannot be looked at is not ours
        for file in left_over(target):
            said = f"{_beside(file, target)} is left over from a write that was cut off"
            yield Flaw("left-over", "", said, mend=partial(take_away, file))
        yield from _abandoned(folder)


def _beside(file: Path, target: Path) -> str:
    return str(file.relative_to(target.parent))


def _abandoned(folder: Path) -> Iterator[Flaw]:
    """Yield libraries of which there are states only."""
    names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
    counts = Counter(match[1] for name in names if (match := _STATE.fullmatch(name)))
    for name, count in sorted(counts.items()):
        if not os.path.lexists(folder.parent / name):
            kept, them = ("1 state", "it") if count == 1 else (f"{count} states", "them")
            said = f"{FOLDER_NAME} keeps {kept} of {name!r}, which is gone"
            yield Flaw("states", "", said, f"Remove {them} by hand")
