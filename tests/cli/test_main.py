import json
import re
import sys
from pathlib import Path

import pytest

import difftrack
from conftest import Run
from difftrack.cli.commands import FIRST


def test_help_shows_the_commands(run: Run) -> None:
    for arguments in (["-h"], ["--help"]):
        result = run(*arguments)
        assert result.code == 0
        assert "difftrack mark-read DDPM" in result.out
        assert "mark-unread" in result.out


def test_difftrack_alone_shows_the_ten_commands_that_matter(run: Run) -> None:
    result = run()
    assert result == (0, FIRST + "\n", "")
    shown = re.findall(r"^  difftrack (\S+)", result.out, re.MULTILINE)
    known = run("--help").out
    assert len(shown) == 10
    assert all(f"\n  {name} " in known for name in shown)


@pytest.mark.parametrize(
    "command", ["init", "add", "list", "export", "export readme", "section add"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    result = run(*command.split(), "-h")
    assert result.code == 0
    assert f"Usage: difftrack {command}" in result.out


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"difftrack {difftrack.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "No such command 'bogus'"),
        (["lst"], "No such command 'lst'. Did you mean 'list'? See: difftrack --help"),
        (["show"], "Missing argument"),
        (["list", "--bogus"], "No such option"),
        (["--library"], "--library"),
        (["export", "pdf"], "No such command 'pdf'"),
        (["cache"], "Missing command. There are: info, clear. See: difftrack cache --help"),
        (["--lock-timeout", "soon", "list"], "lock-timeout"),
    ],
)
def test_a_wrong_use_is_one_line_and_exits_2(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert said in result.err
    assert result.err.startswith("difftrack: ")
    assert result.err.count("\n") == 1
    assert "--help" in result.err


def test_with_json_an_error_is_a_line_of_json(run: Run) -> None:
    run("init")
    for arguments, code, said in (
        (
            ["show", "Nobody"],
            1,
            "'Nobody' is not in the library. See what is there: difftrack list",
        ),
        (["list", "author:("], 2, "There is nothing in this parenthesis\n  author:(\n         ^"),
        (["list", "--zzz"], 2, "No such option: --zzz. See: difftrack list --help"),
    ):
        result = run(*arguments, "--json")
        assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
        assert json.loads(result.err) == {
            "format": "difftrack-error", "version": 1, "exit": code, "error": said,
        }  # fmt: skip
    assert run("show", "--", "--json").err.startswith("difftrack: '--json' is not in the library")


def test_where_an_error_arose_is_shown_on_request(run: Run) -> None:
    run("init")
    plain, whole = run("show", "Nobody"), run("show", "Nobody", "--debug")
    assert (plain.code, plain.err.count("\n")) == (1, 1)
    assert whole.code == 1
    assert whole.err.startswith("Traceback (most recent call last):\n")
    assert whole.err.endswith(f"\n{plain.err}")
    assert run("list", "--debug").code == 0


def test_a_fault_of_the_program_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "difftrack.cli.showing", None)  # as in a broken installation
    result = run("show", "DDPM")
    assert (result.code, result.out) == (70, "")
    assert result.err.startswith("difftrack: This is a fault of difftrack's own: ModuleNotFound")
    assert result.err.endswith(". See where: --debug\n")
    assert result.err.count("\n") == 1
    assert "Traceback" in run("show", "DDPM", "--debug").err


def test_an_option_stands_before_a_variable_and_that_before_the_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".", "named", "typed"):
        run("init", name, "--title", f"In {name}")
    assert run("config", "title").out == "In .\n"
    monkeypatch.setenv("DIFFTRACK_LIBRARY", "named")
    assert run("config", "title").out == "In named\n"
    assert run("config", "title", "--library", "typed").out == "In typed\n"
    monkeypatch.setenv("DIFFTRACK_WAIT", "soon")
    assert run("list").code == 2
    assert run("list", "--wait", "1").code == 0


def test_a_folder_that_is_not_absolute_is_no_folder_for_data(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", "here")  # the XDG specification: is to be ignored
    monkeypatch.setenv("EDITOR", "true")
    run("--offline", "add", "2401.00001")
    run("note", "2401.00001")
    assert run("cache", "info").code == 0
    assert list(empty_home.iterdir()) == []
    assert run("list").out.startswith("2401.00001\t")


def test_no_library_says_how_to_make_one(run: Run) -> None:
    result = run("list")
    assert result.code == 1
    assert "difftrack init" in result.err


def test_global_options_may_stand_anywhere(run: Run, empty_home: Path) -> None:
    run("init", "lib")
    assert run("list", "--library", "lib").code == 0
    assert run("list", "--library=lib/difftrack.json", "--quiet") == (0, "", "")
    assert run("add", "2006.11239", "--offline", "--library", str(empty_home / "lib")).code == 0


def test_the_environment_names_the_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "lib")
    monkeypatch.setenv("DIFFTRACK_LIBRARY", "lib")
    assert run("list").code == 0


