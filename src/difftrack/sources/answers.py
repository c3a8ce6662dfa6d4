"""What arXiv answered before, kept in a file of the user's cache folder.

The file is SQLite's, which keeps it whole under several processes. It is a cache: one that is
damaged is made anew, and where none can be kept, difftrack asks again.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import time
from typing import NamedTuple
from zlib import crc32

_NAME = "answers-1.sqlite"  # the number counts the layouts
_MOST_BYTES, _LARGEST = 50_000_000, 5_000_000  # of all answers, of one
_TIMEOUT = 10.0  # seconds to wait for other processes, which each hold it for a moment
_AT_ONCE = 500  # questions in a statement: SQLite takes 32,766

_TABLE = """
CREATE TABLE IF NOT EXISTS answers
(question TEXT PRIMARY KEY, at REAL NOT NULL, size INTEGER NOT NULL, sum INTEGER NOT NULL,
 text TEXT NOT NULL)
"""
_RECALL = "SELECT question, text, sum FROM answers WHERE at BETWEEN ? AND ? AND question IN ({})"
_COUNT = "SELECT COUNT(*), MIN(at) FROM answers WHERE typeof(at) = 'real' AND at BETWEEN 0 AND 4e9"
_DROP_OLDEST = """
DELETE FROM answers WHERE at <= (
 SELECT at FROM (SELECT at, SUM(size) OVER (ORDER BY at DESC) AS total FROM answers)
 WHERE total > ? ORDER BY at DESC LIMIT 1)
"""
_NOT_ITS_FAULT = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOLFS, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_INTERRUPT,
}  # fmt: skip


class Info(NamedTuple):
    """How many answers are kept, how many bytes they take on the disk, and when the oldest came."""

    path: Path
    answers: int
    size: int
    oldest: float | None


def recall(folder: Path | None, questions: Iterable[str], age: float) -> dict[str, str]:
    """Return the kept answers that are at most `age` seconds old, by question."""
    wanted, now = list(questions), time()
    kept: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = _RECALL.format(",".join("?" * len(some)))
        with _opened(folder) as database:
            rows = database.execute(query, (now - age, now, *some)) if database else ()
            kept.update({q: text for q, text, told in rows if _sum(q, text) == told})
    return kept


def keep(folder: Path | None, answers: Mapping[str, str]) -> None:
    """Keep answers, and drop the oldest where they become too many."""
    now = time()
    sized = [(q, now, len(text.encode()), _sum(q, text), text) for q, text in answers.items()]
    rows = [row for row in sized if row[2] <= _LARGEST]
    if not rows:
        return
    with _opened(folder, make=True) as database:
        if database:
            database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", rows)
            database.execute(_DROP_OLDEST, (_MOST_BYTES,))


def info(folder: Path) -> Info:
    """Return what is kept."""
    path = folder / _NAME
    counted: tuple[int, float | None] = (0, None)
    with _opened(folder) as database:
        if database:
            counted = database.execute(_COUNT).fetchone()
    return Info(path, counted[0], path.stat().st_size if path.exists() else 0, counted[1])


def clear(folder: Path) -> None:
    """Forget all answers. Raises `OSError` where that is not allowed."""
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / (_NAME + ending)).unlink()


def _sum(question: str, text: str) -> int:
    """Return what tells an answer that a damaged disk made another one of."""
    return crc32(f"{question}\n{text}".encode())


@contextmanager
def _opened(folder: Path | None, *, make: bool = False) -> Iterator[sqlite3.Connection | None]:
    """Give the database to read or change, or nothing; a damaged one is removed.

    What the block does is kept whole or not at all.
    """
    database = _connected(folder, make=make) if folder else None
    if database is None or folder is None:
        yield None
        return
    try:
        with closing(database), database:
            yield database
    except sqlite3.Error as error:
        _mend(folder, error)


def _connected(folder: Path, *, make: bool) -> sqlite3.Connection | None:
    path = folder / _NAME
    for _ in range(2):
        try:
            if make:
                folder.mkdir(parents=True, exist_ok=True)
            elif not path.exists():
                return None
            return _prepared(path)
        except OSError:
            return None
        except sqlite3.Error as error:
            _mend(folder, error)
    return None


def _prepared(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_TIMEOUT)
    try:
        database.execute("PRAGMA auto_vacuum = FULL")  # what is dropped makes the file smaller
        database.execute(_TABLE)
    except BaseException:
        database.close()
        raise
    return database


def _mend(folder: Path, error: sqlite3.Error) -> None:
    """Remove a database that cannot be read; leave one that is only busy, full or closed to us."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code not in _NOT_ITS_FAULT:
        with suppress(OSError):
            clear(folder)
