"""`merge-entries`."""

from typing import Annotated

import typer

from difftrack.cli.asking import confirm
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, entry_json
from difftrack.cli.references import Reference, References, expanded, resolve
from difftrack.cli.usual_options import Yes
from difftrack.library.finding import find
from difftrack.library.model import Entry, Library


def merge_entries(
    ctx: typer.Context,
    reference: Reference,
    others: References,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Though arXiv has them as two papers.")
    ] = False,
    yes: Yes = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would come of it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
) -> None:
    """Make one entry of several that are the same work: the others go into the first.

    \b
    difftrack merge-entries DDPM ho2020probabilistic
    difftrack merge-entries 2006.11239 ho2020probabilistic -n

    What the first says stands. What it lacks comes from the others: fields, links, notes, marks,
    places in sections. Where they differ, the others' is kept beside it ("Also cited as", Code#2).
    Asks first; where there is no terminal to ask at, it takes --yes.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    others = expanded(invocation, others)
    if not (yes or dry_run):
        _confirm(invocation, reference, others, force=force)
    with invocation.changing(dry_run=dry_run) as library:
        key, gone, changed = _merge(library, reference, others, force=force)
    if as_json:
        answer_json("merged", into=key, merged=list(gone), entry=entry_json(library, key))
        return
    said = "would be merged" if dry_run else "merged"
    into = described(key, library.entries[key])
    for other, entry in gone.items():
        answer(f"{said}: {described(other, entry)} into {into}")
    if changed:
        answer(f"{'would be ' if dry_run else ''}changed in it: {', '.join(changed)}")


def _merge(
    library: Library, reference: str, others: list[str], *, force: bool
) -> tuple[str, dict[str, Entry], list[str]]:
    """Return the key of the entry that took the others in, those by their keys, what changed."""
    from difftrack.library import merging  # noqa: PLC0415 - loads what an import needs

    key = find(library, reference, whole=True)
    keys = resolve(library, others, whole=True)
    entry = library.entries[key]
    before = entry.copied()
    gone = {k: merging.merge_entries(library, key, k, force=force) for k in keys}
    return key, gone, entry.differing(before)


def _confirm(invocation: Invocation, reference: str, others: list[str], *, force: bool) -> None:
    """Ask, once it is known that they can be merged."""
    library = invocation.load()
    into, gone, _ = _merge(library, reference, others, force=force)
    names = [described(key, entry) for key, entry in gone.items()]
    deed = f"Merge into {described(into, library.entries[into])}"
    if names:
        confirm(invocation, deed, refused="Nothing was merged", names=names)
