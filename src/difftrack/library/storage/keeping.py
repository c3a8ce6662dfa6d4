"""What is kept before the library's file changes, so that it can be gone back to, and for how long.

What cannot be kept is no reason not to change the library. A change that comes after steps back
ends the way forward: the states on it take no place from those that can still be gone back to.
"""

from contextlib import suppress
from pathlib import Path

from difftrack.errors import NotWrittenError, RefusedError
from difftrack.library.storage.change_log import (
    Command,
    Line,
    append,
    checksum,
    command_of,
    is_long,
    lines_of,
    rewrite,
)
from difftrack.library.storage.history import History, came_about, replayed
from difftrack.library.storage.states import forget, number, remember, states


def note(target: Path, folder: Path, command: Command, data: bytes) -> str:
    """Keep the file as it is before `command` writes `data`, and write down that it does.

    What one command writes in several parts is one change: the state before the first is kept.
    Returns why the file could not be kept; nothing where it could.
    """
    if not target.exists():
        return ""
    try:
        state = _state_before(target, folder, command)
    except OSError as error:
        return error.strerror or str(error)
    if state is not None:
        with suppress(OSError, RefusedError):  # a change without a name can be undone, too
            append(target, {"kind": "change", "state": state}, command, data)
    return ""


def note_made(target: Path, command: Command, data: bytes) -> None:
    """Write down that `command` made the file, which is there now: one that failed made none."""
    with suppress(OSError, RefusedError):
        append(target, {"kind": "made", "state": 0}, command, data)


def _state_before(target: Path, folder: Path, command: Command) -> int | None:
    """Return the state that a command begins with; it is made where none is that."""
    lines = lines_of(target)
    with suppress(OSError):
        lines = _settled(target)
    state = _state_of_part(target, lines, command)
    if state is None:
        kept = remember(target, folder)
        return number(kept) if kept else None
    return state


def _settled(target: Path) -> list[Line]:
    """Return the lines of the log; one that never came about is taken out of it."""
    written = lines_of(target)
    lines = came_about(target, written)
    if len(lines) < len(written):
        rewrite(target, lines)
    return lines


def _state_of_part(target: Path, lines: list[Line], command: Command) -> int | None:
    """Return the state before a command that wrote a part before this one, and nobody since."""
    last: Line = lines[-1] if lines else {"kind": ""}
    if not command.at or last["kind"] != "change" or command_of(last) != command:
        return None
    state: int = last["state"]
    return state if last["after"] == checksum(target.read_bytes()) else None


def note_step(target: Path, folder: Path, to: int | None, command: Command, data: bytes) -> None:
    """Write down a step back to the state `to`, or forwards where that is `None`.

    The file as it is becomes a state where none holds the same already. Raises `NotWrittenError` or
    `OSError` where it could not be kept, or the line not be written: without it the way forward
    would be lost.
    """
    now = target.read_bytes() if target.exists() else None
    state = next((s for s in reversed(states(target)) if now == s.read_bytes()), None)
    if state is None and now is not None:
        try:
            state = remember(target, folder)
        except OSError as error:
            raise NotWrittenError(
                f"{target} was left as it is, for it could not be kept in {folder}: "
                f"{error.strerror or error}"
            ) from None
    line = {"kind": "redo" if to is None else "undo", "state": number(state) if state else 0}
    _settled(target)
    append(target, line | {"to": to}, command, data)


def tidy(target: Path) -> None:
    """Drop what no step leads to any more: states, and lines where the log is long.

    States go after a change only: each can be gone back to after a step, one after the other.
    """
    with suppress(OSError):
        lines = lines_of(target)
        found = replayed(lines)
        if lines and lines[-1]["kind"] == "change":
            forget(target, {line["state"] for line in lines} - {c.state for c in found.done})
        if is_long(target, lines):
            rewrite(target, _telling(lines, found))


def _telling(lines: list[Line], found: History) -> list[Line]:
    """Return the lines that still say something, each once: those that lead to `found`."""
    changes = [*found.done, *(change for undone in found.undone for change in undone.changes)]
    alive = {("change", change.state, None) for change in changes} | {
        ("undo", undone.state, undone.changes[0].state) for undone in found.undone
    }
    told: dict[tuple[str, int, int | None], Line] = {}
    for line in lines:
        name = (line["kind"], line["state"], line.get("to"))
        if name in alive:
            told.pop(name, None)  # the last of its name counts, at its place
            told[name] = line
    return list(told.values())
