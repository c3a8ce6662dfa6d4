"""The forms that other tools read, each a line in `FORMATS`."""

from importlib import import_module
from typing import NamedTuple, Protocol, cast

from difftrack.library.model import Library


class Writer(Protocol):
    """A module that writes a format."""

    def render(self, library: Library, keys: list[str]) -> str:
        """Return the entries with these keys, in this order, as a file of the format."""
        ...

    def is_ours(self, text: str) -> bool:
        """Tell a file that `render` wrote from another."""
        ...


class Format(NamedTuple):
    """A format by its module, which is loaded when it is asked for; the rest is for the help."""

    module: str
    what: str
    example: str

    @property
    def writer(self) -> Writer:
        """The module that writes it."""
        return cast("Writer", import_module(f"difftrack.exporters.{self.module}"))


FORMATS = {
    "references": Format("citations", "citations in Markdown, by section", "references.md"),
    "bibtex": Format("bibtex", "BibTeX, for LaTeX and reference managers", "refs.bib"),
    "csl": Format("csl", "CSL-JSON, for Zotero, pandoc and citation processors", "refs.json"),
    "csv": Format("spreadsheet", "CSV, for a spreadsheet: a row each", "papers.csv"),
    "json": Format("records", "JSON, for other programs: all fields", "papers.json"),
}
