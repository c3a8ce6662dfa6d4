from collections.abc import Callable

import pytest

import arxiv_server as faults
from arxiv_server import PAPERS, Answer, ArxivServer, Paper, entry, feed
from difftrack.errors import SourceError
from difftrack.sources import arxiv_session
from difftrack.sources.arxiv_api import Batch, fetch
from difftrack.sources.endpoint import Endpoint
from difftrack.text.arxiv_id import parse


def ask(server: ArxivServer, *ids: str) -> list[Batch]:
    return list(fetch([parse(i) for i in ids], Endpoint(server.url, 0)))


def test_a_paper_comes_with_all_that_arxiv_says_of_it(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(
        Paper(
            "1207.7214",
            'Observation of $\\ell_1$ &   Schr\\"odinger',
            ("J. Doe", "A. M\\'{e}ndez"),
            published="2012-07-31",
            updated="2012-08-31",
            abstract="  First line,\n second with $\\beta$.",
            categories=("hep-ex", "hep-ph"),
            comment="24 pages",
            journal_ref="Phys. Lett. B 716",
            doi="10.1016/example",
        )
    )

    [batch] = ask(arxiv_server, "1207.7214")

    told = batch.found["1207.7214"].model_dump(exclude_defaults=True, exclude={"fetched"})
    assert told == {
        "arxiv_id": "1207.7214",
        "version": 2,
        "title": "Observation of ℓ₁ & Schrödinger",
        "authors": ["J. Doe", "A. Méndez"],
        "published": "2012-07-31",
        "updated": "2012-08-31",
        "abstract": "First line, second with $\\beta$.",
        "categories": ["hep-ex", "hep-ph"],
        "comment": "24 pages",
        "journal_ref": "Phys. Lett. B 716",
        "doi": "10.1016/example",
    }


def test_old_ids_odd_titles_many_authors_and_withdrawn_papers_are_read(
    arxiv_server: ArxivServer,
) -> None:
    [batch] = ask(arxiv_server, "math.GT/0211159", "2104.12255", "1707.08567")

    assert batch.found["math/0211159"].title == "An Old Example"
    assert batch.found["2104.12255"].title == "0"
    assert batch.found["2104.12255"].withdrawn
    assert len(batch.found["1707.08567"].authors) == 33


def test_one_request_for_each_hundred_ids_of_the_whole_list(arxiv_server: ArxivServer) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(250)]
    arxiv_server.add(*papers)

    batches = ask(arxiv_server, *(p.id for p in papers), papers[0].id)

    assert [len(ids) for ids in arxiv_server.asked] == [100, 100, 50]
    assert sum(len(b.found) for b in batches) == 250


def test_nothing_is_sent_before_a_batch_is_asked_for(arxiv_server: ArxivServer) -> None:
    batches = fetch([parse("2006.11239")], Endpoint(arxiv_server.url, 0))
    assert arxiv_server.asked == []
    next(batches)
    assert arxiv_server.asked == [["2006.11239"]]


def test_a_version_that_was_asked_for_is_the_one_that_comes(arxiv_server: ArxivServer) -> None:
    [batch] = ask(arxiv_server, "2006.11239v1")
    assert batch.found["2006.11239"].version == 1


def test_the_request_says_who_asks_and_for_what(arxiv_server: ArxivServer) -> None:
    ask(arxiv_server, "2006.11239")
    assert arxiv_server.headers[0]["user-agent"].startswith("difftrack/")
    assert arxiv_server.headers[0]["accept"] == "application/atom+xml"
    assert arxiv_server.headers[0]["connection"] == "close"


def test_what_arxiv_does_not_have_is_told_from_what_it_has(arxiv_server: ArxivServer) -> None:
    [batch] = ask(arxiv_server, "2006.11239", "2006.99999")
    assert list(batch.found) == ["2006.11239"]
    assert [str(i) for i in batch.unknown] == ["2006.99999"]


