"""Files beside a damaged library in which all of it is kept. No file that is there is replaced."""

import os
import shutil
from itertools import count
from pathlib import Path

from difftrack.library.repair.remains import Piece
from difftrack.library.storage.disk import flush_whole, real, replace_file, written_anew


def keep_whole(path: Path) -> Path:
    """Keep a file as it is in a copy beside it, `difftrack.damaged-1.json`, and return that.

    The copy is its owner's to change: it is no second name of what `undo` may bring back. Raises
    `OSError`.
    """
    target = real(path)
    beside = _free(target, "damaged", target.suffix)
    with target.open("rb") as damaged, written_anew(beside, like=target) as copy:
        shutil.copyfileobj(damaged, copy)
        flush_whole(copy, damaged.tell())
    return beside


def keep_pieces(path: Path, pieces: list[Piece], whole: Path) -> Path:
    """Write what was not taken into a file, `difftrack.rest-1.txt`, each piece with its line.

    Raises `OSError`.
    """
    parts = [f"What could not be read in {path.name}. All of it as it was: {whole.name}\n"]
    for piece in pieces:
        line = f"line {piece.line}" if piece.line else "of the other side"
        parts.append(f"\n-- {', '.join(filter(None, (line, piece.place)))}\n{piece.text}\n")
    target = real(path)
    beside = _free(target, "rest", ".txt")
    replace_file(beside, "".join(parts).encode(errors="replace"), like=target)
    return beside


def _free(target: Path, word: str, ending: str) -> Path:
    """Return the first name of its kind that no file has; who holds the lock keeps it free."""
    names = (target.with_name(f"{target.stem}.{word}-{n}{ending}") for n in count(1))
    return next(name for name in names if not os.path.lexists(name))
