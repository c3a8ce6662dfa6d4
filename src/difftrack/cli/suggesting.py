"""`next`: what to read."""

from itertools import islice
from typing import Annotated

import typer

from difftrack.cli.fetching import today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer,
    answer_bold,
    answer_json,
    described,
    entries_json,
    is_terminal,
    print_rows,
    remark,
    terminal_width,
)
from difftrack.cli.queries import OnlySection, Words, chosen, nothing
from difftrack.library.model import Library
from difftrack.library.upcoming import Choice, choose
from difftrack.text.folding import clean, shorten


def suggest(
    ctx: typer.Context,
    words: Words = None,
    *,
    section: OnlySection = None,
    number: Annotated[
        int, typer.Option("--number", "-n", metavar="N", min=1, help="How many to name.")
    ] = 1,
    oldest: Annotated[bool, typer.Option("--oldest", help="What was published first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entries as JSON.")] = False,
) -> None:
    """Say what to read next, and why: unread, in the order of the list.

    \b
    difftrack next
    difftrack next --section editing --oldest -n 3

    What the next session of readings waits for comes first; what was withdrawn does not come.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    rows = chosen(library, words, section=section)
    choices = [*islice(choose(library, rows, today(), oldest=oldest), number)]
    if as_json:
        entries = entries_json(library, (choice.key for choice in choices))
        for entry, choice in zip(entries, choices, strict=True):
            entry["why"] = choice.why
        answer_json("next", entries=entries)
    elif not choices:
        remark(invocation, _nothing(library, len(rows)))
    elif is_terminal():
        _print(invocation, choices)
    else:
        print_rows([(c.key, c.entry.title, c.why) for c in choices])


def _nothing(library: Library, fitting: int) -> str:
    if not fitting:
        return nothing(library)
    return f"Nothing is left to read here. Find more: difftrack list ({fitting} fit, all read)"


def _print(invocation: Invocation, choices: list[Choice]) -> None:
    width = terminal_width(20)
    for choice in choices:
        title = clean(choice.entry.title) or "(not fetched yet)"
        answer_bold(invocation, shorten(title, width))
        answer(shorten(f"  {described(choice.key, choice.entry)}", width))
        answer(shorten(f"  {choice.why}", width))
