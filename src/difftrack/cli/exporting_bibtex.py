"""`export bibtex`."""

from pathlib import Path
from typing import Annotated

import typer

from difftrack.cli.exporting import (
    Change,
    Check,
    Diff,
    Force,
    Json,
    Output,
    answer_text,
    finish,
    read,
)
from difftrack.cli.invocation import Invocation
from difftrack.errors import RefusedError
from difftrack.exporters import bibtex
from difftrack.library.finding import find_section
from difftrack.library.query import Filter, select


def export_bibtex(
    ctx: typer.Context,
    *,
    output: Output = None,
    section: Annotated[str | None, typer.Option(metavar="S", help="Only this section.")] = None,
    check: Check = False,
    diff: Diff = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write the papers as BibTeX, to stdout unless a file is named.

    \b
    difftrack export bibtex
    difftrack export bibtex -o refs.bib --section editing
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    inside = find_section(library, section).key if section else None
    keys = [row.key for row in select(library, Filter(section=inside))]
    text = bibtex.render(library, keys)
    if output is None or output == "-":
        answer_text(text)
        return
    target = Path(output)
    old = read(target)
    if old is not None and old.strip() and not old.startswith(bibtex.HEADER) and not force:
        raise RefusedError(
            f"{target} was not written by difftrack and was left as it is. Name another file, or "
            "replace it: --force"
        )
    finish("bibtex", Change(old, text), target, check=check, diff=diff, as_json=as_json)
