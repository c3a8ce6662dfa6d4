"""`export readme`."""

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
    write,
)
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import remark
from difftrack.errors import RefusedError, UsageError
from difftrack.exporters import readme
from difftrack.exporters.styles import TEMPLATES
from difftrack.library import settings as options
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text import regions


def export_readme(
    ctx: typer.Context,
    *,
    output: Output = None,
    style: Annotated[
        str | None, typer.Option(metavar="S", help="awesome, detailed, review or references.")
    ] = None,
    order: Annotated[str | None, typer.Option(metavar="O", help=f"{options.ORDERS}.")] = None,
    descending: Annotated[
        bool | None,
        typer.Option("--descending/--ascending", help="Which end of that order comes first."),
    ] = None,
    numbered: Annotated[
        bool | None,
        typer.Option("--numbered/--no-numbers", help="Number the references: [1]."),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="Only print an empty card to fill by hand.")
    ] = False,
    check: Check = False,
    diff: Diff = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write the list as a README.

    Only what stands between the difftrack markers of a file is replaced; a file without them is
    left alone. Without -o the README.md beside the library is written; from the user's own library
    the list goes to stdout.

    \b
    difftrack export readme
    difftrack export readme --style detailed -o -
    difftrack export readme --style review --template
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    chosen = {"style": style, "order": order, "descending": descending, "numbered": numbered}
    if template:
        answer_text(_template(style or invocation.load().settings.style, output))
        return
    library = invocation.load()
    settings = _settled(library.settings, chosen)
    location = invocation.location()
    if output is None and location.is_project:
        output = str(location.path.parent / "README.md")
    if output is None or output == "-":
        answer_text(readme.render(library, settings))
        return
    target = Path(output)
    change = readme_change(library, settings, target, force=force)
    if len(change.new.encode()) >= readme.TRUNCATED_FROM:
        remark(
            invocation,
            f"{output} has {len(change.new.encode()):,} bytes; GitHub shows the first 512,000. "
            "The style awesome takes less than detailed",
        )
    finish("readme", change, target, check=check, diff=diff, as_json=as_json)


def _settled(settings: Settings, chosen: dict[str, str | bool | None]) -> Settings:
    """Return the library's settings with those that the command was given."""
    for name, value in chosen.items():
        settings = options.changed(settings, name, str(value)) if value is not None else settings
    return settings


def _template(style: str, output: str | None) -> str:
    if style not in TEMPLATES:
        raise UsageError(
            f"The style {style} has no template. There is one of: {', '.join(TEMPLATES)}"
        )
    if output not in {None, "-"}:
        raise UsageError(f"The template is only printed. Write it: ... --template > {output}")
    return TEMPLATES[style]()


def readme_change(library: Library, settings: Settings, target: Path, *, force: bool) -> Change:
    """Return what writing the README into `target` would change.

    Raises `RefusedError` where that would overwrite what difftrack did not write, unless `force`.
    """
    old = read(target)
    region = regions.find(old, str(target)) if old is not None else None
    if old is None or region is None:
        if old is not None and old.strip() and not force:
            raise RefusedError(
                f"{target} has no difftrack markers and was left as it is. Put the lines "
                "<!-- difftrack:begin --> and <!-- difftrack:end --> where the list shall stand, "
                "or replace the whole file: --force"
            )
        return Change(old, regions.wrap(readme.render(library, settings)))
    head, tail = old[: region.begin], old[region.after :]
    content = readme.render(library, settings, head=head, tail=tail)
    # What was edited may stand in the library by now.
    is_taken_in = old[region.begin : region.end].replace("\r\n", "\n") == content
    if regions.is_edited(old, region) and not (force or is_taken_in):
        raise RefusedError(
            f"{target} was edited between its difftrack markers and was left as it is. Take the "
            f"edit in: difftrack import {target} --sync, or drop it: --force"
        )
    return Change(old, regions.replace(old, region, content))


def write_readme(library: Library, settings: Settings, target: Path) -> None:
    """Write the README into `target`; see `readme_change` for what is refused."""
    write(target, readme_change(library, settings, target, force=False).new)
