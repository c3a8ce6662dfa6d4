"""Which command made which change, and which states there are to go back to.

`disk.remember` keeps the file as it was before each change. Beside these states stands a log with a
line for each change, written just before the file is replaced. States without a line (the log was
damaged or its writer killed, or an older difftrack wrote the file) are changes without a name; a
line whose change never came about is passed over. Stepping back is a line, too, so that it can be
taken back itself.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from difftrack.errors import NotWrittenError
from difftrack.library.change_log import (
    NOBODY,
    Command,
    Line,
    append,
    checksum,
    command_of,
    content,
    lines_of,
)
from difftrack.library.disk import number, real, remember, states


class Change(NamedTuple):
    """A change that may be taken back: `state` has the number of the state before it.

    `after` is the checksum of what it wrote; `None` for a change that the log does not name.
    """

    state: int
    command: Command = NOBODY
    after: int | None = None


class Undone(NamedTuple):
    """A step back: the changes that it took back, newest last, and the state before it."""

    changes: list[Change]
    state: int
    after: int | None


class History(NamedTuple):
    """What was done, oldest first, and what was taken back of it, in the order of that."""

    done: list[Change]
    undone: list[Undone]


# -- Writing ----------------------------------------------------------------------------------


def note(target: Path, folder: Path, command: Command, data: bytes) -> str:
    """Keep the file as it is before `command` writes `data`, and write down that it does.

    What one command writes in several parts is one change: the state before the first is kept.
    What cannot be kept is no reason not to change the library: why is returned, else nothing.
    """
    lines = lines_of(target)
    try:
        state = _state_of_part(target, lines, command)
        if state is None:
            kept = remember(target, folder)
            state = number(kept) if kept else None
    except OSError as error:
        return error.strerror or str(error)
    if state is not None:
        with suppress(OSError):  # a change without a name can be undone, too
            append(target, lines, {"kind": "change", "state": state}, command, data)
    return ""


def _state_of_part(target: Path, lines: list[Line], command: Command) -> int | None:
    """Return the state before a command that wrote a part before this one, and nobody since."""
    last: Line = lines[-1] if lines else {"kind": ""}
    if not command.at or last["kind"] != "change" or command_of(last) != command:
        return None
    state: int = last["state"]
    return state if last["after"] == checksum(target.read_bytes()) else None


def note_step(target: Path, folder: Path, to: int | None, command: Command, data: bytes) -> None:
    """Write down a step back to the state `to`, or forwards where that is `None`.

    The file as it is becomes a state where none holds the same already. Unlike after a change no
    old state is dropped for it: each of them can be gone back to, one after the other. Raises
    `NotWrittenError` where it could not be kept.
    """
    now = content(target)
    state = next((s for s in reversed(states(target)) if now == content(s)), None)
    if state is None and target.exists():
        try:
            state = remember(target, folder, forget=False)
        except OSError as error:
            raise NotWrittenError(
                f"{target} was left as it is, for it could not be kept in {folder}: "
                f"{error.strerror or error}"
            ) from None
    line = {"kind": "redo" if to is None else "undo", "state": number(state) if state else 0}
    with suppress(OSError):
        append(target, lines_of(target), line | {"to": to}, command, data)


# -- Reading ----------------------------------------------------------------------------------


def history(path: Path) -> History:
    """Return what was done to the file in `path`, as far as states of it are kept."""
    target = real(path)
    kept = {number(state): state for state in states(target)}
    lines = lines_of(target)
    now = content(target)
    if lines and lines[-1]["after"] != checksum(now) and _is_state(kept, lines[-1], now):
        lines.pop()  # its writer was killed before it came about
    found = History([], [])
    for line in _with_nameless(lines, _nameless(kept, lines, now)):
        _take(found, line)
    return History([c for c in found.done if c.state in kept], found.undone)


def _nameless(kept: dict[int, Path], lines: list[Line], now: bytes) -> list[int]:
    """Return the states that no line names, without those after which nothing changed."""
    named = {line["state"] for line in lines}
    numbers = list(kept)
    found = []
    for at, state in enumerate(numbers):
        if state not in named:
            after = content(kept[numbers[at + 1]]) if at + 1 < len(numbers) else now
            if content(kept[state]) not in {after, now}:
                found.append(state)
    return found


def _is_state(kept: dict[int, Path], line: Line, now: bytes) -> bool:
    return line["state"] in kept and content(kept[line["state"]]) == now


def _with_nameless(lines: list[Line], nameless: list[int]) -> Iterator[Line]:
    """Yield the lines, and before each the states that are older and have none."""
    for line in lines:
        while line["kind"] == "change" and nameless and nameless[0] < line["state"]:
            yield {"kind": "change", "state": nameless.pop(0), "after": None}
        yield line
    for state in nameless:
        yield {"kind": "change", "state": state, "after": None}


def _take(found: History, line: Line) -> None:
    done, undone = found
    if line["kind"] == "change":
        # A second change behind one state: the first never came about, or was a part of it. States
        # are counted upwards: one with a lower number says that those before it are gone.
        done[:] = [change for change in done if change.state < line["state"]]
        done.append(Change(line["state"], command_of(line), line["after"]))
        undone.clear()
    elif line["kind"] == "undo":
        at = next((n for n, change in enumerate(done) if change.state == line["to"]), None)
        if at is not None:
            undone.append(Undone(done[at:], line["state"], line["after"]))
            del done[at:]
    elif undone:
        done += undone.pop().changes


# -- What lies between two states ---------------------------------------------------------------


class Step(NamedTuple):
    """A change with the files that hold what was there before and after it."""

    change: Change
    before: Path
    after: Path
    is_undone: bool

    @property
    def is_strange(self) -> bool:
        """Tell whether something else changed the file behind it: a hand, git, a copy."""
        return self.change.after is not None and self.change.after != checksum(content(self.after))


def steps(path: Path, found: History) -> list[Step]:
    """Return the changes in the order in which they were made, those taken back at the end."""
    target = real(path)
    kept = {number(state): state for state in states(target)}
    listed = _chain(found.done, target, kept, is_undone=False)
    for undone in reversed(found.undone):
        if undone.state in kept:
            listed += _chain(undone.changes, kept[undone.state], kept, is_undone=True)
    return listed


def _chain(
    changes: list[Change], end: Path, kept: dict[int, Path], *, is_undone: bool
) -> list[Step]:
    there = [change for change in changes if change.state in kept]
    ends = [*(kept[change.state] for change in there), end][1:]
    return [
        Step(change, kept[change.state], after, is_undone)
        for change, after in zip(there, ends, strict=True)
    ]