def test_no_answer_for_any_id_is_confirmed_with_a_paper_that_exists(
    arxiv_server: ArxivServer,
) -> None:
    [batch] = ask(arxiv_server, "2006.99999")
    assert [str(i) for i in batch.unknown] == ["2006.99999"]
    assert arxiv_server.asked == [["2006.99999"], ["2006.99999", "2006.11239"]]


def test_an_empty_answer_that_passes_is_not_believed(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.empty_feed(0)]
    [batch] = ask(arxiv_server, "2010.02502", "2401.00001")
    assert list(batch.found) == ["2010.02502", "2401.00001"]


def test_papers_that_were_left_out_are_asked_for_once_more(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.without_first, faults.empty_feed(2)]
    [batch] = ask(arxiv_server, "2010.02502", "2401.00001")
    assert list(batch.found) == ["2010.02502", "2401.00001"]


def test_duplicated_entries_count_once(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.doubled]
    [batch] = ask(arxiv_server, "2006.11239", "2010.02502")
    assert sorted(batch.found) == ["2006.11239", "2010.02502"]
    assert len(arxiv_server.asked) == 1


def test_entries_that_were_promised_and_left_out_are_unanswered_not_unknown(
    arxiv_server: ArxivServer,
) -> None:
    arxiv_server.faults = [faults.without_first] + [faults.empty_feed(2)] * 3
    [batch] = ask(arxiv_server, "2006.11239", "2010.02502")
    assert len(batch.found) == 1
    assert len(batch.unanswered) == 1
    assert batch.unknown == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (faults.body(b""), "with nothing"),
        (faults.body(b"Rate exceeded."), "busy"),
        (faults.body(b"<html><body>Please log in</body></html>"), "no whole list of papers"),
        (faults.truncated, "no whole list of papers"),
        (
            faults.body(b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + faults.feed([])),
            "list",
        ),
        (faults.empty_feed(1), "surely has"),
        (faults.status(429, b"Rate exceeded."), "busy"),
        (faults.status(406), "busy"),
        (faults.status(503), "busy"),
        (faults.status(500), "HTTP 500"),
        (faults.status(400, faults.feed([faults._ERROR.format(id="abc")])), "id format for abc"),  # noqa: SLF001
        (faults.cut, "broke off"),
        (faults.reset, "no connection"),
        (faults.status(302, b"", ("Location", "/api/query?id_list=2006.11239")), "circles"),
    ],
)
def test_nonsense_is_a_failure_in_one_line_and_never_not_found(
    arxiv_server: ArxivServer, fault: Callable[[Answer], Answer], said: str
) -> None:
    arxiv_server.faults = [fault] * 10
    with pytest.raises(SourceError, match=said) as caught:
        ask(arxiv_server, "2006.11239")
    assert "\n" not in str(caught.value)


def test_feeds_that_are_empty_for_every_question_are_a_failure(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.empty_feed(0)] * 2
    with pytest.raises(SourceError, match="surely has"):
        ask(arxiv_server, "2006.11239", "2010.02502")


def test_a_server_that_hangs_is_given_up(
    arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_session, "_READ_TIMEOUT", 0.05)
    arxiv_server.faults = [faults.silent(0.5)]
    with pytest.raises(SourceError, match="no answer in time"):
        ask(arxiv_server, "2006.11239")


def test_an_endless_answer_is_given_up(
    arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_session, "MOST_BYTES", 100_000)
    arxiv_server.faults = [faults.body(b" " * 1_000_000)]
    with pytest.raises(SourceError, match="did not end"):
        ask(arxiv_server, "2006.11239")


def test_nobody_listening_is_a_failure_in_one_line() -> None:
    with pytest.raises(SourceError, match="no connection"):
        next(fetch([parse("2006.11239")], Endpoint("http://127.0.0.1:9/api/query", 0)))


def test_what_came_before_a_failure_was_yielded(arxiv_server: ArxivServer) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(120)]
    arxiv_server.add(*papers)
    arxiv_server.faults = [lambda answer: answer, faults.status(503)]
    batches = fetch([parse(p.id) for p in papers], Endpoint(arxiv_server.url, 0))
    assert len(next(batches).found) == 100
    with pytest.raises(SourceError):
        next(batches)


