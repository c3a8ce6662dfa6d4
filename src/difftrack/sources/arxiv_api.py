"""Papers from arXiv's API by id, in batches, with every answer held against the question.

`arxiv_facts` holds what is known of arXiv, `arxiv_session` sends the requests, `remembered` keeps
what came.
"""

from collections.abc import Iterator
from typing import NamedTuple

import arxiv

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import arxiv_facts, remembered
from difftrack.sources.arxiv_answer import LongAnswerError, RefusedRequestError
from difftrack.sources.arxiv_client import Connection, connect, results
from difftrack.sources.arxiv_facts import BATCH
from difftrack.sources.endpoint import Endpoint
from difftrack.text.arxiv_id import ArxivId

_FEW = 20  # ids whose papers are not too long, whoever their authors are
_SURELY_THERE = ArxivId(arxiv_facts.SURELY_THERE)


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
    for entry in results(connection, search_ids, len(asked)):
        if entry.arxiv_id in wanted:
            found.setdefault(entry.arxiv_id, entry)
        if len(found) == len(wanted):
            break
    return found, connection.session.total
