"""What a shell offers while a command is typed, and how that is set up."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer

from conftest import Run
from difftrack.cli.commands import command_line
from difftrack.cli.invocation import hoisted
from difftrack.cli.shells import SCRIPTS
from difftrack.completion.place import ARGUMENTS, GROUPS, Kind, place
from terminal import COMMAND

TODAYS = [f"{date.today() - timedelta(days=n)}" for n in (0, 1)]  # noqa: DTZ011 - the person's
HOSTILE = "$(touch made)`touch made`;'\""


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    for key, short, title, tag in (
        ("2006.11239", "DDPM", "Denoising Diffusion", "gan"),
        ("2010.02502", "DDIM", "Implicit\x1b[31m Diffusion " + "wide " * 30, "image editing"),
        ("math/0211159", "Ein Name", "Entropy", "gan"),
        ("2401.00001", HOSTILE, f"Hostile {HOSTILE}", HOSTILE),
    ):
        run("--offline", "add", key, "--short", short, "--title", title, "--tag", tag)


def asked(*words: str, **environment: str) -> list[list[str]]:
    """Return what is offered for the last word: words with what they are."""
    result = subprocess.run(
        [COMMAND, *words],
        env={**os.environ, "_DIFFTRACK_COMPLETE": "1", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return [line.split("\t") for line in result.stdout.splitlines()]


def offered(*words: str) -> list[str]:
    return [word for word, _ in asked(*words)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mark", ["mark-read", "mark-unread"]),
        ("export bib", ["bibtex"]),
        ("--library x sec", ["section"]),
        ("show DD", ["DDIM", "DDPM"]),
        ("show ddp", ["DDPM"]),
        ("show 20", ["2006.11239", "2010.02502"]),
        ("show Ein", ["Ein Name"]),
        ("show '", ["DDIM", "Ein Name", "DDPM", "2401.00001"]),
        ("mark-read DDIM --json ma", ["math/0211159"]),
        ("mark-read --on 2026-01-01 DDP", ["DDPM"]),
        ("remove -- DDP", ["DDPM"]),
        ("readings 2026-11-20 DDP", ["DDPM"]),
        ("readings 20", TODAYS),
        ("mark-read DDPM --on ", TODAYS),
        ("export bibtex --section ed", ["editing"]),
        ("add 1 --section=den", ["denoising"]),
        ("add 1 --section = den", ["denoising"]),
        ("section query inv", ["inversion"]),
        ("discover sur", ["surveys"]),
        ("list --tag ", ["gan", "image editing"]),
        ("list --tag im", ["image editing"]),
        ("tag DDPM +", ["+gan", "+image editing"]),
        ("tag DDPM +x -g", ["-gan"]),
        ("tag DDPM --j", ["--json"]),
        ("undo --to ", []),
        ("score DDPM ", []),
        ("note --from x DDP", ["DDPM"]),
        ("link --json DDP", ["DDPM"]),
        ("section remove editing --to inv", ["inversion"]),
        ("config style det", ["detailed"]),
        ("config count ", ["false", "true"]),
        ("list --so", ["--sort"]),
        ("list --sort da", ["date"]),
        ("list --reverse --no-such ", []),
        ("export readme --style de", ["detailed"]),
        ("export readme --order a", ["added"]),
        ("config read_m", ["read_mark"]),
        ("add 20", []),
        ("nonsense DDP", ["DDPM"]),
        ("export nonsense --x", []),
    ],
)
def test_words_are_completed(typed: str, words: list[str]) -> None:
    assert sorted(offered(*typed.split(" "))) == sorted(words)


def test_what_a_word_is_stands_beside_it() -> None:
    assert asked("show", "2006") == [["2006.11239", "DDPM: Denoising Diffusion"]]
    assert asked("list", "--section", "ed") == [["editing", "Image Editing"]]
    assert asked("list", "--tag", "g") == [["gan", "2 entries"]]
    assert asked("mark-u") == [["mark-unread", "Take the read mark from entries"]]
    [[_, title]] = asked("show", "DDIM")
    assert len(title) <= 60
    assert "\x1b" not in title


@pytest.mark.parametrize("typed", ["import ", "export csv -o x", "--library "])
def test_the_shell_itself_completes_files(typed: str) -> None:
    assert asked(*typed.split(" ")) == [["", "files"]]
    assert asked("init", "") == [["", "folders"]]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"entries": {"a": 3}}', "\x00", "{" * 5000])
def test_a_damaged_library_offers_nothing_and_says_nothing(content: str) -> None:
    Path("difftrack.json").write_text(content)
    assert asked("show", "D") == []
    Path("difftrack.json").unlink()
    assert asked("show", "D") == []


def test_days_are_offered_with_the_sessions_held_on_them(run: Run) -> None:
    today, yesterday = TODAYS
    run("readings", "2023-01-23", "DDPM", "--title", "Noise")
    run("readings", today, "DDPM")
    run("readings", "2023-02-06", "DDIM")
    offers = asked("readings", "")
    assert [day for day, _ in offers] == [today, yesterday, "2023-02-06", "2023-01-23"]
    assert offers[0][1].startswith("today: ")
    assert offers[1:2] == [[yesterday, "yesterday"]]
    assert offers[3][1] == "Mon Jan 23, 2023 Noise"


def test_another_library_may_be_named() -> None:
    entry = {"title": "There", "short": "Else"}
    Path("other.json").write_text(json.dumps({"entries": {"k": entry}, "sections": []}))
    assert asked("--library", "other.json", "show", "") == [["Else", "There"]]
    assert asked("show", "", DIFFTRACK_LIBRARY="other.json") == [["Else", "There"]]


def test_entries_are_offered_without_the_models_of_the_library() -> None:
    code = (
        "import sys; from difftrack.completion import complete; complete(['show', 'D']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "DDPM" in result.stdout
    assert not {"pydantic", "typer", "difftrack.cli"} & set(result.stderr.split())


def _commands(group: object, above: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """Return all commands with their arguments and options."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for name in group.list_commands(typer.Context):  # type: ignore[attr-defined] # Typer's class is private
        command = group.commands.get(name)  # type: ignore[attr-defined] # as above
        if hasattr(command, "list_commands"):
            found += _commands(command, (*above, name))
        else:
            found.append(((*above, name), command.params))
    return found


