"""The log beside the states of a library: a line for each change, and who made it.

The lines are JSON. What cannot be read of them is passed over: the states serve without them, too.
"""

import json
import os
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from difftrack.errors import RefusedError
from difftrack.library.storage.disk import dress, opened, real, replace_file
from difftrack.library.storage.states import log_of
from difftrack.text.folding import clean, shorten

_MOST_LINES, _MOST_BYTES = 60, 100_000
_LONGEST = 200  # letters of a command

Line = dict[str, Any]
"""`kind` is `made` (there was no file), `change`, `undo` or `redo`; `state` the number of the state
before it, 0 for none, `after` the checksum of what it wrote, `at` and `command` whose it is; `to`
the state that an `undo` brought."""


class Command(NamedTuple):
    """A call of difftrack: its words, and when it began (ISO, UTC, to the microsecond)."""

    words: str = ""
    at: str = ""


NOBODY = Command()


def begun(words: str) -> Command:
    """Return the call that begins now."""
    return Command(shorten(clean(words), _LONGEST), datetime.now(UTC).isoformat())


def checksum(data: bytes) -> int:
    """Return what tells whether a file is still as difftrack wrote it."""
    return zlib.crc32(data, len(data) & 0xFFFFFFFF)


def content(path: Path) -> bytes:
    """Return what a file holds; nothing where it cannot be read, or is no file."""
    with suppress(OSError, RefusedError), os.fdopen(opened(path, os.O_RDONLY), "rb") as file:
        return file.read()
    return b""


def lines_of(target: Path) -> list[Line]:
    """Return the lines of the log that can be read."""
    lines = []
    for text in content(log_of(target)).splitlines():
        with suppress(ValueError, RecursionError):
            line = json.loads(text)
            if _is_line(line):
                lines.append(line)
    return lines


def _is_line(line: object) -> bool:
    return (
        isinstance(line, dict)
        and line.get("kind") in ("made", "change", "undo", "redo")
        and all(type(line.get(name)) is int for name in ("state", "after"))
        and all(isinstance(line.get(name), str) for name in ("at", "command"))
        and (line["kind"] != "undo" or type(line.get("to")) is int)
    )


def command_of(line: Line) -> Command:
    """Return whose change a line tells of."""
    return Command(line.get("command", ""), line.get("at", ""))


def append(target: Path, line: Line, command: Command, data: bytes) -> None:
    """Write a line at the end of the log: that `command` is about to write `data`."""
    line = line | {"at": command.at, "command": command.words, "after": checksum(data)}
    log = log_of(target)
    text = (b"\n" if _is_torn(log) else b"") + _written(line)
    with os.fdopen(opened(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), "ab") as file:
        if not file.tell():  # who may not read the library may not read what was done to it
            dress(file.fileno(), target)
        if os.fstat(file.fileno()).st_nlink == 1:
            file.write(text)
            return
    replace_file(log, content(log) + text)  # a backup has this one, too, or it is another's


def rewrite(target: Path, lines: list[Line]) -> None:
    """Let the log have these lines only."""
    replace_file(log_of(target), b"".join(map(_written, lines)), like=target)


def is_as_written(path: Path, data: bytes) -> bool:
    """Tell whether `data` is what difftrack wrote last into the file in `path`, byte for byte."""
    lines = lines_of(real(path))
    return bool(lines) and checksum(data) == lines[-1]["after"]


def is_long(target: Path, lines: list[Line]) -> bool:
    """Tell whether the log, which has these lines that can be read, should be made shorter."""
    return len(lines) > _MOST_LINES or len(content(log_of(target))) > _MOST_BYTES


def _written(line: Line) -> bytes:
    return f"{json.dumps(line)}\n".encode()


def _is_torn(log: Path) -> bool:
    """Tell whether the last line of the log was not written to its end."""
    data = content(log)
    return bool(data) and not data.endswith(b"\n")
