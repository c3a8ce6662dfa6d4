"""What a person at a terminal sees, through a real one (a pty)."""

import fcntl
import json
import os
import pty
import re
import select
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import arxiv_server as faults
from an_editor import an_editor
from arxiv_server import Answer, ArxivServer, Paper
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


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("yes\n", 0, "removed: 2006.11239 (DDPM)\n"),
        ("YES \n", 0, "removed: 2006.11239 (DDPM)\n"),
        ("perhaps\ny\n", 0, "removed: 2006.11239 (DDPM)\n"),
        ("\n", 1, "difftrack: Nothing was removed\n"),
        ("\x04", 1, "difftrack: Nothing was removed\n"),  # Ctrl-D
        ("n\n", 1, "difftrack: Nothing was removed\n"),
    ],
)
def test_answers_to_a_question(typed: str, code: int, said: str) -> None:
    result, screen = at_terminal("remove", "DDPM", typed=typed)
    assert result == code
    assert screen.endswith(said)
    assert ("Type y or n" in screen) == typed.startswith("perhaps")


def test_a_question_goes_to_the_terminal_and_the_answer_to_its_file() -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"y\n")
    done = subprocess.run(
        [COMMAND, "remove", "DDPM", "--json"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    os.close(ours)
    assert done.stdout.startswith(b"{")


def test_nothing_is_asked_without_input(arxiv_server: ArxivServer) -> None:
    code, screen = at_terminal("remove", "DDPM", "--no-input", typed="y\n", columns=200)
    assert code == 1
    assert screen.endswith("Remove: 2006.11239 (DDPM)? Say so: --yes\n")
    code, screen = at_terminal("--no-input", "search", "diffusion", typed="1\n")
    assert code == 0
    assert "which" not in screen
    assert len(arxiv_server.searched) == 1


def test_a_name_in_a_question_brings_no_control_characters() -> None:
    library = json.loads(Path("difftrack.json").read_text())
    library["entries"]["2401.00001"]["short"] = "W\x1b[2Ji\u202ede"
    library["sections"][3]["title"] = "Image\x1b[2J"
    Path("difftrack.json").write_text(json.dumps(library))
    _, screen = at_terminal("remove", "2401.00001", typed="n\n")
    assert "(W[2Jide)" in screen
    _, other = at_terminal("section", "remove", "denoising", "--with-entries", typed="n\n")
    assert "\x1b" not in screen + other


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


def test_what_takes_long_is_shown_and_taken_away(arxiv_server: ArxivServer) -> None:
    def slow(answer: Answer) -> Answer:
        time.sleep(2)
        return answer

    arxiv_server.faults = [slow]
    code, screen = at_terminal("add", "math/0211159", columns=100)
    assert code == 0
    assert "Asking arXiv" in screen
    assert "0/1" in screen
    assert screen.count("\x1b[?25l") == screen.count("\x1b[?25h") == 1  # the cursor is back
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
    assert "two papers on arXiv" in at_terminal("merge-entries", "DDPM", "Wide", columns=90)[1]
    code, screen = at_terminal("merge-entries", "DDPM", "Wide", "--force", typed="n\n")
    assert code == 1
    assert "Merge into 2006.11239 (DDPM)? [y/N]" in screen
    code, screen = at_terminal("section", "remove", "denoising", "--with-entries", "--yes")
    assert (code, screen) == (0, "removed: section denoising with 2 entries\n")


# -- Tables and pages -----------------------------------------------------------------------------


def test_columns_are_made_to_fit() -> None:
    _, screen = at_terminal("list", "--columns", "key,authors,title", "--no-color", columns=48)
    assert screen == (
        "key         authors            title\n"
        "2006.11239  Jonathan Ho, Aja…  Denoising Diffus…\n"
        "2010.02502  Jiaming Song, Ch…  Denoising Diffus…\n"
        "2401.00001                     扩散模型扩散模型…\n"
        "3 of 3 entries\n"
    )


def test_a_sorted_list_has_no_headings() -> None:
    _, screen = at_terminal("list", "--sort", "title", "--reverse", "is:unread", columns=40)
    assert screen == (
        "  2401.00001        Wide: 扩散模型扩散…\n"
        "  2010.02502  2020  DDIM: Denoising Dif…\n"
        "2 of 3 entries\n"
    )


def test_plain_lines_are_uncut_on_a_terminal_too() -> None:
    _, screen = at_terminal("list", "Wide", "--plain", columns=40)
    assert screen == f"2401.00001\t\t\t{'扩散模型' * 10}\tUnclassified\n"


def test_right_to_left_and_combined_characters_keep_their_line() -> None:
    title = "\u05d0\u05d1 \u202eabc\u2066 e\u0301\u0327 \U0001f469\u200d\U0001f52c " + "x" * 60
    subprocess.run([COMMAND, "--offline", "add", "2401.00009", "--title", title], check=True)
    _, screen = at_terminal("list", "2401.00009", columns=40)
    assert "\u202e" not in screen
    assert "\u2066" not in screen
    assert screen.count("\n") == 3


def pager(folder: Path, text: str) -> str:
    """Return the words of a pager that is this script of the shell."""
    script = folder / "my pager"
    script.write_text(f"#!/bin/sh\n{text}\n")
    script.chmod(0o755)
    return f"'{script}' -x 'a b'"


SHORT = {"LINES": "4"}


def test_a_long_answer_goes_through_the_pager(tmp_path: Path) -> None:
    settings = {**SHORT, "PAGER": pager(tmp_path, 'echo "$# $2 $LESS"; cat')}
    code, screen = at_terminal("list", environment=settings)
    assert code == 0
    assert screen.startswith("2 a b FRX\n\x1b[1mImage Denoising\x1b[0m\n✓ 2006.11239")
    assert screen.endswith("3 of 3 entries\n")


def test_so_does_a_long_page(tmp_path: Path) -> None:
    settings = {**SHORT, "PAGER": pager(tmp_path, "echo paged; cat")}
    code, screen = at_terminal("show", "2006.11239", environment=settings)
    assert code == 0
    assert screen.startswith("paged\n\x1b[1mDenoising Diffusion Probabilistic Models\x1b[0m\n")
    assert "Key:        2006.11239" in screen


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--no-pager"], {}),
        ([], {"LINES": "40"}),
        ([], {"TERM": "dumb"}),
        ([], {"PAGER": ""}),
        ([], {"PAGER": "cat"}),
        (["--json"], {}),
    ],
)
def test_no_pager_where_none_is_wanted(
    tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    settings = {**SHORT, "PAGER": pager(tmp_path, "echo paged"), **environment}
    code, screen = at_terminal("list", *arguments, environment=settings)
    assert code == 0
    assert "paged" not in screen
    assert "2006.11239" in screen


def test_a_pager_that_reads_nothing_ends_the_answer(tmp_path: Path) -> None:
    settings = {**SHORT, "PAGER": pager(tmp_path, "exec <&-; exit 3")}
    assert at_terminal("list", environment=settings) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "/nowhere/less -R",
            "The pager /nowhere/less was not started: No such file or directory\n",
        ),
        ("less '", "PAGER was not understood. Look for a quote that is not closed\n"),
    ],
)
def test_a_pager_that_cannot_be_had_is_told(words: str, said: str) -> None:
    code, screen = at_terminal("list", environment={**SHORT, "PAGER": words})
    assert code == 0
    assert screen.startswith(said)
    assert screen.endswith("3 of 3 entries\n")