_CALLED = {"REF": Kind.ENTRIES, "S": Kind.SECTIONS, "SECTION": Kind.SECTIONS, "FILE|-": Kind.FILES}
_CALLED |= {
    "DIR": Kind.FOLDERS,
    "REF|QUERY": Kind.ENTRIES,
    "[KEY": Kind.SETTINGS,
    "[DATE": Kind.DAYS,
}


def test_every_argument_is_completed_as_it_is_called() -> None:
    for command, params in _commands(command_line()):
        called = [p.metavar or "" for p in params if not p.opts[0].startswith("-")]
        first: str = (called[0].split() or [""])[0] if called else ""
        bare = (
            first
            if first in {"[KEY", "[DATE"}
            else first.strip("[]").removesuffix("...").strip("[]")
        )
        if command != ("add",):  # what is added is not there yet
            expected = _CALLED.get(bare, Kind.NOTHING)
            is_free = not called or (command[0] == "section" and command[1] in {"list", "add"})
            assert is_free or place([*command, ""]).kind == expected, command
        sections = [p.opts[0] for p in params if p.metavar == "S" and p.opts[0] != "--style"]
        for name in sections:
            if name.startswith("-"):
                assert place([*command, name, ""]).kind == Kind.SECTIONS, (command, name)
    assert place(["readings", "2026-11-20", ""]).kind == Kind.ENTRIES


def test_the_groups_are_those_of_the_command_line() -> None:
    table = command_line()
    names = table.list_commands(typer.Context)  # type: ignore[arg-type] # it is not looked at
    assert set(GROUPS) == {n for n in names if hasattr(table.commands.get(n), "list_commands")}
    assert all(kind in Kind for kind in ARGUMENTS.values())