def test_a_damaged_library_is_refused_and_left(run: Run, empty_home: Path) -> None:
    path = empty_home / "difftrack.json"
    path.write_text('{"format": "difftrack", "version": 1, "entries": {"x": {"title": 3}}}')
    before = path.read_bytes()
    for arguments in (["list"], ["mark-read", "x"], ["add", "2006.11239", "--offline"]):
        result = run(*arguments)
        assert result.code == 4
        assert "entries.x.title" in result.err
        assert result.err.count("\n") == 1
    assert path.read_bytes() == before


def test_a_newer_library_is_read_and_not_written(run: Run, empty_home: Path) -> None:
    path = empty_home / "difftrack.json"
    path.write_text(json.dumps({"format": "difftrack", "version": 2, "moons": [1], "title": "T"}))
    before = path.read_bytes()
    assert run("config", "title") == (0, "T\n", "")
    result = run("add", "2006.11239", "--offline")
    assert result.code == 4
    assert "newer difftrack" in result.err
    assert path.read_bytes() == before


def test_sections_are_listed_and_added(run: Run) -> None:
    run("init")
    assert run("section", "add", "Video Editing", "--parent", "editing").out == (
        "added section video-editing (Video Editing)\n"
    )
    assert run("section", "list").out == (
        "surveys\tSurveys\t0\n"
        "synthesis\tImage Synthesis\t0\n"
        "editing\tImage Editing\t0\n"
        "  video-editing\tVideo Editing\t0\n"
        "denoising\tImage Denoising\t0\n"
        "inversion\tInversion\t0\n"
    )
    assert run("section", "add", "Video Editing", "--parent", "editing").code == 1
    assert json.loads(run("section", "list", "--json").out)["sections"][3] == {
        "key": "video-editing",
        "title": "Video Editing",
        "parent": "editing",
    }


def test_options_are_shown_and_set(run: Run) -> None:
    run("init")
    assert run("config", "read_mark").out == ":zap:\n"
    assert run("config", "read-mark", "✓").out == "read-mark = ✓\n"
    assert "read_mark\t✓\tlibrary\n" in run("config").out
    assert json.loads(run("config", "--json").out)["options"]["contents"] is True
    assert run("config", "contents", "off").code == 0
    assert run("config", "contents").out == "false\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["colour", "red"], 1), (["colour"], 1), (["style", "baroque"], 2), (["order", "random"], 2)],
)
def test_options_that_cannot_be_are_refused(run: Run, arguments: list[str], code: int) -> None:
    run("init")
    assert run("config", *arguments).code == code


def test_an_option_that_was_mistyped_is_guessed_and_not_set(run: Run) -> None:
    run("init")
    for arguments in (["stlye"], ["stlye", "table"]):
        result = run("config", *arguments)
        assert result == (1, "", "difftrack: There is no option 'stlye'. Did you mean style?\n")


def test_remove(run: Run) -> None:
    run("init")
    run("--offline", "add", "2401.00001", "2401.00002")
    assert run("remove", "2401.00001", "-y") == (0, "removed: 2401.00001\n", "")
    assert run("list").out.startswith("2401.00002\t")
    assert run("remove", "2401.00001").code == 1
    assert json.loads(run("remove", "2401.00002", "--yes", "--json").out)["removed"] == {
        "2401.00002": ["unclassified"]
    }


def test_verbose_says_which_library(run: Run, empty_home: Path) -> None:
    run("init")
    assert run("--verbose", "list").err.startswith(
        f"The library is {empty_home / 'difftrack.json'}\n"
    )


def test_one_option_as_json(run: Run) -> None:
    run("init")
    assert json.loads(run("config", "order", "--json").out)["options"] == {"order": None}
    assert run("config", "order").out == "usual\n"


def test_the_title_of_the_list_is_an_option_too(run: Run) -> None:
    run("init")
    assert run("config", "title", "  My   List ").out == "title = My List\n"
    assert run("config", "title").out == "My List\n"
