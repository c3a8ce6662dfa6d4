"""Finding papers by title: several titles in one question, each answer held against what is known.

How arXiv searches titles stands in `arxiv_facts`. A title agrees where its words are the same, the
first author is, and the year printed lies between the one before the first version and three years
behind it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from difftrack.library.model import Entry
from difftrack.sources.arxiv_facts import BATCH
from difftrack.sources.endpoint import Endpoint
from difftrack.sources.paper_search import PaperSearch
from difftrack.text.folding import fold
from difftrack.text.names import same_surname

_MOST_TITLES, _LONGEST_QUERY = 15, 2500  # in one question: titles, letters
_MOST_WORDS = 30  # of a title that are asked for
_LONGEST_WAY = 3  # years from the first version to the printed publication
_WORDS_OF_TITLES = 3  # fewer are a topic, perhaps
_MOST_SHOWN = 3


class Candidate(NamedTuple):
    """A paper that may be the entry, and what speaks against it."""

    paper: Entry
    against: tuple[str, ...]


class Answer(NamedTuple):
    """What was found for an entry: `sure` where exactly one paper agrees in all that is known."""

    key: str
    sure: Entry | None
    candidates: list[Candidate]


def resolve(entries: dict[str, Entry], endpoint: Endpoint) -> Iterator[list[Answer]]:
    """Ask arXiv for the titles of entries and yield the answers, question by question.

    Raises `SourceError` where arXiv cannot be reached; what was yielded before stands.
    """
    mute = dict.fromkeys(key for key, entry in entries.items() if not _words(entry.title))
    if mute:
        yield [Answer(key, None, []) for key in mute]
    search = PaperSearch(endpoint)
    for keys in _batches({k: e for k, e in entries.items() if k not in mute}):
        page = search.find(query([entries[key].title for key in keys]), BATCH, "relevance")
        answers = [answer(key, entries[key], page.papers) for key in keys]
        if not page.is_all and len(keys) > 1:  # one title of common words crowded others out
            answers = [
                found if found.candidates else _alone(search, found.key, entries[found.key])
                for found in answers
            ]
        yield answers


def _alone(search: PaperSearch, key: str, entry: Entry) -> Answer:
    return answer(key, entry, search.find(query([entry.title]), BATCH, "relevance").papers)


def _batches(entries: dict[str, Entry]) -> Iterator[list[str]]:
    """Yield keys whose titles fit into one question."""
    batch: list[str] = []
    for key in entries:
        titles = [entries[k].title for k in [*batch, key]]
        if batch and (len(titles) > _MOST_TITLES or len(query(titles)) > _LONGEST_QUERY):
            yield batch
            batch = []
        batch.append(key)
    if batch:
        yield batch


def query(titles: list[str]) -> str:
    """Return the question for some titles: words in quotes, nothing else of the titles.

    A short name before a colon is left out, which arXiv may not have; what it has before or behind
    the words does not matter.
    """
    return " OR ".join(f'ti:"{_words(_without_name(title))}"' for title in titles)


def _words(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title)[:_MOST_WORDS])


def answer(key: str, entry: Entry, papers: list[Entry]) -> Answer:
    """Return which of the papers an entry is, and which it may be."""
    same = [paper for paper in papers if _same_title(entry.title, paper.title)]
    candidates = [Candidate(paper, tuple(_against(entry, paper))) for paper in same]
    sure = [candidate.paper for candidate in candidates if not candidate.against]
    return Answer(key, sure[0] if len(sure) == 1 else None, candidates[:_MOST_SHOWN])


def _same_title(one: str, other: str) -> bool:
    """Compare titles; a short name before a colon may be missing in either."""
    if fold(one) == fold(other):
        return True
    return fold(_without_name(one)) == fold(other) or fold(one) == fold(_without_name(other))


def _without_name(title: str) -> str:
    name, colon, rest = title.partition(":")
    is_name = colon and len(name.split()) <= 3 and len(_words(rest).split()) > 1  # noqa: PLR2004
    return rest if is_name else title


def _against(entry: Entry, paper: Entry) -> Iterator[str]:
    if entry.authors and paper.authors and not same_surname(entry.authors[0], paper.authors[0]):
        yield f"first author {paper.authors[0]}, not {entry.authors[0]}"
    first = paper.first_year
    year = entry.year or entry.first_year
    if year and first and not first - 1 <= year <= first + _LONGEST_WAY:
        yield f"of {first}, not {year}"
    if not entry.authors and not year and len(entry.title.split()) < _WORDS_OF_TITLES:
        yield "neither author nor year is known of it, and its title is short"