def test_the_global_options_are_those_of_the_command_line() -> None:
    for option in command_line().params:
        name = option.opts[0]
        if name in {"--version", "--install-completion", "--show-completion"}:
            continue  # behind them stands no command
        words = [name] if getattr(option, "is_flag", False) else [name, "1"]
        for spelled in option.opts:
            words[0] = spelled
            assert hoisted(["show", *words, "DDPM"]) == [*words, "show", "DDPM"]
            assert place([*words, "show", ""]).kind == Kind.ENTRIES, spelled
            assert place(["show", *words, ""]).kind == Kind.ENTRIES, spelled


# -- Setting it up --------------------------------------------------------------------------------


def test_it_is_installed_once_and_nothing_else_is_touched(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".bashrc").write_bytes(b"x=\xff1")
    script = home / ".local/share/difftrack/completion.bash"
    said = f"Wrote {script}, which {home / '.bashrc'} reads\n"
    said += "Open a new shell, and press Tab behind: difftrack show\n"
    for _ in range(2):
        assert run("--install-completion", "bash") == (0, said, "")
    expected = f"x=\xff1\n[ -f {script} ] && . {script}\n".encode("latin-1")
    assert (home / ".bashrc").read_bytes() == expected
    assert script.read_text() == SCRIPTS["bash"]


def test_each_shell_has_its_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    monkeypatch.setenv("ZDOTDIR", str(home / "z"))
    (home / "z").mkdir()
    assert run("--install-completion").code == 0
    assert (home / ".config/fish/completions/difftrack.fish").read_text() == SCRIPTS["fish"]
    assert run("--install-completion", "zsh").code == 0
    assert "completion.zsh" in (home / "z" / ".zshrc").read_text()
    assert run("--show-completion", "zsh").out.strip() == SCRIPTS["zsh"].strip()


def test_a_shell_that_is_not_known_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "Name one: --install-completion bash|zsh|fish\n"
    result = run("--install-completion", "tcsh")
    assert result == (2, "", f"difftrack: There is no completion for 'tcsh'. {told}")
    monkeypatch.delenv("SHELL", raising=False)
    assert run("--show-completion") == (2, "", f"difftrack: No shell is known. {told}")


def test_a_home_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / ".local").write_text("a file")
    result = run("--install-completion", "bash")
    assert result.code == 1
    assert result.err.endswith("yourself: difftrack --show-completion bash\n")
    assert result.err.count("\n") == 1


# -- In bash itself -------------------------------------------------------------------------------


def in_bash(*words: str, how: int = 9) -> list[str]:
    """Return what bash would put into the line, or list (`how`: 63), for the last of the words."""
    script = f"""
        . <({COMMAND} --show-completion bash)
        COMP_WORDS=(difftrack "$@"); COMP_CWORD=$#; COMP_TYPE={how}; COLUMNS=40
        _difftrack {COMMAND}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    bash = shutil.which("bash") or "bash"
    result = subprocess.run(
        [bash, "-c", script, "bash", *words], capture_output=True, text=True, check=True
    )
    assert result.stderr == ""
    return [line for line in result.stdout.splitlines() if line]


def test_bash_completes_words_and_lists_them_with_titles() -> None:
    assert in_bash("show", "2006") == ["2006.11239"]
    assert in_bash("show", "DD") == ["DDPM", "DDIM"]
    assert in_bash("show", "DD", how=63) == [
        "DDPM  (Denoising Diffusion)",
        "DDIM  (Implicit[31m Diffusion wide wid",
    ]
    assert in_bash("list", "--section", "=", "ed") == ["editing"]


def test_bash_gets_each_word_as_one_word() -> None:
    assert in_bash("show", "Ein") == ["Ein\\ Name"]
    assert in_bash("show", '"Ein') == ["Ein Name"]
    assert in_bash("list", "--tag", "") == ["gan", "image\\ editing"]


def test_nothing_of_a_hostile_library_is_run_or_put_into_the_line() -> None:
    for words in (["show", ""], ["list", "--tag", ""], ["show", "$(touch"], ["show", "2401"]):
        assert not any("touch" in line for line in in_bash(*words))
    assert in_bash("show", "2401", how=63) == ["2401.00001"]
    assert not Path("made").exists()
