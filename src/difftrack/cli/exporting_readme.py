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
    refuse_library,
    write,
)
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import remark
from difftrack.errors import RefusedError
from difftrack.exporters import readme
from difftrack.library import settings as options
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text import regions


def export_readme(
    ctx: typer.Context,
    *,
    output: Output = None,
    style: Annotated[str | None, typer.Option(metavar="S", help="awesome or detailed.")] = None,
    order: Annotated[
        str | None, typer.Option(metavar="O", help="listed, published, added or title.")
    ] = None,
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
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    settings = library.settings
    for name, value in (("style", style), ("order", order)):
        settings = options.changed(settings, name, value) if value is not None else settings
    location = invocation.location()
    if output is None and location.is_project:
        output = str(location.path.parent / "README.md")
    if output is None or output == "-":
        answer_text(readme.render(library, settings))
        return
    target = Path(output)
    refuse_library(invocation, target)
    change = readme_change(library, settings, target, force=force)
    if len(change.new.encode()) >= readme.TRUNCATED_FROM:
        remark(
            invocation,
            f"{output} has {len(change.new.encode()):,} bytes; GitHub shows the first 512,000. "
            "The style awesome takes less than detailed",
        )
    finish("readme", change, target, check=check, diff=diff, as_json=as_json)


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
