import json

import pytest

from conftest import Run


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    for key, short, title, section in (
        ("2401.00011", "ADDM", "Denoising Diffusion", "denoising"),
        ("2401.00012", "BDDM", "Implicit Diffusion for Schrödinger", "denoising"),
        ("2401.00013", "XEdit", "Guided Editing", "editing"),
    ):
        run(*("--offline", "add", key, "--short", short, "--title", title, "--section", section))
    run("mark-read", "BDDM", "--on", "2026-01-02")


def keys(out: str) -> list[str]:
    return [line.split("\t")[0] for line in out.splitlines()]


def test_list_prints_a_record_a_line_section_by_section(run: Run) -> None:
    expected = (
        "2401.00013\t\t\tGuided Editing\tImage Editing\n"
        "2401.00011\t\t\tDenoising Diffusion\tImage Denoising\n"
        "2401.00012\tread\t\tImplicit Diffusion for Schrödinger\tImage Denoising\n"
    )
    assert run("list") == (0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--unread"], ["2401.00013", "2401.00011"]),
        (["--read"], ["2401.00012"]),
        (["--section", "editing"], ["2401.00013"]),
        (["schrodinger", "DIFFUSION"], ["2401.00012"]),
        (["xedit"], ["2401.00013"]),
        (["2401.00011"], ["2401.00011"]),
        (["--tag", "x"], []),
        (["is:unread", "-section:editing"], ["2401.00011"]),
        (["-guided"], ["2401.00011", "2401.00012"]),
        (["title:implicit diffusion"], ["2401.00012"]),
        (["diffusion", "--read"], ["2401.00012"]),
        (["title:guided or (schrodinger is:read)", "--section", "denoising"], ["2401.00012"]),
    ],
)
def test_list_finds(run: Run, arguments: list[str], expected: list[str]) -> None:
    result = run("list", *arguments)
    assert result.code == 0
    assert keys(result.out) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("CCC", ["2401.00011"]),
        ("to_do", ["2401.00012"]),
        ("to do", ["2401.00012"]),
        ("ecole", ["2401.00012"]),
        ("c++", ["2401.00013"]),
        ("c", []),
        ("cc", []),
    ],
)
def test_an_option_and_a_query_mean_the_same_tag(run: Run, asked: str, expected: list[str]) -> None:
    run("tag", "ADDM", "+ccc")
    run("tag", "BDDM", "+To-Do", "+École")
    run("tag", "XEdit", "+C++", "+🔥")
    assert keys(run("list", "--tag", asked).out) == expected
    assert keys(run("list", f'tag:"{asked}"').out) == expected


def test_a_mistake_in_a_query_is_shown_with_a_caret(run: Run) -> None:
    expected = (
        "difftrack: is: is not followed by 'raed'. Did you mean read?\n"
        "  guided is:raed\n"
        "         ^^^^^^^\n"
    )
    assert run("list", "guided", "is:raed") == (2, "", expected)
    assert run("list", "autor:ho").err.startswith(
        "difftrack: There is no field 'autor'. Did you mean author?"
    )


def test_no_hit_is_said_on_stderr_and_is_no_failure(run: Run) -> None:
    assert run("list", "nowhere") == (0, "", "Nothing fits, of 3 entries\n")
    assert run("--quiet", "list", "nowhere") == (0, "", "")


def test_an_empty_library_says_how_to_begin(run: Run) -> None:
    run("init", "other")
    assert run("--library", "other", "list").err == (
        "The library is empty. Add a paper: difftrack add 2006.11239\n"
    )


def test_list_as_json(run: Run) -> None:
    told = json.loads(run("list", "xedit", "--json").out)
    assert told["format"] == "difftrack-entries"
    [entry] = told["entries"]
    assert entry["key"] == "2401.00013"
    assert entry["sections"] == ["editing"]
    assert entry["title"] == "Guided Editing"


def test_show_is_a_page_to_read(run: Run) -> None:
    out = run("show", "XEdit").out
    assert out.startswith("Guided Editing\n\nKey:        2401.00013\nShort name: XEdit\n")
    assert "Section:    Image Editing\n" in out


def test_show_of_what_is_not_there(run: Run) -> None:
    assert run("show", "nothing at all").code == 1


def test_control_characters_never_reach_the_terminal(run: Run) -> None:
    run("--offline", "add", "2401.00001", "--title", "A\x1b[31mred\x07 \u202etitle")
    out = run("list", "red").out + run("show", "2401.00001").out
    assert not any(c in out for c in "\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--sort", "title"], ["2401.00011", "2401.00013", "2401.00012"]),
        (["--sort", "title", "--reverse"], ["2401.00012", "2401.00013", "2401.00011"]),
        (["--reverse"], ["2401.00012", "2401.00011", "2401.00013"]),
        (["--sort", "read"], ["2401.00012", "2401.00013", "2401.00011"]),
        (["--sort", "read", "--reverse"], ["2401.00012", "2401.00013", "2401.00011"]),
        (["--sort", "author"], ["2401.00013", "2401.00011", "2401.00012"]),
    ],
)
def test_list_is_sorted(run: Run, arguments: list[str], expected: list[str]) -> None:
    assert keys(run("list", *arguments).out) == expected


def test_list_is_limited_and_says_so(run: Run) -> None:
    assert run("list", "diffusion", "--limit", "1", "--columns", "key,short,read") == (
        0,
        "2401.00011\tADDM\t\n",
        "There are more than these 1. All: --limit 2\n",
    )
    assert run("list", "--limit", "0").code == 2


def test_the_columns_are_those_that_were_asked_for(run: Run) -> None:
    run("--offline", "add", "2401.00014", "--title", "Tab\there", "--note", "One\n\ntwo")
    assert run("list", "2401.00014", "--columns", "title, NOTE,section,read_on,kind").out == (
        "Tab here\tOne two\tUnclassified\t\tpaper\n"
    )
    known = "key, read, date, title, section, short, year, author, authors, venue, tags, score, "
    assert run("list", "--columns", "zzz").err == (
        f"difftrack: There is no column 'zzz'. There are: {known}"
        "kind, added, read-on, page, doi, note\n"
    )
    assert run("list", "--columns", "titel").err == (
        "difftrack: There is no column 'titel'. Did you mean title?\n"
    )
    assert run("list", "--columns", ",").code == 2
    assert run("list", "--columns", "key", "--json").code == 2
    assert run("list", "--columns", ",".join(known.rstrip(", ").split(", "))).code == 0
    assert run("list", "--columns", "page", "--limit", "1").out == (
        "https://arxiv.org/abs/2401.00013\n"
    )
