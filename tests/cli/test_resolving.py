"""`resolve`, which finds ids by title, and `import --fetch`, which asks for what a list lacks."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import arxiv_server as faults
from arxiv_server import Answer, ArxivServer, Paper
from conftest import Result, Run

DIFFUSION = """\
# A list without links

## Basics

- Ho et al., "Denoising diffusion probabilistic models", NeurIPS 2020
- Song et al., "Denoising Diffusion Implicit Models", ICLR 2021
"""
NOBODYS = '- Nobody et al., "A Title Nobody Wrote", ICML 2022\n'


def write(home: Path, text: str, name: str = "list.md") -> str:
    (home / name).write_text(text)
    return name


def have(run: Run, home: Path, text: str) -> None:
    """Make a library of a list."""
    run("init")
    assert run("import", write(home, text)).code == 0


def rivers(count: int) -> tuple[str, list[Paper]]:
    """Return a list without links, and the papers that it names."""
    papers = [Paper(f"2101.{n:05}", f"Slow River {n}", ("Ada Example",)) for n in range(count)]
    lines = [f'- Example et al., "{paper.title}", ICML 2021\n' for paper in papers]
    return f"# Rivers\n\n{''.join(lines)}", papers


def shown(run: Run, reference: str) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(run("show", reference, "--json").out)["entry"]
    return entry


def stored(home: Path) -> bytes:
    return (home / "difftrack.json").read_bytes()


# -- resolve: what is found -----------------------------------------------------------------------


def test_ids_are_found_by_title(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    have(run, empty_home, DIFFUSION)
    assert run("resolve") == (
        0,
        (
            "ho2020denoising (Denoising diffusion probabilistic models) is 2006.11239\n"
            "song2021denoising (Denoising Diffusion Implicit Models) is 2010.02502\n"
        ),
        "",
    )
    assert len(arxiv_server.searched) == 1


def test_a_found_paper_is_completed_and_keeps_its_key_and_what_its_owner_said(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    del arxiv_server
    have(run, empty_home, DIFFUSION)
    before = shown(run, "ho2020denoising")
    run("resolve")
    after = shown(run, "ho2020denoising")
    assert "abstract" not in before
    assert after["arxiv_id"] == "2006.11239"
    assert after["abstract"] == "An invented abstract with $x_t$ in it, over two lines."
    assert (before["authors"], before["etal"]) == (["Ho"], True)
    assert after["authors"] == ["Jonathan Ho", "Ajay Jain", "Pieter Abbeel"]
    assert "etal" not in after
    assert after["published"] == "2020-06-19"
    for own in ("key", "sections", "title", "venue", "year", "added"):
        assert after[own] == before[own]
    assert shown(run, "2006.11239")["key"] == "ho2020denoising"


def test_own_fields_stay(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    url = "https://example.org/ddim.pdf"
    run("init")
    run(
        *("add", url, "--title", "Denoising diffusion implicit models", "--author", "J. Song"),
        *("--read", "--short", "DDIM", "--venue", "ICLR 2021 (Oral)", "--tag", "fast"),
        *("--note", "Why *not*.", "--section", "editing"),
    )
    before = shown(run, "DDIM")
    assert run("resolve").code == 0
    after = shown(run, "DDIM")
    assert {name: after[name] for name in before} == before
    assert after["arxiv_id"] == "2010.02502"
    assert after["comment"] == "ICLR 2021"


def test_what_was_resolved_is_not_asked_for_again(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, DIFFUSION)
    run("resolve")
    assert run("resolve") == (0, "", "No paper lacks its id. Nothing to do\n")
    assert len(arxiv_server.searched) == 1


def test_only_papers_are_asked_for(run: Run, arxiv_server: ArxivServer) -> None:
    run("init")
    run("add", "https://example.org/x", "--title", "An Old Example", "--kind", "post")
    run("--offline", "add", "2401.00001")
    assert run("resolve") == (0, "", "No paper lacks its id. Nothing to do\n")
    assert arxiv_server.searched == []


def test_a_title_with_quotes_and_operators_is_asked_for_as_words(
    run: Run, arxiv_server: ArxivServer
) -> None:
    title = 'Say "Boats" OR all:rivers'
    arxiv_server.add(Paper("2101.00001", title))
    run("init")
    run("add", "https://example.org/x.pdf", "--title", title, "--author", "Ada Example")
    assert run("resolve").code == 0
    assert arxiv_server.searched == ['ti:"Say Boats OR all rivers"']


def test_named_papers_only(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    have(run, empty_home, DIFFUSION + NOBODYS)
    assert run("resolve", "Implicit") == (
        0,
        "song2021denoising (Denoising Diffusion Implicit Models) is 2010.02502\n",
        "",
    )
    assert arxiv_server.searched == ['ti:"Denoising Diffusion Implicit Models"']
    assert "arxiv_id" not in shown(run, "ho2020denoising")


def test_a_named_paper_that_has_its_id_is_said_to_have_it(
    run: Run, arxiv_server: ArxivServer
) -> None:
    assert run("init").code == 0
    assert run("--offline", "add", "2401.00001").code == 0
    assert run("resolve", "2401.00001") == (
        0,
        "",
        "2401.00001 has its id: 2401.00001\nNo paper lacks its id. Nothing to do\n",
    )
    assert arxiv_server.searched == []


def test_a_name_that_is_none_is_refused_before_arxiv_is_asked(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, DIFFUSION)
    result = run("resolve", "Implicit", "Zebra")
    assert result.code == 1
    assert "'Zebra' is not in the library" in result.err
    assert arxiv_server.searched == []


# -- resolve: what is not sure --------------------------------------------------------------------


def test_what_is_not_found_is_named(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    del arxiv_server
    have(run, empty_home, DIFFUSION + NOBODYS)
    result = run("--quiet", "resolve")
    assert result.code == 1
    assert result.out.count(" is ") == 2
    assert result.err == "difftrack: nobody2022title (A Title Nobody Wrote): not found\n"


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ('Smith et al., "{}", ICLR 2021', "first author Jiaming Song, not Smith"),
        ('Song et al., "{}", ICLR 2012', "of 2020, not 2012"),
        ('Smith et al., "{}", 2012', "first author Jiaming Song, not Smith; of 2020, not 2012"),
    ],
)
def test_an_unsure_paper_is_shown_with_what_speaks_against_it_and_not_taken(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, line: str, against: str
) -> None:
    del arxiv_server
    have(run, empty_home, f"# L\n\n- {line.format('Denoising Diffusion Implicit Models')}\n")
    before = stored(empty_home)
    result = run("--quiet", "resolve")
    first, second = result.err.splitlines()
    assert (result.code, result.out) == (1, "")
    assert first.endswith("(Denoising Diffusion Implicit Models): not sure")
    assert second == (
        f"difftrack:   2010.02502 Denoising Diffusion Implicit Models (2020): {against}"
    )
    assert stored(empty_home) == before


def test_of_two_namesakes_none_is_taken(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.add(Paper("2101.00001", "Slow Rivers"), Paper("2102.00002", "Slow Rivers"))
    have(run, empty_home, '# L\n\n- Example et al., "Slow Rivers", ICML 2021\n')
    before = stored(empty_home)
    assert run("resolve") == (
        1,
        "",
        (
            "difftrack: example2021slow (Slow Rivers): not sure\n"
            "difftrack:   2101.00001 Slow Rivers (2020): one of several\n"
            "difftrack:   2102.00002 Slow Rivers (2020): one of several\n"
        ),
    )
    assert stored(empty_home) == before


def test_an_id_that_another_entry_has_is_refused_and_named(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    del arxiv_server
    have(run, empty_home, DIFFUSION)
    run("--offline", "add", "2010.02502")
    result = run("--quiet", "resolve")
    assert result.code == 1
    assert result.out.endswith("is 2006.11239\n")
    assert result.err == (
        "difftrack: song2021denoising (Denoising Diffusion Implicit Models): not sure\n"
        "difftrack:   2010.02502 Denoising Diffusion Implicit Models (2020): "
        "2010.02502 is in the library already, as 2010.02502\n"
    )
    assert "arxiv_id" not in shown(run, "song2021denoising")


def test_two_entries_of_one_title_do_not_get_one_id(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    for name in ("a", "b"):
        run("add", f"https://example.org/{name}.pdf", "--title", "An Old Example")
    result = run("--quiet", "resolve")
    assert (result.code, result.out) == (1, "old (An Old Example) is math/0211159\n")
    assert "math/0211159 is in the library already, as old\n" in result.err
    assert "arxiv_id" not in shown(run, "old-2")


def test_a_refused_id_is_shown_with_its_own_paper_and_a_dry_run_knows(
    run: Run, arxiv_server: ArxivServer
) -> None:
    arxiv_server.add(
        Paper("2101.00001", "Slow Rivers", ("Cy Else",)),
        Paper("2101.00002", "Slow Rivers", ("Ada Example",)),
    )
    run("init")
    run("--offline", "add", "2101.00002")
    page = "https://example.org/r.pdf"
    run("add", page, "--title", "Slow Rivers", "--author", "Ada Example")
    for option in (["--dry-run"], []):
        result = run("--quiet", "resolve", *option)
        assert (result.code, result.out) == (1, "")
        taken = "2101.00002 is in the library already, as 2101.00002"
        assert result.err.endswith(f"\ndifftrack:   2101.00002 Slow Rivers (2020): {taken}\n")
        assert result.err.count("\n") == 2


def test_a_title_without_words_is_named(run: Run, arxiv_server: ArxivServer) -> None:
    run("init")
    run("add", "https://example.org/x.pdf", "--title", "???")
    result = run("--quiet", "resolve")
    assert (result.code, result.err) == (1, "difftrack: entry (???): not found\n")
    assert arxiv_server.searched == []


def test_unrelated_papers_are_not_taken(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    others = [faults.entry(paper) for paper in faults.PAPERS.values()]
    arxiv_server.faults = [faults.body(faults.feed(others))]
    have(run, empty_home, f"# L\n\n{NOBODYS}")
    before = stored(empty_home)
    assert run("--quiet", "resolve") == (
        1,
        "",
        "difftrack: nobody2022title (A Title Nobody Wrote): not found\n",
    )
    assert stored(empty_home) == before


def test_no_control_character_of_a_candidate_reaches_the_terminal(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.add(Paper("2101.00001", "Slow\u202e \x9bRivers", ("Eve\x9b31m\u200b Else",)))
    arxiv_server.faults = [
        faults.body(faults.feed([faults.entry(arxiv_server.papers["2101.00001"])]))
    ]
    have(run, empty_home, '# L\n\n- Example et al., "Slow Rivers", ICML 2021\n')
    assert run("--quiet", "resolve").err.splitlines()[1] == (
        "difftrack:   2101.00001 Slow Rivers (2020): first author Eve31m Else, not Example"
    )


# -- resolve: only looking ------------------------------------------------------------------------


def test_a_dry_run_shows_what_would_be_and_changes_nothing(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, DIFFUSION)
    before = stored(empty_home)
    assert run("resolve", "--dry-run") == (
        0,
        (
            "ho2020denoising (Denoising diffusion probabilistic models) would be 2006.11239\n"
            "song2021denoising (Denoising Diffusion Implicit Models) would be 2010.02502\n"
        ),
        "",
    )
    assert stored(empty_home) == before
    assert len(arxiv_server.searched) == 1


def test_json_tells_what_was_found_and_what_may_be(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.add(Paper("2101.00001", "Slow Rivers", ("Cy Else", "Bo Sample")))
    have(run, empty_home, f'{DIFFUSION}- Example et al., "Slow Rivers", ICML 2021\n{NOBODYS}')
    result = run("--quiet", "resolve", "--json")
    assert (result.code, result.err) == (1, "")
    assert json.loads(result.out) == {
        "format": "difftrack-resolved",
        "version": 1,
        "resolved": [
            {"key": "ho2020denoising", "arxiv_id": "2006.11239"},
            {"key": "song2021denoising", "arxiv_id": "2010.02502"},
        ],
        "unsure": [
            {
                "key": "example2021slow",
                "candidates": [
                    {
                        "arxiv_id": "2101.00001",
                        "title": "Slow Rivers",
                        "authors": ["Cy Else", "Bo Sample"],
                        "published": "2020-06-19",
                        "against": ["first author Cy Else, not Example"],
                    }
                ],
            },
            {"key": "nobody2022title", "candidates": []},
        ],
    }
    assert shown(run, "ho2020denoising")["arxiv_id"] == "2006.11239"


def test_json_with_nothing_to_do_is_still_json(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    result = run("resolve", "--json")
    assert result.code == 0
    assert json.loads(result.out) == {
        "format": "difftrack-resolved",
        "version": 1,
        "resolved": [],
        "unsure": [],
    }


def test_offline_is_refused(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    have(run, empty_home, DIFFUSION)
    assert run("resolve", "--offline") == (
        2,
        "",
        "difftrack: Ids are found by asking arXiv, which --offline forbids\n",
    )
    assert arxiv_server.searched == []


def test_without_a_library_it_says_how_to_make_one(run: Run, arxiv_server: ArxivServer) -> None:
    result = run("resolve")
    assert result.code == 1
    assert "difftrack init" in result.err
    assert arxiv_server.searched == []


# -- resolve: trouble -----------------------------------------------------------------------------


def test_what_was_found_before_a_failure_is_saved_and_the_same_command_continues(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    text, papers = rivers(20)
    arxiv_server.add(*papers)
    arxiv_server.faults = [lambda answer: answer, faults.status(503)]
    have(run, empty_home, text)

    first = run("--quiet", "resolve")
    saved = json.loads(stored(empty_home))["entries"].values()
    second = run("--quiet", "resolve")

    assert first.code == 3
    assert first.out.count(" is 2101.") == 15
    assert first.err == (
        "difftrack: arXiv is busy (HTTP 503). Try again later. "
        "What came before is saved; the same command goes on from there\n"
    )
    assert sum("arxiv_id" in entry for entry in saved) == 15
    assert (second.code, second.out.count(" is 2101."), second.err) == (0, 5, "")
    assert [search.count("ti:") for search in arxiv_server.searched] == [15, 5, 5]


@pytest.mark.parametrize(
    "fault", [faults.truncated, faults.reset, faults.body(b"<html>"), faults.status(500)]
)
def test_nonsense_is_a_failure_and_never_not_found(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, fault: Callable[[Answer], Answer]
) -> None:
    arxiv_server.faults = [fault] * 5
    have(run, empty_home, DIFFUSION)
    before = stored(empty_home)
    result = run("resolve")
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1
    assert stored(empty_home) == before


def test_a_failure_leaves_json_whole(run: Run, empty_home: Path) -> None:
    have(run, empty_home, DIFFUSION)
    result = run("resolve", "--json")
    assert result.code == 3
    told = json.loads(result.out)
    assert (told["resolved"], told["unsure"]) == ([], [])
    assert "no connection" in result.err


def test_what_another_difftrack_did_meanwhile_stands(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    def meanwhile(answer: Answer) -> Answer:
        for words in (["remove", "song2021denoising", "--yes"], ["--offline", "add", "2401.00001"]):
            command = [sys.executable, "-m", "difftrack", *words]
            subprocess.run(command, check=True, capture_output=True)
        return answer

    arxiv_server.faults = [meanwhile]
    have(run, empty_home, DIFFUSION)
    result = run("--quiet", "resolve")
    assert (
        result.out == "ho2020denoising (Denoising diffusion probabilistic models) is 2006.11239\n"
    )
    assert result.err == (
        "difftrack: song2021denoising was changed meanwhile, and is left as it is\n"
    )
    assert sorted(json.loads(stored(empty_home))["entries"]) == ["2401.00001", "ho2020denoising"]


# -- import --fetch -------------------------------------------------------------------------------

LINKED = """\
# A list with links