@pytest.mark.parametrize(
    "date", [b"someday", b"2020-02-31T00:00:00Z", b"0001-01-01T00:00:00+23:00"]
)
def test_a_date_that_is_none_costs_no_other_paper(arxiv_server: ArxivServer, date: bytes) -> None:
    published = b"<published>2020-06-19T17:00:00Z"
    arxiv_server.faults = [
        lambda a: a._replace(body=a.body.replace(published, b"<published>" + date))
    ] * 9
    [batch] = ask(arxiv_server, "2006.11239", "2010.02502")
    assert list(batch.found) == ["2010.02502"]
    assert [str(i) for i in batch.unanswered] == ["2006.11239"]


def test_an_entry_that_was_not_asked_for_is_left_out(arxiv_server: ArxivServer) -> None:
    other = faults.entry(arxiv_server.papers["2010.02502"]).encode()
    arxiv_server.faults = [
        lambda a: a._replace(body=a.body.replace(b"  <entry>", other + b"  <entry>", 1))
    ]
    [batch] = ask(arxiv_server, "2006.11239")
    assert list(batch.found) == ["2006.11239"]


@pytest.mark.parametrize(
    ("address", "said"), [("https://127.0.0.1:{port}/", "certificate"), ("http://", "InvalidURL")]
)
def test_an_address_that_cannot_be_is_told(
    arxiv_server: ArxivServer, address: str, said: str
) -> None:
    port = arxiv_server.url.partition("127.0.0.1:")[2].partition("/")[0]
    with pytest.raises(SourceError, match=said):
        next(fetch([parse("2006.11239")], Endpoint(address.format(port=port), 0)))


def test_an_id_that_arxiv_refuses_does_not_cost_the_others(arxiv_server: ArxivServer) -> None:
    error = faults.feed([faults._ERROR.format(id="2301.00003")])  # noqa: SLF001
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(10)]
    arxiv_server.add(*papers)
    arxiv_server.faults = [lambda a: Answer(error, 400) if b"2301.00003" in a.body else a] * 99

    [batch] = ask(arxiv_server, *(p.id for p in papers))

    assert len(batch.found) == 9
    assert [str(i) for i in batch.unknown] == ["2301.00003"]
    assert len(arxiv_server.asked) <= 2 + 2 * 4  # all, the sure one, halves of halves


def test_papers_of_many_authors_are_asked_for_in_smaller_batches(
    arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arxiv_session, "MOST_BYTES", 100_000)
    papers = [Paper(f"2301.{n:05}", f"Paper {n}", ("A. Name",) * 30) for n in range(100)]
    arxiv_server.add(*papers)
    [batch] = ask(arxiv_server, *(p.id for p in papers))
    assert len(batch.found) == 100
    assert [len(ids) for ids in arxiv_server.asked] == [100, 50, 50]


def test_a_server_that_always_says_too_much_is_soon_given_up(arxiv_server: ArxivServer) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(100)]
    arxiv_server.faults = [
        lambda a: a._replace(body=a.body.replace(b"</feed>", b"<a/>" * 1_300_000 + b"</feed>"))
    ] * 300
    with pytest.raises(SourceError, match="did not end within"):
        ask(arxiv_server, *(p.id for p in papers))
    assert [len(ids) for ids in arxiv_server.asked] == [100, 50, 25, 12]


def test_a_title_without_end_is_taken_as_it_is(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(Paper("2301.00001", "A " + "$x" * 400_000))
    [batch] = ask(arxiv_server, "2301.00001")
    assert batch.found["2301.00001"].title.startswith("A $x$x")


def test_a_date_that_holds_other_tags_is_told(arxiv_server: ArxivServer) -> None:
    broken = feed([entry(PAPERS["2006.11239"])]).replace(
        b"-16T17:00:00Z</updated>", b"<i/></updated>"
    )
    arxiv_server.faults = [faults.body(broken)]
    with pytest.raises(SourceError, match="with what cannot be read"):
        ask(arxiv_server, "2006.11239")
