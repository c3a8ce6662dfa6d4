"""What a person at a terminal sees, through a real one (a pty)."""

import subprocess

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer, Paper
from terminal import COMMAND, at_terminal


@pytest.fixture(autouse=True)
def library() -> None:
    for arguments in (
        ["init"],
        ["--offline", "add", "2006.11239", "2010.02502", "--section", "denoising"],
        ["--offline", "add", "2401.00001", "--title", "扩散模型" * 10, "--short", "Wide"],
        ["mark-read", "DDPM"],
    ):
        subprocess.run([COMMAND, *arguments], check=True, capture_output=True)


def test_list_is_a_table_that_fits_the_terminal() -> None:
    code, screen = at_terminal("list")
    assert code == 0
    assert screen == (
        "\x1b[1mImage Denoising\x1b[0m\n"
        "✓ 2006.11239  2020  DDPM: Denoising Diffusion Pro…\n"
        "  2010.02502  2020  DDIM: Denoising Diffusion Imp…\n"
        "\x1b[1mUnclassified\x1b[0m\n"
        "  2401.00001        Wide: 扩散模型扩散模型扩散模…\n"
        "3 of 3 entries\n"
    )


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--no-color"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})],
)
def test_no_colour_where_none_is_wanted(arguments: list[str], environment: dict[str, str]) -> None:
    _, screen = at_terminal(*arguments, "list", environment=environment)
    assert "\x1b" not in screen
    assert "Image Denoising" in screen


def test_remove_asks_first() -> None:
    code, screen = at_terminal("remove", "DDPM", typed="n\n")
    assert code == 1
    assert "  2006.11239 (DDPM)\n" in screen
    assert "Remove? [y/N]" in screen
    assert "Nothing was removed" in screen
    code, screen = at_terminal("remove", "DDPM", typed="y\n")
    assert code == 0
    assert "removed: 2006.11239 (DDPM)" in screen
    assert at_terminal("remove", "DDIM", "--yes")[0] == 0


def test_a_very_narrow_terminal_gets_an_answer() -> None:
    code, screen = at_terminal("list", columns=5)
    assert code == 0
    assert "2006.11239" in screen
    assert at_terminal("show", "DDPM", columns=1)[0] == 0


def test_a_pause_is_counted_down_on_a_terminal(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(503, b"", ("Retry-After", "2"))]
    code, screen = at_terminal("add", "math/0211159", "--wait", "60", columns=100)
    assert code == 0
    assert "arXiv is busy (HTTP 503). Asking again in 2 s, for 60 s in all (--wait)" in screen
    assert "Asking again in 1 s" in screen
    assert "added math/0211159" in screen
    assert screen.endswith("--section SECTION\n")


def test_a_quiet_command_shows_no_bar(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [faults.status(503, b"", ("Retry-After", "2"))]
    code, screen = at_terminal("--quiet", "add", "math/0211159", "--wait", "60")
    assert (code, screen) == (0, "added math/0211159 (An Old Example) to Unclassified\n")


def test_search_asks_which_to_add(arxiv_server: ArxivServer) -> None:
    code, screen = at_terminal("search", "diffusion", typed="7\n2,1\n", columns=60)
    assert code == 0
    assert (
        "1  2020-06-19  2006.11239  Ho et al.    Denoising Diffusion…\n"
        "   in the library: Image Denoising\n"
        "2  2020-10-06  2010.02502  Song et al.  Denoising Diffusion…\n"
        "   in the library: Image Denoising\n"
        "Add which? (1,3-5 or all; Enter: none): "
    ) in screen
    assert "difftrack: There is no result 7. There are 1 to 2\n" in screen
    assert "2010.02502 (DDIM) is there already, in Image Denoising\n" in screen
    assert "already" not in at_terminal("search", "diffusion", typed="\n")[1]
    assert len(arxiv_server.searched) == 1


def test_discover_asks_what_to_add_and_what_to_ignore(arxiv_server: ArxivServer) -> None:
    arguments = ("discover", "--since", "2019-01-01")
    subprocess.run([COMMAND, "section", "query", "editing", "boats"], check=True)
    arxiv_server.add(Paper("2601.00001", "Fast Boats"), Paper("2601.00002", "Slow Boats"))
    code, screen = at_terminal(*arguments, typed="2\n1\n", columns=60)
    assert code == 0
    assert (
        "\x1b[1mImage Editing\x1b[0m\n"
        "1  2020-06-19  2601.00001  Example  Fast Boats\n"
        "2  2020-06-19  2601.00002  Example  Slow Boats\n"
        "Add which? (1,3-5 or all; Enter: none): "
        "Never show again which? (1,3-5 or all; Enter: none): "
    ) in screen
    assert screen.endswith("added 2601.00002 (Slow Boats) to Image Editing\nignored 2601.00001\n")
    assert "Nothing new since 2019-01-01" in at_terminal(*arguments)[1]


def test_a_reference_from_a_pipe_at_a_terminal_is_told() -> None:
    for command in (["mark-read", "-"], ["remove", "-"], ["tag", "-", "+x"]):
        code, screen = at_terminal(*command, columns=200)
        assert code == 2
        assert screen == (
            "difftrack: - reads references from a pipe, and standard input is a terminal. "
            "Pipe them: difftrack list WORD | cut -f1 | difftrack COMMAND -\n"
        )


def test_what_removes_much_asks_first() -> None:
    code, screen = at_terminal("section", "remove", "denoising", "--with-entries", typed="n\n")
    assert code == 1
    assert "Remove Image Denoising with 2 entries? [y/N]" in screen
    code, screen = at_terminal("merge-entries", "DDPM", "Wide", typed="n\n")
    assert code == 1
    assert "Merge into 2006.11239 (DDPM)? [y/N]" in screen
    code, screen = at_terminal("section", "remove", "denoising", "--with-entries", "--yes")
    assert (code, screen) == (0, "removed: section denoising with 2 entries\n")
