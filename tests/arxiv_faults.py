"""What arXiv, and what stands between it and us, has been seen to do, by name.

`PASSING` mend themselves when the request is repeated; `HARMLESS` leave the right answer in what
comes; `LASTING` are not worth repeating, or are dangerous to read on.
"""

import gzip
import re
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from arxiv_server import (
    Answer,
    Paper,
    body,
    cut,
    doubled,
    empty_feed,
    entry,
    feed,
    reset,
    silent,
    status,
    truncated,
    without_first,
)

Fault = Callable[[Answer], Answer]


def changed(pattern: bytes, replacement: bytes, count: int = 0) -> Fault:
    """Answer with something else in the text."""
    return lambda a: a._replace(body=re.sub(pattern, replacement, a.body, count=count))


def drip(answer: Answer) -> Answer:
    """Send the headers, then a letter at a time, for longer than anyone should wait."""

    def send(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        _slowly(handler, content)

    return answer._replace(broken=send)


def drip_headers(answer: Answer) -> Answer:
    """Send the headers themselves a letter at a time."""

    def send(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        _slowly(handler, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000)

    return answer._replace(broken=send)


def _slowly(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    for letter in content:
        try:
            handler.wfile.write(bytes([letter]))
        except OSError:
            return
        time.sleep(0.02)


def packed(megabytes: int) -> Fault:
    """Answer with a small body that unpacks to many megabytes."""
    packer = zlib.compressobj(9, wbits=31)
    parts = [packer.compress(b" " * 1_000_000) for _ in range(megabytes)]
    content = b"".join([*parts, packer.flush()])
    return lambda _: Answer(content, 200, (("Content-Encoding", "gzip"),))


def padded(megabytes: int) -> Fault:
    """Add invented papers until the answer has so many megabytes."""
    paper = entry(Paper("0704.0001", "Padding", abstract="x" * 1_000_000)).encode()
    return lambda a: a._replace(body=a.body.replace(b"</feed>", paper * megabytes + b"</feed>"))


def elsewhere(target: str, code: int = 302) -> Fault:
    """Send the client to another address."""
    return status(code, b"", ("Location", target))


_BOMB = b"<!DOCTYPE feed [<!ENTITY a 'ha'>%b]>" % b"".join(
    b"<!ENTITY %c '&%c;&%c;&%c;&%c;'>" % (n + 1, n, n, n, n) for n in range(ord("a"), ord("z"))
)
_EXTERNAL = b"<!DOCTYPE feed [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
_ERROR_ENTRY = feed([entry(Paper("1", "Error"))]).replace(
    b"http://arxiv.org/abs/1v2", b"http://arxiv.org/api/errors#internal"
)

PASSING: dict[str, Fault] = {
    "429": status(429, b"Rate exceeded."),
    "406": status(406),
    "500": status(500, b"<html>Internal error</html>"),
    "500 with an error entry": lambda _: Answer(_ERROR_ENTRY, 500),
    "502": status(502),
    "503": status(503, b"", ("Retry-After", "soon")),
    "504": status(504),
    "rate exceeded with 200": body(b"Rate exceeded."),
    "error entry with 200": body(_ERROR_ENTRY),
    "nothing": body(b""),
    "a web page": body(b"<!DOCTYPE html><html><body>Please log in</body></html>"),
    "cut document": truncated,
    "cut body": cut,
    "reset": reset,
    "hang, then the end": silent(0.05),
    "hang": silent(0.5),
    "other letters": changed(b"Example", b"Ex\xe4mple"),
    "entity bomb": changed(rb"(?<=\?>)", _BOMB, 1),
    "external entity": changed(rb"(?<=\?>)", _EXTERNAL, 1),
    "no totals": changed(rb"<opensearch:totalResults>.*?</opensearch:totalResults>", b""),
}
HARMLESS: dict[str, Fault] = {
    "wrong content type": lambda a: a._replace(headers=(("Content-Type", "text/plain"),)),
    "doubled entries": doubled,
    "foreign entries": lambda a: a._replace(
        body=a.body.replace(b"</feed>", entry(Paper("0704.0001", "Foreign")).encode() + b"</feed>")
    ),
    "no link to the PDF": changed(rb"<link[^>]*title=.pdf.[^>]*>", b""),
    "packed": lambda a: a._replace(
        body=gzip.compress(a.body), headers=(("Content-Encoding", "gzip"),)
    ),
}
LASTING: dict[str, Fault] = {
    "404": status(404),
    "busy for long": status(503, b"", ("Retry-After", "86400")),
    "drip": drip,
    "dripping headers": drip_headers,
    "redirect in circles": elsewhere("/api/query?id_list=2006.11239"),
    "redirect elsewhere": elsewhere("http://192.0.2.1/api/query"),
    "redirect to a file": elsewhere("file:///etc/passwd"),
    "gzip bomb": packed(300),
    "huge feed": padded(40),
    "empty feed": empty_feed(0),
    "empty feed that promises papers": empty_feed(3),
    "no dates": changed(rb"<published>.*?</published>", b""),
    "dates that are none": changed(rb"(?<=<published>)[^<]*", b"someday"),
    "an entry left out": without_first,
}
