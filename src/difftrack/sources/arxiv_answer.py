"""An answer of arXiv's, held against what one is: a whole list of papers, or a failure."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from difftrack.errors import SourceError
from difftrack.sources import arxiv_facts
from difftrack.sources.patience import FEW, PassingError, seconds_asked
from difftrack.text.folding import clean

_ENTRY = re.compile(rb"<entry>.*?<id>\s*([^<]*?)\s*</id>.*?</entry>", re.DOTALL)
_DATES = re.compile(rb"<(published|updated)>([^<]*)</\1>")
MOST_BYTES = 16_000_000
"""Of an answer that is read: two thousand papers take 6 MB, a hundred of 3,000 authors 15."""

_MOST_PARTS = 1_200_000  # in the tree of an answer: 200 MB
_LONGEST_REASON = 200  # characters of what an answer says of itself


class RefusedRequestError(SourceError):
    """A request that arXiv finds malformed (HTTP 400), be it for one id of a hundred."""


class LongAnswerError(SourceError):
    """An answer that is larger than what is read of one."""

    def __init__(self) -> None:
        super().__init__(
            f"arXiv's answer did not end within {MOST_BYTES // 1_000_000} MB. Try again later"
        )


def total(status: int, body: bytes, retry_after: str | None = None) -> int:
    """Return how many papers an answer says there are; raise `SourceError` where it is none."""
    if status in arxiv_facts.BUSY or body.strip().startswith(arxiv_facts.RATE_EXCEEDED):
        reason = "Rate exceeded" if status == HTTPStatus.OK else f"HTTP {status}"
        raise PassingError(f"arXiv is busy ({reason})", seconds_asked(retry_after))
    told = arxiv_facts.ERROR.search(body)
    reason = clean(told[1].decode("utf-8", "replace"))[:_LONGEST_REASON].rstrip(".") if told else ""
    if told and status == HTTPStatus.BAD_REQUEST:
        raise RefusedRequestError(f"arXiv refused the request (HTTP {status}): {reason}")
    if status != HTTPStatus.OK or told:
        may_pass = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.OK
        raise _odd(f"HTTP {status}{f' and an error: {reason}' * bool(told)}", FEW * may_pass)
    count = arxiv_facts.TOTAL.search(body)
    if count is None or not _is_whole(body):
        raise _odd("no whole list of papers" if body.strip() else "nothing")
    if body.count(b"<") + 2 * body.count(b"=") > _MOST_PARTS:
        raise LongAnswerError
    return int(count[1])


def check_page(url: str, count: int, body: bytes) -> None:
    """Raise `SourceError` where a page of a search has not as many papers as it must.

    `count` is how many the search finds. Papers that were asked for by id are known by it.
    """
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    if "search_query" not in asked:
        return
    must = max(0, min(int(asked["max_results"]), count - int(asked["start"])))
    papers = {entry[1] for entry in _ENTRY.finditer(body) if entry[0].count(b"<published>") == 1}
    if len(papers) != must:
        raise _odd(f"{len(papers)} instead of {must} papers")


def _odd(what: str, most: int = FEW) -> PassingError:
    return PassingError(f"arXiv answered with {what}", most=most)


def _is_whole(body: bytes) -> bool:
    """Tell whether a body is a feed to its end, in the letters it claims, without entities."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:  # arXiv has none; they can be made to explode
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return b"<feed" in body[:1000] and body.rstrip().endswith(b"</feed>")


def readable(body: bytes) -> bytes:
    """Return an answer without dates that cannot be read.

    arxiv.py passes over a paper without a date; one that is none would cost all the others.
    """
    return _DATES.sub(_read_date, body)


def _read_date(match: re.Match[bytes]) -> bytes:
    try:
        datetime.fromisoformat(match[2].decode().strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return b""
    return match[0]
