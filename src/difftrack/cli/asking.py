"""Asking a person at a terminal; where nobody can be asked, what needs an answer is refused."""

import sys
from collections.abc import Sequence

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import say
from difftrack.errors import RefusedError
from difftrack.text.folding import shorten

_MOST_NAMED, _WIDEST = 3, 60  # names, columns of one
_ANSWERS = {"y": True, "yes": True, "n": False, "no": False, "": False}


def can_ask(invocation: Invocation) -> bool:
    """Tell whether a person can be asked something: at a terminal, and not with `--no-input`."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not invocation.no_input


def ask(question: str) -> str:
    """Return the line that a person types; an end of the input (Ctrl-D) is an empty one."""
    say(question, ends=" ")
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        say("")
    return line.decode("utf-8", "replace").strip()


def confirm(invocation: Invocation, deed: str, *, refused: str, names: Sequence[str] = ()) -> None:
    """Return where a person says yes to a deed, `Remove`, done to what has these names.

    Raises `RefusedError`, which begins with `refused`, where they do not, and where nobody can be
    asked: it says then what would be done, and how to have it done.
    """
    if not can_ask(invocation):
        what = f"{deed}: {_some(names)}" if names else deed
        raise RefusedError(f"{refused}, for nobody can be asked here. {what}? Say so: --yes")
    for name in names:
        say(f"  {name}")
    while (answer := ask(f"{deed}? [y/N]").lower()) not in _ANSWERS:
        say("Type y or n")
    if not _ANSWERS[answer]:
        raise RefusedError(refused)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    named = (shorten(name, _WIDEST) for name in names[:_MOST_NAMED])
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
