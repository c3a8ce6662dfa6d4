"""Papers that arXiv sent before, read back from the cache of answers.

A kept paper is its entry as JSON; what cannot be read as one is asked for again.
"""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from difftrack.library.model import Entry
from difftrack.sources import answers
from difftrack.sources.arxiv_facts import FRESH
from difftrack.sources.endpoint import Endpoint
from difftrack.text.arxiv_id import ArxivId


def papers(endpoint: Endpoint, ids: Sequence[ArxivId], age: float = FRESH) -> dict[str, Entry]:
    """Return what was kept of these ids and is at most `age` seconds old, by id without version."""
    kept = answers.recall(endpoint.folder, [_question(endpoint, i) for i in ids], age)
    read = ((i, _entry(kept.get(_question(endpoint, i), ""))) for i in ids)
    return {i.base: entry for i, entry in read if entry and entry.arxiv_id == i.base}


def keep_papers(endpoint: Endpoint, came: Mapping[ArxivId, Entry]) -> None:
    """Keep papers under the ids that were asked for."""
    written = {
        _question(endpoint, i): paper.model_dump_json(exclude_defaults=True)
        for i, paper in came.items()
    }
    answers.keep(endpoint.folder, written)


def _question(endpoint: Endpoint, wanted: ArxivId) -> str:
    return f"{endpoint.url} id {wanted}"


def _entry(text: str) -> Entry | None:
    try:
        return Entry.model_validate_json(text) if text else None
    except ValidationError:
        return None
