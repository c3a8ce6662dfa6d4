"""`remove`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, can_ask, described
from difftrack.cli.references import resolve
from difftrack.errors import RefusedError
from difftrack.library.edits import remove as remove_entry


def remove(
    ctx: typer.Context,
    references: Annotated[
        list[str], typer.Argument(metavar="REF...", help="Key, arXiv id or URL, short name, title.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what went as JSON.")] = False,
) -> None:
    """Take entries out of the library and all its sections.

    \b
    difftrack remove 2006.11239
    difftrack remove DDPM DDIM --yes
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if can_ask() and not yes:
        _confirm(invocation, references)
    with invocation.changing() as library:
        keys = resolve(library, references)
        removed = {key: remove_entry(library, key) for key in keys}
    if as_json:
        answer_json("removed", removed={key: gone.sections for key, gone in removed.items()})
        return
    for key, gone in removed.items():
        answer(f"removed: {described(key, gone.entry)}")


def _confirm(invocation: Invocation, references: list[str]) -> None:
    library = invocation.load()
    for key in resolve(library, references):
        typer.echo(f"  {described(key, library.entries[key])}", err=True)
    if not typer.confirm("Remove?", err=True):
        raise RefusedError("Nothing was removed")
