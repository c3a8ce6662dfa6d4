"""`doctor`: what it says, what it saves, what it never touches."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Run
from difftrack.errors import LibraryDamagedError
from difftrack.library import store
from difftrack.library.model import Entry, Library, Section
from difftrack.library.storage.file_format import encode
from difftrack.library.storage.states import states
from terminal import at_terminal

LIBRARY = Library(
    title="List",
    sections=[Section(key="s", title="Section", entries=["2401.00001", "2401.00002"])],
    entries={
        "2401.00001": Entry(arxiv_id="2401.00001", title="On Alpha", short="Alpha"),
        "2401.00002": Entry(arxiv_id="2401.00002", title="On Beta", note="Good."),
    },
)
WHOLE = encode(LIBRARY)
TWICE = "x: is the same work as 2401.00001. Make one: difftrack merge-entries 2401.00001 x"
PIECE = '"2401.00002": { "arxiv_id": "2401.00002", "title": "On Beta…'
NOT_TAKEN = f"not taken: line 21, entries.2401.00002: {PIECE}"
CUT_OFF = "is left over from a write that was cut off"
BROKEN = WHOLE.replace(b'"note": "Good."', b'"note": "Good.')


@pytest.fixture
def path(empty_home: Path) -> Path:
    path = empty_home / "difftrack.json"
    path.write_bytes(WHOLE)
    return path


def _files(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def test_a_whole_library_is_called_so(run: Run, path: Path) -> None:
    for options in ([], ["--fix"], ["--fix", "-n"]):
        result = run("doctor", *options)
        assert result == (0, "difftrack.json is whole: nothing was found\n", "")
    assert path.read_bytes() == WHOLE
    assert json.loads(run("doctor", "--json").out) == {
        "format": "difftrack-doctor",
        "version": 1,
        "damaged": None,
        "saved": None,
        "files": [],
        "mended": [],
        "left": [],
    }


def test_what_is_wrong_is_said_and_left(run: Run, path: Path) -> None:
    library = LIBRARY.model_copy(deep=True)
    library.entries["2401.00001"].links = {"Vanity": "https://www.arxiv-vanity.com/p/2401.00001"}
    library.entries["x"] = Entry(title="On Alpha")
    library.sections[0].parent = "gone"
    before = encode(library)
    path.write_bytes(before)
    said = [
        "x: stands in no section, and is shown before the first.",
        "section s: stands in section 'gone', which does not exist.",
        TWICE,
        "2401.00001: the link 'Vanity' leads to arxiv-vanity.com, which has ended.",
    ]
    result = run("doctor")
    assert (result.code, result.err) == (1, "")
    assert result.out.splitlines() == [
        line + (" Mend it: difftrack doctor --fix" if line.endswith(".") else "") for line in said
    ]
    assert run("doctor", "--fix", "-n").out == result.out
    assert path.read_bytes() == before
    mended = run("doctor", "--fix")
    assert mended.code == 1
    assert mended.out.splitlines() == [
        *(f"mended: {line[:-1]}" for line in said if line.endswith(".")),
        said[2],
    ]
    library = store.load(path)
    assert library.entries["2401.00001"].links == {}
    assert next((s.key, s.parent, s.entries) for s in library.sections) == ("", None, ["x"])
    assert run("merge-entries", "2401.00001", "x", "--yes").code == 0
    assert run("doctor").code == 0
    run("undo")
    run("undo")
    assert path.read_bytes() == before


def test_flaws_are_told_to_programs(run: Run, path: Path) -> None:
    path.write_bytes(WHOLE.replace(b'"title": "Section"', b'"title": "S", "parent": "gone"'))
    flaw = {
        "kind": "parent",
        "place": "section s",
        "what": "stands in section 'gone', which does not exist",
        "advice": None,
        "mendable": True,
    }
    told = json.loads(run("doctor", "--json").out)
    assert (told["mended"], told["left"]) == ([], [flaw])
    told = json.loads(run("doctor", "--fix", "--json").out)
    assert (told["mended"], told["left"]) == ([flaw], [])


def test_what_a_killed_process_left_is_taken_away(run: Run, path: Path) -> None:
    run("tag", "Alpha", "+a")
    folder = path.parent / ".difftrack"
    left = [
        path.parent / ".difftrack.json.0123abcd.tmp",
        folder / ".difftrack.json.log.89ab4567.tmp",
    ]
    for file in left:
        file.write_text("{")
    (folder / "old.json.000001").write_text("{}")
    result = run("doctor", "--fix")
    assert result.code == 1
    assert result.out.splitlines() == [
        f"mended: the library: .difftrack.json.0123abcd.tmp {CUT_OFF}",
        f"mended: the library: .difftrack/.difftrack.json.log.89ab4567.tmp {CUT_OFF}",
        "the library: .difftrack keeps 1 state of 'old.json', which is gone. Remove it by hand",
    ]
    assert not any(file.exists() for file in left)


def test_what_cannot_be_taken_away_is_left_and_all_else_is_mended(run: Run, path: Path) -> None:
    library = LIBRARY.model_copy(deep=True)
    library.sections[0].parent = "gone"
    path.write_bytes(encode(library))
    (path.parent / ".difftrack.json.0123abcd.tmp").mkdir()  # no folder is taken away
    result = run("doctor", "--fix")
    assert (result.code, result.err) == (1, "")
    assert result.out.splitlines() == [
        "mended: section s: stands in section 'gone', which does not exist",
        f"the library: .difftrack.json.0123abcd.tmp {CUT_OFF}. It could not be mended",
    ]
    assert store.load(path) == LIBRARY
    assert run("doctor").out.endswith(f"{CUT_OFF}. Mend it: difftrack doctor --fix\n")


def test_what_is_nearly_an_entry_is_left_with_the_reason(run: Run, path: Path) -> None:
    held = b'"entires": {"2006.11239": {"arxiv_id": "2006.11239", "title": 5}}, "title": "List"'
    path.write_bytes(WHOLE.replace(b'"title": "List"', held))
    before = path.read_bytes()
    for options in ([], ["--fix"]):
        result = run("doctor", *options)
        assert (result.code, result.err) == (1, "")
        assert result.out.startswith(
            "the library: holds 2006.11239 in an unknown field, 'entires'. It is no entry: title: "
            "Input should be a valid string. Mend that in the file\n"
        )
        assert "--fix" not in result.out
    assert path.read_bytes() == before


def test_a_library_with_a_letter_lost_from_sections_is_looked_over(run: Run, path: Path) -> None:
    held = b'"section": {"2401.00003": {"arxiv_id": "2401.00003", "title": "C"}}, "title": "List"'
    path.write_bytes(WHOLE.replace(b'"title": "List"', held))
    result = run("doctor", "--fix")
    assert (result.code, result.err) == (0, "")
    assert result.out == "mended: the library: holds entries in an unknown field, 'section'\n"
    assert store.load(path).entries["2401.00003"].title == "C"


# -- A damaged library ----------------------------------------------------------------------------


def test_of_a_damaged_library_it_says_what_can_be_saved(run: Run, path: Path) -> None:
    path.write_bytes(BROKEN)
    result = run("doctor")
    assert result.code == 4
    why, *rest = result.out.splitlines()
    assert why.startswith(f"{path} cannot be read as a library: line 24, entries.2401.00002.note: ")
    assert rest == [
        "can be saved: 2 entries in 1 section",
        "read in part: 2401.00002 (On Beta)",
        NOT_TAKEN,
    ]
    assert result.err == "Nothing was changed. Save that: difftrack doctor --fix --yes\n"
    assert run("doctor", "--fix", "-n") == result
    assert path.read_bytes() == BROKEN
    assert _files(path) == {"difftrack.json"}


def test_a_section_that_was_read_in_part_is_named(run: Run, path: Path) -> None:
    path.write_bytes(WHOLE.replace(b'"Section"', b'"Section", "intro": 5x'))
    assert "\nread in part: section s (Section)\n" in run("doctor").out
    told = json.loads(run("doctor", "--json").out)["saved"]
    assert (told["sections_read_in_part"], told["read_in_part"]) == (["s"], [])


@pytest.mark.parametrize("depth", [190, 210, 256, 900, 5000])
def test_what_is_nested_too_deep_is_set_aside_once(run: Run, path: Path, depth: int) -> None:
    deep = '{"x": ' * depth + "1" + "}" * depth
    path.write_bytes(WHOLE.replace(b'"note"', f'"later": {deep}, "note"'.encode()))
    result = run("doctor", "--fix", "--yes")
    assert run("doctor").code == run("list").code == 0
    is_read = depth == 190
    assert result.code == int(not is_read)
    assert is_read or deep in (path.parent / "difftrack.rest-1.txt").read_text()
    assert (path.parent / "difftrack.damaged-1.json").exists() is not is_read
    assert store.load(path).entries["2401.00002"].note == "Good."


def test_where_nobody_can_be_asked_it_wants_to_be_told(run: Run, path: Path) -> None:
    path.write_bytes(BROKEN)
    result = run("doctor", "--fix")
    assert (result.code, result.out) == (4, "")
    assert result.err.count("\n") == 1
    assert result.err.endswith("Save it: difftrack doctor --fix --yes\n")
    assert path.read_bytes() == BROKEN


def test_a_damaged_library_is_saved_and_kept_as_it_was(run: Run, path: Path) -> None:
    path.write_bytes(BROKEN)
    result = run("doctor", "--fix", "--yes")
    assert (result.code, result.err) == (1, "")
    assert result.out.splitlines()[1:] == [
        "saved: 2 entries in 1 section",
        "read in part: 2401.00002 (On Beta)",
        NOT_TAKEN,
        "kept: difftrack.damaged-1.json",
        "kept: difftrack.rest-1.txt",
    ]
    assert (path.parent / "difftrack.damaged-1.json").read_bytes() == BROKEN
    assert (path.parent / "difftrack.rest-1.txt").read_text() == (
        "What could not be read in difftrack.json. All of it as it was: difftrack.damaged-1.json\n"
        "\n"
        "-- line 21, entries.2401.00002\n"
        '"2401.00002": {\n'
        '   "arxiv_id": "2401.00002",\n'
        '   "title": "On Beta",\n'
        '   "note": "Good.\n'
        "  }\n"
        " }\n"
        "}\n"
    )
    assert "On Beta" in run("list").out
    assert run("doctor").code == 0
    assert run("undo").code == 1
    assert run("undo", "--force").code == 0
    assert path.read_bytes() == BROKEN


def test_nothing_beside_the_library_is_overwritten(run: Run, path: Path) -> None:
    names = ["difftrack.damaged-1.json", "difftrack.damaged-2.json", "difftrack.rest-1.txt"]
    for name in names:
        (path.parent / name).write_text("mine")
    (path.parent / "difftrack.damaged-3.json").symlink_to("nowhere")
    path.write_bytes(BROKEN)
    assert "kept: difftrack.damaged-4.json\nkept: difftrack.rest-2.txt\n" in (
        run("doctor", "--fix", "-y").out
    )
    assert all((path.parent / name).read_text() == "mine" for name in names)
    assert (path.parent / "difftrack.damaged-4.json").read_bytes() == BROKEN


def test_holes_are_filled_from_the_state_before_the_last_change(run: Run, path: Path) -> None:
    run("tag", "Alpha", "+a")
    cut = path.read_bytes()[: path.read_bytes().index(b'"2401.00002": {')]
    path.write_bytes(cut)
    result = run("doctor", "--fix", "--yes")
    assert result.code == 0
    assert result.out.splitlines()[1:] == [
        "saved: 2 entries in 1 section",
        "from the last good state: 2401.00002 (On Beta)",
        "kept: difftrack.damaged-1.json",
    ]
    library = store.load(path)
    assert library.entries["2401.00001"].tags == ["a"]
    assert library.entries["2401.00002"] == LIBRARY.entries["2401.00002"]


def test_where_no_second_name_can_be_made_the_damaged_file_is_copied(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", _refused)
    path.write_bytes(BROKEN)
    assert "kept: difftrack.damaged-1.json" in run("doctor", "--fix", "--yes").out
    assert (path.parent / "difftrack.damaged-1.json").read_bytes() == BROKEN
    assert store.load(path).entries.keys() == LIBRARY.entries.keys()


def test_once_the_library_is_saved_what_was_kept_of_the_damaged_one_stays(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(BROKEN)
    replace = os.replace

    def _interrupted(*names: object) -> None:
        replace(*names)  # type: ignore[arg-type]
        if names[1] == path:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", _interrupted)
    assert run("doctor", "--fix", "--yes").code == 130
    assert (path.parent / "difftrack.damaged-1.json").read_bytes() == BROKEN
    assert store.load(path).entries.keys() == LIBRARY.entries.keys()


def test_what_was_undone_is_not_the_last_good_state(run: Run, path: Path) -> None:
    run("note", "2401.00002", "Dear to me.")
    dear = path.read_bytes()
    run("remove", "2401.00002", "--yes")
    run("undo")
    for damaged in (bytes(len(dear)), dear[:400]):
        path.write_bytes(damaged)
        assert run("doctor", "--fix", "--yes").code in {0, 1}
        assert store.load(path).entries["2401.00002"].note == "Dear to me."
        run("undo", "--force")


def test_a_copy_of_what_is_private_is_private(run: Run, path: Path) -> None:
    path.write_bytes(BROKEN)
    path.chmod(0o600)
    run("doctor", "--fix", "--yes")
    own = path.parent / ".difftrack"
    kept = [*path.parent.glob("difftrack.*"), *own.glob("difftrack.json.*")]
    assert {f"{file.name} {file.stat().st_mode & 0o777:o}" for file in kept} == {
        *("difftrack.json 600", "difftrack.damaged-1.json 600", "difftrack.rest-1.txt 600"),
        *("difftrack.json.000001 600", "difftrack.json.log 600"),
    }


@pytest.mark.parametrize("number", [1, 3, 5, 7])
def test_where_a_file_cannot_be_written_nothing_is_changed_and_nothing_left(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path.write_bytes(BROKEN)
    flushed: list[int] = []

    def _full(descriptor: int) -> None:  # .gitignore, damaged, rest, library: each and its folder
        flushed.append(descriptor)
        if len(flushed) == number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", _full)
    result = run("doctor", "--fix", "--yes")
    assert (result.code, result.out) == (1, "")
    assert "No space left on device. What was there before still stands" in result.err
    assert path.read_bytes() == BROKEN
    assert _files(path) == {"difftrack.json", ".difftrack"}


def test_many_lines_of_a_kind_are_counted(run: Run, path: Path) -> None:
    entries = "".join(f'"2401.{n:05}": {{"title": {n}}}, ' for n in range(10, 40))
    path.write_bytes(WHOLE.replace(b'"entries": {', b'"entries": {' + entries.encode()))
    out = run("doctor").out.splitlines()
    assert sum(line.startswith("not taken: ") for line in out) == 20
    assert out[-1] == "... and 10 more"
    told = json.loads(run("doctor", "--json").out)["saved"]
    assert len(told["not_taken"]) == 30
    assert told["not_taken"][0] == {"line": 15, "place": "entries.2401.00010.title", "text": "10"}


def test_what_is_listed_and_nowhere_is_named(run: Run, path: Path) -> None:
    path.write_bytes(WHOLE.replace(b'  "2401.00002": {', b'  "2401.00003": {'))
    result = run("doctor", "--fix", "--yes")
    assert result.code == 1
    assert "listed in a section, and nowhere to be found: 2401.00002\n" in result.out
    assert "bring back what is on arXiv: difftrack add 2401.00002\n" in result.out
    rest = path.with_name("difftrack.rest-1.txt").read_text()
    assert '-- line 9, sections.s.entries\n[\n "2401.00002"\n]\n' in rest
    assert "has the key of another paper: its arXiv id is 2401.00002" in result.out


def test_a_state_that_is_damaged_is_passed_over(run: Run, path: Path) -> None:
    for tag in "abc":
        run("tag", "Alpha", f"+{tag}")
    for state in states(path)[1:]:
        content = state.read_bytes()[:50]
        state.unlink()
        state.write_bytes(content)
    path.write_bytes(b"")
    assert run("doctor", "--fix", "--yes").code == 0
    assert path.read_bytes() == WHOLE


def test_a_library_of_two_gigabytes_is_not_read(run: Run, path: Path) -> None:
    run("tag", "Alpha", "+a")
    with path.open("wb") as file:
        file.truncate(2**31)
    assert "difftrack doctor" in run("list").err
    result = run("doctor", "--fix", "--yes")
    assert result.code == 0
    assert "2,147,483,648 bytes" in result.out
    assert path.read_bytes() == WHOLE
    assert (path.parent / "difftrack.damaged-1.json").stat().st_size == 2**31


def test_where_there_is_nothing_to_save_it_says_so(run: Run, path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**31)
    result = run("doctor", "--fix", "--yes")
    assert (result.code, result.out) == (4, "")
    assert "no state of it is kept" in result.err
    path.write_text("# A README that was named by mistake\n")
    result = run("doctor", "--fix", "--yes")
    assert (result.code, result.out) == (4, "")
    assert result.err == (
        f"difftrack: Nothing in {path} looks like a library. Nothing was changed. Name the right "
        "file: --library PATH\n"
    )
    assert path.read_text() == "# A README that was named by mistake\n"


def test_a_library_that_is_gone_is_not_made_up(run: Run, path: Path) -> None:
    path.unlink()
    assert run("doctor").err.startswith("difftrack: There is no library at ")
    path.write_bytes(WHOLE)
    run("tag", "Alpha", "+a")
    path.unlink()
    result = run("doctor", "--fix", "--yes", "--library", "difftrack.json")
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "difftrack: difftrack.json is gone. Bring back the state before its last change: difftrack "
        "undo --force\n"
    )
    assert run("undo", "--force", "--library", "difftrack.json").code == 0
    assert path.read_bytes() == WHOLE


def test_a_newer_library_is_left_whether_it_is_whole_or_not(run: Run, path: Path) -> None:
    newer = WHOLE.replace(b'"version": 1', b'"version": 2')
    for data in (newer, newer.replace(b'"On Beta"', b"5"), newer[:-10]):
        path.write_bytes(data)
        for options in ([], ["--fix", "--yes"]):
            result = run("doctor", *options)
            assert (result.code, result.out) == (4, "")
            assert "written by a newer difftrack" in result.err
        assert path.read_bytes() == data
    assert _files(path) <= {"difftrack.json", ".difftrack"}


def test_what_git_left_is_joined(run: Run, path: Path) -> None:
    ours, theirs = b'   "note": "Good.",\n   "read": true\n', b'   "note": "Better."\n'
    both = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n"
    path.write_bytes(WHOLE.replace(b'   "note": "Good."\n', both))
    assert "git left two versions of it to choose from, at line 24" in run("list").err
    result = run("doctor", "--fix", "--yes")
    assert result.out.splitlines()[1:4] == [
        "saved: 2 entries in 1 section",
        "Two versions that git left were joined: ours stands where both differ",
        'not taken: entries.2401.00002.note: "Better."',
    ]
    assert store.load(path).entries["2401.00002"].read
    rest = (path.parent / "difftrack.rest-1.txt").read_text()
    assert rest.endswith('\n-- of the other side, entries.2401.00002.note\n"Better."\n')


def test_a_linked_library_stays_a_link(run: Run, path: Path) -> None:
    real = path.parent / "elsewhere" / "mine.json"
    real.parent.mkdir()
    real.write_bytes(BROKEN)
    path.unlink()
    path.symlink_to(real)
    assert run("doctor", "--fix", "--yes").code == 1
    assert path.is_symlink()
    assert store.load(real).entries.keys() == LIBRARY.entries.keys()
    assert (real.parent / "mine.damaged-1.json").read_bytes() == BROKEN


def test_at_a_terminal_it_asks_before_it_saves(path: Path) -> None:
    path.write_bytes(BROKEN)
    code, screen = at_terminal("doctor", "--fix", typed="n\n")
    assert code == 1
    assert "read in part: 2401.00002 (On Beta)" in screen
    assert "Write difftrack.json anew, and keep it as it is beside it? [y/N]" in screen
    assert path.read_bytes() == BROKEN
    assert _files(path) == {"difftrack.json"}
    code, screen = at_terminal("doctor", "--fix", typed="y\n")
    assert code == 1
    assert "kept: difftrack.damaged-1.json" in screen
    assert store.load(path).entries.keys() == LIBRARY.entries.keys()


def test_a_terminal_is_not_reached_by_what_stands_in_a_damaged_file(run: Run, path: Path) -> None:
    path.write_bytes(BROKEN.replace(b"On Beta", b"\x1b[2J\\u001b[31m\xe2\x80\xae"))
    for options in ([], ["--fix", "--yes"]):
        result = run("doctor", *options)
        assert not set(result.out + result.err) & {"\x1b", "\u202e"}


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 30))
def test_whatever_happens_to_the_file_it_opens_afterwards_and_is_kept(
    run: Run, path: Path, at: int, put: bytes, cut: int
) -> None:
    damaged = WHOLE[:at] + put + WHOLE[at + cut :]
    path.write_bytes(damaged)
    for file in path.parent.glob("difftrack.*-*"):
        file.unlink()
    result = run("doctor", "--fix", "--yes")
    assert "Traceback" not in result.err
    if "newer" in result.err:
        assert path.read_bytes() == damaged
        return
    try:
        store.load(path)
    except LibraryDamagedError:
        pytest.fail(result.err)
    kept = path.parent / "difftrack.damaged-1.json"
    assert not kept.exists() or kept.read_bytes() == damaged
    assert run("list").code == 0
