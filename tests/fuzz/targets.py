"""What is fed with hostile bytes: each target reads some, and holds what must hold whatever comes.

A refusal in difftrack's own words is an answer; any other exception is a find. Documents keep all
their words and lines; what was written is read back the same.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import arxiv
import requests

from arxiv_server import PAPERS, entry, feed
from difftrack.cli.queries import joined
from difftrack.completion import held
from difftrack.completion.place import Kind, Place, place
from difftrack.errors import DifftrackError
from difftrack.exporters import open_card, readme
from difftrack.exporters import regions as filling
from difftrack.exporters.formats import FORMATS
from difftrack.importers import formats, one_card
from difftrack.library import matching
from difftrack.library.editing import entry_form
from difftrack.library.editing.filled_card import changes, take
from difftrack.library.editing.rewriting import put
from difftrack.library.model import Library
from difftrack.library.query import listed
from difftrack.library.repair import checkup
from difftrack.library.repair import salvage as repair
from difftrack.library.storage import file_format
from difftrack.sources import arxiv_query, landing_page, page_text
from difftrack.sources.arxiv_client import Connection, connect, results
from difftrack.sources.arxiv_session import Session
from difftrack.sources.endpoint import Endpoint
from difftrack.text import regions
from difftrack.text.folding import drop_invisible
from example import example_library
from hostile_texts import escaping
from law import hold, settle

TESTS = Path(__file__).parent.parent
KEY = "2101.00001"  # of the entry whose form and card are filled in


class Target(NamedTuple):
    """A reader: `check` raises for a find; `seeds` are what it reads well, `atoms` its parts."""

    check: Callable[[bytes], None]
    seeds: list[bytes]
    atoms: str


@cache
def _example() -> Library:
    return file_format.decode(file_format.encode(example_library()), "it")


def _copy() -> Library:
    return file_format.decode(file_format.encode(_example()), "it")


def load(data: bytes) -> None:
    """Read a library file: refused in a line, or written again the same, and exported."""
    library = None
    with suppress(DifftrackError):
        library = file_format.decode(data, "it")
    if library is None or library.version > 1:
        return
    with suppress(DifftrackError):  # half a surrogate pair is not written
        written = file_format.encode(library)
        assert file_format.encode(file_format.decode(written, "it")) == written
        for form in FORMATS.values():
            form.writer.render(library, listed(library)).encode()
        regions.find(regions.wrap(readme.render(library, library.settings), "awesome"), "it")


def markdown(data: bytes) -> None:
    """Read a list: no line and no word of it is lost; a second import changes nothing."""
    hold(drop_invisible(data.decode("utf-8", "ignore")))


def bibtex(data: bytes) -> None:
    """Read BibTeX: no line is lost; what is written of it is read back."""
    _, library = settle(data.decode("utf-8", "ignore"), "bibtex")
    written = FORMATS["bibtex"].writer.render(library, listed(library))
    formats.read(written, "it", "bibtex")


def plain(data: bytes) -> None:
    """Read a document that is neither."""
    settle(data.decode("utf-8", "ignore"), "plain")


def page(data: bytes) -> None:
    """Read a landing page: an entry, an arXiv id, or no title."""
    html = page_text.decoded(data, "text/html")
    with suppress(DifftrackError):
        landing_page.described(html, "https://example.org/a", "https://example.org/b/")


def query(data: bytes) -> None:
    """Read a query: for the library and for arXiv, as one argument and as several."""
    text = data.decode("utf-8", "surrogateescape")
    library = _example()
    for typed in (text, joined(text.split(" "))):
        with suppress(DifftrackError):
            fits = matching.fitting(library, typed)
            for key, known in library.entries.items():
                fits(key, known)
        with suppress(DifftrackError):
            assert "\n" not in arxiv_query.asked(typed)


def region(data: bytes) -> None:
    """Write into a file with regions: all outside of them stays, and a second time nothing."""
    text = data.decode("utf-8", "ignore")
    library = _example()
    try:
        found = regions.find(text, "it")
        if not found:
            return
        new = filling.rewritten(library, library.settings, text, "it", force=True)
        again = regions.find(new, "it")
    except DifftrackError:
        return
    assert [r.what for r in again] == [r.what for r in found]
    for before, after in zip(
        regions.outside(text, found), regions.outside(new, again), strict=True
    ):
        assert before == after
    assert filling.rewritten(library, library.settings, new, "it", force=False) == new


def card(data: bytes) -> None:
    """Take in a review card: refused in a line, or its fields are on the entry."""
    text = data.decode("utf-8", "ignore")
    library = _copy()
    printed = one_card.read(open_card.of_entry(library.entries[KEY], library.settings))
    with suppress(DifftrackError):
        filled = one_card.read(text)
        if printed and filled:
            take(library, KEY, changes(printed, filled, clears=True))
    _is_saved(library)


def form(data: bytes) -> None:
    """Take in the text of an edited entry: refused in a line, or its fields are on the entry."""
    text = data.decode("utf-8", "ignore")
    library = _copy()
    known = library.entries[KEY].copied()
    before = entry_form.written(known)
    assert entry_form.changes(before, before) == {}
    with suppress(DifftrackError):
        put(library, KEY, known, entry_form.changes(before, text))
    _is_saved(library)
    now = library.entries[KEY]
    after = entry_form.written(now)
    assert entry_form.changes(after, after) == {}


def _is_saved(library: Library) -> None:
    written = file_format.encode(library)
    assert file_format.decode(written, "it").entries == library.entries


def salvage(data: bytes) -> None:
    """Save what a file has of a library, alone and with a good state: it is read again the same."""
    for good in (None, _copy()):
        with suppress(DifftrackError):
            saved = repair.salvage(data, "it", good)
            checkup.mend(checkup.examine(saved.library), lambda: checkup.examine(saved.library))  # noqa: B023 - called at once
            written = file_format.encode(saved.library)
            assert file_format.encode(file_format.decode(written, "it")) == written


def completion(data: bytes) -> None:
    """Offer words: of what is typed (the first line) and of a damaged library (the rest)."""
    typed, _, rest = data.partition(b"\n")
    here = place(typed.decode("utf-8", "surrogateescape").split(" "))
    file = _scratch()
    file.write_bytes(rest)
    for kind in (Kind.ENTRIES, Kind.SECTIONS, Kind.TAGS):
        asked = Place(kind, here.typed, library=str(file))
        with suppress(Exception):  # `completion.complete` is silent, too; what it offers counts
            for word, about in held.offers(asked):
                if "\n" in word + about or escaping(word + about):
                    raise _FindError(f"{word!r}: {about!r}")


class _FindError(BaseException):
    """Not to be taken for an error of the reader's."""


@cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix=f"fuzz-{os.getpid()}-")) / "library.json"


class _Answered(Session):
    """A session to which the bytes are the answer."""

    body = b""

    def _sent(self, *_: Any) -> tuple[requests.Response, bytes]:  # noqa: ANN401 - as in its base
        response = requests.Response()
        response.status_code = 200
        return response, self.body


def answer(data: bytes) -> None:
    """Read an answer of arXiv's: papers that can be saved, or an error in a line."""
    endpoint = Endpoint("http://127.0.0.1:9/", 0)
    session = _Answered(endpoint)
    session.body = data
    client = connect(endpoint).client
    client._session = session  # noqa: SLF001 - as `connect` does
    with suppress(DifftrackError):
        wanted = arxiv.Search(id_list=["2006.11239"], max_results=10)
        found = results(Connection(client, session), wanted, 10)
        _is_saved(Library(entries={f"{n}": paper for n, paper in enumerate(found)}))


def _files(*patterns: str) -> list[bytes]:
    return [p.read_bytes() for pattern in patterns for p in sorted(TESTS.glob(pattern))]


_MARKDOWN = (
    "- [ ] ](https://arxiv.org/abs/2006.11239) ![ [[Code](https://c.org)] ** __ ` ``` ~~~ | |---| "
    "<details> </details> <summary> <!-- --> <br> # ## --- === > 1. $x$ \\ & &amp; :zap: et al. "
    "2021 ICLR (Oral) {, Date: Authors: [x]: <a href='https://h.org'> \u202e \u200b \U000e0041 "
    "difftrack:begin difftrack:end <!--difftrack:begin--> <!--difftrack:end--> \x1b \x00 \u2028"
)
_BIBTEX = '@article{ @misc{ @string{ @comment{ @preamble{ = {} " # , } { \\" \\\'e % title year'
_HTML = (
    "<meta <title> </title> <script </script> name= content= property= itemprop= itemscope \" ' > "
    '<!-- --> citation_title citation_author og:title &#x0; &#99999999999; application/ld+json {"'
)
_QUERY = 'author: title: tag: is:read has:note year:2021..2023 added:> .. ( ) " - or and not : NOT'
_JSON = '{"format":"difftrack","version":1} {} [] null true 1e999 "\\ud800" "" : , "entries": -1 "'
_XML = "<entry> </entry> <id> <published> <title> <author><name> &lt; &#0; <![CDATA[ ]]> xmlns="
_FORM = "title: authors: links: tags: note: score: read: fields: year: etal: arxiv_id: \n\x20\x20"

TARGETS: dict[str, Target] = {
    "load": Target(load, [file_format.encode(example_library())], _JSON),
    "markdown": Target(markdown, _files("lists/*", "golden/*.md"), _MARKDOWN),
    "bibtex": Target(bibtex, _files("golden/example.bib"), _BIBTEX),
    "plain": Target(plain, _files("lists/lecture.md", "golden/references.md"), _MARKDOWN),
    "page": Target(
        page,
        [b"<html><head><title>A</title><meta name='citation_title' content='A B'></head>"],
        _HTML,
    ),
    "query": Target(
        query, [b'author:ho title:"score based" year:2021..2023 -word (a or b)'], _QUERY
    ),
    "region": Target(
        region,
        [
            b"# T\n\n<!-- difftrack:begin -->\n\n<!-- difftrack:end -->\n\nText\n",
            b"<!-- difftrack:begin section=editing -->\n<!-- difftrack:end -->\n",
            b"## H\n<!-- difftrack:begin count -->\n<!-- difftrack:end -->\n",
            b"<!-- difftrack:begin readings -->\r\n<!-- difftrack:end -->\r\n",
        ],
        _MARKDOWN + " difftrack:begin\x20section=editing",
    ),
    "card": Target(card, _files("golden/review-card.md", "golden/review.md"), _MARKDOWN),
    "form": Target(
        form, [entry_form.written(e).encode() for e in example_library().entries.values()], _FORM
    ),
    "salvage": Target(
        salvage,
        [file_format.encode(example_library()), b"<<<<<<< a\n{\n=======\n{}\n>>>>>>> b\n"],
        _JSON
        + ' {" [{ \\" "a": "settings":{ "sections":[{"key":"s", "links":{ <<<<<<< ======= >>>>>>>',
    ),
    "completion": Target(
        completion, [b"show D\n" + file_format.encode(example_library())], _JSON + " --tag move"
    ),
    "answer": Target(answer, [feed([entry(paper) for paper in PAPERS.values()])], _XML),
}
