"""Papers from arXiv's API, asked for in batches, with every answer held against the question.

Facts this relies on (arXiv's API manual and terms of use; the published source of its server;
arxiv.py 4.0):

- at most one request in three seconds, over one connection; about 100 ids fit into one request;
- the answer to a list of ids is in no certain order, leaves out what does not exist, and is HTTP
  200 also when it is an error, a web page, `Rate exceeded.` or empty;
- one malformed id fails the whole request (HTTP 400), so ids are validated before, and halved where
  arXiv still refuses them;
- 406 is sent where no `Accept` header comes, and, like 429 and 503, by a server under load;
- arxiv.py passes no time-out, retries what cannot get better, and stops at a hundred results unless
  told otherwise. It is given a session of ours, and no retries.
"""

import re
import time
from collections.abc import Iterator
from itertools import islice
from logging import NullHandler, getLogger
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import arxiv
import requests

from difftrack import __version__
from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources.turns import family, turn
from difftrack.text import arxiv_id
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import clean
from difftrack.text.latex import accents_to_unicode, to_unicode

API_URL = "https://export.arxiv.org/api/query"
DELAY = 3.0  # seconds between requests: arXiv's terms of use
BATCH = 100  # ids in a request: 1.4 kB of URL, where 9 kB are refused

_CONNECT_TIMEOUT, _READ_TIMEOUT, _ANSWER_TIMEOUT = 10.0, 30.0, 120.0  # seconds
_MOST_BYTES = 32_000_000  # a hundred papers take 0.3 MB
_MOST_COPIES = 5  # of one paper in an answer, before it is no longer read
_LONGEST_SHOWN = 200  # characters of an address in a message
_SURELY_THERE = ArxivId("2006.11239")

_TOTAL = re.compile(rb"totalResults[^>]*>\s*(\d+)\s*<")
_ERROR = re.compile(
    rb"<id>https?://arxiv\.org/api/errors.*?<summary[^>]*>(.*?)</summary>", re.DOTALL
)
_WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)
_BUSY = {406, 429, 502, 503, 504}

getLogger("arxiv").addHandler(NullHandler())  # what it warns of is found again by what is missing


class Endpoint(NamedTuple):
    """Which server is asked, and how many seconds lie between two requests.

    In the folder `turns` stands when other difftracks asked it last.
    """

    url: str = API_URL
    delay: float = DELAY
    turns: Path | None = None


class Batch(NamedTuple):
    """What came of up to a hundred ids.

    `found` is by id without version. `unknown` are ids that arXiv does not have; `unanswered` those
    it should have sent, and did not.
    """

    found: dict[str, Entry]
    unknown: list[ArxivId]
    unanswered: list[ArxivId]


def fetch(ids: list[ArxivId], endpoint: Endpoint) -> Iterator[Batch]:
    """Ask arXiv for papers, one request for each hundred ids, and yield what came of each.

    Raises `SourceError` where it cannot be reached or answers nonsense; what was yielded before
    stands. Nothing is sent before the first batch is asked for.
    """
    connection = connect(endpoint)
    unique = list({i.base: i for i in ids}.values())
    for start in range(0, len(unique), BATCH):
        yield _fetch_batch(connection, unique[start : start + BATCH])


class _RefusedRequestError(SourceError):
    """A request that arXiv finds malformed (HTTP 400), be it for one id of a hundred."""


class Connection(NamedTuple):
    """arxiv.py with a session of ours; it keeps the pause between requests."""

    client: arxiv.Client
    session: "_Session"


def connect(endpoint: Endpoint) -> Connection:
    """Return a connection to use for all requests of a command; nothing is sent yet."""
    session = _Session(endpoint)
    client = arxiv.Client(page_size=BATCH, delay_seconds=endpoint.delay, num_retries=0)
    client.query_url_format = endpoint.url.replace("{", "{{").replace("}", "}}") + "?{}"
    client._session = session  # noqa: SLF001 - arxiv.py has no other way to set time-outs
    return Connection(client, session)


class Page(NamedTuple):
    """The first papers that a query finds, best first; `is_all` where there are no others."""

    papers: list[Entry]
    is_all: bool


def search(connection: Connection, query: str) -> Page:
    """Return the papers of the first page that a query in arXiv's own language finds.

    Raises `SourceError` as `fetch` does, and where less came than there is.
    """
    came = list(_results(connection, arxiv.Search(query=query, max_results=BATCH), BATCH))
    total = connection.session.total
    if len(came) < min(total, BATCH):
        raise SourceError("arXiv did not send all that it has. Try again later")
    papers = {paper.arxiv_id: paper for paper in reversed(came) if paper.arxiv_id}
    return Page(list(reversed(papers.values())), total <= len(came))


def _fetch_batch(connection: Connection, asked: list[ArxivId]) -> Batch:
    try:
        return _fetch_whole(connection, asked)
    except _RefusedRequestError:
        _ask(connection, [_SURELY_THERE])  # is refused too where it is not for the ids
        return _fetch_apart(connection, asked)


