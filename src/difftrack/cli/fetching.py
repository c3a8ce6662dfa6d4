"""Papers by id: from arXiv, or from what is known here where arXiv cannot or shall not be asked."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from difftrack.errors import SourceError, UsageError
from difftrack.library.model import Entry
from difftrack.text.arxiv_id import ArxivId

if TYPE_CHECKING:
    from difftrack.sources.arxiv_api import Endpoint


class Fetched(NamedTuple):
    """What came of some ids, in the order they were asked for.

    `unknown` does not exist; `failed` could not be asked for, for the `reason` given. `facts_only`
    is how many entries have no abstract yet.
    """

    entries: list[Entry]
    unknown: list[str]
    failed: list[str]
    reason: str = ""
    facts_only: int = 0


def fetch_papers(wanted: list[ArxivId], *, offline: bool) -> Iterator[Fetched]:
    """Yield entries for the ids, batch by batch, so that each batch can be saved as it comes.

    Where arXiv cannot be reached, papers of the starter collection come from there. `offline` never
    asks arXiv, and gives an entry with only its id for papers that are not known here.
    """
    if not wanted:
        return
    from difftrack.sources import starter  # noqa: PLC0415 - not where all is there already

    known = starter.papers()
    if offline:
        entries = [known.get(i.base) or Entry(arxiv_id=i.base, version=i.version) for i in wanted]
        yield Fetched(entries, [], [], facts_only=len(entries))
        return
    from difftrack.sources.arxiv_api import BATCH, fetch  # noqa: PLC0415 - loads 90 ms of requests

    answered = 0
    try:
        for batch in fetch(wanted, endpoint()):
            asked = wanted[answered : answered + BATCH]
            answered += len(asked)
            found = [batch.found[i.base] for i in asked if i.base in batch.found]
            yield Fetched(
                [_completed(entry, known.get(entry.arxiv_id or "")) for entry in found],
                [i.base for i in batch.unknown],
                [i.base for i in batch.unanswered],
                "arXiv did not send all that it has" if batch.unanswered else "",
            )
    except SourceError as error:
        rest = wanted[answered:]
        entries = [known[i.base] for i in rest if i.base in known]
        failed = [i.base for i in rest if i.base not in known]
        yield Fetched(entries, [], failed, str(error), facts_only=len(entries))


def _completed(entry: Entry, facts: Entry | None) -> Entry:
    """Return what arXiv sent, with short name and venue, which it does not know."""
    entry.fetched = today()
    if facts is not None:
        entry.short, entry.venue = facts.short, facts.venue
        entry.year, entry.venue_note = facts.year, facts.venue_note
    return entry


def today() -> str:
    """Return the day where the user is."""
    return datetime.now().astimezone().date().isoformat()


def endpoint() -> "Endpoint":
    """Return arXiv's API, or the mirror or test server that the environment names.

    `DIFFTRACK_ARXIV_DELAY` counts only there: arXiv itself is not asked more often than it allows.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415 - as above

    from difftrack.sources.arxiv_api import API_URL, DELAY, Endpoint  # noqa: PLC0415 - as above

    turns = user_cache_path("difftrack")

    url = os.environ.get("DIFFTRACK_ARXIV_URL") or API_URL
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"DIFFTRACK_ARXIV_URL is {url!r}. It must begin with http:// or https://")
    delay = os.environ.get("DIFFTRACK_ARXIV_DELAY")
    if not delay or "arxiv.org" in url:
        return Endpoint(url, DELAY, turns)
    try:
        seconds = float(delay)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise UsageError(f"DIFFTRACK_ARXIV_DELAY is {delay!r}. It must be seconds: 3") from None
    return Endpoint(url, seconds, turns)
