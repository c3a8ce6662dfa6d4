"""arxiv.py, asking through a session of ours: the papers of an answer as entries."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from logging import NullHandler, getLogger
from typing import NamedTuple

import arxiv

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import arxiv_facts
from difftrack.sources.arxiv_session import Session
from difftrack.sources.endpoint import Endpoint
from difftrack.text import arxiv_id
from difftrack.text.folding import clean
from difftrack.text.latex import accents_to_unicode, to_unicode

_MOST_COPIES = 5  # of a paper in an answer, before it is no longer read
_LONGEST_TITLE = 2000  # letters whose LaTeX is read; arXiv allows fewer

getLogger("arxiv").addHandler(NullHandler())  # what it warns of is found again by what is missing


class Connection(NamedTuple):
    """arxiv.py with a session of ours; it keeps the pause between requests."""

    client: arxiv.Client
    session: Session


def connect(endpoint: Endpoint) -> Connection:
    """Return a connection to use for all requests of a command; nothing is sent yet."""
    session = Session(endpoint)
    client = arxiv.Client(page_size=arxiv_facts.BATCH, delay_seconds=endpoint.delay, num_retries=0)
    client.query_url_format = endpoint.url.replace("{", "{{").replace("}", "}}") + "?{}"
    client._session = session  # noqa: SLF001 - arxiv.py has no other way to set time-outs
    return Connection(client, session)


def results(connection: Connection, wanted: arxiv.Search, papers: int) -> Iterator[Entry]:
    """Yield the papers of an answer, which may take several requests.

    `papers` are to come; where they come over and over, no more is read than five times as many.
    Raises `SourceError` for an answer that arxiv.py cannot read.
    """
    connection.session.total = 0
    # Where fewer come than were promised, the caller sees which.
    with suppress(arxiv.UnexpectedEmptyPageError):
        found = islice(connection.client.results(wanted), _MOST_COPIES * papers)
        while (result := _next(found)) is not None:
            yield _entry(result)


def _next(found: Iterator[arxiv.Result]) -> arxiv.Result | None:
    try:
        return next(found, None)
    except (ValueError, OverflowError):
        raise SourceError("arXiv answered with what cannot be read. Try again later") from None


def _entry(result: arxiv.Result) -> Entry:
    known = arxiv_id.recognise(result.entry_id)
    title, comment = clean(result.title or ""), _optional(result.comment)
    abstract = accents_to_unicode(clean(result.summary or "")) or None
    return Entry(
        arxiv_id=known.base if known else None,
        version=known.version if known else None,
        title=to_unicode(title) if len(title) <= _LONGEST_TITLE else title,
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
