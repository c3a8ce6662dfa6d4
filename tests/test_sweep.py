"""A quick choice of the sweep of faults (`python -m sweep`), and what it would see."""

import subprocess
import sys
from pathlib import Path

import pytest

from difftrack.cli.commands import command_line
from sweep.cases import CASES, LIBRARY, Case
from sweep.children import Ended
from sweep.many import changes, there
from sweep.verdict import Files, is_early, outcome, wrong
from test_docs import names

TESTS = Path(__file__).parent
FILES = Files({LIBRARY: b"old"}, {LIBRARY: b"new"})
OLD, NEW = FILES


def sweep(*arguments: str) -> list[list[str]]:
    """Run a part of the sweep without coverage, and return the rows of its table.

    The commands die in it by the hundred, and would leave as many files of coverage.
    """
    done = subprocess.run(
        [sys.executable, "-m", "sweep", *arguments, "--jobs", "1"],
        cwd=TESTS, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line[:1] == "|"]
    return [row for row in rows if row[1].isdecimal()]


@pytest.mark.parametrize(("command", "fewest"), [("mark-read", 70), ("export readme -o", 30)])
def test_whatever_call_fails_the_files_are_old_or_new_and_the_command_tells_the_truth(
    command: str, fewest: int
) -> None:
    [(_, _, faults, old, new, part, bad)] = sweep("python", "--only", command)
    assert int(faults) >= fewest
    assert (part, bad) == ("0", "0")
    assert int(old) > 10
    assert int(new) > 5


def test_files_may_not_grow_beyond_a_limit() -> None:
    [(_, _, _, old, new, part, bad)] = sweep("limits", "--only", "tag")
    assert (part, bad) == ("0", "0")
    assert int(old) > 0
    assert int(new) > 0


ONLY_READING = {
    ("cache", "info"), ("list",), ("next",), ("open",), ("section", "list"), ("show",), ("stats",),
}  # fmt: skip
WRITTEN_AS_BIBTEX = {("export", what) for what in ("csl", "csv", "json", "references")}


def test_every_command_that_writes_is_swept() -> None:
    swept = {case.words[:number] for case in CASES for number in (1, 2)}
    assert set(names(command_line())) - swept == ONLY_READING | WRITTEN_AS_BIBTEX


# -- What a sweep would see -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "now", "said"),
    [
        (Ended(0, "", ""), NEW, []),
        (Ended(1, "", "difftrack: No space. What was there before still stands\n"), OLD, []),
        (Ended(130, "", "difftrack: Interrupted. The library is whole\n"), NEW, []),
        (Ended(-9, "", ""), OLD, []),
        (Ended(0, "", ""), OLD, ["exit 0, but the files are old"]),
        (Ended(-9, "", ""), {LIBRARY: b"ne"}, [f"{LIBRARY} is neither old nor new"]),
        (Ended(-9, "", ""), {LIBRARY: None}, [f"{LIBRARY} is neither old nor new"]),
        (Ended(-15, "", ""), OLD, ["killed by signal 15 instead of ending with 143"]),
        (Ended(1, "", "Traceback\n"), OLD, ["a traceback", "0 lines say why"]),
        (
            Ended(1, "", "difftrack: No space. What was there before still stands\n"),
            NEW,
            ["it says that nothing was changed, but the new files are there"],
        ),
    ],
)
def test_a_loss_or_a_lie_is_seen(
    ended: Ended, now: dict[str, bytes | None], said: list[str]
) -> None:
    assert list(wrong(ended, now, FILES)) == said


def test_files_may_be_new_in_part() -> None:
    files = Files({"a": None, "b": None}, {"a": b"1", "b": b"2"})
    assert outcome({"a": b"1", "b": None}, files) == "part"


def test_what_must_be_written_last_is_not_there_first() -> None:
    files = Files({"a": None, "b": None}, {"a": b"1", "b": b"2"})
    case = Case(("doctor",), files=("a", "b"), last="a")
    assert list(is_early(case, {"a": b"1", "b": None}, files)) == ["a is new before the others"]
    assert list(is_early(case, {"a": None, "b": b"2"}, files)) == []
    assert list(is_early(case, files.new, files)) == []


# -- Many at once ---------------------------------------------------------------------------------


def test_each_of_many_makes_fifty_changes_and_a_lost_one_is_seen() -> None:
    assert len(changes(3)) == 50
    added = {words[2]: {"read_on": "2026-01-02"} for words in changes(3)[:15]}
    sections = [
        {"key": "editing", "entries": list(added)[:5]},
        {"key": "synthesis", "entries": list(added)[5:]},
    ]
    document: dict[str, object] = {"entries": added, "sections": sections}
    assert there(document, 3) == 50
    added.popitem()
    assert there(document, 3) < 50


def test_many_at_once_lose_nothing() -> None:
    [(_, made, found, _, _, bad)] = sweep("many", "--rounds", "1", "--processes", "4")
    assert (made, found, bad) == ("200", "200", "0")
