"""`next`: what to read."""

import shutil
from typing import Annotated

import typer

from difftrack.cli.fetching import today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer,
    answer_bold,
    answer_json,
    described,
    entry_json,
    is_terminal,
    print_rows,
    remark,
)
from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.query import Filter, select
from difftrack.library.upcoming import Choice, choose
from difftrack.text.folding import clean, shorten


def suggest(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD...]", help="Words that all must occur.")
    ] = None,
    *,
    section: Annotated[str | None, typer.Option(metavar="S", help="Only this section.")] = None,
    number: Annotated[
        int, typer.Option("--number", "-n", metavar="N", min=1, help="How many to name.")
    ] = 1,
    oldest: Annotated[bool, typer.Option("--oldest", help="What was published first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entries as JSON.")] = False,
) -> None:
    """Say what to read next, and why: unread, in the order of the list.

    What the next session of readings waits for comes first; what was withdrawn does not come.

    \b
    difftrack next
    difftrack next --section editing --oldest -n 3
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    inside = find_section(library, section).key if section else None
    rows = select(library, Filter(tuple(words or ()), inside))
    chosen = choose(library, rows, today(), oldest=oldest)[:number]
    if as_json:
        answer_json("next", entries=[entry_json(library, c.key) | {"why": c.why} for c in chosen])
    elif not chosen:
        remark(invocation, _nothing(library, len(rows)))
    elif is_terminal():
        _print(invocation, chosen)
    else:
        print_rows([(c.key, c.entry.title, c.why) for c in chosen])


def _nothing(library: Library, fitting: int) -> str:
    if not library.entries:
        return "The library is empty. Add a paper: difftrack add 2006.11239"
    if not fitting:
        return f"Nothing fits, of {len(library.entries)} entries"
    return f"Nothing is left to read here. Find more: difftrack list ({fitting} fit, all read)"


def _print(invocation: Invocation, chosen: list[Choice]) -> None:
    width = max(shutil.get_terminal_size().columns, 20)
    for choice in chosen:
        title = clean(choice.entry.title) or "(not fetched yet)"
        answer_bold(invocation, shorten(title, width))
        answer(shorten(f"  {described(choice.key, choice.entry)}", width))
        answer(shorten(f"  {choice.why}", width))
