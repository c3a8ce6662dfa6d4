"""A server on loopback that answers as arXiv's API does since November 2025, and fails if told to.

Layout of the answers and rules of the server: its published source (arXiv/arxiv-search) and answers
recorded from it. The papers are invented.
"""

import re
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import arxiv_search
from loopback import Loopback

_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_ORDERS = {"submittedDate": "published", "lastUpdatedDate": "updated"}


class Paper(NamedTuple):
    """What the server knows of a paper."""

    id: str
    title: str
    authors: tuple[str, ...] = ("Ada Example",)
    published: str = "2020-06-19"
    updated: str = "2020-12-16"
    version: int = 2
    abstract: str = "We study examples."
    categories: tuple[str, ...] = ("cs.LG", "stat.ML")
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None


PAPERS = {
    paper.id: paper
    for paper in (
        Paper(
            "2006.11239",
            "Denoising Diffusion Probabilistic Models",
            ("Jonathan Ho", "Ajay Jain", "Pieter Abbeel"),
            abstract="An invented abstract with $x_t$ in it,\n  over two lines.",
        ),
        Paper(
            "2010.02502",
            "Denoising Diffusion Implicit Models",
            ("Jiaming Song", "Chenlin Meng", "Stefano Ermon"),
            published="2020-10-06",
            comment="ICLR 2021",
        ),
        Paper("2401.00001", "A Paper\n  of 2024 on $\\beta$-Noise", published="2024-01-01"),
        Paper(
            "math/0211159",
            "An Old Example",
            published="2002-11-11",
            updated="2002-11-11",
            version=1,
        ),
        Paper("2104.12255", "0", published="2021-04-20", comment="This paper was withdrawn"),
        Paper("1707.08567", "Many Hands", tuple(f"Author N{chr(246)}. {n}" for n in range(33))),
    )
}

_ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{id}v{version}</id>
    <title>{title}</title>
    <updated>{updated}T17:00:00Z</updated>
    <link href="https://arxiv.org/abs/{id}v{version}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{id}v{version}" rel="related" title="pdf"/>
    <summary>  {abstract}</summary>
{categories}    <published>{published}T17:00:00Z</published>
{optional}    <arxiv:primary_category term="{primary}"/>
{authors}  </entry>
"""

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
  xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/example</id>
  <title>arXiv Query: {query}</title>
  <updated>2026-04-12T22:10:29Z</updated>
  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""

_ERROR = """  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{id}</id>
    <title>Error</title>
    <updated>2026-04-12T22:59:06Z</updated>
    <summary>incorrect id format for {id}</summary>
    <author><name>arXiv api core</name></author>
  </entry>
"""


def entry(paper: Paper) -> str:
    """Return a paper as an entry of a feed."""
    optional = {
        "comment": paper.comment,
        "journal_ref": paper.journal_ref,
        "doi": paper.doi,
    }
    return _ENTRY.format(
        id=paper.id,
        version=paper.version,
        title=escape(paper.title),
        updated=paper.updated,
        published=paper.published,
        abstract=escape(paper.abstract),
        categories="".join(f'    <category term="{c}"/>\n' for c in paper.categories),
        optional="".join(
            f"    <arxiv:{name}>{escape(text)}</arxiv:{name}>\n"
            for name, text in optional.items()
            if text
        ),
        primary=paper.categories[0],
        authors="".join(f"    <author><name>{escape(a)}</name></author>\n" for a in paper.authors),
    )


def feed(entries: list[str], total: int | None = None, query: str = "") -> bytes:
    """Return a whole answer."""
    count = len(entries) if total is None else total
    return _FEED.format(query=query, total=count, entries="".join(entries)).encode()


class Answer(NamedTuple):
    """What goes over the wire; `broken` does the sending itself where it is given."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    broken: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None


