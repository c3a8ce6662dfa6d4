"""What arXiv finds for a query, asked for once a day.

That spares arXiv, and the third paper of a search is the same one a minute later, when it is added.
"""

from typing import NamedTuple

import arxiv

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import arxiv_facts, remembered
from difftrack.sources.arxiv_client import Connection, connect, results
from difftrack.sources.arxiv_query import Sort
from difftrack.sources.endpoint import Endpoint

_SORTS: dict[Sort, arxiv.SortCriterion] = {
    "relevance": arxiv.SortCriterion.Relevance,
    "newest": arxiv.SortCriterion.SubmittedDate,
    "updated": arxiv.SortCriterion.LastUpdatedDate,
}


class Page(NamedTuple):
    """The first papers that a query finds, in order; `is_all` where there are no others."""

    papers: list[Entry]
    is_all: bool


class PaperSearch:
    """The questions of one command, over one connection."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connection: Connection | None = None
        self._is_believed = False  # that nothing is found

    def find(self, query: str, limit: int, sort: Sort) -> Page:
        """Return the first papers that a query in arXiv's own language finds, in order.

        No more than `limit` are asked for, in pages of up to two thousand; what was answered within
        a day is not asked for again. Raises `SourceError` where arXiv cannot be reached or answers
        nonsense.
        """
        where = self.endpoint
        question = f"search {sort} {limit} {query}"
        kept = None if where.anew else remembered.page(where, question)
        if kept:
            return Page(*kept)
        self._connection = self._connection or connect(where)
        page = _search(self._connection, query, limit, sort)
        if not page.papers and not self._is_believed:
            if not _finds_nothing(self._connection, query):
                page = _search(self._connection, query, limit, sort)
            self._is_believed = True
        remembered.keep_page(where, question, page.papers, is_all=page.is_all)
        return page


def _finds_nothing(connection: Connection, query: str) -> bool:
    """Ask once more, also for a paper that surely exists: an answer without it tells nothing."""
    asked = f"({query}) OR id:{arxiv_facts.SURELY_THERE}"
    came = [paper.arxiv_id for paper in _search(connection, asked, 2, "relevance").papers]
    if arxiv_facts.SURELY_THERE not in came and len(came) < 2:  # noqa: PLR2004 - as asked
        raise SourceError(
            f"arXiv did not send {arxiv_facts.SURELY_THERE}, which it surely has. Try again later"
        )
    return came == [arxiv_facts.SURELY_THERE]


def _search(connection: Connection, query: str, limit: int, sort: Sort) -> Page:
    """Return the first papers that a query in arXiv's own language finds, in order, each once.

    No more than `limit` are asked for, in pages of up to two thousand. Raises `SourceError` as
    `fetch` does, and where less came than there is.
    """
    pages = -(-limit // arxiv_facts.PAGE)
    connection.client.page_size = -(-limit // pages)
    came = _distinct(connection, query, limit, sort)
    total = connection.session.total
    if len(came) < min(total, limit):
        raise SourceError("arXiv did not send all that it has. Try again later")
    return Page([paper for paper in came if paper.arxiv_id], total <= len(came))


def _distinct(connection: Connection, query: str, limit: int, sort: Sort) -> list[Entry]:
    """Return the first papers, each once; one whose id cannot be read counts, too."""
    wanted = arxiv.Search(query=query, max_results=None, sort_by=_SORTS[sort])
    papers: dict[str, Entry] = {}
    for paper in results(connection, wanted, limit):
        papers.setdefault(paper.arxiv_id or f"the {len(papers)}th", paper)
        if len(papers) == limit:
            break
    return list(papers.values())
