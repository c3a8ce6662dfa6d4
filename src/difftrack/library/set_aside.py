"""Files beside a damaged library in which all of it is kept. No file that is there is replaced."""

import os
import shutil
from itertools import count
from pathlib import Path

from difftrack.library.disk import real
from difftrack.library.remains import Piece


def keep_whole(path: Path) -> Path:
    """Keep a file as it is under a second name, `difftrack.damaged-1.json`, and return that.

    It is copied where its file system knows no links. Raises `OSError`.
    """
    target = real(path)
    beside = _free(target, "damaged", target.suffix)
    try:
        os.link(target, beside)
    except OSError:
        with target.open("rb") as old, beside.open("xb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
    return beside


def keep_pieces(path: Path, pieces: list[Piece], whole: Path) -> Path:
    """Write what was not taken into a file, `difftrack.rest-1.txt`, each piece with its line.

    Raises `OSError`.
    """
    parts = [f"What could not be read in {path.name}. All of it as it was: {whole.name}\n"]
    for piece in pieces:
        line = f"line {piece.line}" if piece.line else "of the other side"
        parts.append(f"\n-- {', '.join(filter(None, (line, piece.place)))}\n{piece.text}\n")
    beside = _free(real(path), "rest", ".txt")
    with beside.open("xb") as file:
        file.write("".join(parts).encode(errors="replace"))
        file.flush()
        os.fsync(file.fileno())
    return beside


def _free(target: Path, word: str, ending: str) -> Path:
    """Return the first name of its kind that no file has; who holds the lock keeps it free."""
    names = (target.with_name(f"{target.stem}.{word}-{n}{ending}") for n in count(1))
    return next(name for name in names if not os.path.lexists(name))
