"""Requests to arXiv's API that end in time, and answers that are bounded and whole."""

import time
from contextlib import closing
from typing import Any
from urllib.parse import urljoin, urlsplit

import arxiv
import requests

from difftrack import __version__
from difftrack.errors import SourceError
from difftrack.sources import arxiv_facts
from difftrack.sources.arxiv_answer import (
    MOST_BYTES,
    LongAnswerError,
    check_page,
    readable,
    total,
)
from difftrack.sources.deadline import within
from difftrack.sources.endpoint import Endpoint
from difftrack.sources.patience import FEW, PassingError, patiently
from difftrack.sources.turns import family, turn
from difftrack.text.folding import clean

_CONNECT_TIMEOUT, _READ_TIMEOUT, _ANSWER_TIMEOUT = 10.0, 30.0, 60.0  # seconds
_LONGEST_SHOWN = 200  # characters of an address in a message
_BROKEN_OFF = (
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)
_REFUSED = "Failed to establish a new connection", "Failed to resolve"


class Session(requests.Session):
    """What arxiv.py asks through.

    Answers come by turns, within a minute and 16 MB, and are whole lists of papers; else the
    request is repeated, or `SourceError` raised. `total` is how many papers the last answer said
    there are.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__()
        self.endpoint = endpoint
        self.max_redirects = 5
        self.total = 0
        self._is_left = False

    def request(self, method: str | bytes, url: str | bytes, **options: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401 - requests' own
        """Return the answer to a request of arxiv.py's."""
        options["headers"] = {
            "user-agent": _user_agent(),
            "accept": arxiv_facts.MEDIA_TYPE,
            "connection": "close",  # the next process that asks is to have the only one
        }
        options.update(timeout=(_CONNECT_TIMEOUT, _READ_TIMEOUT), stream=True)

        def ask(seconds: float) -> requests.Response:
            return self._asked_once(min(seconds, _ANSWER_TIMEOUT), method, url, options)

        where = self.endpoint
        return patiently(ask, where.wait, where.delay, where.pause)

    def _asked_once(
        self, seconds: float, method: str | bytes, url: str | bytes, options: dict[str, Any]
    ) -> requests.Response:
        if self._is_left:
            raise SourceError("arXiv did not answer to the end before. Try again later")
        with turn(self.endpoint):
            deadline = time.monotonic() + seconds
            try:
                response, body = within(seconds, lambda: self._sent(deadline, method, url, options))
            except TimeoutError:
                self._is_left = True  # and may still be under way
                raise SourceError(
                    f"arXiv's answer did not end within {seconds:.0f} s. Try again later"
                ) from None
            except (requests.RequestException, ValueError) as error:
                raise _failure(error) from None
        count = total(response.status_code, body, response.headers.get("Retry-After"))
        body = readable(body)
        check_page(str(url), count, body)
        self.total = count
        response._content = body  # noqa: SLF001 - arxiv.py reads `content`, else unbounded
        return response

    def _sent(
        self, deadline: float, method: str | bytes, url: str | bytes, options: dict[str, Any]
    ) -> tuple[requests.Response, bytes]:
        with closing(self), super().request(method, url, **options) as response:
            return response, _bounded(response, deadline)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where an answer sends us, after the pause, and only where that is the same server.

        The body of such an answer is left unread, however long: requests would read all of it.
        """
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        if self._is_left:
            raise TimeoutError
        resp._content = b""  # noqa: SLF001 - see above
        resp.raw.close()
        if not _is_at_home(resp.url, target):
            raise SourceError(
                f"arXiv sends us elsewhere, where we do not go: {clean(target)[:_LONGEST_SHOWN]}"
            )
        time.sleep(self.endpoint.delay)
        return target


def _user_agent() -> str:
    """Say who asks, in which version, and where to find it."""
    return f"difftrack/{__version__} (PyPI: difftrack; reading lists; arxiv.py/{arxiv.__version__})"


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


def _failure(error: Exception) -> SourceError:
    """Return what a failed request means; who does not listen at all is not asked again."""
    reason = _reason(error)
    is_final = isinstance(error, (requests.exceptions.SSLError, requests.TooManyRedirects))
    if is_final or not reason or any(said in str(error) for said in _REFUSED):
        reason = reason or type(error).__name__
        return SourceError(f"arXiv could not be reached: {reason}. Try again later")
    return PassingError(f"arXiv could not be reached: {reason}", most=FEW)


def _reason(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate could not be verified"
    if isinstance(error, _BROKEN_OFF):
        return "the answer broke off"
    if isinstance(error, requests.TooManyRedirects):
        return "it redirects in circles"
    return "no connection" if isinstance(error, requests.ConnectionError) else ""


def _bounded(response: requests.Response, deadline: float) -> bytes:
    """Return the body, if it is not too large; after the deadline nobody waits for it."""
    parts, size = [], 0
    for part in response.iter_content(65_536):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise LongAnswerError
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)
