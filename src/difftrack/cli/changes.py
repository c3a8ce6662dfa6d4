"""Changes of a library, in lines and as JSON: those of `undo` and of its list."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer,
    answer_json,
    is_terminal,
    print_rows,
    remark,
    shown,
    terminal_width,
)
from difftrack.library.storage.differences import Differences
from difftrack.library.storage.history import Change, Step, history, steps
from difftrack.library.storage.stepping import told
from difftrack.text.folding import shorten

_MOST_LINES = 10
_NARROWEST = 40  # columns
_NOT_READ = "what it changed cannot be read"


def tell(word: str, change: Change, what: Differences | None) -> None:
    """Say that a change was undone or done again, and below it what it had changed."""
    when = f" ({_when(change)})" if _when(change) else ""
    lines = what.lines() if what else [_NOT_READ]
    answer(f"{word}: {_words(change)}{when}{', which had' if what and lines else ''}")
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


def list_changes(invocation: Invocation, path: Path, *, as_json: bool) -> None:
    """Print the changes that may be taken back or done again, the last one first."""
    found = told(steps(path, history(path)))[::-1]
    if as_json:
        answer_json("changes", changes=[change_json(step, what) for step, what in found])
    elif not found:
        remark(invocation, f"No change of {shown(path)} is kept")
    elif is_terminal():
        for step, what in found:
            _print(step, what)
    else:
        print_rows([_record(step, what) for step, what in found])


def _record(step: Step, what: Differences | None) -> tuple[str, ...]:
    number, when, words = str(step.change.state), _when(step.change), _words(step.change)
    return (number, when, words, what.brief() if what else _NOT_READ, _fate(step))


def _fate(step: Step) -> str:
    if step.is_undone:
        return "undone"
    return "changed by others behind it" if step.is_strange else ""


def _print(step: Step, what: Differences | None) -> None:
    width = terminal_width(_NARROWEST)
    number, when, words, brief, fate = _record(step, what)
    answer(shorten(f"{number:>4}  {when:16}  {words}{f'  ({fate})' if fate else ''}", width))
    answer(shorten(f"      {brief}", width))


def change_json(step: Step, what: Differences | None) -> dict[str, Any]:
    """Return a change as `--json` shows it."""
    return {
        "number": step.change.state,
        "at": step.change.command.at or None,
        "command": step.change.command.words or None,
        "undone": step.is_undone,
        "changed_by_others": step.is_strange,
        "what": what.lines() if what else None,
    }
