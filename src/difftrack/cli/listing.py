"""`list`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from difftrack.cli import entry_table
from difftrack.cli.columns import PLAIN, cells, named
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer_json,
    entries_json,
    is_terminal,
    print_rows,
    remark,
)
from difftrack.cli.paging import Line, answer_lines
from difftrack.cli.queries import OnlySection, chosen, nothing
from difftrack.errors import UsageError
from difftrack.library.model import Library
from difftrack.library.query import Row
from difftrack.library.sorting import Sort, in_order


def list_entries(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[QUERY...]", help="What must all hold.")
    ] = None,
    *,
    read: Annotated[
        bool | None, typer.Option("--read/--unread", help="Only what was read, or was not.")
    ] = None,
    section: OnlySection = None,
    tag: Annotated[str | None, typer.Option(metavar="T", help="Only with this tag.")] = None,
    sort: Annotated[Sort, typer.Option(help="What comes first.")] = "listed",
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="How many entries at most.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="C,C", help="What to show of each: key,year,title.")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="A line for each, uncut, with tabs between.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entries as JSON.")] = False,
) -> None:
    """List entries, section by section, or those that a query means.

    \b
    difftrack list --unread --section editing
    difftrack list 'author:ho or title:"score based" year:2021.. -survey' --sort date
    difftrack list is:read has:code --columns key,author,title | cut -f1

    Words are found anywhere, without regard to case, accents and LaTeX; all must be. Fields: title
    author abstract note review venue id category comment institute link field; section tag kind;
    is:read unread withdrawn; has:note code review score ... or the label of a link; year date
    added read updated fetched, as in added:>2026-01; score:>=7. "words in a row", -word, or,
    parentheses.

    On a terminal a table; elsewhere, and with --plain, a line for each, with tabs between key, read
    mark, date, title and section, or the --columns: short year author authors venue tags score kind
    added read-on page doi note.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if as_json and (plain or columns):
        raise UsageError("--json prints all of an entry. Leave out --plain and --columns")
    names = named(columns) if columns is not None else None
    library = invocation.load()
    fitting = chosen(library, words, section=section, read=read, tag=tag)
    rows = in_order(fitting, sort, reverse=reverse)[:limit]
    if as_json:
        answer_json("entries", entries=entries_json(library, (row.key for row in rows)))
    elif not rows:
        remark(invocation, nothing(library))
    elif plain or not is_terminal():
        print_rows([cells(row, names or PLAIN) for row in rows])
    else:
        answer_lines(invocation, _table(library, rows, names, is_sorted=sort != "listed"))
    if len(rows) < len(fitting):
        remark(invocation, f"There are more than these {len(rows)}. All: --limit {len(fitting)}")


def _table(
    library: Library, rows: list[Row], names: list[str] | None, *, is_sorted: bool
) -> Iterator[Line]:
    if names:
        yield from entry_table.by_columns(rows, names)
    elif is_sorted:
        yield from entry_table.one_by_one(rows, rows)
    else:
        yield from entry_table.by_sections(library, rows)
    yield Line(f"{len(rows)} of {len(library.entries)} entries")
