"""`next`: what comes first, and why."""

import json

import pytest

from by_hand import put
from conftest import Run
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import select
from difftrack.library.upcoming import choose
from terminal import at_terminal


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    put("a", "editing", title="Kites", published="2021-05-01", read=True)
    put("b", "editing", title="Wind", short="W", published="2022-05", withdrawn=True)
    put("c", "editing", title="Sails", short="S", published="2023-05-01")
    put("d", "surveys", title="Winds of 1999", year=1999, kind="post")
    put("e", "denoising", title="Rain")


def keys(out: str) -> str:
    return "".join(line.split("\t")[0] for line in out.splitlines())


def test_the_first_unread_of_the_list_is_next(run: Run) -> None:
    assert run("next") == (0, "d\tWinds of 1999\tSurveys: 0 of 1 read\n", "")
    assert run("next", "--section", "editing") == (0, "c\tSails\tImage Editing: 1 of 3 read\n", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-n", "9"], "dce"),
        (["-n", "2"], "dc"),
        (["-n", "9", "--oldest"], "dce"),
        (["--oldest", "--section", "editing"], "c"),
        (["sails"], "c"),
    ],
)
def test_what_is_read_or_withdrawn_is_passed_over(
    run: Run, arguments: list[str], expected: str
) -> None:
    assert keys(run("next", *arguments).out) == expected


def test_the_oldest_says_when_it_appeared(run: Run) -> None:
    put("f", "denoising", title="Hail", published="1998-02")
    reasons = [line.split("\t")[2] for line in run("next", "--oldest", "-n", "9").out.splitlines()]
    assert reasons == [
        "published 1998-02",
        "published 1999",
        "published 2023-05-01",
        "without a date",
    ]


def test_what_a_session_waits_for_comes_first() -> None:
    entries = {key: Entry(title=key) for key in "abcd"}
    entries["b"].read = True
    library = Library(
        entries=entries,
        sections=[
            Section(key="x", title="X", entries=["a", "b", "c", "d"]),
            Section(key="late", title="Late", date="2026-03-02", entries=["d"]),
            Section(key="soon", title="Soon", date="2026-03-01", entries=["b", "c"]),
            Section(key="gone", title="Gone", date="2026-02-27", entries=["a"]),
        ],
    )
    chosen = choose(library, select(library, None), "2026-02-28")
    assert [(c.key, c.why) for c in chosen] == [
        ("c", "for the readings of 2026-03-01"),
        ("d", "for the readings of 2026-03-02"),
        ("a", "X: 1 of 4 read"),
    ]


def test_nothing_left_is_said_and_is_no_failure(run: Run) -> None:
    assert run("next", "kites").err == (
        "Nothing is left to read here. Find more: difftrack list (1 fit, all read)\n"
    )
    assert run("next", "nowhere").err == "Nothing fits, of 5 entries\n"
    run("init", "other")
    said = run("--library", "other", "next")
    assert (said.code, said.out) == (0, "")
    assert said.err == "The library is empty. Add a paper: difftrack add 2006.11239\n"


def test_wrong_use(run: Run) -> None:
    assert run("next", "-n", "0").code == 2
    assert run("next", "--section", "nowhere").code == 1


def test_next_as_json(run: Run) -> None:
    said = json.loads(run("next", "--json").out)
    [entry] = said["entries"]
    assert (said["format"], entry["key"]) == ("difftrack-next", "d")
    assert entry["why"] == "Surveys: 0 of 1 read"


def test_at_a_terminal_it_fits(run: Run) -> None:
    put("扩", "surveys", title="扩散模型\u202e" * 10)
    run("mark-read", "d")
    code, screen = at_terminal("next", columns=24)
    assert (code, screen) == (
        0,
        "\x1b[1m扩散模型扩散模型扩散模…\x1b[0m\n  扩 (扩散模型扩散模型…\n  Surveys: 1 of 2 read\n",
    )