class ArxivServer(Loopback):
    """Serves `PAPERS` and whatever `add` is given; `faults` are applied to the next answers."""

    def __init__(self) -> None:
        self.papers = dict(PAPERS)
        self.asked: list[list[str]] = []  # the ids of each request for ids
        self.searched: list[str] = []  # the query of each other request,
        self.sizes: list[int] = []  # how many papers it asked for,
        self.orders: list[str] = []  # and in which order
        self.headers: list[dict[str, str]] = []
        self.arrived: list[float] = []  # when each request came, in seconds
        self.faults: list[Callable[[Answer], Answer]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with suppress(OSError):  # who asks may not read to the end
                    outer.serve(self)

            def handle(self) -> None:
                with suppress(OSError):
                    super().handle()

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(Handler)

    @property
    def url(self) -> str:
        """The address for `DIFFTRACK_ARXIV_URL`."""
        return f"http://127.0.0.1:{self.port}/api/query"

    def add(self, *papers: Paper) -> None:
        """Let the server know more papers."""
        self.papers.update({paper.id: paper for paper in papers})

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, with the next fault where one is waiting."""
        self.arrived.append(time.monotonic())
        query = parse_qs(urlsplit(handler.path).query, keep_blank_values=True)
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        start = int(query.get("start", ["0"])[0])
        search = query.get("search_query", [""])[0]
        if search:
            self.searched.append(search)
            self.sizes.append(int(query["max_results"][0]))
            self.orders.append(query["sortBy"][0])
            answer = self._found(search, start)
        else:
            ids = [i for i in query.get("id_list", [""])[0].split(",") if i]
            self.asked.append(ids)
            answer = self._answer(ids, start)
        if self.faults:
            answer = self.faults.pop(0)(answer)
        if answer.broken:
            answer.broken(handler, answer.body)
            handler.close_connection = True
            return
        handler.send_response(answer.status)
        for name, value in answer.headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body)

    def _answer(self, ids: list[str], start: int) -> Answer:
        wrong = next((i for i in ids if not _ID.fullmatch(i)), None)
        if wrong is not None:
            return Answer(feed([_ERROR.format(id=wrong)]), 400)
        entries: dict[str, str] = {}
        for wanted in ids:
            base, _, version = wanted.partition("v")
            paper = self.papers.get(base)
            if paper is not None:
                shown = paper._replace(version=int(version)) if version else paper
                entries[f"{base}v{shown.version}"] = entry(shown)
        ordered = [
            entries[key] for key in sorted(entries, reverse=True)
        ]  # not as they were asked for
        return Answer(feed(ordered[start:], len(ordered), ",".join(ids)))

    def _found(self, search: str, start: int) -> Answer:
        """Answer a search with the papers that fit, or HTTP 400 where it can be read two ways."""
        try:
            fits = arxiv_search.fitting(search)
        except ValueError:
            return Answer(b"", 400)
        found = [paper for paper in self.papers.values() if fits(paper)]
        if order := _ORDERS.get(self.orders[-1]):
            found.sort(key=lambda paper: str(getattr(paper, order)), reverse=True)
        page = [entry(paper) for paper in found[start : start + self.sizes[-1]]]
        return Answer(feed(page, len(found), escape(search)))


# -- Faults: what arXiv, and what stands between it and us, has been seen to do -----------------


def status(code: int, body: bytes = b"", *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    """Answer with another status."""
    return lambda _: Answer(body, code, headers)


def body(content: bytes) -> Callable[[Answer], Answer]:
    """Answer HTTP 200 with something else."""
    return lambda _: Answer(content)


def truncated(answer: Answer) -> Answer:
    """Answer with the first half of the document, as if it were whole."""
    return answer._replace(body=answer.body[: len(answer.body) // 2])


def cut(answer: Answer) -> Answer:
    """Promise the whole answer, send half of it, hang up."""

    def send(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])

    return answer._replace(broken=send)


def reset(answer: Answer) -> Answer:
    """Reset the connection instead of answering."""

    def send(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    return answer._replace(broken=send)


def silent(seconds: float) -> Callable[[Answer], Answer]:
    """Take the request and say nothing for a while."""

    def send(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        del handler
        time.sleep(seconds)

    return lambda answer: answer._replace(broken=send)


def doubled(answer: Answer) -> Answer:
    """Send every entry twice."""
    entries = re.findall(rb"  <entry>.*?</entry>\n", answer.body, re.DOTALL)
    head, _, _ = answer.body.partition(b"  <entry>")
    return answer._replace(body=head + b"".join(e + e for e in entries) + b"</feed>\n")


def without_first(answer: Answer) -> Answer:
    """Leave one entry out and keep the total."""
    return answer._replace(
        body=re.sub(rb"  <entry>.*?</entry>\n", b"", answer.body, count=1, flags=re.DOTALL)
    )


def empty_feed(total: int) -> Callable[[Answer], Answer]:
    """Answer with a feed that has no entries."""
    return body(feed([], total))
