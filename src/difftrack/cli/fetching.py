"""Papers by id: from arXiv, or from what is known here where arXiv cannot or shall not be asked."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from difftrack.cli.invocation import Invocation
from difftrack.errors import SourceError, UsageError
from difftrack.library.model import Entry
from difftrack.text.arxiv_id import ArxivId

if TYPE_CHECKING:
    from difftrack.cli.progress import Progress
    from difftrack.sources.endpoint import Endpoint


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


def fetch_papers(
    invocation: Invocation, wanted: list[ArxivId], progress: "Progress"
) -> Iterator[Fetched]:
    """Yield entries for the ids, batch by batch, so that each batch can be saved as it comes.

    Where arXiv cannot be reached or shall not be asked, papers come from what it answered before,
    however long ago, or from the starter collection; with `--offline`, one that is not known at all
    is an entry with only its id.
    """
    rest = {i.base: i for i in wanted}
    reason = ""
    if rest and not invocation.offline:
        try:
            for fetched in _from_arxiv(wanted, endpoint(invocation, progress)):
                for base in (
                    *(e.arxiv_id for e in fetched.entries),
                    *fetched.unknown,
                    *fetched.failed,
                ):
                    rest.pop(base or "", None)
                yield fetched
        except SourceError as error:
            reason = str(error)
    if rest:
        yield _from_here(invocation, list(rest.values()), reason)


def _from_arxiv(wanted: list[ArxivId], asked: "Endpoint") -> Iterator[Fetched]:
    from difftrack.sources import starter  # noqa: PLC0415 - not where all is there already
    from difftrack.sources.arxiv_api import fetch  # noqa: PLC0415 - loads 90 ms of requests

    known = starter.papers()
    for batch in fetch(wanted, asked):
        yield Fetched(
            [completed(entry, known.get(base)) for base, entry in batch.found.items()],
            [i.base for i in batch.unknown],
            [i.base for i in batch.unanswered],
            "arXiv did not send all that it has" if batch.unanswered else "",
        )


def _from_here(invocation: Invocation, wanted: list[ArxivId], reason: str) -> Fetched:
    """Return what is known of papers without arXiv, for the reason given."""
    from difftrack.sources import remembered, starter  # noqa: PLC0415 - as above

    known = starter.papers()
    kept = remembered.papers(endpoint(invocation), wanted, age=float("inf"))
    here = {i.base: completed(kept[i.base], known.get(i.base)) for i in wanted if i.base in kept}
    facts = {i.base: known[i.base] for i in wanted if i.base not in here and i.base in known}
    if invocation.offline:
        bare = {i.base: Entry(arxiv_id=i.base, version=i.version) for i in wanted}
        facts = {base: facts.get(base, entry) for base, entry in bare.items() if base not in here}
    there = here | facts
    entries = [there[i.base] for i in wanted if i.base in there]
    failed = [i.base for i in wanted if i.base not in there]
    return Fetched(entries, [], failed, reason, facts_only=len(facts))


def completed(entry: Entry, facts: Entry | None) -> Entry:
    """Return what arXiv sent, with short name and venue, which it does not know."""
    if facts is not None:
        entry.short, entry.venue = facts.short, facts.venue
        entry.year, entry.venue_note = facts.year, facts.venue_note
    return entry


def today() -> str:
    """Return the day where the user is."""
    return datetime.now().astimezone().date().isoformat()


def cache_folder() -> Path:
    """Return where arXiv's answers are kept, and the time of the last request to it."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - most commands need no cache

    return user_cache_path("difftrack")


def endpoint(invocation: Invocation, progress: "Progress | None" = None) -> "Endpoint":
    """Return arXiv's API, or the mirror or test server that the environment names.

    `progress` shows what is waited for. `DIFFTRACK_ARXIV_DELAY` counts only there: arXiv itself is
    not asked more often than it allows.
    """
    from difftrack.sources.arxiv_facts import API_URL, DELAY  # noqa: PLC0415 - as above
    from difftrack.sources.endpoint import Endpoint  # noqa: PLC0415 - as above
    from difftrack.sources.turns import ARXIV, family  # noqa: PLC0415 - as above

    url = os.environ.get("DIFFTRACK_ARXIV_URL") or API_URL
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"DIFFTRACK_ARXIV_URL is {url!r}. It must begin with http:// or https://")
    told = "" if family(url) == ARXIV else os.environ.get("DIFFTRACK_ARXIV_DELAY")
    try:
        delay = float(told or DELAY)
    except ValueError:
        delay = -1.0
    if not 0 <= delay < float("inf"):
        raise UsageError(f"DIFFTRACK_ARXIV_DELAY is {told!r}. It must be seconds: 3")
    asked = Endpoint(url, delay, cache_folder(), invocation.wait, invocation.no_cache)
    return asked._replace(pause=progress.pause, told=progress.tell) if progress else asked
