"""`move`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, remark
from difftrack.cli.references import References, expanded, resolve
from difftrack.errors import RefusedError, UsageError
from difftrack.library.editing.moving import Moved, Place
from difftrack.library.editing.moving import move as move_entries
from difftrack.library.finding import find, find_section
from difftrack.library.model import Library


def move(
    ctx: typer.Context,
    references: References,
    *,
    section: Annotated[str | None, typer.Option(metavar="S", help="Where to.")] = None,
    before: Annotated[str | None, typer.Option(metavar="REF", help="Before this entry.")] = None,
    after: Annotated[str | None, typer.Option(metavar="REF", help="Behind this entry.")] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="S", help="The section that they leave.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="They stay where they were, too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would move.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what moved as JSON.")] = False,
) -> None:
    """Move entries to a section, or to another place in it.

    \b
    difftrack move DDPM DDIM --section denoising
    difftrack move DDIM --after DDPM

    They come to stand in the order given, at the end where no place is named. An entry that stands
    in several other sections leaves the one that --from names. Text between entries stays where it
    is.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if before is not None and after is not None:
        raise UsageError("An entry stands before one or behind one: --before REF or --after REF")
    if keep and source is not None:
        raise UsageError("--keep leaves no section, --from names one to leave: give one of them")
    references = expanded(invocation, references)
    with invocation.changing(dry_run=dry_run) as library:
        place = _place(library, section, before or after, behind=after is not None)
        leaving = find_section(library, source) if source is not None else None
        moved = move_entries(library, resolve(library, references), place, leaving, keep=keep)
    if as_json:
        told = {key: {"left": there.left, "changed": there.is_new} for key, there in moved.items()}
        answer_json("moved", section=place.section.key, moved=told)
        return
    _tell(library, place, moved, dry_run=dry_run)
    if place.anchor and library.settings.entry_order != ("listed", False):
        remark(invocation, "A README orders the entries otherwise. See: difftrack config order")


def _place(library: Library, section: str | None, beside: str | None, *, behind: bool) -> Place:
    anchor = find(library, beside) if beside is not None else None
    if section is not None:
        return Place(find_section(library, section), anchor, behind)
    if anchor is None:
        raise UsageError("Where to? Name a section, --section S, or an entry, --before REF")
    standing = library.sections_of(anchor)
    if len(standing) > 1:
        names = ", ".join(s.key or "''" for s in standing)
        raise RefusedError(f"{anchor} stands in several sections: {names}. Name one: --section")
    return Place(standing[0], anchor, behind)


def _tell(library: Library, place: Place, moved: dict[str, Moved], *, dry_run: bool) -> None:
    word = "would be moved" if dry_run else "moved"
    title = place.section.title or "no section"
    titles = {section.key: section.title or "no section" for section in library.sections}
    for key, there in moved.items():
        left = ", ".join(titles[name] for name in there.left)
        said = f"{word}: {described(key, library.entries[key])}"
        if not there.is_new:
            said = f"there already: {described(key, library.entries[key])}"
        answer(f"{said}, {f'from {left} to' if left else 'in'} {title}")
