"""Tables of papers: which columns there are, and a draft for each row.

What a column holds is learned from its head and from its cells together; a table without papers
(of products, of results) gives no drafts and stays prose.
"""

import re
from statistics import median
from typing import NamedTuple

from difftrack.importers import heads, vocabulary
from difftrack.importers.draft import Draft, Part
from difftrack.importers.head import Head
from difftrack.importers.outline import Block, cells, is_delimiter
from difftrack.importers.pieces import plain_text, scan
from difftrack.text import addresses
from difftrack.text.folding import fold

_ROW = re.compile(r"(?is)<tr\b[^>]*>(?P<row>.*?)(?=</tr\s*>|<tr\b|</table|\Z)")
_CELL = re.compile(
    r"(?is)<t(?P<kind>[dh])\b(?P<attributes>[^>]*)>(?P<cell>.*?)(?=</t[dh]\s*>|<t[dh]\b|\Z)"
)
_TITLE_HEADS = (
    "title",
    "paper",
    "papers",
    "paper title",
    "publication",
    "article",
    "work",
    "论文",
    "name",
    "model",
    "method",
    "methods",
    "方法 论文",
)
_TELLING = {"title", "authors", "venue", "abstract"}
_BREAK = re.compile(r"(?i)<br\s*/?>")
_PAPERS_AT_LEAST = 0.3  # the share of rows with a paper's address
_WORDS_OF_TITLES = 4


_MOST_COLUMNS = 100  # of a table of papers
_LONGEST_ROW = 100_000  # letters, abstracts among them


class Row(NamedTuple):
    """A row with the lines it takes, from 0; `end` is behind the last."""

    line: int
    end: int
    cells: list[str]


class Table(NamedTuple):
    """The heads of the columns (as many as there are) and the rows."""

    heads: list[str]
    rows: list[Row]


def read(block: Block, lines: list[str], section: int | None) -> list[Draft]:
    """Return a draft for each row that names a paper; none where the table has no papers."""
    table = _html(block) if block.kind == "html" else _piped(block, lines)
    if max((len(row.cells) for row in table.rows), default=0) > _MOST_COLUMNS:
        return []
    title = _title_column(table)
    if title is None or not _lists_papers(table, title):
        return []
    drafts = (_draft(table, row, title, section, block.line) for row in table.rows)
    return [draft for draft in drafts if draft]


def _piped(block: Block, lines: list[str]) -> Table:
    rows = [
        Row(n, n + 1, cells(lines[n].lstrip("> \t").removeprefix("- ")))
        for n in range(block.line, min(block.end, len(lines)))
        if len(lines[n]) < _LONGEST_ROW and lines[n].strip(" \t>|") and not is_delimiter(lines[n])
    ]
    has_head = block.end - block.line > 1 and is_delimiter(lines[block.line + 1])
    named = [plain_text(cell) for cell in rows[0].cells] if rows else []
    is_named = all(fold(name) in _TITLE_HEADS or role_of(name) for name in named)
    if (has_head and rows and rows[0].line == block.line) or is_named:
        return Table(named, rows[1:])
    return Table([], rows)


def _html(block: Block) -> Table:
    names: list[str] = []
    rows: list[Row] = []
    spans = _Spans()
    line, counted = block.line, 0
    for match in _ROW.finditer(block.text):
        line += block.text.count("\n", counted, match.start())
        counted = match.start()
        end = line + match["row"].count("\n") + 1
        found = list(_CELL.finditer(match["row"]))
        row = Row(line, end, spans.row(found))
        if found and (all(m["kind"] in "hH" for m in found) or (not rows and _names_columns(row))):
            names = names or [plain_text(cell) for cell in row.cells]
        elif found:
            rows.append(row)
    return Table(names, rows)


def _names_columns(row: Row) -> bool:
    """Tell a row of names of columns that are written as any other cells."""
    shown = [fold(plain_text(cell)) for cell in row.cells]
    is_linked = any("href" in cell or "](" in cell for cell in row.cells)
    return not is_linked and any(name in _TITLE_HEADS for name in shown)


class _Spans:
    """Cells over several rows and columns, put where they stand (HTML 4.01, 11.2.6)."""

    def __init__(self) -> None:
        self._below: dict[int, tuple[int, str]] = {}  # rows that are left, by column

    def row(self, found: list[re.Match[str]]) -> list[str]:
        """Return the cells of a row, those from above among them; links are not repeated."""
        cells_: list[str] = []
        waiting = list(found)
        while waiting or len(cells_) in self._below:
            at = len(cells_)
            left, text = self._below.pop(at, (0, ""))
            if left:
                cells_.append(text)
                self._keep(at, left - 1, text)
                continue
            match = waiting.pop(0)
            text = _on_one_line(match["cell"])
            cells_ += [text, *[""] * (_span(match, "colspan") - 1)]
            again = "" if "href" in text or "](" in text else text
            self._keep(at, _span(match, "rowspan") - 1, again)
        return cells_

    def _keep(self, at: int, left: int, text: str) -> None:
        if left > 0:
            self._below[at] = left, text


