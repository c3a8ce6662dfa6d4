"""`refresh`: what arXiv says now, and a venue from what its authors wrote there."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import arxiv_server as faults
from arxiv_server import Answer, ArxivServer, Paper
from conftest import Result, Run

DDPM, DDIM = "2006.11239", "2010.02502"
LONG_AGO = "2026-01-01"


def entries(home: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((home / "difftrack.json").read_text())["entries"]
    return known


def change(home: Path, **fields: object) -> None:
    """Change fields of all entries by hand."""
    path = home / "difftrack.json"
    library = json.loads(path.read_text())
    for entry in library["entries"].values():
        entry.update(fields)
    path.write_text(json.dumps(library))


@pytest.fixture
def later(run: Run, empty_home: Path, arxiv_server: ArxivServer) -> Callable[..., None]:
    """Let the added papers have been fetched long ago, and arXiv say something else since."""

    def _later(*papers: Paper, **fields: object) -> None:
        change(empty_home, fetched=LONG_AGO, **fields)
        arxiv_server.add(*papers)
        arxiv_server.asked.clear()
        run("cache", "clear")

    return _later


def rivers(count: int) -> list[Paper]:
    return [Paper(f"2101.{n:05}", f"Slow River {n}") for n in range(count)]


# -- What is said ---------------------------------------------------------------------------------


def test_what_is_new_is_said_and_saved(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, later: Callable[..., None]
) -> None:
    river, other = rivers(2)
    arxiv_server.add(river, other)
    run("init")
    run("add", river.id, other.id, "--section", "denoising")
    later(
        river._replace(
            version=3,
            updated="2026-02-03",
            comment="Accepted to NeurIPS 2021 (oral). Code: https://example.org",
            doi="10.1000/182",
        )
    )
    assert run("refresh") == (
        0,
        (
            "2101.00000 (Slow River 0): v2 -> v3 (2026-02-03); "
            "comment: Accepted to NeurIPS 2021 (oral). Code: https://example.org; "
            "DOI: 10.1000/182; venue: NeurIPS 2021 (Oral), from the comment\n"
        ),
        "asked for 2, 1 changed\n",
    )
    entry = entries(empty_home)[river.id]
    assert (entry["version"], entry["updated"], entry["doi"]) == (3, "2026-02-03", "10.1000/182")
    assert (entry["venue"], entry["year"], entry["venue_note"]) == ("NeurIPS", 2021, "(Oral)")
    assert entry["derived"] == ["venue", "year", "venue_note"]
    assert entry["fetched"] > LONG_AGO


def test_own_fields_stay(run: Run, empty_home: Path, later: Callable[..., None]) -> None:
    run("init")
    run(
        *("add", DDPM, "--read", "--short", "DDPM", "--venue", "My Venue 2019", "--tag", "fast"),
        *("--note", "Why *not*.", "--section", "editing"),
    )
    before = entries(empty_home)[DDPM]
    later(faults.PAPERS[DDPM]._replace(comment="Accepted to CVPR 2021", title="Another Title"))
    assert run("refresh").code == 0
    after = entries(empty_home)[DDPM]
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed == {"title", "comment"}
    assert (after["venue"], after["year"]) == ("My Venue", 2019)


def test_what_is_pinned_is_left_and_shown_and_taken_with_take(
    run: Run, empty_home: Path, later: Callable[..., None]
) -> None:
    run("init")
    run("add", DDIM, "--title", "My Title")
    later()
    assert run("refresh") == (
        0,
        "",
        (
            "Left as you gave it (arXiv's: --take): 1\n"
            "  2010.02502 title: 'My Title', arXiv has 'Denoising Diffusion Implicit Models'\n"
            "asked for 1, 0 changed\n"
        ),
    )
    assert run("refresh", "--take") == (  # also what was fetched today, where something is pinned
        0,
        "2010.02502 (DDIM): title: Denoising Diffusion Implicit Models\n",
        "asked for 1, 1 changed\n",
    )
    assert "pinned" not in entries(empty_home)[DDIM]
    assert run("refresh", "--take").err == "1 fetched today already. To ask again: --no-cache\n"


def test_a_withdrawal_is_said_first(run: Run, later: Callable[..., None]) -> None:
    run("init")
    run("add", DDPM, DDIM)
    later(
        faults.PAPERS[DDPM]._replace(title="A New Title"),
        faults.PAPERS[DDIM]._replace(version=3, comment="Withdrawn: Theorem 1 is wrong"),
    )
    first, second = run("refresh").out.splitlines()
    assert first == (
        "2010.02502 (DDIM): WITHDRAWN: Withdrawn: Theorem 1 is wrong; v2 -> v3 (2020-12-16)"
    )
    assert second == "2006.11239 (DDPM): title: A New Title"


def test_a_dry_run_changes_nothing(run: Run, empty_home: Path, later: Callable[..., None]) -> None:
    run("init")
    run("add", DDPM)
    later(faults.PAPERS[DDPM]._replace(title="A New Title"))
    before = (empty_home / "difftrack.json").read_bytes()
    assert run("refresh", "-n") == (
        0,
        "2006.11239 (DDPM): title: A New Title\n",
        "asked for 1, 1 would change\n",
    )
    assert (empty_home / "difftrack.json").read_bytes() == before


def test_as_json(run: Run, later: Callable[..., None]) -> None:
    run("init")
    run("add", DDPM, "--title", "My Title")
    run("add", DDIM)
    later(faults.PAPERS[DDPM]._replace(version=3, updated="2026-02-03"))
    run("refresh", DDIM)
    result = run("refresh", "--json")
    assert result.err == ""
    assert json.loads(result.out) == {
        "format": "difftrack-refreshed",
        "version": 1,
        "dry_run": False,
        "changed": [
            {
                "key": DDPM,
                "arxiv_id": DDPM,
                "fields": ["updated", "version"],
                "news": ["v2 -> v3 (2026-02-03)"],
                "withdrawn": False,
            }
        ],
        "unchanged": [],
        "differences": [
            {
                "key": DDPM,
                "field": "title",
                "ours": "My Title",
                "theirs": "Denoising Diffusion Probabilistic Models",
            }
        ],
        "fresh": [DDIM],
        "unknown": [],
        "failed": [],
    }


def test_hostile_words_of_arxivs_do_not_reach_the_terminal(
    run: Run, later: Callable[..., None]
) -> None:
    run("init")
    run("add", DDPM)
    later(faults.PAPERS[DDPM]._replace(comment="CVPR 2021 \u202egnorw\u202c" + "x" * 5000))
    out = run("refresh").out
    assert "\u202e" not in out
    assert len(out.splitlines()) == 1
    assert len(out) < 300


# -- Which are asked for --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], [DDPM, DDIM, "2401.00001"]),
        (["implicit"], [DDIM]),
        ([DDPM, "implicit"], [DDPM, DDIM]),
        (["https://arxiv.org/abs/2006.11239v1", DDPM], [DDPM]),
        (["denoising"], [DDPM, DDIM]),
        (["denoising", "models"], [DDPM, DDIM]),
        (["--older-than", "30d"], [DDPM, DDIM, "2401.00001"]),
        (["--older-than", LONG_AGO], []),
        (["--older-than", "2026-01-02", "probabilistic"], [DDPM]),
        (["--missing"], []),
    ],
)
def test_what_is_asked_for(
    run: Run,
    arxiv_server: ArxivServer,
    later: Callable[..., None],
    arguments: list[str],
    asked: list[str],
) -> None:
    run("init")
    run("add", DDPM, DDIM, "2401.00001", "--section", "denoising")
    later()
    result = run("refresh", *arguments)
    assert result.code == 0
    assert [sorted(ids) for ids in arxiv_server.asked] == ([sorted(asked)] if asked else [])
    assert asked or result.err == "Nothing to refresh\n"


def test_missing_asks_for_what_was_never_fetched(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    run("add", DDPM)
    run("--offline", "add", "2401.00001", DDIM)
    assert run("refresh", "--missing") == (
        0,
        (
            "2010.02502 (DDIM): fetched for the first time\n"
            "2401.00001 (A Paper of 2024 on β-Noise): fetched for the first time\n"
        ),
        "asked for 2, 2 changed\n",
    )
    assert [sorted(ids) for ids in arxiv_server.asked] == [[DDPM], [DDIM, "2401.00001"]]
    assert all(entry["abstract"] for entry in entries(empty_home).values())
    assert run("refresh", "--missing").err == "Nothing to refresh\n"


def test_what_was_fetched_today_is_asked_for_only_where_it_is_named(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", DDPM, DDIM)
    arxiv_server.asked.clear()
    told = "2 fetched today already. To ask again: --no-cache\n"
    assert run("refresh") == (0, "", told)
    assert run("--no-cache", "refresh", DDPM) == (0, "", "asked for 1, 0 changed\n")
    assert arxiv_server.asked == [[DDPM]]


def test_an_entry_without_an_id_is_named(run: Run, arxiv_server: ArxivServer) -> None:
    run("init")
    run("add", "https://example.org/x", "--title", "Slow Rivers", "--author", "Ada Example")
    assert run("refresh").err == "Nothing to refresh\n"
    key = "exampleslow"
    assert run("refresh", "Slow Rivers") == (
        0,
        "",
        f"{key} (Slow Rivers) has no arXiv id. Find it: difftrack resolve {key}\n",
    )
    assert arxiv_server.asked == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2401.99999"], 1, "2401.99999 is not in the library. Add it: difftrack add 2401.99999"),
        (["nowhere", "else"], 1, "Nothing fits 'nowhere else'. See what is there: difftrack list"),
        (["--older-than", "?"], 2, "'?' is no time. Write it as 30d, 2w, 3m, 1y or 2026-11-20"),
        (["--older-than", ""], 2, "'' is no time. Write it as 30d, 2w, 3m, 1y or 2026-11-20"),
        (["--offline"], 2, "refresh asks arXiv, which --offline forbids"),
    ],
)  # fmt: skip
def test_refusals(
    run: Run, arxiv_server: ArxivServer, arguments: list[str], code: int, said: str
) -> None:
    run("init")
    run("add", DDPM)
    arxiv_server.asked.clear()
    assert run("refresh", *arguments) == (code, "", f"difftrack: {said}\n")
    assert arxiv_server.asked == []


def test_without_a_library(run: Run) -> None:
    result = run("refresh")
    assert (result.code, result.out) == (1, "")
    assert "There is no library" in result.err


# -- Faults ---------------------------------------------------------------------------------------


def test_a_batch_that_fails_is_named_and_the_same_command_goes_on(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, later: Callable[..., None]
) -> None:
    arxiv_server.add(*rivers(120))
    run("init")
    run("add", *(paper.id for paper in rivers(120)))
    later()
    arxiv_server.faults = [lambda answer: answer, faults.status(503)]
    assert run("refresh") == (
        3,
        "",
        (
            "100 of 120\n"
            "difftrack: arXiv is busy (HTTP 503). Try again later\n"
            "asked for 100, 0 changed\n"
            "difftrack: Not fetched: 2101.00100, 2101.00101, 2101.00102, 2101.00103, 2101.00104, "
            "2101.00105, 2101.00106, 2101.00107, 2101.00108, 2101.00109 and 10 more. "
            "The rest is saved; the same command goes on from there\n"
        ),
    )
    assert sum(entry["fetched"] > LONG_AGO for entry in entries(empty_home).values()) == 100
    assert run("refresh").err == (
        "asked for 20, 0 changed\n100 fetched today already. To ask again: --no-cache\n"
    )
    assert [len(ids) for ids in arxiv_server.asked] == [100, 20, 20]


def test_what_arxiv_does_not_know_or_leaves_out_is_named(
    run: Run, arxiv_server: ArxivServer, later: Callable[..., None]
) -> None:
    run("init")
    run("--offline", "add", "2101.99999")
    run("add", DDPM, DDIM)
    later()
    result = run("refresh", DDPM, "2101.99999")
    assert (result.code, result.out) == (1, "")
    assert "arXiv does not know 2101.99999. Look for a slip in the id\n" in result.err
    later()
    arxiv_server.faults = [faults.without_first] + [faults.empty_feed(2)] * 3
    result = run("refresh", DDPM, DDIM)
    assert result.code == 3
    assert "difftrack: arXiv did not send all that it has\n" in result.err
    assert f"Not fetched: {DDIM}. The rest is saved" in result.err


def test_what_is_removed_or_changed_meanwhile_stays_so(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, later: Callable[..., None]
) -> None:
    run("init")
    run("add", DDPM, DDIM)
    later(faults.PAPERS[DDPM]._replace(title="A New Title"))

    def meanwhile(answer: Answer) -> Answer:
        command = [sys.executable, "-m", "difftrack"]
        subprocess.run([*command, "remove", DDIM, "--yes"], check=True, capture_output=True)
        subprocess.run([*command, "mark-read", DDPM], check=True, capture_output=True)
        return answer

    arxiv_server.faults = [meanwhile]
    result = run("refresh")
    assert result.code == 0
    assert f"difftrack: {DDIM} was removed meanwhile, and is left out\n" in result.err
    known = entries(empty_home)
    assert list(known) == [DDPM]
    assert (known[DDPM]["read"], known[DDPM]["title"]) == (True, "A New Title")


def test_a_kill_loses_at_most_the_batch_that_is_under_way(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, later: Callable[..., None]
) -> None:
    arxiv_server.add(*rivers(250))
    run("init")
    run("add", *(paper.id for paper in rivers(250)))
    later()
    whole: Callable[[Answer], Answer] = lambda answer: answer  # noqa: E731 - a fault that is none
    arxiv_server.faults = [whole, whole, faults.silent(60)]
    with subprocess.Popen(
        [sys.executable, "-m", "difftrack", "refresh"], env=dict(os.environ)
    ) as process:
        while len(arxiv_server.asked) < 3:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert sum(entry["fetched"] > LONG_AGO for entry in entries(empty_home).values()) == 200
    arxiv_server.faults.clear()
    assert run("refresh").code == 0
    assert [len(ids) for ids in arxiv_server.asked] == [100, 100, 50, 50]
    assert all(entry["fetched"] > LONG_AGO for entry in entries(empty_home).values())


# -- A venue from what the authors wrote ----------------------------------------------------------


def test_add_puts_a_venue_where_the_authors_name_one(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.add(*(p._replace(comment="CVPR 2022 (oral)") for p in rivers(3)))
    run("init")
    run("add", "2101.00000", "--section", "denoising")
    run("add", "2101.00001", "--venue", "TPAMI 2023")
    run(
        "import",
        _list(empty_home, "- [Slow River 2](https://arxiv.org/abs/2101.00002)\n"),
        "--fetch",
    )
    derived, own, listed = entries(empty_home).values()
    for entry in (derived, listed):
        assert (entry["venue"], entry["year"], entry["venue_note"]) == ("CVPR", 2022, "(Oral)")
        assert entry["derived"] == ["venue", "year", "venue_note"]
    assert (own["venue"], own["year"]) == ("TPAMI", 2023)
    assert "derived" not in own
    assert "\nVenue:      CVPR 2022 (Oral) (by the comment)\n" in run("show", "2101.00000").out
    assert "\nVenue:      TPAMI 2023\n" in run("show", "2101.00001").out


def _list(home: Path, text: str) -> str:
    (home / "list.md").write_text(text)
    return "list.md"


def test_a_readme_with_a_derived_venue_stays_current_and_changes_nothing(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.add(*(p._replace(comment="CVPR 2022 (oral)") for p in rivers(2)))
    run("init")
    run("add", "2101.00000", "2101.00001", "--section", "denoising")
    assert run("export", "readme").code == 0
    assert "CVPR 2022 (Oral)" in (empty_home / "README.md").read_text()
    before = (empty_home / "difftrack.json").read_bytes()
    for options in ([], ["--sync"], ["--sync", "--prune"]):
        assert run("import", "README.md", *options).code == 0
        assert (empty_home / "difftrack.json").read_bytes() == before
    assert run("export", "readme", "--check").code == 0


def test_a_venue_that_is_edited_in_the_readme_is_the_owners(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, later: Callable[..., None]
) -> None:
    arxiv_server.add(rivers(1)[0]._replace(comment="CVPR 2022 (oral)"))
    run("init")
    run("add", "2101.00000", "--section", "denoising")
    run("export", "readme")
    readme = empty_home / "README.md"
    readme.write_text(readme.read_text().replace("CVPR 2022 (Oral)", "TPAMI 2023"))
    assert _synced(run).code == 0
    later(rivers(1)[0]._replace(comment="ICML 2024"))
    assert run("refresh").code == 0
    (entry,) = entries(empty_home).values()
    assert (entry["venue"], entry["year"], entry["comment"]) == ("TPAMI", 2023, "ICML 2024")
    assert "derived" not in entry


def _synced(run: Run) -> Result:
    return run("import", "README.md", "--sync")


def test_a_day_to_come_counts_as_unknown(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    run("add", "2401.00001")
    path = empty_home / "difftrack.json"
    library = json.loads(path.read_bytes())
    library["entries"]["2401.00001"] |= {"fetched": "2999-01-01", "comment": "An old one"}
    path.write_text(json.dumps(library))
    arxiv_server.add(Paper("2401.00001", "A Paper", comment="A new one"))
    assert "comment: A new one" in run("--no-cache", "refresh", "--older-than", "1y").out
    assert json.loads(path.read_bytes())["entries"]["2401.00001"]["fetched"] < "2999"