## Basics

- [x] **My Title of It** [[Paper](https://arxiv.org/abs/2401.00001v1)] [[Code](https://example.org/code)], ICML 2024 (Oral)
- [An Old Example](https://arxiv.org/abs/math/0211159), Nobody et al., 2003
  > Read this *first*.
"""  # noqa: E501 - a list has long lines


def linked(papers: list[Paper]) -> str:
    lines = [f"- [{paper.title}](https://arxiv.org/abs/{paper.id})\n" for paper in papers]
    return f"# Rivers\n\n{''.join(lines)}"


def fetched(run: Run, home: Path, text: str, *options: str) -> Result:
    return run("import", write(home, text), "--fetch", *options)


def test_import_asks_for_nothing_unless_told(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, LINKED)
    assert (arxiv_server.asked, arxiv_server.searched) == ([], [])
    assert "abstract" not in shown(run, "2401.00001")


def test_fetch_completes_what_the_list_does_not_say(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    assert fetched(run, empty_home, LINKED) == (0, "list.md: added 2 entries\n", "fetched 2 of 2\n")
    assert arxiv_server.asked == [["2401.00001", "math/0211159"]]
    entry = shown(run, "2401.00001")
    assert (entry["abstract"], entry["authors"]) == ("We study examples.", ["Ada Example"])
    assert (entry["published"], entry["categories"]) == ("2024-01-01", ["cs.LG", "stat.ML"])
    assert shown(run, "math/0211159")["authors"] == ["Ada Example"]


def test_fetch_keeps_what_the_list_says(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, LINKED)
    keys = ("2401.00001", "math/0211159")
    before = [shown(run, key) for key in keys]
    assert fetched(run, empty_home, LINKED).code == 0
    after = [shown(run, key) for key in keys]
    own = ("title", "venue", "year", "venue_note", "read", "note", "links", "sections", "added")
    for entry, said in zip(after, before, strict=True):
        assert {k: entry.get(k) for k in own} == {k: said.get(k) for k in own}
    assert len(arxiv_server.asked) == 1
    assert (after[0]["title"], after[0]["read"]) == ("My Title of It", True)
    assert (after[0]["venue"], after[0]["venue_note"]) == ("ICML", "(Oral)")
    assert after[0]["links"]["Code"] == "https://example.org/code"
    assert after[1]["note"] == "> Read this *first*."


def test_fetch_asks_for_a_hundred_papers_at_once_and_for_each_only_once(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    papers = rivers(120)[1]
    arxiv_server.add(*papers)
    run("init")
    first = fetched(run, empty_home, linked(papers))
    second = fetched(run, empty_home, linked(papers))
    assert first == (
        0,
        "list.md: added 120 entries\n",
        "100 of 120\nfetched 120 of 120\n",
    )
    assert second == (0, "list.md: added 0 entries\n", "")
    assert [len(ids) for ids in arxiv_server.asked] == [100, 20]
    entries = json.loads(stored(empty_home))["entries"]
    assert all(entry["abstract"] for entry in entries.values())


def test_an_id_that_arxiv_does_not_know_is_named_and_the_rest_completed(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    papers = [Paper("2101.99999", "Rivers of Nowhere"), faults.PAPERS["2010.02502"]]
    run("init")
    result = fetched(run, empty_home, linked(papers))
    assert result == (
        1,
        "list.md: added 2 entries\n",
        "fetched 1 of 2\ndifftrack: arXiv does not know 2101.99999. Look for a slip in the id\n",
    )
    assert shown(run, "2101.99999")["title"] == "Rivers of Nowhere"
    assert "abstract" in shown(run, "2010.02502")
    assert len(arxiv_server.asked) == 1


def test_where_arxiv_cannot_be_reached_the_import_is_saved(run: Run, empty_home: Path) -> None:
    run("init")
    assert fetched(run, empty_home, LINKED) == (
        3,
        "list.md: added 2 entries\n",
        (
            "difftrack: arXiv could not be reached: no connection. Try again later\n"
            "fetched 0 of 2\n"
            "difftrack: Not fetched: 2401.00001, math/0211159. The rest is saved\n"
        ),
    )
    assert shown(run, "2401.00001")["title"] == "My Title of It"


def test_facts_of_the_starter_collection_are_no_answer_of_arxiv(
    run: Run, empty_home: Path, arxiv_server: ArxivServer
) -> None:
    run("init")
    text = "- [Slow Rivers and Boats](https://arxiv.org/abs/2006.11239)\n"
    arxiv_server.faults = [faults.status(503)]
    failed = fetched(run, empty_home, text)
    assert failed.code == 3
    assert "Not fetched: 2006.11239. The rest is saved" in failed.err
    assert shown(run, "2006.11239")["authors"], "what is known without arXiv"
    assert fetched(run, empty_home, text).code == 0
    assert shown(run, "2006.11239")["abstract"]


def test_what_was_fetched_before_a_failure_is_saved_and_the_same_command_continues(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    papers = rivers(120)[1]
    arxiv_server.add(*papers)
    arxiv_server.faults = [lambda answer: answer, faults.status(503)]
    run("init")
    first = fetched(run, empty_home, linked(papers))
    saved = json.loads(stored(empty_home))["entries"].values()
    second = fetched(run, empty_home, linked(papers))
    assert (first.code, second.code) == (3, 0)
    assert "arXiv is busy (HTTP 503)" in first.err
    assert [len(saved), sum("abstract" in entry for entry in saved)] == [120, 100]
    assert [len(ids) for ids in arxiv_server.asked] == [100, 20, 20]


def test_papers_that_were_promised_and_left_out_are_named_as_not_fetched(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    arxiv_server.faults = [faults.without_first] + [faults.empty_feed(2)] * 3
    run("init")
    result = fetched(run, empty_home, LINKED)
    assert result.code == 3
    assert "Not fetched: math/0211159. The rest is saved\n" in result.err
    assert "abstract" in shown(run, "2401.00001")


def test_offline_imports_and_says_what_was_not_fetched(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    assert fetched(run, empty_home, LINKED, "--offline") == (
        0,
        "list.md: added 2 entries\n",
        "Not fetched: 2, because of --offline\n",
    )
    assert arxiv_server.asked == []
    assert shown(run, "2401.00001")["title"] == "My Title of It"
    assert fetched(run, empty_home, LINKED).err == "fetched 2 of 2\n"


def test_a_dry_run_fetches_nothing(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    run("init")
    before = stored(empty_home)
    assert fetched(run, empty_home, LINKED, "--dry-run").code == 0
    assert stored(empty_home) == before
    assert arxiv_server.asked == []


def test_a_list_without_ids_costs_no_request(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    run("init")
    assert fetched(run, empty_home, DIFFUSION) == (0, "list.md: added 2 entries\n", "")
    assert (arxiv_server.asked, arxiv_server.searched) == ([], [])


def test_many_lists_are_fetched_together(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    papers = list(faults.PAPERS.values())
    one = write(empty_home, linked(papers[:2]), "one.md")
    two = write(empty_home, linked(papers[1:2] + papers[3:4]), "two.md")
    run("init")
    assert run("import", one, two, "--fetch").code == 0
    assert arxiv_server.asked == [["2006.11239", "2010.02502", "math/0211159"]]


def test_fetch_leaves_json_whole(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    del arxiv_server
    run("init")
    result = fetched(run, empty_home, LINKED, "--json")
    assert json.loads(result.out)["added"] == ["2401.00001", "math/0211159"]
    assert result.err == "fetched 2 of 2\n"


def test_a_resolved_paper_needs_no_fetching(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    have(run, empty_home, DIFFUSION)
    run("resolve")
    assert fetched(run, empty_home, DIFFUSION).code == 0
    assert len(json.loads(stored(empty_home))["entries"]) == 2
    assert arxiv_server.asked == []
