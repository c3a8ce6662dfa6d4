"""`link`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described
from difftrack.cli.references import Reference
from difftrack.errors import UsageError
from difftrack.library.editing.labelling import link as link_entry
from difftrack.library.editing.labelling import unlink
from difftrack.library.finding import find


def link(
    ctx: typer.Context,
    reference: Reference,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What it is called: Code.")],
    target: Annotated[str | None, typer.Argument(metavar="[URL]", help="Its address.")] = None,
    *,
    beside: Annotated[
        bool, typer.Option("--add", help="Beside the link that has this label already.")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the link off.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the links as JSON.")] = False,
) -> None:
    """Give an entry a link, change one, or take one off.

    \b
    difftrack link DDPM Code https://github.com/hojonathanho/diffusion
    difftrack link DDPM Code --remove

    A second link of one label is Code#2 in the library, and printed as Code.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if target is None and not remove:
        raise UsageError(f"Which address? difftrack link {reference} {label} https://example.org")
    if remove and beside:
        raise UsageError("A link is added or taken off: give --add or --remove")
    with invocation.changing() as library:
        key = find(library, reference)
        entry = library.entries[key]
        if remove:
            said = f"{label} {unlink(entry, label, target)} taken off"
        else:
            label, before = link_entry(entry, label, target or "", beside=beside)
            was = f" (was {before})" if before else ""
            said = f"{label} {entry.links[label]}{was}"
    if as_json:
        answer_json("links", key=key, links=entry.links)
    else:
        answer(f"link: {described(key, entry)}: {said}")
