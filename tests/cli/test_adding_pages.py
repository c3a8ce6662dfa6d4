import json
from collections.abc import Iterator
from typing import Any

import pytest

from arxiv_server import ArxivServer
from conftest import Run
from page_server import Answer, PageServer

PAPER = """<html><head><title>Proceedings | Noise</title>
<!-- <meta name="citation_title" content="Not This"> -->
<script>var x = '<meta name="citation_title" content="Nor This">';</script>
<META content="Learning from <i>Noise</i> &amp; Caf\u00e9s" NAME='citation_title'>
<meta name="citation_author" content="Bly, Ann"><meta name="citation_author" content="Carl Dorn">
<meta name="citation_publication_date" content="2021/07/01">
<meta name="citation_conference_title" content="International Conference on Examples">
<meta name="citation_doi" content="doi:10.5555/ABC.12">
<meta name="citation_abstract" content="We add &lt;noise.">
<meta name="citation_pdf_url" content="/v1/noise.pdf"></head>"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[PageServer]:
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", "1")
    with PageServer() as server:
        yield server


def citation(**said: str) -> str:
    return "".join(f'<meta name="citation_{name}" content="{text}">' for name, text in said.items())


def added(run: Run, *arguments: str) -> dict[str, Any]:
    told = json.loads(run("add", *arguments, "--json").out)
    entry: dict[str, Any] = json.loads(run("show", told["added"][0], "--json").out)["entry"]
    return entry


def test_a_paper_is_added_by_what_its_page_says(run: Run, web: PageServer) -> None:
    run("init")
    url = web.put("/v1/noise.html", PAPER)
    result = run("add", url)
    assert (result.code, result.out) == (
        0,
        "added bly2021learning (Learning from Noise & Cafés) to Unclassified\n",
    )
    entry = json.loads(run("show", "bly2021learning", "--json").out)["entry"]
    assert entry["authors"] == ["Ann Bly", "Carl Dorn"]
    assert entry["published"] == "2021-07-01"
    assert entry["venue"] == "International Conference on Examples"
    assert entry["doi"] == "10.5555/ABC.12"
    assert entry["abstract"] == "We add <noise."
    assert entry["links"] == {"PDF": web.address("/v1/noise.pdf")}
    assert entry["url"] == url


def test_what_is_there_is_not_asked_for_again(run: Run, web: PageServer) -> None:
    run("init")
    url = web.put("/a", PAPER)
    run("add", url)
    assert "is there already" in run("add", url).out
    assert web.asked == ["/a"]


DUBLIN_CORE = """<meta name="DC.title" content="D">
<meta name="DC.creator" content="Ho, J.; Jain, A.">
<meta name="DC.date" content="2019-02">"""
POST = """<meta property="og:title" content="A Post"><meta name=author content=Ann>
<meta property="article:author" content="https://example.org/ann">
<meta property="article:published_time" content="2021-07-11T00:00:00+02:00">"""
VIDEO = """<meta property="og:title" content="A Talk"><body itemscope>
<meta itemprop="name" content="A Talk"><span itemprop="author" itemscope><link itemprop="url">
<link itemprop="name" content="A Channel"></span><span itemprop="thumbnail" itemscope></span>
<meta itemprop="datePublished" content="2022-03-04T01:02:03-08:00">"""
BARE = "<title>Only\n a Title\x00\u202e</title>"


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (DUBLIN_CORE, ("D", ["J. Ho", "A. Jain"], "2019-02")),
        (POST, ("A Post", ["Ann"], "2021-07-11")),
        (VIDEO, ("A Talk", ["A Channel"], "2022-03-04")),
        (BARE, ("Only a Title", None, None)),
    ],
    ids=["Dublin Core", "post", "video", "title"],
)
def test_other_families_of_tags(
    run: Run, web: PageServer, tags: str, told: tuple[str, list[str] | None, str | None]
) -> None:
    run("init")
    entry = added(run, web.put("/p", tags))
    assert (entry["title"], entry.get("authors"), entry.get("published")) == told


def test_a_page_that_names_an_arxiv_paper_is_that_paper(
    run: Run, web: PageServer, arxiv_server: ArxivServer
) -> None:
    run("init")
    url = web.put("/p", PAPER + '<meta name="citation_arxiv_id" content="2010.02502">')
    assert run("add", url).out.startswith("added 2010.02502 ")
    assert arxiv_server.asked == [["2010.02502"]]


def test_pages_that_name_arxiv_papers_cost_one_request(
    run: Run, web: PageServer, arxiv_server: ArxivServer
) -> None:
    run("init")
    pdf = '<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2010.02502v3">'
    doi = '<meta name="citation_doi" content="10.48550/arXiv.2006.11239">'
    run("add", web.put("/one", PAPER + pdf), web.put("/two", doi))
    assert arxiv_server.asked == [["2010.02502", "2006.11239"]]


def test_a_number_that_only_looks_like_an_id_is_none(run: Run, web: PageServer) -> None:
    run("init")
    page = (
        '<meta name="citation_title" content="T"><meta name="dc.identifier" content="2006.11239">'
    )
    assert "arxiv_id" not in added(run, web.put("/p", page))


@pytest.mark.parametrize(
    "page",
    [
        citation(title="Other", doi="10.5555/abc.12"),
        citation(title="learning from noise and cafes", author="A. Bly").replace("and", "&amp;"),
    ],
    ids=["DOI", "title and first author"],
)
def test_what_is_there_from_another_page_is_placed_and_not_added_twice(
    run: Run, web: PageServer, page: str
) -> None:
    run("init")
    run("add", web.put("/p", PAPER))
    other = web.put("/q", page)
    assert run("add", other) == (
        0,
        "bly2021learning (Learning from Noise & Cafés) is there already, in Unclassified\n",
        "",
    )
    assert run("add", other, "--section", "editing").out == (
        "placed bly2021learning (Learning from Noise & Cafés), now in Image Editing\n"
    )


def test_the_page_of_a_paper_that_is_there_from_arxiv(
    run: Run, web: PageServer, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", "2006.11239")
    paper = json.loads(run("show", "2006.11239", "--json").out)["entry"]
    page = (
        f'<meta name="citation_title" content="{paper["title"]}">'
        f'<meta name="citation_author" content="{paper["authors"][0]}">'
    )
    assert run("add", web.put("/p", page)).out.startswith("2006.11239 (DDPM) is there already")
    assert len(arxiv_server.asked) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<title>Notes</title>", "<title>Notes</title>"),
        ("<title>Notes</title>", citation(title="Notes", author="Ann Bly")),
        (citation(title="T", author="Ann Bly"), citation(title="T", author="Carl Dorn")),
        (
            citation(title="T", author="Ann Bly", doi="10.5555/1"),
            citation(title="T", author="Ann Bly", doi="10.5555/2"),
        ),
    ],
    ids=["nobody named", "one named", "two named", "two DOIs"],
)
def test_pages_of_one_title_that_may_be_two_are_two(
    run: Run, web: PageServer, first: str, second: str
) -> None:
    run("init")
    assert run("add", web.put("/a", first)).out.startswith("added ")
    assert run("add", web.put("/b", second)).out.startswith("added ")


def test_the_hint_where_to_file_a_page_works(run: Run, web: PageServer) -> None:
    run("init")
    result = run("add", web.put("/p?a=1&b=2", PAPER))
    hint = result.err.partition("difftrack add ")[2].split()
    assert hint == [f"'{web.address('/p?a=1&b=2')}'", "--section", "SECTION"]
    assert "placed" in run("add", hint[0].strip("'"), "--section", "editing").out


def test_an_entry_is_meant_by_its_doi(run: Run, web: PageServer) -> None:
    run("init")
    run("add", web.put("/p", PAPER))
    assert run("mark-read", "https://doi.org/10.5555/abc.12").out.startswith(
        "read: bly2021learning"
    )
    assert "Add it: difftrack add 10.5555/other" in run("show", "doi:10.5555/other").err


def test_what_the_owner_says_wins_and_is_pinned(run: Run, web: PageServer) -> None:
    run("init")
    entry = added(run, web.put("/p", PAPER), "--author", "Me", "--venue", "ICLR 2024")
    assert (entry["authors"], entry["pinned"]) == (["Me"], ["authors"])
    assert (entry["venue"], entry["year"]) == ("ICLR", 2024)


def test_with_a_title_nothing_is_asked(run: Run, web: PageServer) -> None:
    run("init")
    entry = added(run, web.put("/p", PAPER), "--title", "Mine")
    assert (entry["title"], entry["pinned"]) == ("Mine", ["title"])
    assert web.asked == []


def test_a_page_that_fails_costs_no_other(
    run: Run, web: PageServer, arxiv_server: ArxivServer
) -> None:
    del arxiv_server
    run("init")
    bad, good = web.address("/missing"), web.put("/p", PAPER)
    result = run("--quiet", "add", bad, good, "2010.02502")
    assert result.code == 3
    assert result.out.count("added") == 2
    assert result.err == (
        f"difftrack: {bad} was not added: it answered with HTTP 404. To add it all the same, say "
        "what it is called: --title 'TITLE'\n"
    )


@pytest.mark.parametrize("reference", ["https://example.org/x", "10.5555/abc"])
def test_without_network_the_title_is_asked_for(run: Run, reference: str) -> None:
    run("init")
    result = run("--offline", "add", reference)
    assert result.code == 3
    assert "--offline reads no page" in result.err
    assert "--title 'TITLE'" in result.err
    assert run("--offline", "add", reference, "--title", "Mine").out.startswith("added mine (Mine)")
    assert run("--offline", "add", reference).out.startswith("mine (Mine) is there already")


@pytest.mark.parametrize(
    ("header", "body", "title"),
    [
        ("text/html; charset=windows-1251", "<title>Шум</title>".encode("cp1251"), "Шум"),
        ("text/html; charset=latin-1", "<title>Шум é</title>".encode(), "Шум é"),
        ("text/html; charset=punycode", b"<title>caf\xe9</title>", "café"),
        ("text/html", b"<meta charset=shift_jis><title>\x83m\x83C\x83Y</title>", "ノイズ"),
        ("text/html", "<title>Šum</title>".encode("utf-16"), "Šum"),
        ("text/html; charset=utf-16le", "<title>Sum</title>".encode("utf-16-le"), "Sum"),
        ("text/html; charset=windows-9999", b"<title>caf\xe9</title>", "café"),
    ],
)
def test_letters_are_read_whatever_is_declared(
    run: Run, web: PageServer, header: str, body: bytes, title: str
) -> None:
    run("init")
    web.pages["/p"] = Answer(body, headers=(("Content-Type", header),))
    assert added(run, web.address("/p"))["title"] == title


def test_a_hostile_page_gives_plain_text(run: Run, web: PageServer) -> None:
    run("init")
    authors = "".join(f'<meta name="citation_author" content="A. Nr{n}">' for n in range(10_000))
    page = (
        "<div>" * 50_000 + '<meta name="citation_title" content="A\x1b[31m\u202e <b>T</b>&#xD800;">'
        '<meta name="citation_pdf_url" content="javascript:alert(1)">'
        '<meta name="citation_pdf_url" content="http://[x/"><meta name="citation_doi">' + authors
    )
    entry = added(run, web.put("/p", page))
    assert entry["title"].isprintable()
    assert "<b>" not in entry["title"]
    assert len(entry["authors"]) == 5000
    assert "links" not in entry
