"""`section list` and `section add`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json
from difftrack.library import edits
from difftrack.library.query import outline


def list_sections(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sections as JSON.")] = False,
) -> None:
    """List the sections with their keys and how many entries they hold.

    \b
    difftrack section list
    difftrack section list --json
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    branches = [b for b in outline(library) if b.section.key or b.section.entries]
    if as_json:
        sections = [b.section.model_dump(mode="json", exclude_defaults=True) for b in branches]
        answer_json("sections", sections=sections)
        return
    for section, depth in branches:
        title = section.title or "(without a heading)"
        answer(f"{'  ' * depth}{section.key or '-'}\t{title}\t{len(section.entries)}")


def add_section(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The heading.")],
    *,
    parent: Annotated[
        str | None, typer.Option(metavar="S", help="The section that it stands in.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the section as JSON.")] = False,
) -> None:
    """Add a section.

    \b
    difftrack section add "Video Editing"
    difftrack section add "Training-free" --parent editing
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    with invocation.changing(make=True) as library:
        section = edits.add_section(library, title, parent)
    if as_json:
        answer_json("section", section=section.model_dump(mode="json", exclude_defaults=True))
    else:
        answer(f"added section {section.key} ({section.title})")
