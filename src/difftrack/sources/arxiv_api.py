"""Papers from arXiv's API, asked for in batches, with every answer held against the question.

`arxiv_facts` holds what is known of arXiv, `arxiv_session` sends the requests, `answers` keeps what
came.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from logging import NullHandler, getLogger
from typing import NamedTuple

import arxiv

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import arxiv_facts, remembered
from difftrack.sources.arxiv_answer import LongAnswerError, RefusedRequestError
from difftrack.sources.arxiv_facts import BATCH
from difftrack.sources.arxiv_query import Sort
from difftrack.sources.arxiv_session import Session
from difftrack.sources.endpoint import Endpoint
from difftrack.text import arxiv_id
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import clean
from difftrack.text.latex import accents_to_unicode, to_unicode

_FEW = 20  # ids whose papers are not too long, whoever their authors are
_MOST_COPIES = 5  # of one paper in an answer, before it is no longer read
_SURELY_THERE = ArxivId(arxiv_facts.SURELY_THERE)
_SORTS: dict[Sort, arxiv.SortCriterion] = {
    "relevance": arxiv.SortCriterion.Relevance,
    "newest": arxiv.SortCriterion.SubmittedDate,
    "updated": arxiv.SortCriterion.LastUpdatedDate,
}

getLogger("arxiv").addHandler(NullHandler())  # what it warns of is found again by what is missing


class Batch(NamedTuple):
    """What came of up to a hundred ids.

    `found` is by id without version, as they were asked for. `unknown` are ids that arXiv does not
    have; `unanswered` those it should have sent, and did not.
    """

    found: dict[str, Entry]
    unknown: list[ArxivId]
    unanswered: list[ArxivId]


def fetch(ids: list[ArxivId], endpoint: Endpoint) -> Iterator[Batch]:
    """Ask arXiv for papers, one request for each hundred ids, and yield what came of each.

    What was answered within a day is not asked for again, and comes first. Raises `SourceError`
    where arXiv cannot be reached or answers nonsense; what was yielded before stands. Nothing is
    sent before the first batch is asked for.
    """
    unique = list({i.base: i for i in ids}.values())
    kept = {} if endpoint.anew else remembered.papers(endpoint, unique)
    if kept:
        yield Batch(kept, [], [])
    rest = [i for i in unique if i.base not in kept]
    connection = connect(endpoint)
    for start in range(0, len(rest), BATCH):
        asked = rest[start : start + BATCH]
        batch = _fetch_batch(connection, asked)
        came = {i: batch.found[i.base] for i in asked if i.base in batch.found}
        remembered.keep_papers(endpoint, came)
        yield batch._replace(found={i.base: paper for i, paper in came.items()})


class Connection(NamedTuple):
    """arxiv.py with a session of ours; it keeps the pause between requests."""

    client: arxiv.Client
    session: Session


def connect(endpoint: Endpoint) -> Connection:
    """Return a connection to use for all requests of a command; nothing is sent yet."""
    session = Session(endpoint)
    client = arxiv.Client(page_size=BATCH, delay_seconds=endpoint.delay, num_retries=0)
    client.query_url_format = endpoint.url.replace("{", "{{").replace("}", "}}") + "?{}"
    client._session = session  # noqa: SLF001 - arxiv.py has no other way to set time-outs
    return Connection(client, session)


class Page(NamedTuple):
    """The first papers that a query finds, in order; `is_all` where there are no others."""

    papers: list[Entry]
    is_all: bool


def search(
    connection: Connection, query: str, limit: int = BATCH, sort: Sort = "relevance"
) -> Page:
    """Return the first papers that a query in arXiv's own language finds, in order, each once.

    No more than `limit` are asked for, in pages of up to two thousand. Raises `SourceError` as
    `fetch` does, and where less came than there is.
    """
    size = connection.client.page_size = min(limit, arxiv_facts.PAGE)
    answered = connection.session.answered
    came = _distinct(connection, query, limit, sort)
    total = connection.session.total
    there = min(total, limit)
    # What a page lacks arxiv.py takes from the next one, where all else is shifted then.
    pages = connection.session.answered - answered
    if len(came) < there or pages > max(1, -(-there // size)):
        raise SourceError("arXiv did not send all that it has. Try again later")
    if len(came) > total:
        raise SourceError("arXiv sent more than it has found. Try again later")
    return Page([paper for paper in came if paper.arxiv_id], total <= len(came))


def _distinct(connection: Connection, query: str, limit: int, sort: Sort) -> list[Entry]:
    """Return the first papers, each once; one whose id cannot be read counts, too."""
    wanted = arxiv.Search(query=query, max_results=None, sort_by=_SORTS[sort])
    papers: dict[str, Entry] = {}
    for paper in _results(connection, wanted, _MOST_COPIES * limit):
        papers.setdefault(paper.arxiv_id or f"the {len(papers)}th", paper)
        if len(papers) == limit:
            break
    return list(papers.values())


def _fetch_batch(connection: Connection, asked: list[ArxivId]) -> Batch:
    """Return what comes of some ids, halved where one is refused or the answer is too long."""
    try:
        return _fetch_whole(connection, asked)
    except RefusedRequestError:
        if len(asked) == 1:
            _ask(connection, [_SURELY_THERE])  # is refused too where it is not for the id
            return Batch({}, asked, [])
    except LongAnswerError:
        if len(asked) < _FEW:
            raise
    middle = len(asked) // 2
    one, other = _fetch_batch(connection, asked[:middle]), _fetch_batch(connection, asked[middle:])
    return Batch(
        one.found | other.found, one.unknown + other.unknown, one.unanswered + other.unanswered
    )


def _fetch_whole(connection: Connection, asked: list[ArxivId]) -> Batch:
    """Return what comes of some ids; what is missing without reason is asked for once more."""
    found, total = _ask(connection, asked)
    missing = [i for i in asked if i.base not in found]
    if not missing or (found and total <= len(found)):
        return Batch(found, missing, [])
    try:
        again = _fetch_missing(connection, missing)
    except SourceError:
        if not found:
            raise
        return Batch(found, [], missing)
    return again._replace(found=found | again.found)


def _fetch_missing(connection: Connection, missing: list[ArxivId]) -> Batch:
    """Ask for ids together with a paper that exists: an answer without that tells nothing."""
    came, total = _ask(connection, [*missing, _SURELY_THERE])
    if _SURELY_THERE.base not in came:
        raise SourceError(
            "arXiv answered without a paper that it surely has. Nothing can be said of "
            f"{missing[0]}{' and others' * (len(missing) > 1)}. Try again later"
        )
    found = {i.base: came[i.base] for i in missing if i.base in came}
    absent = [i for i in missing if i.base not in came]
    return Batch(found, absent, []) if total <= len(came) else Batch(found, [], absent)


def _ask(connection: Connection, asked: list[ArxivId]) -> tuple[dict[str, Entry], int]:
    """Return the papers that came, and how many the server said there are."""
    wanted = {i.base for i in asked}
    found: dict[str, Entry] = {}
    search_ids = arxiv.Search(id_list=[str(i) for i in asked], max_results=None)
    for entry in _results(connection, search_ids, _MOST_COPIES * len(asked)):
        if entry.arxiv_id in wanted:
            found.setdefault(entry.arxiv_id, entry)
        if len(found) == len(wanted):
            break
    return found, connection.session.total


def _results(connection: Connection, wanted: arxiv.Search, most: int) -> Iterator[Entry]:
    """Yield at most so many papers of an answer, which may take several requests."""
    connection.session.total = 0
    # Where fewer come than were promised, the caller sees which.
    with suppress(arxiv.UnexpectedEmptyPageError):
        for result in islice(connection.client.results(wanted), most):
            yield _entry(result)


def _entry(result: arxiv.Result) -> Entry:
    known = arxiv_id.recognise(result.entry_id)
    comment = _optional(result.comment)
    abstract = accents_to_unicode(clean(result.summary or "")) or None
    return Entry(
        arxiv_id=known.base if known else None,
        version=known.version if known else None,
        title=to_unicode(clean(result.title or "")),
        authors=[accents_to_unicode(name) for a in result.authors if (name := clean(a.name))],
        published=result.published.date().isoformat(),
        updated=result.updated.date().isoformat(),
        abstract=abstract,
        categories=list(dict.fromkeys(clean(c) for c in result.categories)),
        comment=comment,
        journal_ref=_optional(result.journal_ref),
        doi=_optional(result.doi),
        withdrawn=bool(arxiv_facts.WITHDRAWN.search(comment or "")),
        fetched=datetime.now().astimezone().date().isoformat(),
    )


def _optional(text: str | None) -> str | None:
    return accents_to_unicode(clean(text)) or None if text else None
