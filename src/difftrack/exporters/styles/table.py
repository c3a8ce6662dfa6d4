r"""The style of most lists on GitHub: a table for each section, a row for each paper.

| Title                                                         | Authors   | Venue        |
| ------------------------------------------------------------- | --------- | ------------ |
| [Denoising Diffusion Models](https://arxiv.org/abs/2006.11239) :zap: | Ho et al. | NeurIPS 2020 |
"""

from collections.abc import Callable
from functools import partial

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, count_line, write
from difftrack.library.model import Entry
from difftrack.library.settings import Settings, parts
from difftrack.text import scores
from difftrack.text.folding import display_width
from difftrack.text.markdown import escape, escape_with_math
from difftrack.text.owner_markdown import harmless_in_cell
from difftrack.text.written import cells

_MOST_AUTHORS = 3
_WIDEST = 200  # columns; one with a longer cell is not padded: a note would make blanks of a page


def table(document: Document) -> str:
    """Return the README; a column in which a table has nothing is left out of it."""
    wanted = (name for name in parts(document.settings.columns) if name in COLUMNS)
    columns = list(dict.fromkeys(["title", *wanted]))
    frame = Frame(
        entry=partial(_row, columns),
        contents_title="Contents",
        count_line=count_line,
        begins_entry=lambda line: line.startswith("|"),
        join=partial(_aligned, columns),
    )
    return write(document, frame)


# -- Cells ----------------------------------------------------------------------------------------


def _title(entry: Entry, settings: Settings) -> str:
    title = wording.always_linked_title(entry)
    return title + wording.mark(entry, settings, behind_text=not title.startswith("["))


def _authors(entry: Entry, _: Settings) -> str:
    if len(entry.authors) > _MOST_AUTHORS:
        entry = entry.model_copy(update={"authors": entry.authors[:1], "etal": True})
    return wording.printed_authors(entry)


COLUMNS: dict[str, Callable[[Entry, Settings], str]] = {
    "title": _title,
    "name": lambda entry, _: escape(entry.short or ""),
    "authors": _authors,
    "institute": lambda entry, _: escape(entry.institute or ""),
    "venue": lambda entry, _: escape(wording.venue(entry)),
    "date": lambda entry, _: " ".join(wording.date(entry)).strip(),
    "links": lambda entry, _: ", ".join(map(wording.linked, wording.links_beside_title(entry))),
    "tags": lambda entry, _: escape(", ".join(entry.tags)),
    "score": lambda entry, _: scores.written(entry.score),
    "note": lambda entry, _: harmless_in_cell(entry.note or ""),
    "abstract": lambda entry, _: escape_with_math(entry.abstract or ""),
}
"""What may stand in a column, and how an entry is told in it."""


# -- Rows -----------------------------------------------------------------------------------------


def _row(columns: list[str], entry: Entry, _seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    return f"| {' | '.join(COLUMNS[name](entry, settings) for name in columns)} |"


def _aligned(columns: list[str], rows: list[str]) -> str:
    """Return rows below their head, the pipes in line."""
    head = [name.capitalize() for name in columns]
    table = [head, *(cells(row) for row in rows)]
    filled = [n for n in range(len(columns)) if n == 0 or any(row[n] for row in table[1:])]
    widths = [_width([row[n] for row in table]) for n in filled]
    lines = [[_padded(row[n], w) for n, w in zip(filled, widths, strict=True)] for row in table]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _width(column: list[str]) -> int:
    widest = max(map(display_width, column))
    return max(widest if widest <= _WIDEST else display_width(column[0]), 3)


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - display_width(cell))
