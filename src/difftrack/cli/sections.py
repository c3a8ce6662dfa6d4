"""`section list`, `section add` and `section query`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, remark
from difftrack.library import edits
from difftrack.library.finding import find_section
from difftrack.library.model import Section
from difftrack.library.query import outline
from difftrack.text.folding import clean


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


def query_section(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="S", help="The section, by key or title.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY...]", help="As for search; '' takes it away."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the section as JSON.")] = False,
) -> None:
    """Show or set what arXiv is asked for by discover, for a section.

    \b
    difftrack section query editing 'abstract:"image editing" cat:cs.CV -survey'
    difftrack section query editing ''
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if words:
        query = _checked(words)
        with invocation.changing() as library:
            section = find_section(library, name)
            section.query = query
    else:
        section = find_section(invocation.load(), name)
    if as_json:
        answer_json("section", section=section.model_dump(mode="json", exclude_defaults=True))
    elif words:
        said = f"asks arXiv for: {section.query}" if section.query else "asks arXiv for nothing now"
        answer(f"{_called(section)} {said}")
    elif section.query:
        answer(section.query)
    else:
        remark(
            invocation,
            f"{_called(section)} has no query. Give it one: difftrack section query "
            f"{section.key or name} 'diffusion cat:cs.CV'",
        )


def _checked(words: list[str]) -> str | None:
    """Return the query that is meant, `None` for none; raise `UsageError` for what is none."""
    from difftrack.cli.queries import joined  # noqa: PLC0415 - most sections are only listed
    from difftrack.sources.arxiv_query import asked  # noqa: PLC0415 - as above

    query = clean(joined(words))
    if query:
        asked(query)
    return query or None


def _called(section: Section) -> str:
    return section.key or "The section without a heading"
