"""`undo`."""

import shutil
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, is_terminal, print_rows, remark, shown
from difftrack.errors import NotFoundError, RefusedError, UsageError
from difftrack.library import store
from difftrack.library.change_log import checksum, content
from difftrack.library.differences import Differences, differences, read
from difftrack.library.disk import real, states
from difftrack.library.history import Change, Step, history, last_written, steps
from difftrack.text.folding import shorten

_MOST_LINES = 10
_NOT_READ = "what it changed cannot be read"


def undo(
    ctx: typer.Context,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List the last changes.")] = False,
    to: Annotated[
        int | None, typer.Option(metavar="N", help="All back to this one of --list, it too.")
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Do again what was undone last.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also what others changed in the file since.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would change.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Take back the last change of the library, byte for byte.

    \b
    difftrack undo
    difftrack undo --list

    Undo again takes back the one before, up to twenty; --redo steps forward, as long as nothing
    else was changed. A file that was changed by hand or by git since is left as it is without
    --force, and --redo brings that back, too.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    path = invocation.location().path
    if (to is not None) + redo + listed > 1:
        raise UsageError("Give one of --list, --to N and --redo")
    if not path.exists() and not states(path):
        store.load(path)  # says that there is none, and what to do
    if listed:
        _list(invocation, path, as_json=as_json)
        return
    seen = _choose(path, to, redo=redo)
    with nullcontext() if dry_run else invocation.holding(path):
        taken = _choose(path, to, redo=redo)
        _check(path, taken, seen, force=force)
        told = [(step, _between(step)) for step in taken.steps]
        if not dry_run:
            store.step(path, taken.wanted.read_bytes(), invocation.command, taken.to)
    if as_json:
        answer_json("undo", redo=redo, changes=[_as_json(step, what) for step, what in told])
        return
    would = "would be " if dry_run else ""
    if not told:
        answer(f"{would}brought back: {shown(path)}, as difftrack wrote it last")
    word = f"{would}{'done again' if redo else 'undone'}"
    for step, what in told if redo else reversed(told):
        _tell(word, step.change, what)


class _Taken(NamedTuple):
    """Changes to be taken back or done again, and the state that is wanted for that.

    `to` is its number where it is one to go back to. `is_strange`: others changed the file
    meanwhile.
    """

    steps: list[Step]
    wanted: Path
    to: int | None
    is_strange: bool


def _choose(path: Path, to: int | None, *, redo: bool) -> _Taken:
    if redo:
        return _again(path)
    lost = last_written(path) if to is None and not path.exists() else None
    return _Taken([], lost, 0, is_strange=True) if lost else _back(path, to)


def _back(path: Path, to: int | None) -> _Taken:
    done = [step for step in steps(path, history(path)) if not step.is_undone]
    if not done:
        raise NotFoundError(f"There is nothing to undo: no change of {shown(path)} is kept")
    if to is not None:
        first = next((n for n, step in enumerate(done) if step.change.state == to), None)
        if first is None:
            raise NotFoundError(f"There is no change {to} to undo. See: difftrack undo --list")
        done = done[first:]
    taken = done[-1:] if to is None else done
    is_strange = any(step.is_strange for step in taken)
    return _Taken(taken, taken[0].before, taken[0].change.state, is_strange)


def _again(path: Path) -> _Taken:
    found = history(path)
    last = found.undone[-1] if found.undone else None
    taken = [s for s in steps(path, found) if s.is_undone and last and s.change in last.changes]
    if last is None or not taken:
        raise NotFoundError("Nothing was undone that could be done again. See: difftrack undo")
    is_strange = checksum(content(real(path))) != last.after
    return _Taken(taken, taken[-1].after, None, is_strange)


def _check(path: Path, taken: _Taken, seen: _Taken, *, force: bool) -> None:
    """Refuse what would undo more than the library's last change, as it was when undo was called.

    `seen` was chosen before the lock was waited for.
    """
    if force:
        return
    if not path.exists():
        raise RefusedError(_gone(path))
    if [step.change for step in taken.steps] != [step.change for step in seen.steps]:
        raise RefusedError(
            f"Another difftrack changed {shown(path)} just now, so nothing was undone. "
            "See: difftrack undo --list"
        )
    if taken.is_strange:
        raise RefusedError(_strange(path))


def _gone(path: Path) -> str:
    return (
        f"{shown(path)} is gone: removed, moved, or not on this branch of git. Look at what is "
        "kept of it: difftrack undo -n --force. Bring it back: difftrack undo --force"
    )


def _strange(path: Path) -> str:
    return (
        f"{shown(path)} was changed by hand or by git since difftrack wrote it, and that would be "
        "undone, too. Look at it: difftrack undo -n --force. Do it: difftrack undo --force"
    )


@lru_cache(maxsize=2)
def _content(state: Path) -> dict[str, Any] | None:
    """Return a state; each is the end of one change and the beginning of the next."""
    with suppress(OSError):
        return read(state.read_bytes())
    return None


def _between(step: Step) -> Differences | None:
    before, after = _content(step.before), _content(step.after)
    return None if before is None or after is None else differences(before, after)


def _tell(word: str, change: Change, what: Differences | None) -> None:
    when = f" ({_when(change)})" if _when(change) else ""
    answer(f"{word}: {_words(change)}{when}")
    lines = what.lines() if what else [_NOT_READ]
    for line in lines[:_MOST_LINES]:
        answer(f"  {line}")
    if len(lines) > _MOST_LINES:
        answer(f"  ... and {len(lines) - _MOST_LINES} more")


def _words(change: Change) -> str:
    return change.command.words or "a change without a name"


def _when(change: Change) -> str:
    """Return when a command began, by the clock of who reads it."""
    with suppress(ValueError, OverflowError):
        return f"{datetime.fromisoformat(change.command.at).astimezone():%Y-%m-%d %H:%M}"
    return ""


# -- Listing ----------------------------------------------------------------------------------


def _list(invocation: Invocation, path: Path, *, as_json: bool) -> None:
    told = [(step, _between(step)) for step in steps(path, history(path))]
    if as_json:
        answer_json("changes", changes=[_as_json(step, what) for step, what in reversed(told)])
    elif not told:
        remark(invocation, f"No change of {shown(path)} is kept")
    elif is_terminal():
        for step, what in reversed(told):
            _print(step, what)
    else:
        print_rows([_record(step, what) for step, what in reversed(told)])


def _record(step: Step, what: Differences | None) -> tuple[str, ...]:
    number, when, words = str(step.change.state), _when(step.change), _words(step.change)
    return (number, when, words, what.brief() if what else _NOT_READ, _fate(step))


def _fate(step: Step) -> str:
    if step.is_undone:
        return "undone"
    return "changed by others behind it" if step.is_strange else ""


def _print(step: Step, what: Differences | None) -> None:
    width = max(shutil.get_terminal_size().columns, 40)
    number, when, words, brief, fate = _record(step, what)
    answer(shorten(f"{number:>4}  {when:16}  {words}{f'  ({fate})' if fate else ''}", width))
    answer(shorten(f"      {brief}", width))


def _as_json(step: Step, what: Differences | None) -> dict[str, Any]:
    return {
        "number": step.change.state,
        "at": step.change.command.at or None,
        "command": step.change.command.words or None,
        "undone": step.is_undone,
        "changed_by_others": step.is_strange,
        "what": what.lines() if what else None,
    }
