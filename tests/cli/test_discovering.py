"""`discover`: what is new on arXiv for the sections that ask for something."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer, Paper
from conftest import Run

TODAY = datetime.now().astimezone().date()


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def paper(number: int, title: str, days: int) -> Paper:
    return Paper(f"2601.{number:05}", title, ("Ada Example", "Bo Sample"), published=ago(days))


BOAT, RIVER, BOTH, OLD = (
    paper(1, "Fast Boats", 3),
    paper(2, "Slow Rivers", 2),
    paper(3, "Boats on Rivers", 1),
    paper(4, "Old Boats", 20),
)


@pytest.fixture(autouse=True)
def library(run: Run, arxiv_server: ArxivServer) -> None:
    """Two of the five sections ask for something."""
    arxiv_server.add(BOAT, RIVER, BOTH, OLD)
    run("init")
    run("section", "query", "synthesis", "boats or boat")
    run("section", "query", "editing", "rivers")


def stored(home: Path) -> bytes:
    return (home / "difftrack.json").read_bytes()


def row(paper: Paper, section: str) -> str:
    return f"{paper.id}\t{paper.published}\tExample et al.\t{paper.title}\t{section}\n"


def shown(run: Run, *arguments: str) -> list[str]:
    """Return the ids that are proposed."""
    result = run("discover", *arguments)
    assert result.code == 0
    return [line.split("\t")[0] for line in result.out.splitlines()]


# -- What is new ----------------------------------------------------------------------------------


def test_what_is_new_by_section_newest_first_each_once(run: Run, arxiv_server: ArxivServer) -> None:
    assert run("discover") == (
        0,
        row(BOTH, "Image Synthesis") + row(BOAT, "Image Synthesis") + row(RIVER, "Image Editing"),
        "1 of 2\n",
    )
    first, last = ago(7).replace("-", ""), ago(-1).replace("-", "")
    assert arxiv_server.searched == [
        f'((all:"boats" OR all:"boat") AND submittedDate:[{first}0000 TO {last}2359])',
        f'(all:"rivers" AND submittedDate:[{first}0000 TO {last}2359])',
    ]
    assert arxiv_server.orders == ["submittedDate", "submittedDate"]


def test_the_sections_that_are_named_and_a_longer_time(run: Run) -> None:
    assert shown(run, "editing") == [BOTH.id, RIVER.id]
    assert shown(run, "Image Synthesis", "synthesis", "--since", "1m") == [
        BOTH.id,
        BOAT.id,
        OLD.id,
    ]
    assert shown(run, "synthesis", "--since", ago(1)) == [BOTH.id]


def test_what_the_library_has_or_ignores_is_not_new(run: Run) -> None:
    run("add", BOTH.id)
    assert run("discover", "--ignore", f"{RIVER.id}v2") == (0, f"ignored {RIVER.id}\n", "")
    assert run("discover").out == row(BOAT, "Image Synthesis")
    run("add", BOAT.id)
    assert run("--quiet", "discover") == (0, "", "")
    assert run("discover").err == f"1 of 2\nNothing new since {ago(7)}\n"


def test_json_for_a_scheduled_job(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    result = run("--quiet", "discover", "--json")
    assert (result.code, result.err) == (0, "")
    told: dict[str, Any] = json.loads(result.out)
    assert {name: told[name] for name in told if name != "sections"} == {
        "format": "difftrack-discovered",
        "version": 1,
        "since": ago(7),
        "added": [],
        "placed": [],
        "present": [],
        "ignored": [],
    }
    found = [(s["key"], s["is_all"], [p["number"] for p in s["papers"]]) for s in told["sections"]]
    assert found == [("synthesis", True, [1, 2]), ("editing", True, [3])]
    assert told["sections"][1]["papers"][0]["title"] == "Slow Rivers"


def test_a_query_that_finds_too_much_is_named(run: Run, arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*(paper(100 + n, f"River Rivers {n}", 1) for n in range(600)))
    result = run("discover", "editing")
    assert result.out.count("\n") == 500
    assert "editing finds more than 500" in result.err
    assert arxiv_server.sizes == [500]


# -- Adding and ignoring --------------------------------------------------------------------------


def test_each_is_added_to_its_section(run: Run, arxiv_server: ArxivServer) -> None:
    run("discover")
    result = run("--quiet", "discover", "--add", "1,3", "--ignore", "2")
    assert result == (
        0,
        (
            f"added {BOTH.id} (Boats on Rivers) to Image Synthesis\n"
            f"added {RIVER.id} (Slow Rivers) to Image Editing\n"
            f"ignored {BOAT.id}\n"
        ),
        "",
    )
    assert len(arxiv_server.searched) == 2
    assert arxiv_server.asked == []
    assert shown(run) == []


def test_all_but_some_into_one_section(run: Run, empty_home: Path) -> None:
    told = json.loads(run(*"discover --add all --ignore 2 --section inversion --json".split()).out)
    assert (told["added"], told["ignored"]) == ([BOTH.id, RIVER.id], [BOAT.id])
    written = json.loads(stored(empty_home))
    assert written["sections"][4]["entries"] == [BOTH.id, RIVER.id]
    assert written["ignored"] == [BOAT.id]


def test_what_is_ignored_is_kept_in_order_once_and_left_when_it_is_added(
    run: Run, empty_home: Path, arxiv_server: ArxivServer
) -> None:
    before = stored(empty_home)
    assert run("discover", "--ignore", "2601.00003,2601.00001", "--ignore", "2601.00001").code == 0
    assert run("discover", "--ignore", "2601.00002", "--json").code == 0
    text = stored(empty_home).decode()
    assert (
        ' "ignored": [\n  "2601.00001",\n  "2601.00002",\n  "2601.00003"\n ],\n "sections"' in text
    )
    assert arxiv_server.searched == []
    run("add", "2601.00001", "2601.00002", "2601.00003")
    assert "ignored" not in json.loads(stored(empty_home))
    run("remove", "2601.00001", "2601.00002", "2601.00003", "--yes")
    (empty_home / "difftrack.json").write_bytes(before)
    assert shown(run) == [BOTH.id, BOAT.id, RIVER.id]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--add", "4"], 1, "There is no result 4. There are 1 to 3"),
        (["--ignore", "0"], 1, "There is no result 0"),
        (["--ignore", "foo"], 2, "'foo' names no results. Write 1,3-5 or all"),
        (["--ignore", ""], 2, "'' names no results"),
        (["--add", "x"], 2, "'x' names no results"),
        (["--since", "soon"], 2, "'soon' is no time. Write it as 30d"),
        (["--section", "nowhere"], 1, "There is no section 'nowhere'"),
        (["nowhere"], 1, "There is no section 'nowhere'"),
        (["inversion"], 1, "inversion has no query, which says what to ask arXiv for"),
        (["--offline"], 2, "which --offline forbids"),
    ],
)
def test_what_is_refused_changes_nothing(
    run: Run, empty_home: Path, arguments: list[str], code: int, said: str
) -> None:
    before = stored(empty_home)
    result = run("--quiet", "discover", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
    assert said in result.err
    assert stored(empty_home) == before


def test_a_library_without_queries_says_what_to_do(run: Run) -> None:
    run("section", "query", "synthesis", "")
    run("section", "query", "editing", "")
    assert run("discover") == (
        1,
        "",
        (
            "difftrack: No section has a query, which says what to ask arXiv for. Give it one: "
            "difftrack section query surveys 'diffusion cat:cs.CV'\n"
        ),
    )


def test_a_query_that_was_broken_by_hand_is_named_before_anything_is_asked(
    run: Run, empty_home: Path, arxiv_server: ArxivServer
) -> None:
    path = empty_home / "difftrack.json"
    path.write_text(path.read_text().replace('"rivers"', '"foo:rivers"'))
    result = run("discover")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("difftrack: The query of editing: There is no field 'foo'.")
    assert result.err.endswith("\n  foo:rivers\n  ^^^^\n")
    assert arxiv_server.headers == []


# -- Trouble --------------------------------------------------------------------------------------


def good(answer: faults.Answer) -> faults.Answer:
    return answer


@pytest.mark.parametrize("fault", [faults.status(503), faults.truncated, faults.reset])
def test_what_came_before_a_failure_is_shown_and_can_be_added(
    run: Run, arxiv_server: ArxivServer, fault: Callable[[faults.Answer], faults.Answer]
) -> None:
    arxiv_server.faults = [good, fault]
    result = run("--quiet", "discover")
    assert result.code == 3
    assert result.out == row(BOTH, "Image Synthesis") + row(BOAT, "Image Synthesis")
    assert result.err.count("\n") == 1
    arxiv_server.faults = [fault] * 2
    result = run("--quiet", "discover", "--add", "3")
    assert (result.code, result.out, result.err.count("\n")) == (3, "", 1)
    result = run("--quiet", "discover", "--add", "2")
    assert (result.code, result.out) == (3, f"added {BOAT.id} (Fast Boats) to Image Synthesis\n")
    assert shown(run) == [BOTH.id, RIVER.id]


def test_an_arxiv_that_finds_nothing_at_all_is_a_failure(
    run: Run, arxiv_server: ArxivServer
) -> None:
    arxiv_server.faults = [faults.empty_feed(0)] * 9
    result = run("--quiet", "discover", "--json")
    assert result.code == 3
    assert json.loads(result.out)["sections"] == []
    assert "surely has" in result.err


def test_that_sections_have_nothing_new_is_confirmed_once(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    for section in ("surveys", "synthesis", "editing"):
        run("section", "query", section, f"zebra {section}")
    assert run("discover").code == 0
    assert len(arxiv_server.searched) == 4


def test_what_is_added_and_ignored_is_one_change(run: Run, empty_home: Path) -> None:
    before = stored(empty_home)
    assert len(shown(run)) == 3
    assert run("discover", "--add", "1,3", "--ignore", "2").code == 0
    assert len(json.loads(stored(empty_home))["entries"]) == 2
    assert run("undo").code == 0
    assert stored(empty_home) == before
