"""Odd surroundings: streams that are closed, a home that is none, files that are not ours."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from conftest import Run
from terminal import COMMAND

EBADF = "difftrack: The answer could not be written: Bad file descriptor\n"


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    run("--offline", "add", "2006.11239", "2010.02502")


def shell(line: str, **environment: str) -> tuple[int, str, str]:
    """Run a line of sh in which `difftrack` is the installed command."""
    told = subprocess.run(
        ["/bin/sh", "-c", f'difftrack() {{ "{COMMAND}" "$@"; }}\n{line}'],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode, told.stdout, told.stderr


@pytest.mark.parametrize("words", ["list", "mark-read DDPM", "export readme -o -"])
def test_an_answer_to_a_closed_stream_is_told(words: str) -> None:
    assert shell(f"difftrack {words} >&-") == (1, "", EBADF)
    assert shell(f"difftrack {words} <&- >&- 2>&-") == (1, "", "")
    code, out, err = shell(f"difftrack {words.partition(' -o')[0]} --json >&-")
    assert (code, out, f"difftrack: {json.loads(err)['error']}\n") == (1, "", EBADF)


def test_a_closed_stdin_has_nobody_to_ask_and_nothing_to_read() -> None:
    code, _, said = shell("difftrack remove DDPM <&-")
    assert (code, "nobody can be asked" in said) == (1, True)
    assert shell("difftrack remove DDPM --yes <&-")[0] == 0
    code, _, said = shell("difftrack mark-read - <&-")
    assert (code, said) == (
        1,
        "difftrack: - cannot be read: Bad file descriptor. Name a file, or -\n",
    )
    assert shell("difftrack edit DDIM <&-", EDITOR="")[0] == 1


def test_a_closed_stderr_changes_no_answer() -> None:
    assert shell("difftrack mark-read DDPM 2>&-") == (0, "read: 2006.11239 (DDPM)\n", "")
    assert shell("difftrack show nothing 2>&-") == (1, "", "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_takes_the_place_of_a_closed_stream(closed: str) -> None:
    shell(f"difftrack --verbose mark-read DDPM {closed}")
    shell(f"difftrack --verbose show nothing {closed}")
    files = [path for path in Path().rglob("*") if path.is_file() and path.suffix != ".log"]
    assert not [path for path in files if b"read: 2006" in path.read_bytes()]
    assert not [path for path in files if b"difftrack: " in path.read_bytes()]
    assert shell("difftrack list is:read --columns key")[:2] == (0, "2006.11239\n")


@pytest.mark.parametrize("home", ["", "here", "./here"])
def test_a_home_that_names_no_folder_is_passed_over(home: str, tmp_path: Path) -> None:
    usual = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    code, out, err = shell("cd / && difftrack --offline add 2401.00001", HOME=home, **usual)
    assert (code, "library.json" in err) == (0, True)
    assert out == "added 2401.00001 to Unclassified\n"
    assert (tmp_path / "data/difftrack/library.json").exists()
    assert not Path("/here").exists()
    assert shell("difftrack list --columns key", HOME=home)[0] == 0
    assert not Path("here").exists()


@pytest.mark.parametrize("columns", ["0", "-5", "many", "999999999", ""])
def test_odd_columns_cost_no_answer(columns: str) -> None:
    for words in ("list", "show DDPM", "stats", "next", "section list"):
        assert shell(f"difftrack {words}", COLUMNS=columns, LINES=columns, TERM="")[0] == 0


def test_completion_takes_no_file_of_the_users(run: Run) -> None:
    script = Path.home() / ".config/fish/completions/difftrack.fish"
    script.parent.mkdir(parents=True)
    script.write_text("# my own\n")
    said = (
        f"difftrack: {script} is not difftrack's and was left as it is. Put the script elsewhere "
        "yourself: difftrack --show-completion fish\n"
    )
    assert run("--install-completion", "fish") == (1, "", said)
    assert script.read_text() == "# my own\n"
    os.mkfifo(Path.home() / ".bashrc")
    assert run("--install-completion", "bash").code == 1
    assert not (Path.home() / ".local/share/difftrack/completion.bash").exists()


@pytest.mark.parametrize("name", ["lock", "difftrack.json.log", "difftrack.json.000001"])
def test_the_history_is_never_written_over(run: Run, name: str) -> None:
    kept = Path(".difftrack") / name
    before = kept.read_bytes()
    for words in (["readme", "--force"], ["csv", "--force"]):
        assert run("export", *words, "-o", str(kept)) == (
            1,
            "",
            f"difftrack: {kept} is where difftrack keeps its history. Name another: -o FILE\n",
        )
    assert kept.read_bytes() == before


@pytest.mark.parametrize("kind", ["folder", "fifo", "device"])
@pytest.mark.parametrize("words", [["readme", "--force"], ["bibtex"], ["csv"], ["json"]])
def test_what_is_no_file_is_left_as_it_is(run: Run, kind: str, words: list[str]) -> None:
    target = Path("target")
    if kind == "folder":
        target.mkdir()
    elif kind == "fifo":
        os.mkfifo(target)
    else:
        target.symlink_to("/dev/null")
    code, out, err = run("export", *words, "-o", "target")
    assert (code, out) == (1, "")
    assert err == "difftrack: target is no file. Name one, or - for stdout\n"
    told = run("export", *words, "-o", "target", "--json")
    assert f"difftrack: {json.loads(told.err)['error']}\n" == err
