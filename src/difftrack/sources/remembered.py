"""Papers that arXiv sent before, read back from the cache of answers.

A kept paper is its entry as JSON; what cannot be read as one is asked for again.
"""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

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
    answers.keep(endpoint.folder, _written(endpoint, came))


class _Found(BaseModel):
    """A page of a search as it is kept: the ids, whose papers are kept like all others."""

    is_all: bool
    ids: list[str]


def page(endpoint: Endpoint, question: str) -> tuple[list[Entry], bool] | None:
    """Return the papers that a search found within a day, in order, and whether they are all."""
    kept = answers.recall(endpoint.folder, [f"{endpoint.url} {question}"], FRESH)
    try:
        found = _Found.model_validate_json(next(iter(kept.values()), ""))
    except ValidationError:
        return None
    there = papers(endpoint, [ArxivId(base) for base in found.ids])
    if any(base not in there for base in found.ids):
        return None
    return [there[base] for base in found.ids], found.is_all


def keep_page(endpoint: Endpoint, question: str, came: list[Entry], *, is_all: bool) -> None:
    """Keep what a search found."""
    by_id = {ArxivId(paper.arxiv_id): paper for paper in came if paper.arxiv_id}
    found = _Found(is_all=is_all, ids=[str(known) for known in by_id])
    written = _written(endpoint, by_id)
    written[f"{endpoint.url} {question}"] = found.model_dump_json()
    answers.keep(endpoint.folder, written)


def _written(endpoint: Endpoint, came: Mapping[ArxivId, Entry]) -> dict[str, str]:
    return {
        _question(endpoint, i): paper.model_dump_json(exclude_defaults=True)
        for i, paper in came.items()
    }


def _question(endpoint: Endpoint, wanted: ArxivId) -> str:
    return f"{endpoint.url} id {wanted}"


def _entry(text: str) -> Entry | None:
    try:
        return Entry.model_validate_json(text) if text else None
    except ValidationError:
        return None
