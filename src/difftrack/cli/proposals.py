"""What arXiv has that is new, by the sections that ask for it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from difftrack.cli.fetching import endpoint
from difftrack.cli.invocation import Invocation
from difftrack.cli.progress import Progress
from difftrack.cli.results import Result, numbered
from difftrack.errors import NotFoundError, SourceError, UsageError
from difftrack.library.finding import find_section, keys_by_arxiv_id
from difftrack.library.model import Entry, Library, Section
from difftrack.sources.arxiv_query import asked

MOST = 500
"""Papers of one section: a query that finds more in its time is too wide to be read."""


class Proposal(NamedTuple):
    """The new papers for a section; `is_all` where arXiv has no others."""

    section: Section
    results: list[Result]
    is_all: bool


class Proposals(NamedTuple):
    """What is new, numbered through all sections; `failure` says why some were not asked for."""

    since: date
    by_section: list[Proposal]
    failure: str = ""

    @property
    def results(self) -> list[Result]:
        """All papers, in the order of their numbers."""
        return [result for proposal in self.by_section for result in proposal.results]


def asking(library: Library, names: Sequence[str]) -> list[Section]:
    """Return the sections that were named, or all that have a query.

    Raises `NotFoundError` where one that was named has none, or none has.
    """
    named = list({s.key: s for s in (find_section(library, name) for name in names)}.values())
    without = next((section for section in named if not section.query), None)
    found = [section for section in named or library.sections if section.query]
    if found and not without:
        return found
    key = without.key if without else next((s.key for s in library.sections if s.key), "S")
    said = f"{key or 'The first section'} has no query" if without else "No section has a query"
    raise NotFoundError(
        f"{said}, which says what to ask arXiv for. Give it one: difftrack section query {key} "
        "'diffusion cat:cs.CV'"
    )


def propose(
    invocation: Invocation, library: Library, sections: list[Section], since: date, today: date
) -> Proposals:
    """Ask arXiv for what was submitted since a day, and the library neither has nor ignores.

    A paper that is found for two sections is the first one's. Raises `UsageError` for a query in
    the library that is none.
    """
    queries = {section.key: _query(section, since, today) for section in sections}
    seen = {*keys_by_arxiv_id(library), *library.ignored}
    proposals: list[Proposal] = []
    count = 0
    try:
        for section, papers, is_all in _asked(invocation, sections, queries):
            new = [paper for paper in papers if paper.arxiv_id not in seen]
            seen.update(paper.arxiv_id or "" for paper in new)
            proposals.append(Proposal(section, numbered(library, new, count + 1), is_all))
            count += len(new)
    except SourceError as error:
        return Proposals(since, proposals, str(error))
    return Proposals(since, proposals)


def _query(section: Section, since: date, today: date) -> str:
    # The day after: arXiv's days are those of UTC, and the question is another one every day.
    until = max(since, today) + timedelta(days=1)
    try:
        return asked(section.query or "", since, until)
    except UsageError as error:
        said, *below = error.args
        name = section.key or "the first section"
        raise UsageError(f"The query of {name}: {said}", *below) from None


def _asked(
    invocation: Invocation, sections: list[Section], queries: dict[str, str]
) -> Iterator[tuple[Section, list[Entry], bool]]:
    from difftrack.sources.paper_search import PaperSearch  # noqa: PLC0415 - loads requests

    with Progress(invocation, "Asking arXiv", len(sections)) as progress:
        search = PaperSearch(endpoint(invocation, progress))
        for number, section in enumerate(sections, 1):
            page = search.find(queries[section.key], MOST, "newest")
            progress.done(number)
            yield section, page.papers, page.is_all