def test_the_pager_is_no_shell(tmp_path: Path) -> None:
    settings = {**SHORT, "PAGER": f"cat - ; touch {tmp_path}/made"}
    at_terminal("list", environment=settings)
    assert not (tmp_path / "made").exists()


# -- Ctrl-C ---------------------------------------------------------------------------------------


_PATIENCE = 60  # seconds


def interrupted(*arguments: str, after: str, environment: dict[str, str]) -> tuple[int, str]:
    """Return exit code and screen of a command at which Ctrl-C is typed after a text is seen.

    The terminal is as it was, and the library is whole.
    """
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(ours)
    with subprocess.Popen(
        [COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - Ctrl-C needs a terminal of the process's own
    ) as process:
        os.close(theirs)
        screen, begun, typed = b"", time.monotonic(), 0.0
        while True:
            # Typed again until it is heard: Python may miss one while it begins to read a line.
            is_ready = select.select([ours], [], [], 0.3)[0]
            now = time.monotonic()
            if now - begun > _PATIENCE:
                process.kill()
            if after.encode() in screen and now - typed > 0.3:
                os.write(ours, b"\x03")
                typed = now
            if not is_ready:
                continue
            try:
                screen += os.read(ours, 4096)
            except OSError:  # Linux says so when the other side is gone
                break
    assert termios.tcgetattr(ours) == before
    os.close(ours)
    assert subprocess.run([COMMAND, "list"], capture_output=True, check=False).returncode == 0
    shown = screen.decode().replace("\r\n", "\n")
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")
    return process.returncode, shown


def test_ctrl_c_at_a_question_changes_nothing() -> None:
    before = Path("difftrack.json").read_bytes()
    code, screen = interrupted("remove", "DDPM", after="[y/N]", environment={})
    assert code == 130
    assert screen.endswith("difftrack: Interrupted. The library is whole\n")
    assert Path("difftrack.json").read_bytes() == before


def test_ctrl_c_is_the_pagers_while_it_runs(tmp_path: Path) -> None:
    text = "trap 'echo caught; exit 0' INT\ncat\necho ready\nwhile :; do sleep 0.1; done"
    settings = {**SHORT, "PAGER": pager(tmp_path, text)}
    code, screen = interrupted("list", after="ready", environment=settings)
    assert code == 0
    assert screen.endswith("caught\n")
    assert "Interrupted" not in screen


@pytest.mark.parametrize(
    ("fault", "after"),
    [
        (faults.silent(20), "Asking arXiv"),
        (faults.status(503, b"", ("Retry-After", "60")), "Asking again in"),
    ],
)
def test_ctrl_c_while_arxiv_is_waited_for(
    arxiv_server: ArxivServer, fault: Callable[[Answer], Answer], after: str
) -> None:
    arxiv_server.faults = [fault]
    before = Path("difftrack.json").read_bytes()
    arguments = ("add", "math/0211159", "--wait", "100")
    code, screen = interrupted(*arguments, after=after, environment={"COLUMNS": "120"})
    assert code == 130
    assert screen.endswith("difftrack: Interrupted. The library is whole\n")
    assert Path("difftrack.json").read_bytes() == before


def test_ctrl_c_that_ends_the_editor_changes_nothing_and_keeps_what_was_written(
    tmp_path: Path,
) -> None:
    text = "path.write_text('Half a note'); print('ready', flush=True)\nimport time; time.sleep(60)"
    environment = {"EDITOR": an_editor(tmp_path, text)}
    code, screen = interrupted("note", "DDIM", after="ready", environment=environment)
    assert code == 130
    assert screen.endswith("difftrack: Interrupted. The library is whole\n")
    kept = re.search(r"What you wrote, if anything, is kept in (\S+)\n", screen)
    assert kept is not None
    assert Path(kept[1]).read_text() == "Half a note"
    assert "Half a note" not in Path("difftrack.json").read_text()


def test_a_refused_text_is_kept_when_the_editor_takes_its_file_away(tmp_path: Path) -> None:
    text = "path.unlink() if 'hours' in text else path.write_text('year: hours of work')"
    environment = {"EDITOR": an_editor(tmp_path, text)}
    code, screen = at_terminal("edit", "DDIM", environment=environment, columns=300)
    assert code == 1
    said = (
        "The editor took its file away, so nothing was changed. What you wrote before is kept in "
    )
    assert said in screen
    assert "hours of work" in Path(screen.strip().rpartition(" is kept in ")[2]).read_text()


def test_ctrl_c_that_the_editor_heeds_in_its_own_way_is_the_editors(tmp_path: Path) -> None:
    text = (
        "import signal, time\n"
        "def stop(*_):\n    path.write_text('Caught'); sys.exit(0)\n"
        "signal.signal(signal.SIGINT, stop); print('ready', flush=True); time.sleep(60)"
    )
    environment = {"EDITOR": an_editor(tmp_path, text)}
    code, screen = interrupted("note", "DDIM", after="ready", environment=environment)
    assert code == 0
    assert screen.endswith("noted: 2010.02502 (DDIM)\n")
