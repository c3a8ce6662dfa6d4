"""The log beside the states of a library: a line for each change, and who made it.

The lines are JSON. What cannot be read of them is passed over: the states serve without them, too.
"""

import json
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from difftrack.library.disk import FOLDER_NAME, number, replace_file, states
from difftrack.text.folding import clean, shorten

_MOST_LINES, _MOST_BYTES = 60, 100_000
_LONGEST = 200  # letters of a command

Line = dict[str, Any]
"""`kind` is `change`, `undo` or `redo`; `state` the number of the state before it, `after` the
checksum of what it wrote, `at` and `command` whose it is; `to` the state that an `undo` brought."""


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


def _log(target: Path) -> Path:
    return target.parent / FOLDER_NAME / f"{target.name}.log"


def content(path: Path) -> bytes:
    """Return what a file holds; nothing where it cannot be read."""
    with suppress(OSError):
        return path.read_bytes()
    return b""


def lines_of(target: Path) -> list[Line]:
    """Return the lines of the log that can be read."""
    lines = []
    for text in content(_log(target)).splitlines():
        with suppress(ValueError, RecursionError):
            line = json.loads(text)
            if _is_line(line):
                lines.append(line)
    return lines


def _is_line(line: object) -> bool:
    return (
        isinstance(line, dict)
        and line.get("kind") in {"change", "undo", "redo"}
        and all(type(line.get(name)) is int for name in ("state", "after"))
        and all(isinstance(line.get(name), str) for name in ("at", "command"))
        and (line["kind"] != "undo" or type(line.get("to")) is int)
    )


def command_of(line: Line) -> Command:
    """Return whose change a line tells of."""
    return Command(line.get("command", ""), line.get("at", ""))


def append(target: Path, lines: list[Line], line: Line, command: Command, data: bytes) -> None:
    """Write a line at the end of the log; make the log shorter where it is long."""
    line = line | {"at": command.at, "command": command.words, "after": checksum(data)}
    log = _log(target)
    if len(lines) >= _MOST_LINES or (log.exists() and log.stat().st_size > _MOST_BYTES):
        kept = {number(state) for state in states(target)}
        replace_file(log, b"".join(map(_written, [*_compact(lines, kept), line])))
        return
    with log.open("ab") as file:
        file.write((b"\n" if _is_torn(log) else b"") + _written(line))


def _written(line: Line) -> bytes:
    return f"{json.dumps(line)}\n".encode()


def _compact(lines: list[Line], kept: set[int]) -> list[Line]:
    """Return the lines that still say something: of states that are there, once for each change.

    A step back that was taken back itself says nothing.
    """
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else {"kind": ""}
        if line["kind"] == "redo" and last["kind"] == "undo":
            found.pop()
        elif line["kind"] == "undo" or line["state"] in kept:
            if line["kind"] == last["kind"] == "change" and last["state"] == line["state"]:
                found.pop()
            found.append(line)
    return found[-_MOST_LINES // 2 :]


def _is_torn(log: Path) -> bool:
    """Tell whether the last line of the log was not written to its end."""
    data = log.read_bytes()
    return bool(data) and not data.endswith(b"\n")
