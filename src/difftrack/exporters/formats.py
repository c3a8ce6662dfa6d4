"""The forms that other tools read, each a line in `FORMATS`."""

from collections.abc import Callable
from typing import NamedTuple

from difftrack.exporters import bibtex, citations, csl, records, spreadsheet
from difftrack.library.model import Library


class Format(NamedTuple):
    """How entries are written, and what tells a file that difftrack wrote from another.

    `render` is given the keys of the entries in order; `what` and `example` are for the help.
    """

    render: Callable[[Library, list[str]], str]
    is_ours: Callable[[str], bool]
    what: str
    example: str


FORMATS = {
    "references": Format(
        citations.render, citations.is_ours, "citations in Markdown, by section", "references.md"
    ),
    "bibtex": Format(
        bibtex.render, bibtex.is_ours, "BibTeX, for LaTeX and reference managers", "refs.bib"
    ),
    "csl": Format(
        csl.render, csl.is_ours, "CSL-JSON, for Zotero, pandoc and citation processors", "refs.json"
    ),
    "csv": Format(
        spreadsheet.render, spreadsheet.is_ours, "CSV, for a spreadsheet: a row each", "papers.csv"
    ),
    "json": Format(
        records.render, records.is_ours, "JSON, for other programs: all fields", "papers.json"
    ),
}
