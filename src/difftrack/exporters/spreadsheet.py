"""The list as CSV that opens in a spreadsheet: a row for each entry.

Quoting is RFC 4180's; lines end in LF, which every reader takes and git leaves alone. A byte order
mark stands in front: without one Excel reads UTF-8 as the code page of the machine.
No text becomes a formula (OWASP, "CSV Injection"), and no id a number: `2101.00010` would lose its
last digit, so that it is written `arXiv:2101.00010`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from difftrack.exporters.appearance import address
from difftrack.library.model import TITLE_LINK, Entry, Library
from difftrack.library.query import citation_keys, paths
from difftrack.text import labels, scores
from difftrack.text.folding import clean, drop_invisible

_BOM = "\ufeff"
_LONGEST = 32_767  # UTF-16 units; Excel's limit of a cell, beyond which rows fall apart
_FORMULA = "(?=(?:[^\\S\n]|[\"'])*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
_FIRST = re.compile(_FORMULA)
_BEHIND = re.compile(f"([\n;\t]){_FORMULA}")  # what may part cells where a comma does not
_PARTING = re.compile(r"[;\\]")

_COLUMNS: dict[str, Callable[[Entry], str]] = {
    "kind": lambda entry: _text(entry.kind),
    "title": lambda entry: _text(entry.title),
    "short": lambda entry: _text(entry.short),
    "authors": lambda entry: _joined([*entry.authors, "et al."] if entry.etal else entry.authors),
    "year": lambda entry: str(entry.year or entry.first_year or ""),
    "published": lambda entry: entry.published or "",
    "venue": lambda entry: _text(entry.venue),
    "venue_note": lambda entry: _text(entry.venue_note),
    "arxiv": lambda entry: _text(f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else ""),
    "doi": lambda entry: _text(entry.doi),
    "url": lambda entry: _text(address(entry)),
    "read": lambda entry: "" if entry.read is None else "yes" if entry.read else "no",
    "read_on": lambda entry: entry.read_on or "",
    "score": lambda entry: scores.written(entry.score),
    "tags": lambda entry: _joined(entry.tags),
    "note": lambda entry: _text(entry.note),
    "institute": lambda entry: _text(entry.institute),
    "links": lambda entry: _joined(_links(entry)),
    "categories": lambda entry: _joined(entry.categories),
    "journal_ref": lambda entry: _text(entry.journal_ref),
    "comment": lambda entry: _text(entry.comment),
    "abstract": lambda entry: _text(entry.abstract),
    "added": lambda entry: entry.added or "",
}
_HEADER = ["citation_key", "sections", *_COLUMNS]


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys as a table with a line of headings, in this order."""
    cited = citation_keys(library)
    standing = _standing(library)
    file = io.StringIO(newline="")
    table = csv.writer(file, lineterminator="\n")
    table.writerow(_HEADER)
    for key in keys:
        entry = library.entries[key]
        cells = (column(entry) for column in _COLUMNS.values())
        table.writerow([_text(cited[key]), _joined(standing.get(key, [])), *cells])
    return _BOM + file.getvalue()


def is_ours(text: str) -> bool:
    """Tell whether a file has the columns that `render` writes; others may stand behind them."""
    return text.removeprefix(_BOM).startswith(",".join(_HEADER))


def _standing(library: Library) -> dict[str, list[str]]:
    """Return for each entry the sections that it stands in: `Image Editing > Local`."""
    trails = paths(library)
    standing: dict[str, list[str]] = {}
    for section in library.sections:
        for key in section.entries:
            standing.setdefault(key, []).append(" > ".join(trails[section.key]))
    return standing


def _links(entry: Entry) -> Iterator[str]:
    for label, target in entry.links.items():
        yield target if label == TITLE_LINK else f"{labels.base(label)}: {target}"


def _joined(values: Iterable[str]) -> str:
    r"""Return several texts as one cell: `a; b`; a `;` or `\` of theirs has a `\` before it."""
    texts = (_PARTING.sub(_escaped, text) for value in values if (text := clean(value)))
    return _text("; ".join(texts))


def _text(value: str | None) -> str:
    """Return a text that no spreadsheet takes for a formula, an apostrophe before what could be."""
    if not value:
        return ""
    text = _BEHIND.sub(_guarded, drop_invisible(value).strip())
    text = f"'{text}" if _FIRST.match(text) else text
    return text if len(text) <= _LONGEST // 2 else _cut(text)


# Functions: a replacement with a group is parsed anew for each cell.
def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _guarded(match: re.Match[str]) -> str:
    return f"{match[1]}'"


def _cut(text: str) -> str:
    """Return a text that fits into a cell, with an ellipsis where something was cut off."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
