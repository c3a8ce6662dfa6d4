"""Which changes `undo` takes back or does again, and when it refuses to."""

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from difftrack.errors import NotFoundError, RefusedError
from difftrack.library.storage.change_log import checksum, content
from difftrack.library.storage.differences import Differences, differences, read
from difftrack.library.storage.disk import real
from difftrack.library.storage.history import Step, history, last_written, steps

Told = tuple[Step, Differences | None]
"""A step, and what it changed; `None` where a state of it cannot be read."""


class Taken(NamedTuple):
    """Changes to be taken back or done again, and the state that is wanted for that.

    `to` is its number where it is one to go back to. `is_strange`: others changed the file
    meanwhile.
    """

    steps: list[Step]
    wanted: Path
    to: int | None
    is_strange: bool


def choose(path: Path, name: str, to: int | None, *, redo: bool) -> Taken:
    """Return the last change of the file in `path`, all back to the state `to`, or what to `redo`.

    `name` is what its owner calls the file. Without a change to be taken back, a file that is gone
    comes back as it was written last. Raises `NotFoundError` where there is nothing to do.
    """
    if redo:
        return _again(path)
    lost = last_written(path) if to is None and not path.exists() else None
    return Taken([], lost, 0, is_strange=True) if lost else _back(path, name, to)


def _back(path: Path, name: str, to: int | None) -> Taken:
    done = [step for step in steps(path, history(path)) if not step.is_undone]
    if not done:
        raise NotFoundError(f"There is nothing to undo: no change of {name} is kept")
    if to is not None:
        first = next((n for n, step in enumerate(done) if step.change.state == to), None)
        if first is None:
            raise NotFoundError(f"There is no change {to} to undo. See: difftrack undo --list")
        done = done[first:]
    taken = done[-1:] if to is None else done
    is_strange = any(step.is_strange for step in taken)
    return Taken(taken, taken[0].before, taken[0].change.state, is_strange)


def _again(path: Path) -> Taken:
    found = history(path)
    last = found.undone[-1] if found.undone else None
    taken = [s for s in steps(path, found) if s.is_undone and last and s.change in last.changes]
    if last is None or not taken:
        raise NotFoundError("Nothing was undone that could be done again. See: difftrack undo")
    is_strange = checksum(content(real(path))) != last.after
    return Taken(taken, taken[-1].after, None, is_strange)


def check(path: Path, name: str, taken: Taken, seen: Taken) -> None:
    """Refuse what would undo more than the library's last change, as it was when undo was called.

    `seen` was chosen before the lock was waited for.
    """
    if not path.exists():
        raise RefusedError(_gone(name))
    if [step.change for step in taken.steps] != [step.change for step in seen.steps]:
        raise RefusedError(
            f"Another difftrack changed {name} just now, so nothing was undone. "
            "See: difftrack undo --list"
        )
    if taken.is_strange:
        raise RefusedError(_strange(name))


def _gone(name: str) -> str:
    return (
        f"{name} is gone: removed, moved, or not on this branch of git. Look at what is "
        "kept of it: difftrack undo -n --force. Bring it back: difftrack undo --force"
    )


def _strange(name: str) -> str:
    return (
        f"{name} was changed since in a way that is not kept (by hand, by git, on a full disk), "
        "and that would be undone, too. Look at it: difftrack undo -n --force. Do it: difftrack "
        "undo --force"
    )


def told(taken: Iterable[Step]) -> list[Told]:
    """Return the steps with what each changed.

    The end of one is most often the beginning of the next. Two states are held, so that twenty of
    a big library fit, and for this call only: the file itself changes between two.
    """
    held = lru_cache(maxsize=2)(_state)
    return [(step, _between(held(step.before), held(step.after))) for step in taken]


def _state(path: Path) -> dict[str, Any] | None:
    with suppress(OSError):
        return read(path.read_bytes())
    return None


def _between(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Differences | None:
    return None if before is None or after is None else differences(before, after)
