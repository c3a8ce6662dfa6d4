"""What arXiv finds for a query, asked for once a day.

That spares arXiv, and the third paper of a search is the same one a minute later, when it is added.
"""

from pydantic import BaseModel, ValidationError

from difftrack.library.model import Entry
from difftrack.sources import answers
from difftrack.sources.arxiv_api import Connection, Page, connect, fetch, search
from difftrack.sources.arxiv_facts import FRESH, SURELY_THERE
from difftrack.sources.arxiv_query import Sort
from difftrack.sources.endpoint import Endpoint
from difftrack.text.arxiv_id import ArxivId


class _Kept(BaseModel):
    """A page as it stands in the cache."""

    is_all: bool
    papers: list[Entry]


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
        question = f"{where.url} search {sort} {limit} {query}"
        kept = {} if where.anew else answers.recall(where.folder, [question], FRESH)
        page = _read(kept.get(question, ""))
        if page is None:
            self._connection = self._connection or connect(where)
            page = search(self._connection, query, limit, sort)
            if not page.papers:
                _confirm(where)
            written = _Kept(is_all=page.is_all, papers=page.papers)
            answers.keep(where.folder, {question: written.model_dump_json(exclude_defaults=True)})
        return page


def _confirm(endpoint: Endpoint) -> None:
    """Ask for a paper that surely exists: `fetch` raises `SourceError` where that does not come."""
    list(fetch([ArxivId(SURELY_THERE)], endpoint._replace(anew=True)))


def _read(text: str) -> Page | None:
    try:
        kept = _Kept.model_validate_json(text) if text else None
    except ValidationError:
        return None
    return Page(kept.papers, kept.is_all) if kept else None
