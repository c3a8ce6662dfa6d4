import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer
from conftest import Run


def cache() -> Path:
    return next(Path.home().rglob("answers-*.sqlite"))


def test_what_arxiv_answered_is_not_asked_for_again(run: Run, arxiv_server: ArxivServer) -> None:
    run("add", "2401.00001", "math/0211159")
    run("remove", "2401.00001", "--yes")
    assert run("add", "2401.00001", "2104.12255").code == 0
    assert arxiv_server.asked == [["2401.00001", "math/0211159"], ["2104.12255"]]


def test_no_cache_asks_anew(run: Run, arxiv_server: ArxivServer) -> None:
    run("add", "2401.00001")
    run("remove", "2401.00001", "--yes")
    run("add", "2401.00001", "--no-cache")
    assert arxiv_server.asked == [["2401.00001"]] * 2


def test_another_version_is_another_question(run: Run, arxiv_server: ArxivServer) -> None:
    run("add", "2401.00001")
    run("remove", "2401.00001", "--yes")
    run("add", "2401.00001v1")
    assert arxiv_server.asked == [["2401.00001"], ["2401.00001v1"]]
    assert json.loads(run("show", "2401.00001", "--json").out)["entry"]["version"] == 1


@pytest.mark.parametrize("trouble", ["offline", "busy", "nobody"])
def test_without_arxiv_its_last_answer_counts_however_old(
    run: Run, arxiv_server: ArxivServer, trouble: str
) -> None:
    run("add", "2401.00001")
    run("remove", "2401.00001", "--yes")
    with closing(sqlite3.connect(cache())) as database, database:
        database.execute("UPDATE answers SET at = at - 1e6")
    arxiv_server.faults = [faults.status(503)]
    options = ["--offline"] if trouble == "offline" else []
    if trouble == "nobody":
        arxiv_server.faults = [faults.reset]
    result = run(*options, "add", "2401.00001")
    assert result.code == 0
    assert result.out.startswith("added 2401.00001")
    assert json.loads(run("show", "2401.00001", "--json").out)["entry"]["abstract"]


def test_info_and_clear(run: Run, arxiv_server: ArxivServer) -> None:
    assert run("cache", "info").out.endswith(": 0 answers, 0.0 MB\n")
    run("add", "2401.00001", "math/0211159")
    told = json.loads(run("cache", "info", "--json").out)
    assert (told["format"], told["answers"]) == ("difftrack-cache", 2)
    assert told["bytes"] == cache().stat().st_size
    assert told["path"] == str(cache())
    assert told["oldest"][:2] == "20"
    assert run("cache", "info").out.startswith(f"{cache()}: 2 answers, 0.0 MB, the oldest of 20")

    assert run("cache", "clear") == (0, "forgot 2 answers\n", "")
    assert json.loads(run("cache", "clear", "--json").out)["answers"] == 0
    run("remove", "2401.00001", "--yes")
    run("add", "2401.00001")
    assert arxiv_server.asked[1:] == [["2401.00001"]]


def test_a_damaged_cache_is_no_error(run: Run, arxiv_server: ArxivServer) -> None:
    run("add", "2401.00001")
    run("remove", "2401.00001", "--yes")
    cache().write_bytes(b"no database" * 1000)
    assert run("--quiet", "add", "2401.00001").code == 0
    assert len(arxiv_server.asked) == 2
    assert ": 1 answer, " in run("cache", "info").out


def test_no_place_for_a_cache_is_no_error(run: Run, arxiv_server: ArxivServer) -> None:
    (Path.home() / ".cache").write_text("")
    (Path.home() / "Library").write_text("")
    assert run("--quiet", "add", "2401.00001").code == 0
    assert run("cache", "info").code == 0
    assert run("cache", "clear").code == 0
    assert len(arxiv_server.asked) == 1


def test_what_a_search_found_is_not_asked_for_again(run: Run, arxiv_server: ArxivServer) -> None:
    assert "2401.00001" in run("search", "title:noise", "2024").out
    assert run("add", "2401.00001").code == 0
    assert run("search", "title:noise", "2024").code == 0
    assert len(arxiv_server.searched) == 1
    assert arxiv_server.asked == []


@pytest.mark.parametrize("at", ["1e300", "-1e300", "'soon'", "x'00ff'", "9e999"])
def test_a_moment_that_is_none_is_no_error(run: Run, arxiv_server: ArxivServer, at: str) -> None:
    del arxiv_server
    run("add", "2401.00001")
    with closing(sqlite3.connect(cache())) as database, database:
        database.execute(f"UPDATE answers SET at = {at}")  # noqa: S608 - ours
    assert run("cache", "info").out.endswith("0 answers, 0.0 MB\n")
    assert run("cache", "info", "--json").code == 0
