"""Entries as lines that fit a terminal: long texts are cut here, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from difftrack.cli.columns import cells
from difftrack.cli.output import terminal_width
from difftrack.cli.paging import Line
from difftrack.library.model import Library
from difftrack.library.query import Row
from difftrack.text.folding import clean, display_width, shorten

_NARROWEST = 40  # columns of a terminal; of a narrower one, the lines are folded by itself
_SMALLEST = 4  # columns of a cell
_GAP = "  "


def by_sections(library: Library, rows: Sequence[Row]) -> Iterator[Line]:
    """Yield a heading for each section, and below it a line for each entry."""
    for _, group in groupby(rows, key=lambda row: row.section.key):
        below = list(group)
        title = clean(below[0].section.title) or clean(library.title)
        yield Line(shorten(title, _width()), is_heading=True)
        yield from one_by_one(below, rows)


def one_by_one(rows: Iterable[Row], among: Sequence[Row]) -> Iterator[Line]:
    """Yield a line for each entry: mark, key, year, title; keys as wide as those `among` need."""
    width = _width()
    keys = max(min(max(display_width(row.key) for row in among), width // 3), _SMALLEST)
    for row in rows:
        mark = "✓" if row.entry.read else " "
        year = str(row.entry.first_year or "")
        line = f"{mark} {_filled(row.key, keys)}  {year:4}  {_titled(row)}"
        yield Line(shorten(line, width))


def _titled(row: Row) -> str:
    title = clean(row.entry.title) or "(not fetched yet)"
    short = clean(row.entry.short or "")
    return f"{short}: {title}" if short and short.casefold() not in title.casefold() else title


def by_columns(rows: Sequence[Row], names: list[str]) -> Iterator[Line]:
    """Yield a heading with the names of the columns, and a line for each entry."""
    table = [names, *(cells(row, names) for row in rows)]
    natural = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    width = _width()
    widths = _fitting(natural, width - len(_GAP) * (len(names) - 1))
    for number, line in enumerate(table):
        padded = (_filled(cell, w) for cell, w in zip(line, widths, strict=True))
        yield Line(shorten(_GAP.join(padded).rstrip(), width), is_heading=number == 0)


def _fitting(widths: list[int], width: int) -> list[int]:
    """Return widths of columns that fit together: the widest ones all become as small."""
    caps = range(max(width, _SMALLEST), _SMALLEST, -1)
    cap = next((c for c in caps if sum(min(w, c) for w in widths) <= width), _SMALLEST)
    return [min(w, cap) for w in widths]


def _filled(text: str, width: int) -> str:
    """Return a text in exactly so many columns, cut or filled up."""
    text = shorten(text, width)
    return text + " " * (width - display_width(text))


def _width() -> int:
    return terminal_width(_NARROWEST)
