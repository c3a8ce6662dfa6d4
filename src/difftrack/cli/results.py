"""Papers that arXiv found, numbered, with where they stand in the library."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from difftrack.cli.output import answer, section_names, terminal_width
from difftrack.library.finding import keys_by_arxiv_id
from difftrack.library.model import Entry, Library, Section
from difftrack.text.folding import clean, display_width, shorten
from difftrack.text.names import surname

_NARROWEST, _LONGEST_AUTHOR = 40, 18  # columns


class Result(NamedTuple):
    """A paper with its number; `key` is that of its entry, where the library has it."""

    number: int
    paper: Entry
    key: str | None
    sections: list[Section]


def numbered(library: Library, papers: Sequence[Entry], first: int = 1) -> list[Result]:
    """Return papers as results, numbered from `first`."""
    known = keys_by_arxiv_id(library)
    keys = [known.get(paper.arxiv_id or "") for paper in papers]
    standing = library.standing()
    return [
        Result(number, paper, key, standing.get(key or "", []))
        for number, (paper, key) in enumerate(zip(papers, keys, strict=True), first)
    ]


def as_json(result: Result) -> dict[str, Any]:
    """Return a result as `--json` shows it."""
    fields = result.paper.model_dump(mode="json", exclude_defaults=True)
    sections = [section.key for section in result.sections]
    return {"number": result.number, "key": result.key, "sections": sections, **fields}


def record(result: Result) -> tuple[str, ...]:
    """Return a result for other programs: id, date, author, title, sections of the library."""
    paper = result.paper
    return (
        paper.arxiv_id or "",
        paper.published or "",
        _author(paper),
        _title(paper),
        section_names(result.sections),
    )


def print_table(results: Sequence[Result]) -> None:
    """Print a line of the terminal's width for each result, and one on where it stands."""
    width = terminal_width(_NARROWEST)
    digits = max((len(str(result.number)) for result in results), default=1)
    ids = max((len(result.paper.arxiv_id or "") for result in results), default=0)
    authors = max((display_width(_author(result.paper)) for result in results), default=0)
    for result in results:
        paper, author = result.paper, _author(result.paper)
        author += " " * (authors - display_width(author))
        head = f"{result.number:{digits}}  {paper.published:10}  {paper.arxiv_id or '':{ids}}"
        answer(shorten(f"{head}  {author}  {_title(paper)}", width))
        if result.key:
            there = section_names(result.sections)
            answer(shorten(f"{' ' * digits}  in the library: {there}", width))


def _author(paper: Entry) -> str:
    if not paper.authors:
        return ""
    others = " et al." if len(paper.authors) > 1 else ""
    name = clean(surname(paper.authors[0]) or paper.authors[0])
    return shorten(name, _LONGEST_AUTHOR - len(others)) + others


def _title(paper: Entry) -> str:
    return ("(withdrawn) " if paper.withdrawn else "") + clean(paper.title)