def _span(match: re.Match[str], name: str) -> int:
    said = re.search(rf"(?i)\b{name}\s*=\s*[\"']?(\d{{1,3}})", match["attributes"])
    return max(1, min(int(said[1]), _MOST_COLUMNS)) if said else 1


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())


def role_of(name: str) -> str | None:
    """Return which field a column's head names."""
    folded = fold(name)
    if folded in {"pub date", "publication date", "pub", "venue date"}:
        return "date"
    return vocabulary.role(name)


def _title_column(table: Table) -> int | None:
    """Return the column with the titles: by its head, else the first with links that are titles."""
    folded = [fold(name) for name in table.heads]
    for wanted in _TITLE_HEADS:
        at = next((n for n, name in enumerate(folded) if _is_called(name, wanted)), None)
        if at is not None and _is_filled(table, at):
            return at
    width = max((len(row.cells) for row in table.rows), default=0)
    for at in range(width):
        titled = sum(_is_titled(row, at) for row in table.rows)
        if titled * 2 > len(table.rows):
            return at
    return None


def _is_filled(table: Table, at: int) -> bool:
    return sum(_has_text(row, at) for row in table.rows) * 2 >= len(table.rows)


def _is_called(name: str, wanted: str) -> bool:
    return name == wanted or (wanted == "title" and "title" in name.split())


def _has_text(row: Row, at: int) -> bool:
    if at >= len(row.cells):
        return False
    shown = plain_text(row.cells[at])
    return bool(re.search(r"\w", shown)) and not (
        vocabulary.is_label(shown) and "](" in row.cells[at]
    )


def _is_titled(row: Row, at: int) -> bool:
    head = heads.read(row.cells[at]) if at < len(row.cells) and row.cells[at] else None
    return head is not None and head.how in {"linked", "cited"}


def _lists_papers(table: Table, title: int) -> bool:
    if not table.rows:
        return False
    roles = {role_of(name) for name in table.heads}
    titles = [plain_text(row.cells[title]) for row in table.rows if title < len(row.cells)]
    is_titles = median(len(t.split()) for t in titles) >= _WORDS_OF_TITLES if titles else False
    folded = {fold(name) for name in table.heads}
    if (
        roles & _TELLING
        or any("title" in name.split() for name in folded)
        or folded & {"paper", "papers", "arxiv", "publication"}
    ):
        return (
            is_titles
            or _share_of_papers(table) >= _PAPERS_AT_LEAST
            or bool(folded & {"paper", "papers"})
        )
    if _share_of_papers(table) >= _PAPERS_AT_LEAST:
        return True
    return is_titles and "date" in roles


def _share_of_papers(table: Table) -> float:
    targets = (
        [p.target for cell in row.cells for p in scan(cell) if p.kind == "link"]
        for row in table.rows
    )
    return sum(any(map(addresses.is_paper, t)) for t in targets) / len(table.rows)


def _draft(table: Table, row: Row, title: int, section: int | None, at: int) -> Draft | None:
    if title >= len(row.cells):
        return None
    head, below = _head_of(row.cells[title])
    if head is None or not re.search(r"[^\W\d_]", head.title) or vocabulary.is_to_come(head.title):
        return None
    draft = Draft("row", row.line, row.end, section, head, list_line=at)
    draft.parts = [Part(line, row.line) for line in below]
    for n, cell in enumerate(row.cells):
        if n != title and re.search(r"\w", plain_text(cell) + cell):
            name = table.heads[n] if n < len(table.heads) else ""
            draft.parts.append(Part(cell, row.line, "cell", name))
    return draft


def _head_of(cell: str) -> tuple[Head | None, list[str]]:
    """Return the head in a cell, and the lines below it (`Title <br> authors`)."""
    lines = [line for line in _BREAK.split(cell) if line.strip()]
    for n, line in enumerate(lines):
        head = heads.read(line)
        if head is None or not re.search(r"\w", head.title) or vocabulary.is_label(head.title):
            continue
        if head.chunks and n + 1 < len(lines):
            break  # a note goes on behind the break
        return head, [*lines[:n], *lines[n + 1 :]]
    return heads.read(cell), []
