"""Stepping back and forward: byte for byte, whoever else touched the file."""

import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run
from difftrack.library import store
from difftrack.library.model import Library
from difftrack.library.storage.change_log import begun
from difftrack.library.storage.history import history, steps
from difftrack.library.storage.states import states
from terminal import COMMAND, at_terminal


@pytest.fixture(autouse=True)
def library(run: Run, empty_home: Path) -> Path:
    run("init")
    run("--offline", "add", "2401.00011", "--short", "Alpha", "--title", "On Alpha")
    return empty_home / "difftrack.json"


def _log(path: Path) -> Path:
    return path.parent / ".difftrack" / "difftrack.json.log"


def _without_day(text: str) -> str:
    """Cut out when a command was given."""
    lines = [line.split(" (20")[0] for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def test_undo_brings_the_file_back_byte_for_byte(run: Run, library: Path) -> None:
    before = library.read_bytes()
    run("mark-read", "Alpha")
    after = library.read_bytes()
    shown = run("undo", "-n")
    assert _without_day(shown.out) == (
        "would be undone: mark-read Alpha\n  changed 2401.00011 (Alpha): read, read_on\n"
    )
    assert library.read_bytes() == after
    result = run("undo")
    assert (result.code, result.err) == (0, "")
    assert result.out == shown.out.replace("would be ", "")
    assert library.read_bytes() == before
    assert _without_day(run("undo", "--redo").out) == (
        "done again: mark-read Alpha\n  changed 2401.00011 (Alpha): read, read_on\n"
    )
    assert library.read_bytes() == after


def test_undo_again_goes_further_back(run: Run, library: Path) -> None:
    seen = [library.read_bytes()]
    for words in (["mark-read"], ["tag", "+a"], ["tag", "+b"]):
        run(*words, "Alpha")
        seen.append(library.read_bytes())
    for content in seen[-2::-1]:
        assert run("undo").code == 0
        assert library.read_bytes() == content
    for content in seen[1:]:
        assert run("undo", "--redo").code == 0
        assert library.read_bytes() == content
    assert run("undo", "--redo") == (
        1,
        "",
        "difftrack: Nothing was undone that could be done again. See: difftrack undo\n",
    )


def test_all_twenty_changes_can_be_taken_back(run: Run, library: Path) -> None:
    seen = []
    for number in range(25):
        seen.append(library.read_bytes())
        run("tag", "Alpha", f"+t{number}")
    assert run("undo", "--list").out.count("\n") == 20
    for content in reversed(seen[5:]):
        run("undo")
        assert library.read_bytes() == content
    assert run("undo").err == (
        "difftrack: There is nothing to undo: no change of difftrack.json is kept\n"
    )
    for _ in range(20):
        assert run("undo", "--redo").code == 0
    assert "t24" in run("show", "Alpha").out


def test_several_steps_at_once(run: Run, library: Path) -> None:
    seen = library.read_bytes()
    for tag in "abc":
        run("tag", "Alpha", f"+{tag}")
    last = library.read_bytes()
    number = run("undo", "--list").out.splitlines()[2].split("\t")[0]
    assert [
        c["command"] for c in json.loads(run("undo", "--to", number, "--json").out)["changes"]
    ] == [f"tag Alpha +{tag}" for tag in "abc"]
    assert library.read_bytes() == seen
    assert run("undo", "--to", number).err == (
        f"difftrack: There is no change {number} to undo. See: difftrack undo --list\n"
    )
    run("undo", "--redo")
    assert library.read_bytes() == last


def test_a_new_change_ends_the_way_forward(run: Run, library: Path) -> None:
    before = library.read_bytes()
    run("tag", "Alpha", "+a")
    run("undo")
    run("tag", "Alpha", "+b")
    assert run("undo", "--redo").code == 1
    run("undo")
    assert library.read_bytes() == before


def test_the_list_says_what_each_command_changed(run: Run) -> None:
    run("section", "add", "Video")
    run("move", "Alpha", "--section", "video")
    run("config", "title", "Mine")
    run("remove", "Alpha", "--yes")
    run("undo")
    rows = [line.split("\t") for line in run("undo", "--list").out.splitlines()]
    assert [(words, what, fate) for _, _, words, what, fate in rows] == [
        (
            "remove Alpha --yes",
            "removed 2401.00011 (Alpha); section video (Video): entries",
            "undone",
        ),
        ("config title Mine", "title", ""),
        (
            "move Alpha --section video",
            "section unclassified (Unclassified): entries; section video (Video): entries",
            "",
        ),
        ("section add Video", "section video (Video) added", ""),
        (
            "--offline add 2401.00011 --short Alpha --title 'On Alpha'",
            "added 2401.00011 (Alpha); section unclassified (Unclassified) added",
            "",
        ),
    ]
    told = json.loads(run("undo", "--list", "--json").out)["changes"]
    assert [c["undone"] for c in told] == [True, False, False, False, False]
    assert told[2]["what"] == [
        "section unclassified (Unclassified): entries",
        "section video (Video): entries",
    ]


def test_what_one_command_saved_in_parts_is_one_change(library: Path) -> None:
    before = library.read_bytes()
    command = begun("add --from many")
    for number in range(30):
        content = store.load(library)
        content.title = f"part {number}"
        store.save(library, content, command)
    assert [s.change.command.words for s in steps(library, history(library))][-1] == command.words
    assert len(states(library)) == 2
    done = history(library).done[-1]
    assert next(s for s in states(library) if s.name.endswith(f"{done.state:06}")).read_bytes() == (
        before
    )


# -- A file that others changed -------------------------------------------------------------------


def test_a_file_changed_by_hand_is_not_overwritten_in_silence(run: Run, library: Path) -> None:
    before = library.read_bytes()
    run("tag", "Alpha", "+a")
    assert "changed 2401.00011 (Alpha): tags\n" in run("undo", "-n").out
    mine = library.read_bytes().replace(b"On Alpha", b"On Alpha, by hand")
    library.write_bytes(mine)
    result = run("undo")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "difftrack: difftrack.json was changed since in a way that is not kept (by hand, by git, "
        "on a full disk), and "
        "that would be undone, too. Look at it: difftrack undo -n --force. Do it: difftrack undo "
        "--force\n"
    )
    assert library.read_bytes() == mine
    assert "changed 2401.00011 (Alpha): title, tags" in run("undo", "-n", "--force").out
    assert run("undo", "--force").code == 0
    assert library.read_bytes() == before
    assert run("undo", "--redo").code == 0
    assert library.read_bytes() == mine


