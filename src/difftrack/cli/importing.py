"""`import`: lists that people have, taken into the library whole."""

from typing import Annotated

import typer

from difftrack.cli import import_report
from difftrack.cli.fetching import today
from difftrack.cli.import_report import How, Import
from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import remark, shown
from difftrack.errors import RefusedError, UsageError
from difftrack.library.absorbing.absorb import Absorbed, absorb, known
from difftrack.library.absorbing.terms import Terms
from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.reading import Listed, Mention, Reading
from difftrack.text.folding import clean

_LONG = 700_000  # letters; they take a second


def import_lists(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE|-...", help="The lists to read.")],
    *,
    into: Annotated[
        str | None, typer.Option(metavar="S", help="The section to put all of it in.")
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", metavar="F", help="markdown, bibtex or plain.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would come.")] = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="Where list and library differ, the list is right.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="With --sync: remove what the list does not have.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Then ask arXiv for what the list does not say.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all that was found.")] = False,
) -> int:
    """Take whole lists into the library: READMEs, BibTeX, lists of ids.

    \b
    difftrack import README.md --dry-run
    difftrack import awesome.md papers.bib --into surveys

    Every entry comes with its section, links, mark and note; every other line is kept as prose.
    What the library says already is never overwritten without --sync; what differs is shown.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    how = How(dry_run=dry_run, sync=sync, prune=prune)
    _refuse(files, into, how, as_json=as_json)
    texts = {name: read_text(name) for name in files}
    readings = [(name, _read(invocation, name, texts[name], format_name)) for name in files]
    if prune and not any(isinstance(i, Listed | Mention) for i in readings[0][1].items):
        raise RefusedError(
            f"{clean(files[0])} lists nothing, and --prune would remove all. See: --dry-run"
        )

    def _absorb_all(library: Library) -> list[Absorbed]:
        there = find_section(library, into) if into else None
        terms = Terms(today(), there, sync=sync, prune=prune)
        return [
            known(library, reading)
            if reading.is_own and not there and _is_current(library, texts[name], reading)
            else absorb(library, reading, terms)
            for name, reading in readings
        ]

    path = invocation.location().path
    is_new = not path.exists()
    if dry_run:
        library = invocation.load_or_new(empty=True)
        results = _absorb_all(library)
    else:
        with invocation.changing(make=True, empty=True) as library:
            results = _absorb_all(library)
    for (name, reading), result in zip(readings, results, strict=True):
        done = Import(name, reading, result)
        if as_json:
            import_report.answer_as_json(done)
        else:
            import_report.answer_to_people(invocation, library, done, how)
    if is_new and not dry_run:
        remark(invocation, f"Made the library {shown(path)}")
    if fetch and dry_run:
        remark(invocation, "A dry run fetches nothing")
    if not fetch or dry_run:
        return 0
    from difftrack.cli.completing import complete  # noqa: PLC0415 - few imports fetch

    return complete(invocation, [key for result in results for key in result.keys])


def _refuse(files: list[str], into: str | None, how: How, *, as_json: bool) -> None:
    """Raise `UsageError` for what does not go together."""
    if into is not None and not into.strip():
        raise UsageError("--into needs a section. See: difftrack section list")
    if how.prune and not how.sync:
        raise UsageError("--prune goes with --sync: the list is right, also in what it lacks")
    if how.sync and len(files) > 1:
        raise UsageError("--sync takes one list: what stands in another would be missing in it")
    if as_json and len(files) > 1:
        raise UsageError("--json takes one list: import them one by one")
    if files.count("-") > 1:
        raise UsageError("Standard input can be read once. Name - once")


def _is_current(library: Library, text: str, reading: Reading) -> bool:
    """Tell whether a file of ours lists nothing but what would be written into it now."""
    from difftrack.exporters.regions import current_lines  # noqa: PLC0415 - for our own files only

    inside = current_lines(library, text)
    return bool(inside) and all(
        item.line in inside for item in reading.items if isinstance(item, Listed)
    )


def _read(invocation: Invocation, name: str, text: str, format_name: str | None) -> Reading:
    from difftrack.importers import formats  # noqa: PLC0415 - for what reads text only

    if len(text) > _LONG:
        remark(invocation, f"reading {clean(name)}: {len(text) / 1e6:.1f} million letters")
    return formats.read(text, clean(name), format_name)
