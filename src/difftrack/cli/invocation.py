"""What holds for every command: which library, how much is said, whether to use the network."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from difftrack.errors import NotFoundError, UsageError
from difftrack.library import store
from difftrack.library.edits import new_library
from difftrack.library.model import Library
from difftrack.library.storage import location
from difftrack.library.storage.change_log import NOBODY, Command
from difftrack.library.storage.disk import Stamp, stamp
from difftrack.library.storage.location import Location
from difftrack.library.storage.lock import LOCK_TIMEOUT, locked
from difftrack.text.folding import clean

_FLAGS = {
    *("--quiet", "-q", "--verbose", "--debug", "--no-color", "--no-input", "--offline"),
    *("--no-cache", "--no-pager"),
}
_LARGEST_TEXT = 100 * 2**20  # bytes of a file that is read as a list
_MAY_HAVE_VALUE = {"--install-completion", "--show-completion"}
_WITH_VALUE = {"--library", "--lock-timeout", "--wait"}
_ASKING = {"search", "section query", "list", "refresh", "stats", "next"} | {
    f"export {name}" for name in ("readme", "references", "bibtex", "csl", "csv", "json")
}
"""Commands whose words are a query."""

_LEFT_OUT = re.compile(r"-[^-\s].+", re.DOTALL)
_GLUED = {
    "next": re.compile(r"-n[0-9]+"),
    "export": re.compile(r"-o(?:-|\.{0,2}/.*|.+\.(?:md|markdown|txt|bib|json|csv))"),
}
"""Options of these commands with their value right behind them: no word of a query."""

_BELOW_NONE = re.compile(r"-[0-9.].*")
WAIT = 120.0
"""Seconds for which a source that fails is asked again."""


@dataclass(frozen=True)
class Invocation:
    """The global options of one call."""

    library: Path | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    no_input: bool = False
    offline: bool = False
    lock_timeout: float = LOCK_TIMEOUT
    wait: float = WAIT
    no_cache: bool = False
    no_pager: bool = False
    command: Command = NOBODY

    def location(self) -> Location:
        """Return where the library is, or would be made."""
        return self._location

    @cached_property
    def _location(self) -> Location:
        # Once: a file that is moved away meanwhile is not looked for elsewhere.
        return location.locate(self.library, Path())

    def load(self) -> Library:
        """Return the library, for reading. Raises `NotFoundError` where there is none."""
        return store.load(self.location().path)

    def load_or_new(self, *, empty: bool = False) -> Library:
        """Return the library, or a new one that is not written yet; `empty`: without sections.

        Raises `NotFoundError` where there was one, unless its file was named: it is not begun anew
        in silence.
        """
        path = self.location().path
        if path.exists() or (self.library is None and store.is_gone(path)):
            return store.load(path)
        return Library() if empty else new_library("Reading List")

    @contextmanager
    def changing(
        self, *, make: bool = False, empty: bool = False, dry_run: bool = False
    ) -> Iterator[Library]:
        """Give the library to change, under its lock, and save it at the end of the block.

        Nothing is saved where the block raises, nor with `dry_run`, which takes no lock. `make`
        makes the library where there is none.
        """
        if dry_run:
            yield self.load_or_new(empty=empty) if make else self.load()
            return
        path = self.location().path
        if not make and not path.exists():
            store.load(path)  # says that there is none, and what to do
        with self.holding(path) as since:
            library = self.load_or_new(empty=empty)
            yield library
            self.save(path, library, since)

    @contextmanager
    def holding(self, path: Path) -> Iterator[Stamp]:
        """Hold the lock of a library in the name of this call; give the stamp of its file."""
        with locked(path, self.lock_timeout, self.command.words):
            yield stamp(path)

    def save(self, path: Path, library: Library, since: Stamp) -> None:
        """Save a library whose lock is held `since` then; say where that cannot be undone."""
        from difftrack.cli.output import remark  # noqa: PLC0415 - it knows the options of a call

        store.save(path, library, self.command, lambda said: remark(self, said), since)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the global options first, wherever they were typed.

    What stands behind `--` is left alone. Of a query, a word with a minus sign is no option.
    """
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    first: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments[:end])
    for word in waiting:
        if word in _MAY_HAVE_VALUE:
            first.append(f"{word}={next(waiting, '')}")
        elif word in _FLAGS or word.partition("=")[0] in _WITH_VALUE:
            first.append(word)
            if word in _WITH_VALUE:
                first += [value for value in [next(waiting, None)] if value is not None]
        else:
            rest.append(word)
    return [*first, *_with_minus(rest), *arguments[end:]]


def _with_minus(words: list[str]) -> list[str]:
    """Put a blank before what else were an option: what a query leaves out, a score below 0."""
    name = " ".join(words[:1])
    if name == "score":
        return [f" {word}" if _BELOW_NONE.fullmatch(word) else word for word in words]
    if not {name, " ".join(words[:2])} & _ASKING:
        return words
    glued = _GLUED.get(name)
    return [
        f" {word}" if _LEFT_OUT.fullmatch(word) and not (glued and glued.fullmatch(word)) else word
        for word in words
    ]


def read_text(name: str) -> str:
    """Return the text of a file that was named, `-` being standard input.

    Raises `NotFoundError` or `UsageError` where it cannot be read, is too large or not UTF-8, and
    where a person at a terminal would wait for nothing.
    """
    if name == "-" and sys.stdin.isatty():
        raise UsageError("- reads from a pipe, and standard input is a terminal. Name a file")
    shown = clean(name) or "a file without a name"
    try:
        with os.fdopen(os.dup(0), "rb") if name == "-" else Path(name).open("rb") as stream:
            data = stream.read(_LARGEST_TEXT + 1)
        if len(data) > _LARGEST_TEXT:
            raise UsageError(f"{shown} is larger than {_LARGEST_TEXT // 2**20} MB, and no list")
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            place = f"byte {error.start}"
            raise UsageError(f"{shown} is not UTF-8 text ({place}). Save it as UTF-8") from None
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise NotFoundError(f"{shown} cannot be read: {reason}. Name a file, or -") from None
    if "\0" in text:
        raise UsageError(f"{shown} is no text: there is a NUL in it")
    return text
