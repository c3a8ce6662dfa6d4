"""A server on loopback that answers with pages a test gives it, byte for byte."""

import ssl
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Literal, NamedTuple

from loopback import Loopback

CERTIFICATE = Path(__file__).with_suffix(".pem")
"""Made for these tests, for doi.org and pages.example; nobody else trusts it."""

_PAUSE = 0.05  # seconds between the bytes of a slow answer


class Answer(NamedTuple):
    """What goes over the wire; its length is not promised, the end of the connection ends it.

    `slow`: from where on it comes a byte at a time.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    slow: Literal["", "head", "body"] = ""


class PageServer(Loopback):
    """Serves `pages` by path; `asked` are the paths that came, in order.

    With `secure` it speaks TLS with `CERTIFICATE`.
    """

    def __init__(self, *, secure: bool = False) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                answer = outer.pages.get(self.path, Answer(status=404))
                try:
                    if answer.slow == "head":
                        outer.drip(self, b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
                    else:
                        self.send_response(answer.status)
                        for name, value in answer.headers:
                            self.send_header(name, value)
                        self.end_headers()
                    if answer.slow:
                        outer.drip(self, answer.body)
                    else:
                        self.wfile.write(answer.body)
                except OSError:
                    return  # more than the reader wants

            def log_message(self, *_: object) -> None:
                pass

        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if secure else None
        if tls:
            tls.load_cert_chain(CERTIFICATE)
        super().__init__(Handler, tls)

    def put(self, path: str, html: str) -> str:
        """Serve a page and return its address."""
        self.pages[path] = Answer(html.encode())
        return self.address(path)

    def address(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def drip(self, handler: BaseHTTPRequestHandler, data: bytes) -> None:
        """Send a byte at a time, until the server ends."""
        for n in range(len(data)):
            if self.ending.wait(_PAUSE):
                return
            handler.wfile.write(data[n : n + 1])
