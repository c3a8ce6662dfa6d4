"""Stepping back and forward: byte for byte, whoever else touched the file."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run
from difftrack.library import store
from difftrack.library.change_log import begun
from difftrack.library.disk import states
from difftrack.library.history import history, steps
from difftrack.library.model import Library
from terminal import at_terminal

COMMAND = str(Path(sys.executable).with_name("difftrack"))


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
        "would be undone: mark-read Alpha\n  changed 2401.00011 (Alpha): read\n"
    )
    assert library.read_bytes() == after
    result = run("undo")
    assert (result.code, result.err) == (0, "")
    assert result.out == shown.out.replace("would be ", "")
    assert library.read_bytes() == before
    assert _without_day(run("undo", "--redo").out) == (
        "done again: mark-read Alpha\n  changed 2401.00011 (Alpha): read\n"
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
    run("remove", "Alpha")
    run("undo")
    rows = [line.split("\t") for line in run("undo", "--list").out.splitlines()]
    assert [(words, what, fate) for _, _, words, what, fate in rows] == [
        ("remove Alpha", "removed 2401.00011 (Alpha); section video (Video): entries", "undone"),
        ("config title Mine", "title", ""),
        ("move Alpha --section video", "2 sections or settings", ""),
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
    mine = library.read_bytes().replace(b"On Alpha", b"On Alpha, by hand")
    library.write_bytes(mine)
    result = run("undo")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "difftrack: difftrack.json was changed by hand or by git since difftrack wrote it, and "
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
        lambda log: (log.unlink(), log.mkdir()),
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
        if _log(library).is_file():
            assert library.read_bytes() == content


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
from difftrack.library.disk import locked
from difftrack.library.change_log import begun
from difftrack.library.history import history, steps
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


def test_a_file_that_is_gone_is_brought_back_when_that_is_said(run: Run, library: Path) -> None:
    before = library.read_bytes()
    run("tag", "Alpha", "+a")
    library.unlink()
    assert run("--library", str(library), "undo").code == 1
    assert run("--library", str(library), "undo", "--force").code == 0
    assert library.read_bytes() == before


def test_where_the_present_state_cannot_be_kept_nothing_is_undone(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _no_link(*_: object) -> None:
        raise OSError(1, "no")

    run("tag", "Alpha", "+a")
    now = library.read_bytes()
    monkeypatch.setattr("os.link", _no_link)
    result = run("undo")
    assert result.code == 1
    assert "could not be kept as it is, so nothing was changed" in result.err
    assert library.read_bytes() == now
    run("tag", "Alpha", "+b")
    assert run("undo", "-n").code == 1  # what the last change was is not known


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
