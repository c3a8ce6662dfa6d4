"""`show`: an entry as a page."""

from typing import Annotated

import typer

from difftrack.cli import entry_page
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer_json, entry_json, terminal_width
from difftrack.cli.paging import answer_lines
from difftrack.cli.references import Reference
from difftrack.library.finding import find

_WIDEST_PAGE = 100
_NARROWEST_PAGE = 20


def show(
    ctx: typer.Context,
    reference: Reference,
    *,
    whole: Annotated[
        bool, typer.Option("--whole", help="All authors, however many, and the BibTeX.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
) -> None:
    """Show an entry as a page: what it is, where it stands, abstract, note and review.

    \b
    difftrack show DDPM
    difftrack show 2010.02502 --json
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    key = find(library, reference)
    if as_json:
        answer_json("entry", entry=entry_json(library, key))
        return
    width = terminal_width(_NARROWEST_PAGE, _WIDEST_PAGE)
    answer_lines(invocation, entry_page.lines(library, key, width, whole=whole))
