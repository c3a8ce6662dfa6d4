"""`search`, which shows what arXiv finds and adds what is wanted, and `section query`."""

import json
from pathlib import Path

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer, Paper
from conftest import Run
from difftrack.cli.fetching import cache_folder
from difftrack.sources import answers

DDPM = "2006.11239\t2020-06-19\tHo et al.\tDenoising Diffusion Probabilistic Models\t{}\n"
DDIM = "2010.02502\t2020-10-06\tSong et al.\tDenoising Diffusion Implicit Models\t{}\n"


def stored(home: Path) -> bytes:
    return (home / "difftrack.json").read_bytes()


def rivers(count: int) -> list[Paper]:
    return [
        Paper(
            f"2101.{n:05}",
            f"Slow River {n}",
            published=f"2021-01-{n % 28 + 1:02}",
            updated=f"2022-01-{(n * 5) % 28 + 1:02}",
        )
        for n in range(1, count + 1)
    ]


# -- What is found, and how it is shown -----------------------------------------------------------


def test_what_is_found_is_a_line_each_with_where_it_stands(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", "2010.02502", "--section", "denoising")
    assert run("search", 'title:"denoising diffusion" 2020..2022') == (
        0,
        DDPM.format("") + DDIM.format("Image Denoising"),
        "",
    )
    assert arxiv_server.searched == [
        '(ti:"denoising diffusion" AND submittedDate:[202001010000 TO 202212312359])'
    ]
    assert arxiv_server.sizes == [20]


def test_a_shell_may_have_taken_the_quotes(run: Run, arxiv_server: ArxivServer) -> None:
    result = run("search", "author:ho", "title:denoising diffusion", "-survey of", "(a or models)")
    assert result == (0, DDPM.format(""), "")
    found = '(au:"ho" AND ti:"denoising diffusion" AND (all:"a" OR all:"models"))'
    assert arxiv_server.searched == [f'({found} ANDNOT all:"survey of")']


@pytest.mark.parametrize(
    "arguments",
    [
        ["diffusion", "-implicit"],
        ["-implicit", "diffusion"],
        ["diffusion", "-title:implicit"],
        ["diffusion -implicit"],
        ["-implicit diffusion"],
        ["diffusion", "not", "implicit"],
        ["--limit", "5", "-implicit", "--sort", "newest", "diffusion"],
    ],
)
def test_what_is_left_out_is_no_option(
    run: Run, arxiv_server: ArxivServer, arguments: list[str]
) -> None:
    del arxiv_server
    assert run("search", *arguments) == (0, DDPM.format(""), "")


def test_no_more_are_asked_for_than_are_wanted(run: Run, arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*rivers(30))
    result = run("search", "river", "--limit", "3")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == [
        "2101.00001",
        "2101.00002",
        "2101.00003",
    ]
    assert result.err == "There are more than these 3. See them: --limit N\n"
    assert arxiv_server.sizes == [3]


def test_many_come_in_pages_each_paper_once(run: Run, arxiv_server: ArxivServer) -> None:
    papers = rivers(2450)
    arxiv_server.add(*papers)
    result = run("search", "river", "--limit", "2400")
    ids = [line.split("\t")[0] for line in result.out.splitlines()]
    assert ids == [paper.id for paper in papers[:2400]]
    assert arxiv_server.sizes == [1200, 1200]


@pytest.mark.parametrize(
    ("sort", "order", "first"),
    [
        ("relevance", "relevance", "2101.00001"),
        ("newest", "submittedDate", "2101.00007"),
        ("updated", "lastUpdatedDate", "2101.00005"),
    ],
)
def test_what_comes_first(
    run: Run, arxiv_server: ArxivServer, sort: str, order: str, first: str
) -> None:
    arxiv_server.add(*rivers(7))
    assert run("search", "river", "--sort", sort).out.startswith(first)
    assert arxiv_server.orders == [order]


def test_a_paper_that_comes_twice_is_shown_once(run: Run, arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.doubled]
    assert run("search", "diffusion models").out == DDPM.format("") + DDIM.format("")
    assert len(arxiv_server.searched) == 1


def test_a_page_from_which_a_paper_is_missing_is_a_failure(
    run: Run, arxiv_server: ArxivServer
) -> None:
    arxiv_server.add(*rivers(9))
    arxiv_server.faults = [faults.without_first]
    assert run("search", "river", "--limit", "4") == (
        3,
        "",
        "difftrack: arXiv answered with 3 instead of 4 papers. Try again later\n",
    )


def test_hostile_text_of_a_paper_stays_in_its_line(run: Run, arxiv_server: ArxivServer) -> None:
    title = "River\u202e \x85of\n  Text"
    arxiv_server.add(Paper("2101.00001", title, ("Eve\u200b \x9b31mElse",)))
    [line] = run("search", "river").out.splitlines()
    assert line == "2101.00001\t2020-06-19\t31mElse\tRiver of Text\t"


def test_a_withdrawn_paper_is_said_to_be_one(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    assert "\t(withdrawn) 0\t" in run("search", "id:2104.12255").out


def test_json_has_the_papers_and_where_they_stand(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    run("add", "2010.02502", "--section", "denoising")
    result = run("search", "ti:denoising", "--limit", "2", "--json")
    assert (result.code, result.err) == (0, "")
    told = json.loads(result.out)
    ddpm, ddim = told.pop("results")
    assert told == {
        "format": "difftrack-search",
        "version": 1,
        "query": 'ti:"denoising"',
        "is_all": True,
    }
    assert (ddpm["number"], ddpm["key"], ddpm["sections"]) == (1, None, [])
    assert (ddim["number"], ddim["key"], ddim["sections"]) == (2, "2010.02502", ["denoising"])
    assert ddim["comment"] == "ICLR 2021"


def test_nothing_found_is_no_failure_but_an_empty_arxiv_is(
    run: Run, arxiv_server: ArxivServer
) -> None:
    assert run("search", "zebra") == (0, "", "arXiv finds nothing for this\n")
    assert arxiv_server.searched == ['all:"zebra"', '(all:"zebra") OR id:2006.11239']
    arxiv_server.faults = [faults.empty_feed(0)]
    assert "2010.02502" in run("search", "implicit").out
    arxiv_server.faults = [faults.empty_feed(0)] * 3
    result = run("search", "another", "zebra")
    assert (result.code, result.out) == (3, "")
    assert "surely has" in result.err


def test_the_same_question_is_asked_once_a_day(run: Run, arxiv_server: ArxivServer) -> None:
    first = run("search", "diffusion")
    arxiv_server.add(Paper("2101.00001", "Another Diffusion"))
    assert run("search", "diffusion") == first
    assert len(arxiv_server.searched) == 1
    assert "Another" in run("search", "diffusion", "--no-cache").out
    assert "Another" in run("search", "diffusion", "--limit", "7").out
    assert len(arxiv_server.searched) == 3


def test_an_answer_that_was_kept_and_is_damaged_is_asked_for_again(
    run: Run, arxiv_server: ArxivServer
) -> None:
    first = run("search", "diffusion")
    question = f'{arxiv_server.url} search relevance 20 all:"diffusion"'
    answers.keep(cache_folder(), {question: '{"is_all": true, "papers": [{"title": 7}]}'})
    assert run("search", "diffusion") == first
    assert len(arxiv_server.searched) == 2


def test_a_paper_without_authors_has_its_line(run: Run, arxiv_server: ArxivServer) -> None:
    arxiv_server.add(Paper("2101.00001", "A River", ()))
    assert run("search", "river").out == "2101.00001\t2020-06-19\t\tA River\t\n"


# -- Adding ---------------------------------------------------------------------------------------


def test_what_was_found_is_added_by_its_number_without_another_request(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    run("search", "diffusion")
    result = run("search", "diffusion", "--add", "2,1", "--section", "denoising")
    assert result == (
        0,
        (
            "added 2010.02502 (DDIM) to Image Denoising\n"
            "added 2006.11239 (DDPM) to Image Denoising\n"
        ),
        "",
    )
    assert (len(arxiv_server.searched), arxiv_server.asked) == (1, [])
    searched = stored(empty_home)
    run("remove", "2006.11239", "2010.02502", "--yes")
    run("add", "2010.02502", "2006.11239", "--section", "denoising")
    assert stored(empty_home) == searched


def test_what_is_there_already_is_placed_or_named(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    run("add", "2006.11239", "--section", "denoising")
    assert run("search", "diffusion", "--add", "1", "--section", "synthesis").out == (
        "placed 2006.11239 (DDPM), now in Image Synthesis, Image Denoising\n"
    )
    assert "is there already" in run("search", "diffusion", "--add", "1").out


def test_the_first_search_that_adds_makes_the_library(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    del arxiv_server
    assert run("search", "diffusion").code == 0
    assert list(empty_home.rglob("*.json")) == []
    run("init")
    told = json.loads(run("search", "ti:denoising", "--add", "all", "--json").out)
    assert told["added"] == ["2006.11239", "2010.02502"]
    assert [result["key"] for result in told["results"]] == [None, None]


@pytest.mark.parametrize(
    ("numbers", "code", "said"),
    [
        ("3", 1, "There is no result 3. There are 1 to 2"),
        ("0", 1, "There is no result 0. There are 1 to 2"),
        ("1-999999999", 1, "There is no result 999999999. There are 1 to 2"),
        ("2-1", 2, "'2-1' names no results. Write 1,3-5 or all"),
        ("1,,2", 2, "'1,,2' names no results. Write 1,3-5 or all"),
        ("", 2, "'' names no results. Write 1,3-5 or all"),
        ("x\x1b[31m", 2, "'x[31m' names no results. Write 1,3-5 or all"),
    ],
)
def test_numbers_that_are_none_change_nothing(
    run: Run, arxiv_server: ArxivServer, numbers: str, code: int, said: str
) -> None:
    run("init")
    before = stored(Path())
    assert run("search", "ti:denoising", "--add", numbers) == (code, "", f"difftrack: {said}\n")
    assert stored(Path()) == before
    assert len(arxiv_server.searched) == (code == 1)


def test_a_number_of_nothing(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    assert run("search", "zebra", "--add", "1") == (
        1,
        "",
        "difftrack: There is no result 1. Nothing was found\n",
    )


# -- What is refused ------------------------------------------------------------------------------


CARET = "  autor:ho x\n  ^^^^^^"
LEAVES_OUT = "arXiv leaves out only of what else is asked for. Say before it what to look for"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["autor:ho", "x"],
            f"There is no field 'autor'. Did you mean author? In quotes it is text\n{CARET}",
        ),
        (["扩散", "or"], "There is nothing behind or\n  扩散 or\n       ^^"),
        (["-gan"], f"{LEAVES_OUT}\n  -gan\n  ^^^^"),
        ([""], "There is nothing to look for. Name a word: diffusion"),
        (["x", "--offline"], "Papers are found by asking arXiv, which --offline forbids"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_sent(
    run: Run, arxiv_server: ArxivServer, arguments: list[str], said: str
) -> None:
    assert run("search", *arguments) == (2, "", f"difftrack: {said}\n")
    assert arxiv_server.headers == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["x", "--section", "nowhere"],
        ["x", "--limit", "0"],
        ["x", "--limit", "10001"],
        ["x", "--sort", "best"],
        ["x", "--limt", "3"],
        [],
    ],
)
def test_wrong_options_are_refused_in_a_line(
    run: Run, arxiv_server: ArxivServer, arguments: list[str]
) -> None:
    result = run("search", *arguments)
    assert result.code in {1, 2}
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert arxiv_server.headers == []


def test_a_failure_is_told_in_a_line_and_adds_nothing(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    before = stored(empty_home)
    arxiv_server.faults = [faults.status(503)]
    result = run("search", "diffusion", "--add", "1")
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    assert stored(empty_home) == before


# -- section query --------------------------------------------------------------------------------


def test_a_section_is_given_a_query_and_it_is_taken_away(run: Run, empty_home: Path) -> None:
    run("init")
    before = stored(empty_home)
    assert run("section", "query", "editing", "abs:image editing", "cat:cs.CV", "-survey") == (
        0,
        'editing asks arXiv for: abs:"image editing" cat:cs.CV -survey\n',
        "",
    )
    assert run("section", "query", "Image Editing").out == (
        'abs:"image editing" cat:cs.CV -survey\n'
    )
    written = json.loads(stored(empty_home))["sections"]
    assert written[2]["query"] == 'abs:"image editing" cat:cs.CV -survey'
    shown = json.loads(run("section", "query", "editing", "--json").out)
    assert shown["section"]["query"] == 'abs:"image editing" cat:cs.CV -survey'
    assert run("section", "query", "editing", "").out == "editing asks arXiv for nothing now\n"
    assert stored(empty_home) == before
    hint = "difftrack section query editing 'diffusion cat:cs.CV'"
    told = run("section", "query", "editing")
    assert told == (0, "", f"editing has no query. Give it one: {hint}\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["editing", "title:x", "foo:y"], 2, "There is no field 'foo'"),
        (["editing", "-gan"], 2, "Say before it what to look for"),
        (["nowhere", "x"], 1, "There is no section 'nowhere'"),
        (["nowhere"], 1, "There is no section 'nowhere'"),
    ],
)
def test_a_query_that_is_none_is_not_kept(
    run: Run, empty_home: Path, arguments: list[str], code: int, said: str
) -> None:
    run("init")
    before = stored(empty_home)
    result = run("section", "query", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert stored(empty_home) == before


def test_to_add_all_of_nothing_is_said(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    told = "arXiv finds nothing for this\n"
    assert run("search", "zebra", "--add", "all") == (0, "", told)
