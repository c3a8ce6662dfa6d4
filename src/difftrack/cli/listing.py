"""`list`."""

import shutil
from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer,
    answer_bold,
    answer_json,
    entry_json,
    is_terminal,
    print_rows,
    remark,
)
from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.query import Filter, Row, select
from difftrack.text.folding import clean, display_width, shorten


def list_entries(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD...]", help="Words that all must occur.")
    ] = None,
    *,
    read: Annotated[
        bool | None, typer.Option("--read/--unread", help="Only what was read, or was not.")
    ] = None,
    section: Annotated[str | None, typer.Option(metavar="S", help="Only this section.")] = None,
    tag: Annotated[str | None, typer.Option(metavar="T", help="Only with this tag.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entries as JSON.")] = False,
) -> None:
    """List entries, section by section.

    A table on a terminal; elsewhere a line for each, with tabs between key, read mark, date, title
    and section.

    \b
    difftrack list --unread --section editing
    difftrack list song score | cut -f1
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    inside = find_section(library, section).key if section else None
    rows = select(library, Filter(tuple(words or ()), inside, read, tag))
    if as_json:
        answer_json("entries", entries=[entry_json(library, row.key) for row in rows])
    elif not rows:
        remark(invocation, _nothing(library))
    elif is_terminal():
        _print_table(invocation, library, rows)
    else:
        print_rows([_record(row) for row in rows])


def _nothing(library: Library) -> str:
    if not library.entries:
        return "The library is empty. Add a paper: difftrack add 2006.11239"
    return f"Nothing fits, of {len(library.entries)} entries"


def _record(row: Row) -> tuple[str, ...]:
    entry = row.entry
    date = entry.published or str(entry.year or "")
    return (row.key, "read" if entry.read else "", date, entry.title, row.section.title)


def _print_table(invocation: Invocation, library: Library, rows: list[Row]) -> None:
    """Print a heading for each section, and a line of the terminal's width for each entry."""
    width = max(shutil.get_terminal_size().columns, 40)
    keys = max(min(max(display_width(row.key) for row in rows), width // 3), 4)
    section = None
    for row in rows:
        if row.section is not section:
            section = row.section
            title = clean(section.title) or library.title
            answer_bold(invocation, shorten(title, width))
        mark = "✓" if row.entry.read else " "
        year = str(row.entry.first_year or "")
        key = shorten(row.key, keys)
        key += " " * (keys - display_width(key))
        title = row.entry.title or "(not fetched yet)"
        if row.entry.short and row.entry.short.casefold() not in title.casefold():
            title = f"{row.entry.short}: {title}"
        answer(shorten(f"{mark} {key}  {year:4}  {clean(title)}", width))
    answer(f"{len(rows)} of {len(library.entries)} entries")
