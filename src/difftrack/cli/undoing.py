"""`undo`."""

from contextlib import nullcontext
from typing import Annotated

import typer

from difftrack.cli.changes import change_json, list_changes, tell
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, shown
from difftrack.cli.usual_options import DryRun
from difftrack.errors import UsageError
from difftrack.library import store
from difftrack.library.storage import stepping
from difftrack.library.storage.states import states


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
    dry_run: DryRun = False,
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
        list_changes(invocation, path, as_json=as_json)
        return
    name = shown(path)
    seen = stepping.choose(path, name, to, redo=redo)
    with nullcontext() if dry_run else invocation.holding(path) as since:
        taken = stepping.choose(path, name, to, redo=redo)
        if not force:
            stepping.check(path, name, taken, seen)
            store.check_state(taken.wanted)
        told = stepping.told(taken.steps)
        if not dry_run:
            store.step(path, taken.wanted.read_bytes(), invocation.command, taken.to, since)
    if as_json:
        answer_json("undo", redo=redo, changes=[change_json(step, what) for step, what in told])
        return
    would = "would be " if dry_run else ""
    if not told:
        answer(f"{would}brought back: {name}, as difftrack wrote it last")
    word = f"{would}{'done again' if redo else 'undone'}"
    for step, what in told if redo else reversed(told):
        tell(word, step.change, what)