def test_a_hand_edit_between_two_commands_is_found_when_it_is_reached(
    run: Run, library: Path
) -> None:
    run("tag", "Alpha", "+a")
    mine = library.read_bytes().replace(b"On Alpha", b"On Alpha, by hand")
    library.write_bytes(mine)
    run("tag", "Alpha", "+b")
    assert run("undo").code == 0
    assert library.read_bytes() == mine
    assert run("undo").code == 1
    assert library.read_bytes() == mine


def test_undo_mends_a_damaged_library(run: Run, library: Path) -> None:
    before = library.read_bytes()
    run("tag", "Alpha", "+a")
    library.write_bytes(b"{")
    damaged = run("list")
    assert damaged.code == 4
    assert damaged.err.endswith("See what can be saved: difftrack doctor\n")
    result = run("undo", "--force")
    assert result.code == 0
    assert "what it changed cannot be read" in result.out
    assert library.read_bytes() == before


@pytest.mark.parametrize("damaged", ["", "{", '{"format": "difftrack"}'])
def test_a_state_that_cannot_be_read_does_not_come_back(
    run: Run, library: Path, damaged: str
) -> None:
    run("note", "Alpha", "one")
    run("note", "Alpha", "two")
    now = library.read_bytes()
    states(library)[-1].write_text(damaged)
    result = run("undo")
    assert (result.code, result.out) == (1, "")
    assert "cannot be read, so nothing was changed. Bring back another" in result.err
    assert library.read_bytes() == now
    assert run("undo", "--to", "1", "--force").code == 0


def test_a_newer_library_is_left(run: Run, library: Path) -> None:
    run("tag", "Alpha", "+a")
    newer = library.read_bytes().replace(b'"version": 1', b'"version": 9')
    library.write_bytes(newer)
    assert run("undo", "--force").code == 4
    assert library.read_bytes() == newer


def test_no_library_and_no_history(run: Run, library: Path) -> None:
    assert "There is no library" in run("--library", "other.json", "undo").err
    run("init", "fresh")
    assert run("--library", "fresh", "undo", "--list").err == (
        "No change of fresh/difftrack.json is kept\n"
    )
    assert run("undo", "--list", "--redo") == (
        2,
        "",
        "difftrack: Give one of --list, --to N and --redo\n",
    )
    assert not (library.parent / "other.json").exists()


