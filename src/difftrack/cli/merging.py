"""`merge-entries`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, can_ask, confirmed, described, entry_json
from difftrack.cli.references import Reference, References, expanded, resolve
from difftrack.errors import RefusedError
from difftrack.library.finding import find


def merge_entries(
    ctx: typer.Context,
    reference: Reference,
    others: References,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Though arXiv has them as two papers.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would come of it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
) -> None:
    """Make one entry of several that are the same work: the others go into the first.

    \b
    difftrack merge-entries DDPM ho2020denoising
    difftrack merge-entries 2006.11239 ho2020denoising -n

    What the first says stands. What it lacks comes from the others: fields, links, notes, marks,
    places in sections. Where they differ, the others' is kept beside it ("Also cited as", Code#2).
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.library import merging  # noqa: PLC0415 - loads what an import needs

    invocation: Invocation = ctx.obj
    others = expanded(invocation, others)
    if can_ask() and not (yes or dry_run):
        _confirm(invocation, reference, others)
    with invocation.changing(dry_run=dry_run) as library:
        key = find(library, reference)
        keys = resolve(library, others)
        gone = {k: merging.merge_entries(library, key, k, force=force) for k in keys}
    if as_json:
        answer_json("merged", into=key, merged=list(gone), entry=entry_json(library, key))
        return
    said = "would be merged" if dry_run else "merged"
    into = described(key, library.entries[key])
    for other, entry in gone.items():
        answer(f"{said}: {described(other, entry)} into {into}")


def _confirm(invocation: Invocation, reference: str, others: list[str]) -> None:
    library = invocation.load()
    into = find(library, reference)
    about = [described(key, library.entries[key]) for key in resolve(library, others)]
    if not confirmed(f"Merge into {described(into, library.entries[into])}?", *about):
        raise RefusedError("Nothing was merged")
