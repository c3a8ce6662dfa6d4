import json
import subprocess
import sys
from pathlib import Path

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer, Paper
from conftest import Run


def test_add_fetches_files_and_says_how_to_file_it_elsewhere(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    assert run("add", "2401.00001") == (
        0,
        "added 2401.00001 (A Paper of 2024 on β-Noise) to Unclassified\n",
        "To file it elsewhere: difftrack add 2401.00001 --section SECTION\n",
    )
    assert arxiv_server.asked == [["2401.00001"]]


def test_the_hint_works(run: Run, arxiv_server: ArxivServer) -> None:
    run("init")
    run("add", "2401.00001")
    assert run("add", "2401.00001", "--section", "editing").out == (
        "placed 2401.00001 (A Paper of 2024 on β-Noise), now in Image Editing\n"
    )
    assert len(arxiv_server.asked) == 1


def test_a_paper_of_the_starter_collection_is_known_by_its_short_name(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", "2006.11239")
    assert arxiv_server.asked == [["2006.11239"]]
    assert run("mark-read", "DDPM").out == "read: 2006.11239 (DDPM)\n"
    assert "An invented abstract" in run("show", "DDPM").out


def test_what_is_there_costs_no_request_and_is_named_with_its_place(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", "2010.02502", "--section", "denoising", "--short", "DDIM")
    assert run("add", "https://arxiv.org/abs/2010.02502v2") == (
        0,
        "2010.02502 (DDIM) is there already, in Image Denoising\n",
        "",
    )
    assert len(arxiv_server.asked) == 1


def test_many_ids_are_one_request_and_the_unknown_is_named(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    result = run("add", "2010.02502", "2006.99999", "math.GT/0211159", "--section", "inversion")
    assert result.code == 1
    assert [line.split()[1] for line in result.out.splitlines()] == ["2010.02502", "math/0211159"]
    assert result.err == "difftrack: arXiv does not know 2006.99999. Look for a slip in the id\n"
    assert len(arxiv_server.asked) == 1


def test_ids_come_from_a_text(run: Run, arxiv_server: ArxivServer, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_text(
        "# to read\n2006.11239, https://arxiv.org/abs/2010.02502\n\nmath/0211159  # the old one\n"
    )
    run("init")
    assert run("--quiet", "add", "--from", "ids.txt").out.count("added") == 3
    assert len(arxiv_server.asked) == 1


def test_a_slip_in_a_text_is_named_with_its_line(run: Run, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_text("2006.11239\n2006.1123\n")
    result = run("add", "--from", "ids.txt")
    assert result.code == 2
    assert "'2006.1123' (line 2) is no arXiv id" in result.err
    assert not (empty_home / "difftrack.json").exists()


def test_a_text_that_is_not_there(run: Run) -> None:
    assert run("add", "--from", "ids.txt").err == (
        "difftrack: ids.txt cannot be read: No such file or directory. Name a file, or -\n"
    )


@pytest.mark.parametrize("wrong", ["foo", "2013.11239", "ftp://openreview.net/forum", ""])
def test_what_is_no_id_is_a_wrong_use_in_one_line(run: Run, wrong: str) -> None:
    result = run("add", wrong)
    assert result.code == 2
    assert result.err.count("\n") == 1


def test_an_unknown_section_is_refused_with_the_nearest_name(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    result = run("add", "2006.11239", "--section", "editting")
    assert result.code == 1
    assert result.err == (
        "difftrack: There is no section 'editting'. Did you mean editing? "
        "Make one: difftrack section add 'editting'\n"
    )
    assert arxiv_server.asked == []


def test_a_section_may_be_named_by_its_title(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    assert "to Image Editing" in run("add", "2010.02502", "--section", "image editing").out


def test_own_fields_are_kept(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    run(
        *("add", "2401.00001", "--read", "--short", "BN", "--venue", "ICLR 2024 (Oral)"),
        *("--tag", "noise", "--tag", "beta", "--note", "Why *not*."),
    )
    entry = json.loads(run("show", "BN", "--json").out)["entry"]
    assert entry["read"] is True
    assert (entry["venue"], entry["year"], entry["venue_note"]) == ("ICLR", 2024, "(Oral)")
    assert entry["tags"] == ["noise", "beta"]
    assert entry["note"] == "Why *not*."


def test_a_short_name_that_is_taken_is_refused_before_arxiv_is_asked(
    run: Run, arxiv_server: ArxivServer
) -> None:
    run("init")
    run("add", "2010.02502", "--short", "X")
    result = run("add", "2401.00001", "--short", "x")
    assert result.code == 1
    assert len(arxiv_server.asked) == 1


def test_options_for_one_paper_are_refused_for_many(run: Run) -> None:
    assert run("add", "2006.11239", "2010.02502", "--short", "X").code == 2


def test_anything_else_is_added_by_url_and_title(run: Run) -> None:
    run("init")
    url = "https://example.org/2021/07/what-are-diffusion-models"
    result = run("add", url, "--title", "What are Diffusion Models?", "--author", "Lilian Weng")
    assert result.out == "added wengdiffusion (What are Diffusion Models?) to Unclassified\n"
    entry = json.loads(run("show", url, "--json").out)["entry"]
    assert (entry["kind"], entry["url"], entry["authors"]) == ("post", url, ["Lilian Weng"])
    assert run("add", url, "--title", "Again").out == (
        "wengdiffusion (What are Diffusion Models?) is there already, in Unclassified\n"
    )


@pytest.mark.parametrize(
    "address", ["javascript://arxiv.org/%0aalert(1)", "file:///etc/passwd", "ftp://x/y"]
)
def test_other_addresses_are_refused(run: Run, address: str) -> None:
    result = run("add", address, "--title", "T")
    assert result == (2, "", f"difftrack: {address} is no http or https address\n")


def test_offline_adds_a_bare_id_and_sends_nothing(run: Run, arxiv_server: ArxivServer) -> None:
    run("init")
    result = run("add", "2401.00001", "--offline")
    assert result.code == 0
    assert result.out == "added 2401.00001 to Unclassified\n"
    assert "abstract of 1 is to be fetched" in result.err
    assert arxiv_server.asked == []
    assert "not fetched yet" in run("show", "2401.00001").out


def test_without_arxiv_the_starter_collection_helps_out(run: Run) -> None:
    run("init")
    result = run("add", "2006.11239")
    assert result.code == 0
    assert result.out == "added 2006.11239 (DDPM) to Unclassified\n"
    assert "no connection" in result.err
    assert "the abstract of 1 is to be fetched" in result.err
    entry = json.loads(run("show", "DDPM", "--json").out)["entry"]
    assert entry["authors"] == ["Jonathan Ho", "Ajay Jain", "Pieter Abbeel"]
    assert "abstract" not in entry


def test_without_arxiv_other_papers_fail_and_the_known_are_added(run: Run) -> None:
    run("init")
    result = run("add", "2006.11239", "2401.00001")
    assert result.code == 3
    assert result.out == "added 2006.11239 (DDPM) to Unclassified\n"
    assert "Not fetched: 2401.00001" in result.err


def test_what_came_before_a_failure_is_saved_and_the_same_command_continues(
    run: Run, arxiv_server: ArxivServer
) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(120)]
    arxiv_server.add(*papers)
    arxiv_server.faults = [lambda answer: answer, faults.status(503)]
    run("init")

    first = run("add", *(p.id for p in papers))
    second = run("add", *(p.id for p in papers))

    assert (first.code, second.code) == (3, 0)
    assert [len(ids) for ids in arxiv_server.asked] == [100, 20, 20]
    assert len(run("list").out.splitlines()) == 120


def test_the_first_add_outside_a_project_says_where_the_library_is(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    del arxiv_server
    result = run("add", "2010.02502")
    own = empty_home.parent / "home" / ".local" / "share" / "difftrack" / "library.json"
    assert own.is_file()
    assert f"Made the library {own}" in result.err
    assert [p.name for p in empty_home.iterdir()] == []


def test_json_tells_what_came_of_each(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    run("add", "2010.02502")
    told = json.loads(run("add", "2006.11239", "2010.02502", "2006.99999", "--json").out)
    assert told["added"] == ["2006.11239"]
    assert told["present"] == ["2010.02502"]
    assert told["unknown"] == ["2006.99999"]
    assert told["failed"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DIFFTRACK_ARXIV_URL", "ftp://x"),
        ("DIFFTRACK_ARXIV_DELAY", "soon"),
        ("DIFFTRACK_ARXIV_DELAY", "nan"),
    ],
)
def test_a_wrong_variable_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("add", "2401.00001")
    assert result.code == 2
    assert name in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Nothing to add"),
        (["2006.11239", "https://example.org/x", "--title", "T"], "add it by itself"),
        (["2006.11239", "--kind", "novel"], "There is no kind 'novel'"),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, arguments: list[str], said: str) -> None:
    result = run("add", *arguments)
    assert result.code == 2
    assert said in result.err


def test_a_told_title_is_pinned_over_what_arxiv_says(run: Run, arxiv_server: ArxivServer) -> None:
    del arxiv_server
    run("init")
    run("add", "2401.00001", "--title", "My $\\beta$ Title", "--author", "Me")
    entry = json.loads(run("show", "2401.00001", "--json").out)["entry"]
    assert (entry["title"], entry["authors"]) == ("My β Title", ["Me"])
    assert entry["pinned"] == ["title", "authors"]


def test_options_on_what_is_there_are_not_applied_and_said_so(run: Run) -> None:
    run("init")
    run("--offline", "add", "2401.00001")
    result = run("add", "2401.00001", "--read")
    assert result.code == 0
    assert "left as it is" in result.err
    assert run("list", "--read").out == ""


def test_another_difftrack_that_was_quicker_is_no_failure(
    run: Run, arxiv_server: ArxivServer
) -> None:
    def quicker(answer: faults.Answer) -> faults.Answer:
        command = [sys.executable, "-m", "difftrack", "--offline", "add", "2401.00001"]
        subprocess.run(command, check=True, capture_output=True)
        return answer

    arxiv_server.faults = [quicker]
    run("init")
    result = run("add", "2401.00001", "math/0211159")
    assert result.code == 0
    assert "added math/0211159" in result.out
    assert "2401.00001 is there already" in result.out
    assert len(run("list").out.splitlines()) == 2


def test_a_short_name_of_the_collection_gives_way_to_the_owners(
    run: Run, arxiv_server: ArxivServer
) -> None:
    del arxiv_server
    run("init")
    run("add", "2401.00001", "--short", "ddpm")
    run("add", "2006.11239")
    assert run("mark-read", "DDPM").out == "read: 2401.00001 (ddpm)\n"


def test_ids_that_are_not_text_are_refused(run: Run, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_bytes(b"2006.11239 \xff\n")
    assert run("add", "--from", "ids.txt") == (
        2,
        "",
        "difftrack: ids.txt is not UTF-8 text (byte 11). Save it as UTF-8\n",
    )


def test_without_a_library_marking_says_how_to_make_one(run: Run, empty_home: Path) -> None:
    result = run("mark-read", "DDPM")
    assert result.code == 1
    assert "difftrack init" in result.err
    assert list(empty_home.iterdir()) == []


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY"])
def test_arxiv_is_asked_through_the_proxy_that_is_named(
    run: Run, arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{arxiv_server.port}")
    monkeypatch.setenv("DIFFTRACK_ARXIV_URL", "http://mirror.invalid/api/query")
    assert run("add", "2401.00001").code == 0
    assert arxiv_server.headers[0]["host"] == "mirror.invalid"


def test_no_proxy_is_used_for_hosts_that_are_excepted(
    run: Run, arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert run("add", "2401.00001").code == 3
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert run("add", "2401.00001").code == 0
    assert arxiv_server.asked == [["2401.00001"]]
