"""`list` and `show`."""

import shutil
import textwrap
from collections.abc import Iterator
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
from difftrack.cli.queries import chosen
from difftrack.library.finding import find
from difftrack.library.model import Entry, Library
from difftrack.library.query import Row
from difftrack.text.folding import clean, display_width, shorten

_WIDEST_PAGE = 100


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
    rows = chosen(library, words, section=section, read=read, tag=tag)
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


def show(
    ctx: typer.Context,
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="Key, arXiv id or URL, short name, title.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
) -> None:
    """Show all that is known of an entry.

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
    width = min(shutil.get_terminal_size().columns, _WIDEST_PAGE)
    entry = library.entries[key]
    title = entry.title or f"{key} (not fetched yet: difftrack has only its id)"
    answer_bold(invocation, textwrap.fill(clean(title), width))
    for label, value in _facts(library, key, entry):
        answer(textwrap.fill(f"{label + ':':11} {clean(value)}", width, subsequent_indent=" " * 12))
    for text in (entry.abstract, entry.note):
        if text:
            answer("\n" + "\n".join(_wrapped(text, width)))


def _facts(library: Library, key: str, entry: Entry) -> Iterator[tuple[str, str]]:
    from difftrack.library import derivation  # noqa: PLC0415 - `list` needs no such thing
    from difftrack.library.pages import own_page  # noqa: PLC0415 - as above

    venue = derivation.printed(entry)
    if "venue" in entry.derived and (found := derivation.suggestion(entry)):
        venue += f" (by the {found.source})"
    version = f" (version {entry.version}, {entry.updated})" if (entry.version or 1) > 1 else ""
    read = "" if entry.read is None else "yes" if entry.read else "no"
    facts = {
        "Key": key,
        "Short name": entry.short,
        "Kind": "" if entry.kind == "paper" else entry.kind,
        "Authors": ", ".join(entry.authors) + (" et al." if entry.etal else ""),
        "Institute": entry.institute,
        "Published": f"{entry.published}{version}" if entry.published else "",
        "Venue": venue,
        "Withdrawn": "yes" if entry.withdrawn else "",
        "Page": own_page(entry),
        **{label.partition("#")[0]: target for label, target in entry.links.items()},
        "DOI": entry.doi,
        "Journal": entry.journal_ref,
        "Comment": entry.comment,
        "Categories": ", ".join(entry.categories),
        "Tags": ", ".join(entry.tags),
        "Sections": ", ".join(s.title or s.key for s in library.sections_of(key) if s.key),
        "Read": f"{read}, on {entry.read_on}" if entry.read_on else read,
        "Score": "" if entry.score is None else f"{entry.score:g}",
        **entry.fields,
    }
    return ((label, value) for label, value in facts.items() if value)


def _wrapped(text: str, width: int) -> Iterator[str]:
    for line in text.splitlines():
        yield from textwrap.wrap(line, width, break_long_words=False) or [""]