# -- A log that is damaged, and writers that are killed -------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        lambda log: log.unlink(),
        lambda log: log.write_bytes(b"\0" * 500),
        lambda log: log.write_bytes(b"[" * 50_000 + b'\n{}\nnull\n{"kind": "undo"}\n'),
        lambda log: log.write_bytes(log.read_bytes()[:-30]),
        lambda log: log.write_bytes(b'{"kind": [], "state": 1}\n'),
    ],
)  # fmt: skip
def test_without_its_log_the_states_still_serve(run: Run, library: Path, damage: object) -> None:
    assert callable(damage)
    seen = [library.read_bytes()]
    for tag in "ab":
        run("tag", "Alpha", f"+{tag}")
        seen.append(library.read_bytes())
    damage(_log(library))
    assert "a change without a name" in run("undo", "--list").out
    run("tag", "Alpha", "+c")
    for content in (seen[2], seen[1], seen[0]):
        assert run("undo").code == 0
        assert library.read_bytes() == content


@pytest.mark.parametrize("strange", [Path.mkdir, os.mkfifo, lambda log: log.symlink_to("mine.txt")])
def test_where_no_log_can_be_written_changes_are_made_and_none_undone(
    run: Run, library: Path, strange: object
) -> None:
    assert callable(strange)
    Path("mine.txt").write_text("mine")
    _log(library).unlink()
    strange(_log(library))
    before = library.read_bytes()
    assert run("tag", "Alpha", "+a").code == 0
    now = library.read_bytes()
    result = run("undo")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "difftrack.json.log is a link or no file of difftrack's. Nothing was ch" in result.err
    assert (library.read_bytes(), Path("mine.txt").read_text()) == (now, "mine")
    _log(library).rmdir() if _log(library).is_dir() else _log(library).unlink()
    assert run("undo").code == 0
    assert library.read_bytes() == before


def test_a_long_history_stays_small(run: Run, library: Path) -> None:
    for number in range(50):
        content = store.load(library)
        content.title = str(number)
        store.save(library, content, begun("x" * 1000))
        run("undo")
        run("undo", "--redo")
    assert len(_log(library).read_bytes().splitlines()) <= 60
    assert len(states(library)) <= 21
    for number in range(48, 30, -1):
        assert run("undo").code == 0
        assert store.load(library).title == str(number)


WORK = """
import sys
from pathlib import Path
from difftrack.library import store
from difftrack.library.storage.lock import locked
from difftrack.library.storage.change_log import begun
from difftrack.library.storage.history import history, steps
path = Path("difftrack.json")
print("go", flush=True)
n = 0
while True:
    n += 1
    with locked(path):
        if n % 3:
            library = store.load(path)
            library.title = f"title {n}"
            store.save(path, library, begun(f"change {n}"))
        else:
            last = [s for s in steps(path, history(path)) if not s.is_undone][-1]
            store.step(path, last.before.read_bytes(), begun("undo"), last.change.state)
"""


def test_a_library_is_whole_whenever_its_writer_is_killed(run: Run, library: Path) -> None:
    for turn in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WORK], stdout=subprocess.PIPE, env={}
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(30 * turn):
                store.load(library)
            process.send_signal(signal.SIGKILL)
        before = store.load(library)
        assert run("undo").code == 0
        assert run("undo", "--redo").code == 0
        assert store.load(library) == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=25))
def test_any_steps_lead_where_they_led_before(plan: list[str], tmp_path: Path) -> None:
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    path = folder / "difftrack.json"
    store.save(path, Library(title="0"), begun("init"))
    back, forward = list[bytes](), list[bytes]()
    for number, what in enumerate(plan, 1):
        now = path.read_bytes()
        found = history(path)
        if what == "change":
            store.save(path, Library(title=str(number)), begun(str(number)))
            back.append(now)
            forward.clear()
        elif what == "undo" and back:
            last = next(s for s in reversed(steps(path, found)) if not s.is_undone)
            store.step(path, last.before.read_bytes(), begun("undo"), last.change.state)
            assert path.read_bytes() == back.pop()
            forward.append(now)
        elif what == "redo" and forward:
            last = next(s for s in steps(path, found) if s.is_undone)
            store.step(path, last.after.read_bytes(), begun("redo"))
            assert path.read_bytes() == forward.pop()
            back.append(now)
        assert len([s for s in steps(path, history(path)) if not s.is_undone]) == min(len(back), 20)


