"""What a person at a terminal sees, through a real one (a pty)."""

import subprocess

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer
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
