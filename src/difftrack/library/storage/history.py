"""Which command made which change, and which states there are to go back to.

`keeping` keeps the file as it was before each change. Beside these states stands a log with a line
for each change, written just before the file is replaced. States without a line (the log was
damaged or its writer killed, or an older difftrack wrote the file) are changes without a name; a
line whose change never came about is passed over. Stepping back is a line, too, so that it can be
taken back itself.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from difftrack.library.storage.change_log import (
    NOBODY,
    Command,
    Line,
    checksum,
    command_of,
    content,
    lines_of,
)
from difftrack.library.storage.disk import real
from difftrack.library.storage.states import is_same, number, states


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


def history(path: Path) -> History:
    """Return what was done to the file in `path`, as far as states of it are kept."""
    target = real(path)
    kept = _numbered(target)
    lines = came_about(target, lines_of(target))
    found = replayed(_with_nameless(lines, _nameless(kept, lines, content(target))))
    return History([c for c in found.done if c.state in kept], found.undone)


def _numbered(target: Path) -> dict[int, Path]:
    return {number(state): state for state in states(target)}


def came_about(target: Path, lines: list[Line]) -> list[Line]:
    """Return the lines without the last one, where its writer was killed before it came about.

    The file then is as the state before that line. Most often a look at its size tells that it is
    not, so that it need not be read.
    """
    last = lines[-1] if lines else {"state": 0}
    state = _numbered(target).get(last["state"])
    with suppress(OSError):
        if state and is_same(target, state) and last["after"] != checksum(content(target)):
            return lines[:-1]
    return lines


def replayed(lines: Iterable[Line]) -> History:
    """Return what was done and taken back by these lines."""
    found = History([], [])
    for line in lines:
        _take(found, line)
    return found


def last_written(path: Path) -> Path | None:
    """Return the state that holds what difftrack wrote last, where one does.

    After a step back or forwards one does; what a change wrote is kept by the next change only.
    """
    target = real(path)
    lines = lines_of(target)
    found = (s for s in states(target) if lines and checksum(content(s)) == lines[-1]["after"])
    return next(found, None)


def nearest(path: Path) -> list[Path]:
    """Return the kept states, the likeliest first to be what difftrack wrote last or nearly so.

    That is the one that holds it, then those before the last changes, then what was undone.
    """
    left = {
        state
        for undone in replayed(lines_of(real(path))).undone
        for state in (undone.state, *(change.state for change in undone.changes[1:]))
    }
    last = last_written(path)
    return sorted(
        states(path), key=lambda s: (s == last, number(s) not in left, number(s)), reverse=True
    )


def _nameless(kept: dict[int, Path], lines: list[Line], now: bytes) -> list[int]:
    """Return the states that no line names as the one before it.

    Left out are those after which nothing changed, unless a step went back to them.
    """
    named = {line["state"] for line in lines}
    reached = {line["to"] for line in lines if line["kind"] == "undo"}
    numbers = list(kept)
    found = []
    for at, state in enumerate(numbers):
        if state not in named:
            after = content(kept[numbers[at + 1]]) if at + 1 < len(numbers) else now
            if state in reached or content(kept[state]) not in {after, now}:
                found.append(state)
    return found


def _with_nameless(lines: list[Line], nameless: list[int]) -> Iterator[Line]:
    """Yield the lines, and before each the states that are older and have none."""
    for line in lines:
        newest = max(line["state"] - 1, line.get("to") or 0)
        while line["kind"] in {"change", "undo"} and nameless and nameless[0] <= newest:
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
    elif line["kind"] == "made":
        undone.clear()
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
    kept = _numbered(target)
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