def test_the_way_forward_is_not_taken_over_a_hand_edit(run: Run, library: Path) -> None:
    run("tag", "Alpha", "+a")
    run("undo")
    mine = library.read_bytes().replace(b"On Alpha", b"On Alpha, by hand")
    library.write_bytes(mine)
    assert run("undo", "--redo").code == 1
    assert library.read_bytes() == mine
    assert run("undo", "--redo", "--force").code == 0
    assert b'"a"' in library.read_bytes()


@pytest.fixture
def nothing_kept(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file system make no second name for a file, and take no copy of it."""

    def _no_link(*_: object) -> None:
        raise OSError(1, "no")

    monkeypatch.setattr("os.link", _no_link)
    monkeypatch.setattr("os.urandom", bytes)
    for number in range(1, 4):
        copy = f".{library.name}.{number:06}.00000000.tmp"
        (library.parent / ".difftrack" / copy).mkdir()


@pytest.mark.usefixtures("nothing_kept")
def test_where_a_state_cannot_be_kept_the_change_is_made_and_that_is_said(
    run: Run, library: Path
) -> None:
    before = states(library)
    assert run("tag", "Alpha", "+a") == (
        0,
        "tags: 2401.00011 (Alpha): a\n",
        f"This cannot be undone: {library} as it was could not be kept: File exists\n",
    )
    assert run("tag", "Alpha", "+b", "--quiet").err == ""
    assert store.load(library).entries["2401.00011"].tags[-2:] == ["a", "b"]
    assert states(library) == before


def test_where_the_present_state_cannot_be_kept_nothing_is_undone(
    run: Run, library: Path, request: pytest.FixtureRequest
) -> None:
    run("tag", "Alpha", "+a")
    now = library.read_bytes()
    request.getfixturevalue("nothing_kept")
    result = run("undo")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "was left as it is, for it could not be kept in" in result.err
    assert library.read_bytes() == now


def test_the_list_at_a_terminal_is_two_lines_for_each(run: Run) -> None:
    run("tag", "Alpha", "+a")
    run("undo")
    code, screen = at_terminal("undo", "--list", columns=60)
    lines = screen.splitlines()
    assert code == 0
    assert [line[24:] for line in lines[::2]] == [
        "tag Alpha +a  (undone)",
        "--offline add 2401.00011 --short Al…",
    ]
    assert lines[1] == "      changed 2401.00011 (Alpha): tags"
    assert max(map(len, lines)) == 60


# -- A file that is gone ---------------------------------------------------------------------------


@pytest.fixture
def of_user(run: Run, library: Path) -> Path:
    """The user's own library, which no command in a project may mistake for the project's."""
    path = Path.home() / ".local" / "share" / "difftrack" / "library.json"
    run("--library", str(path), "--offline", "add", "2401.00099", "--title", "Of the user")
    run("--library", str(path), "tag", "2401.00099", "+a")
    library.unlink()
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["stats"],
        ["undo", "--redo"],
        ["mark-read", "2401.00099"],
        ["--offline", "add", "2401.00012", "--title", "New"],
        ["import", "list.md"],
        ["import", "list.md", "--dry-run"],
        ["export", "readme"],
        ["config", "title", "T"],
    ],
)
def test_no_command_takes_another_library_for_one_that_is_gone(
    run: Run, library: Path, of_user: Path, arguments: list[str]
) -> None:
    Path("list.md").write_text("# T\n\n## S\n\n- [Kites](https://example.org/kites)\n")
    before = of_user.read_bytes()
    inside = library.parent / "notes" / "deep"
    inside.mkdir(parents=True)
    for folder in (library.parent, inside):
        os.chdir(folder)
        (folder / "list.md").write_text((library.parent / "list.md").read_text())
        result = run(*arguments)
        assert (result.code, result.out) == (1, "")
        if "--redo" not in arguments:
            assert result.err == (
                f"difftrack: {library} is gone: removed, moved, or not on this branch of git. "
                "Bring back what is kept of it: difftrack undo --force. Or begin anew: difftrack "
                f"--library {library} init\n"
            )
    assert of_user.read_bytes() == before
    assert not library.exists()


def test_undo_brings_back_the_file_that_is_gone_where_that_is_said(
    run: Run, library: Path, of_user: Path
) -> None:
    before = of_user.read_bytes()
    refused = run("undo")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "difftrack: difftrack.json is gone: removed, moved, or not on this branch of git. Look at "
        "what is kept of it: difftrack undo -n --force. Bring it back: difftrack undo --force\n"
    )
    assert run("undo", "-n", "--force").out.startswith("would be undone: --offline add 2401.00011")
    assert not library.exists()
    assert run("undo", "--force").code == 0
    assert store.load(library).entries == {}
    assert of_user.read_bytes() == before


def test_what_a_step_wrote_last_is_brought_back_as_it_was(run: Run, library: Path) -> None:
    run("tag", "Alpha", "+a")
    run("undo")
    before = library.read_bytes()
    library.unlink()
    assert run("undo", "-n", "--force").out == (
        "would be brought back: difftrack.json, as difftrack wrote it last\n"
    )
    assert json.loads(run("undo", "--force", "--json").out)["changes"] == []
    assert library.read_bytes() == before
    assert run("undo", "--redo").code == 0
    assert run("list", "tag:a").out


def test_a_library_that_was_just_made_is_missed_too(run: Run, empty_home: Path) -> None:
    run("init", "fresh")
    os.chdir("fresh")
    Path("difftrack.json").unlink()
    for words in (["undo"], ["undo", "--force"], ["list"], ["add", "2006.11239"]):
        result = run(*words)
        assert (result.code, result.out) == (1, "")
        assert result.err == (
            f"difftrack: {empty_home}/fresh/difftrack.json is gone: removed, moved, or not on this "
            "branch of git, and nothing of it is kept. Get it back from there, or begin anew: "
            f"difftrack --library {empty_home}/fresh/difftrack.json init\n"
        )


def test_a_library_that_is_named_is_begun_anew(run: Run, library: Path, of_user: Path) -> None:
    before = of_user.read_bytes()
    new = ["--offline", "add", "2401.00012", "--title", "New"]
    assert run("--library", "difftrack.json", *new).code == 0
    assert list(store.load(library).entries) == ["2401.00012"]
    assert of_user.read_bytes() == before


def test_a_library_is_begun_anew_where_one_was(run: Run, library: Path) -> None:
    run("tag", "Alpha", "+a")
    library.unlink()
    result = run("init", "--title", "Anew")
    assert result.code == 0
    assert result.err.startswith("To bring back the one that was here before: difftrack undo --f")
    anew = library.read_bytes()
    assert run("undo").code == 1
    assert library.read_bytes() == anew
    assert run("undo", "--force").code == 0
    assert run("list").out.startswith("2401.00011\t")
    assert run("undo", "--redo").code == 0
    assert library.read_bytes() == anew


def test_a_branch_of_git_without_the_library(run: Run, library: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]

    def _git(*words: str) -> None:
        subprocess.run([*git, *words], check=True, capture_output=True)

    _git("init", "-q", "-b", "main")
    _git("commit", "-q", "--allow-empty", "-m", "Begin")
    _git("branch", "bare")
    _git("add", "difftrack.json")
    _git("commit", "-q", "-m", "Add the list")
    before = library.read_bytes()
    _git("checkout", "-q", "bare")
    assert run("--offline", "add", "2401.00012", "--title", "New").code == 1
    assert not list(Path.home().rglob("library.json"))
    _git("checkout", "-q", "main")
    assert library.read_bytes() == before
    assert run("--offline", "add", "2401.00012", "--title", "New").code == 0
    assert run("undo").code == 0
    assert library.read_bytes() == before


def test_the_states_of_another_library_are_no_sign_of_one_that_is_gone(
    run: Run, empty_home: Path
) -> None:
    folder = empty_home / "other"
    folder.mkdir()
    os.chdir(folder)
    run("--library", "mine.json", "init")
    run("--library", "mine.json", "config", "title", "T")
    assert run("config", "title").out == "Papers on Diffusion Models\n"


# -- Two at once ----------------------------------------------------------------------------------


def test_what_another_did_while_undo_waited_is_not_undone(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("tag", "Alpha", "+mine")
    lock = fcntl.flock

    def _later(descriptor: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        subprocess.run([COMMAND, "config", "title", "Theirs"], check=True, capture_output=True)
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", _later)
    refused = run("undo")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "difftrack: Another difftrack changed difftrack.json just now, so nothing was undone. "
        "See: difftrack undo --list\n"
    )
    assert store.load(library).title == "Theirs"
    monkeypatch.setattr(fcntl, "flock", _later)
    assert run("undo", "--redo").code == 1
    assert run("undo", "--force").code == 0


def test_two_undos_at_once_take_back_one_change(run: Run, library: Path) -> None:
    seen = []
    for tag in "abcdef":
        seen.append(library.read_bytes())
        run("tag", "Alpha", f"+{tag}")
    undos = [subprocess.Popen([COMMAND, "undo"], stdout=-1, stderr=-1) for _ in range(4)]
    codes = [undo.wait(timeout=60) for undo in undos]
    for undo in undos:
        undo.communicate()
    assert set(codes) <= {0, 1}
    assert library.read_bytes() == seen[-codes.count(0)]


# -- Any mix of changes and steps ------------------------------------------------------------------


class Told:
    """What a person expects: a list of texts to go back to, and one to go forward to."""

    def __init__(self, now: bytes) -> None:
        self.now, self.back, self.forward = now, list[bytes](), list[list[bytes]]()

    def change(self, text: bytes) -> None:
        self.back, self.now = [*self.back, self.now][-20:], text
        self.forward.clear()

    def undo(self, count: int) -> None:
        """Go back over `count` changes at once, which one step forward does again."""
        taken = [*self.back[-count:], self.now]
        self.forward.append(taken)
        self.now = taken[0]
        del self.back[-count:]

    def redo(self) -> None:
        *between, self.now = self.forward.pop()
        self.back += between


@pytest.mark.parametrize("seed", range(2))
def test_twenty_changes_can_be_undone_after_any_mix(run: Run, library: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a plan that can be repeated
    library.unlink()
    shutil.rmtree(library.parent / ".difftrack")
    run("init")
    told = Told(library.read_bytes())
    for number in range(160):
        # Long runs of one kind, so that twenty steps back and a new beginning are among them.
        what = chance.choices(["change", "undo", "redo", "to"], WEIGHTS[number // 16 % 5])[0]
        if what == "change":
            text = f"t{chance.randrange(3)}" if chance.random() < 0.3 else f"title {number}"
            assert run("config", "title", text).code == 0
            if library.read_bytes() != told.now:
                told.change(library.read_bytes())
        elif what == "redo":
            assert run("undo", "--redo").code == (0 if told.forward else 1)
            if told.forward:
                told.redo()
        else:
            _step_back(run, told, chance.randint(1, 4) if what == "to" else 1)
        assert library.read_bytes() == told.now
        fates = [line.rpartition("\t")[2] for line in run("undo", "--list").out.splitlines()]
        forward = sum(len(texts) - 1 for texts in told.forward)
        assert fates == ["undone"] * forward + [""] * len(told.back)
        assert len(states(library)) <= 21
    for before in reversed(told.back):
        run("undo")
        assert library.read_bytes() == before
    assert run("undo").code == 1


WEIGHTS = [(9, 1, 1, 0), (1, 9, 0, 1), (4, 4, 4, 1), (1, 4, 5, 1), (9, 3, 0, 1)]


def _step_back(run: Run, told: Told, count: int) -> None:
    rows = [line.split("\t") for line in run("undo", "--list").out.splitlines()]
    numbers = [row[0] for row in rows if row[4] == ""]
    if count > len(numbers):
        return
    words = ["--to", numbers[count - 1]] if count > 1 else []
    assert run("undo", *words).code == 0
    told.undo(count)


def test_what_was_undone_and_left_takes_no_place(run: Run) -> None:
    for number in range(20):
        run("config", "title", f"kept {number}")
        run("config", "title", "left")
        run("undo")
    seen = run("undo", "--list").out.splitlines()
    assert [line.split("\t")[2] for line in seen if not line.endswith("undone")] == [
        f"config title 'kept {number}'" for number in range(19, 0, -1)
    ]  # with the twentieth, `left` was one too many


def test_a_step_that_never_came_about_ends_no_way_back(run: Run, library: Path) -> None:
    for tag in "abc":
        run("tag", "Alpha", f"+{tag}")
    number = run("undo", "--list").out.splitlines()[1].split("\t")[0]
    now, log = library.read_bytes(), _log(library)
    run("undo", "--to", number)
    library.write_bytes(now)  # as if its writer had been killed before it replaced the file
    run("tag", "Alpha", "+d")
    told = [line.split("\t") for line in run("undo", "--list").out.splitlines()]
    assert [row[2] for row in told[:4]] == [f"tag Alpha +{tag}" for tag in "dcba"]
    assert '"undo"' not in log.read_text()


def test_what_has_no_name_can_be_done_again(run: Run, library: Path) -> None:
    for tag in "ab":
        run("tag", "Alpha", f"+{tag}")
    last = library.read_bytes()
    _log(library).unlink()
    assert run("undo").code == 0
    assert run("undo", "--redo").code == 0
    assert library.read_bytes() == last
