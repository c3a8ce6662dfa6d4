"""`export references`, `bibtex`, `csl`, `csv`, `json`: one command for each line of `FORMATS`."""

import shlex
from collections.abc import Callable
from pathlib import Path

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
)
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import shown
from difftrack.cli.queries import OnlySection, Words, meant
from difftrack.errors import RefusedError, UsageError
from difftrack.exporters.formats import FORMATS
from difftrack.library.finding import find_section
from difftrack.library.query import listed


def _command(name: str) -> Callable[..., None]:
    """Return the command that writes one format."""
    form = FORMATS[name]

    def export(
        ctx: typer.Context,
        words: Words = None,
        *,
        output: Output = None,
        section: OnlySection = None,
        check: Check = False,
        diff: Diff = False,
        force: Force = False,
        as_json: Json = False,
    ) -> None:
        invocation: Invocation = ctx.obj
        if output in {None, "-"} and (check or diff or as_json):
            raise UsageError("--check, --diff and --json are about a file. Name it: -o FILE")
        library = invocation.load()
        inside = find_section(library, section).key if section else None
        keys = listed(library, inside)
        if words:
            fits = meant(library, words)
            keys = [key for key in keys if fits(key, library.entries[key])]
        text = form.writer.render(library, keys)
        if output is None or output == "-":
            answer_text(text)
            return
        target = Path(output)
        refuse_library(invocation, target)
        change = Change(_old(target, name, force=force), text)
        again = [name, *(words or []), "-o", shown(target)]
        again += ["--section", section] if section else []
        finish(
            shlex.join(word.strip() for word in again),
            change,
            target,
            check=check,
            diff=diff,
            as_json=as_json,
        )

    export.__doc__ = f"""Write the entries as {form.what}.

    \b
    difftrack export {name} -o {form.example}
    difftrack export {name} --section editing is:read

    Without -o it goes to stdout. A file that difftrack did not write is left alone.
    """
    return export


def _old(target: Path, name: str, *, force: bool) -> str | None:
    """Return what a file holds. Raises `RefusedError` where that is not ours, unless `force`."""
    old = read(target)
    if old is not None and old.strip() and not FORMATS[name].writer.is_ours(old) and not force:
        raise RefusedError(
            f"{target} was not written by difftrack export {name} and was left as it is. Name "
            "another file, or replace it: --force"
        )
    return old


references = _command("references")
bibtex = _command("bibtex")
csl = _command("csl")
csv = _command("csv")
json = _command("json")