def _fetch_apart(connection: Connection, asked: list[ArxivId]) -> Batch:
    """Return what comes of ids of which arXiv refuses some: halved until those stand alone."""
    if len(asked) == 1:
        return Batch({}, asked, [])
    together = Batch({}, [], [])
    for half in (asked[: len(asked) // 2], asked[len(asked) // 2 :]):
        try:
            batch = _fetch_whole(connection, half)
        except _RefusedRequestError:
            batch = _fetch_apart(connection, half)
        together.found.update(batch.found)
        together.unknown.extend(batch.unknown)
        together.unanswered.extend(batch.unanswered)
    return together


def _fetch_whole(connection: Connection, asked: list[ArxivId]) -> Batch:
    found, total = _ask(connection, asked)
    missing = [i for i in asked if i.base not in found]
    if missing and total > len(found):
        return Batch(found, [], missing)
    if not found and not _ask(connection, [_SURELY_THERE])[0]:
        raise SourceError(
            "arXiv answered without any paper, also without one that it surely has. Nothing can "
            f"be said of {asked[0]}{' and the others' * (len(asked) > 1)}. Try again later"
        )
    return Batch(found, missing, [])


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
    """Yield at most so many papers of an answer."""
    connection.session.total = 0
    try:
        for result in islice(connection.client.results(wanted), most):
            yield _entry(result)
    except arxiv.UnexpectedEmptyPageError:
        pass  # fewer came than were promised: the caller sees which
    except requests.RequestException as error:
        raise SourceError(
            f"arXiv could not be reached: {_reason(error)}. Try again later"
        ) from None
    except ValueError as error:
        raise SourceError(f"arXiv answered with what cannot be read: {clean(str(error))}") from None


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
        withdrawn=bool(_WITHDRAWN.search(comment or "")),
    )


def _optional(text: str | None) -> str | None:
    return accents_to_unicode(clean(text)) or None if text else None


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate could not be verified"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer broke off"
    if isinstance(error, requests.TooManyRedirects):
        return "it redirects in circles"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return type(error).__name__


class _Session(requests.Session):
    """Requests that end in time and answers that are bounded, checked, and what was asked for."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self.endpoint = endpoint
        self.max_redirects = 5
        self.total = 0  # papers that the last answer said there are

    def request(self, method: str | bytes, url: str | bytes, **options: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401 - requests' own
        options["headers"] = {
            "user-agent": f"difftrack/{__version__} (reading lists; arxiv.py/{arxiv.__version__})",
            "accept": "application/atom+xml",
        }
        options.update(timeout=(_CONNECT_TIMEOUT, _READ_TIMEOUT), stream=True)
        with (
            turn(self.endpoint.turns, self.endpoint.url, self.endpoint.delay),
            super().request(method, url, **options) as response,
        ):
            body = _bounded(response)
        response._content = body  # noqa: SLF001 - arxiv.py reads `content`, which would have no bound
        self.total = _checked(response.status_code, body)
        return response

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where an answer sends us, after the pause, and only where that is the same server.

        The body of such an answer is left unread, however long: requests would read all of it.
        """
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        if not _is_at_home(resp.url, target):
            raise SourceError(
                f"arXiv sends us elsewhere, where we do not go: {clean(target)[:_LONGEST_SHOWN]}"
            )
        resp._content = b""  # noqa: SLF001 - see above
        resp.raw.close()
        time.sleep(self.endpoint.delay)
        return target


def _is_at_home(asked: str, target: str) -> bool:
    """Tell whether a redirect leads to the same server, and not from https to http."""
    try:
        there = urljoin(asked, target)
        return family(there) == family(asked) and urlsplit(there).scheme in {
            "https",
            urlsplit(asked).scheme,
        }
    except ValueError:  # an address that is none
        return False


def _bounded(response: requests.Response) -> bytes:
    deadline = time.monotonic() + _ANSWER_TIMEOUT
    parts, size = [], 0
    for part in response.iter_content(65_536):
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES or time.monotonic() > deadline:
            raise SourceError(
                f"arXiv's answer did not end within {_MOST_BYTES // 1_000_000} MB and "
                f"{_ANSWER_TIMEOUT:g} s. Try again later"
            )
    return b"".join(parts)


def _checked(status: int, body: bytes) -> int:
    """Return how many papers an answer says there are; raise `SourceError` where it is none."""
    told = _ERROR.search(body)
    if told:
        reason = clean(told[1].decode("utf-8", "replace"))
        refused = _RefusedRequestError if status == requests.codes.bad_request else SourceError
        raise refused(f"arXiv refused the request (HTTP {status}): {reason}")
    if status in _BUSY or body.strip().startswith(b"Rate exceeded"):
        raise SourceError(f"arXiv is busy (HTTP {status}). Wait some minutes, then try again")
    if status != requests.codes.ok:
        raise SourceError(f"arXiv answered with HTTP {status}. Try again later")
    total = _TOTAL.search(body)
    is_feed = b"<feed" in body[:1000] and body.rstrip().endswith(b"</feed>")
    if total is None or not is_feed or b"<!DOCTYPE" in body[:1000]:
        what = "nothing" if not body.strip() else "no whole list of papers"
        raise SourceError(f"arXiv answered with {what}. Try again later")
    return int(total[1])
