"""What arXiv finds for a query, asked for once a day.

That spares arXiv, and the third paper of a search is the same one a minute later, when it is added.
"""

from difftrack.sources import remembered
from difftrack.sources.arxiv_api import Connection, Page, connect, fetch, search
from difftrack.sources.arxiv_facts import SURELY_THERE
from difftrack.sources.arxiv_query import Sort
from difftrack.sources.endpoint import Endpoint
from difftrack.text.arxiv_id import ArxivId


class PaperSearch:
    """The questions of one command, over one connection."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connection: Connection | None = None

    def find(self, query: str, limit: int, sort: Sort) -> Page:
        """Return the first papers that a query in arXiv's own language finds, in order.

        Raises `SourceError` as `arxiv_api.search` does, and where arXiv finds nothing at all; what
        was answered before is not asked for.
        """
        where = self.endpoint
        question = f"search {sort} {limit} {query}"
        kept = None if where.anew else remembered.page(where, question)
        if kept:
            return Page(*kept)
        self._connection = self._connection or connect(where)
        page = search(self._connection, query, limit, sort)
        if not page.papers:
            _confirm(where)
        remembered.keep_page(where, question, page.papers, is_all=page.is_all)
        return page


def _confirm(endpoint: Endpoint) -> None:
    """Ask for a paper that surely exists: `fetch` raises `SourceError` where that does not come."""
    list(fetch([ArxivId(SURELY_THERE)], endpoint._replace(anew=True)))
