"""One page of the web, read within bounds, and never from inside the user's own network.

Each redirect is checked anew. No proxy is used: what a proxy connects to cannot be checked.
"""

import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from difftrack import __version__
from difftrack.errors import SourceError
from difftrack.sources.deadline import within
from difftrack.sources.open_internet import connected
from difftrack.text.folding import clean

PDF = "it is a PDF: add the page that leads to it instead"
"""What is said of an address that leads to no page but to the paper itself."""

_TIMEOUT, _WHOLE_TIMEOUT = 10.0, 30.0  # seconds: one connect or read; all of it together
_MOST_BYTES = 2_000_000  # of a page, unpacked; what describes it stands at its beginning
_MOST_REDIRECTS = 10  # publishers send a reader without cookies round by several pages
_OK, _REDIRECTS, _NOT_FOR_PROGRAMS = 200, {301, 302, 303, 307, 308}, {401, 403, 429}
_PAGES = {"text/html", "application/xhtml+xml", ""}
_SAFE = "%/:=&?~+!$,;'@()*[]"  # in a path or query: nothing that ends the line of a request


class Page(NamedTuple):
    """What came: where from after redirects, the type as the server names it, the bytes."""

    url: str
    content_type: str
    body: bytes


def read(url: str, *, allow_private: bool = False) -> Page:
    """Return the beginning of a web page, at most 2 MB, within half a minute.

    Raises `SourceError` where there is none, and where an address inside the own network is asked
    for or led to, unless that is allowed.
    """
    try:
        return within(_WHOLE_TIMEOUT, lambda: _followed(url, allow_private=allow_private))
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise SourceError(_reason(error)) from None


def _reason(error: Exception) -> str:
    said: dict[type[Exception], str] = {
        TimeoutError: "no answer in time",
        ssl.SSLCertVerificationError: "its certificate could not be verified",
        ssl.SSLError: "no secure connection",
        socket.gaierror: "there is no such host, or no connection",
        OSError: "no connection",
        ValueError: "an address on the way to it is malformed",
    }
    return next((s for kind, s in said.items() if isinstance(error, kind)), "its answer is garbled")


def _followed(url: str, *, allow_private: bool) -> Page:
    for _ in range(_MOST_REDIRECTS + 1):
        answer = _ask(url, allow_private=allow_private)
        if isinstance(answer, Page):
            return answer
        url = urljoin(url, answer)
    raise SourceError("it redirects in circles")


def _ask(url: str, *, allow_private: bool) -> Page | str:
    """Return the page at an address, or where it redirects to."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SourceError("it leads to what is no http or https address")
    with _answer(parts, allow_private=allow_private) as response:
        moved = response.getheader("Location")
        if response.status in _REDIRECTS and moved:
            return moved.encode("latin-1").decode("utf-8", "replace")  # as browsers read it
        _check(response, parts)
        return Page(url, response.getheader("Content-Type") or "", _unpacked(response))


def _check(response: HTTPResponse, parts: SplitResult) -> None:
    """Raise `SourceError` where an answer is no page."""
    if response.status in _NOT_FOR_PROGRAMS:
        raise SourceError(f"it lets no program read it (HTTP {response.status})")
    if response.status != _OK:
        raise SourceError(f"it answered with HTTP {response.status}")
    sort = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    is_bare = sort.endswith("/octet-stream") and parts.path.lower().endswith(".pdf")
    if is_bare or sort == "application/pdf":
        raise SourceError(PDF)
    if sort not in _PAGES:
        raise SourceError(f"it is no web page but {clean(sort)[:60]}")


@contextmanager
def _answer(parts: SplitResult, *, allow_private: bool) -> Iterator[HTTPResponse]:
    """Yield the answer to a request."""
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = HTTPConnection(host, port)
    connection.sock = connected(host, port, _TIMEOUT, allow_private=allow_private)
    try:
        if parts.scheme == "https":
            connection.sock = _secured(connection.sock, host)
        connection.request("GET", _target(parts), headers=_headers(parts, host))
        with connection.getresponse() as response:
            yield response
    finally:
        connection.close()


def _secured(plain: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)  # some systems have none of their own
    return context.wrap_socket(plain, server_hostname=host)


def _target(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe=_SAFE)


def _headers(parts: SplitResult, host: str) -> dict[str, str]:
    shown = f"[{host}]" if ":" in host else host.encode("idna").decode()
    return {
        "Host": f"{shown}:{parts.port}" if parts.port else shown,
        "User-Agent": f"difftrack/{__version__} (reading lists)",
        "Accept": "text/html,application/xhtml+xml",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _unpacked(response: HTTPResponse) -> bytes:
    """Return the beginning of a body; what is packed is unpacked no further than that."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding == "identity":
        return response.read(_MOST_BYTES)
    if encoding not in {"gzip", "x-gzip"}:
        raise SourceError("the answer is packed in a way that was not asked for")
    return zlib.decompressobj(31).decompress(response.read(_MOST_BYTES), _MOST_BYTES)
