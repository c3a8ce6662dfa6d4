"""Files beside a damaged library in which all of it is kept. No file that is there is replaced."""

import os
import shutil
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO

from difftrack.library.repair.remains import Piece
from difftrack.library.storage.disk import real


def keep_whole(path: Path) -> Path:
    """Keep a file as it is under a second name, `difftrack.damaged-1.json`, and return that.

    It is copied where its file system knows no links. Raises `OSError`.
    """
    target = real(path)
    beside = _free(target, "damaged", target.suffix)
    try:
        os.link(target, beside)
    except OSError:
        _write(beside, target.open("rb"))
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
    _write(beside, BytesIO("".join(parts).encode(errors="replace")))
    return beside


def _write(beside: Path, content: BinaryIO) -> None:
    """Write a file, flushed to the disk; none is left where that fails."""
    try:
        with content, beside.open("xb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _free(target: Path, word: str, ending: str) -> Path:
    """Return the first name of its kind that no file has; who holds the lock keeps it free."""
    names = (target.with_name(f"{target.stem}.{word}-{n}{ending}") for n in count(1))
    return next(name for name in names if not os.path.lexists(name))
