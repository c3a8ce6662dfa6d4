"""`note` and `score`."""

import json
import os
import stat
from pathlib import Path

import pytest

from an_editor import an_editor
from conftest import Result, Run
from terminal import at_terminal


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    run("--offline", "add", "2401.00011", "--short", "Kite", "--title", "Kites on Wind")


def told(run: Run, field: str) -> object:
    return json.loads(run("show", "Kite", "--json").out)["entry"].get(field)


def test_a_note_is_typed_and_shown(run: Run) -> None:
    assert run("note", "kite", "It *flies*.") == (0, "noted: 2401.00011 (Kite)\n", "")
    assert told(run, "note") == "It *flies*."
    assert run("note", "kite", "It *flies*.").out == "noted already: 2401.00011 (Kite)\n"
    assert "\nNote\nIt *flies*.\n" in run("show", "kite").out


def test_a_note_is_added_to_as_a_paragraph(run: Run) -> None:
    run("note", "kite", "--append", "One.")
    run("note", "kite", "--append", "Two.")
    assert told(run, "note") == "One.\n\nTwo."


def test_nothing_to_append_is_refused(run: Run) -> None:
    run("note", "kite", "One.")
    result = run("note", "kite", "--append", " ")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("difftrack: There is nothing to append. Type it: ")
    assert told(run, "note") == "One."


def test_an_empty_note_is_none(run: Run) -> None:
    run("note", "kite", "One.")
    assert run("note", "kite", "", "--yes").out == "no note: 2401.00011 (Kite)\n"
    assert told(run, "note") is None
    assert run("note", "kite", "").out == "no note already: 2401.00011 (Kite)\n"


def test_without_a_terminal_a_note_goes_only_with_yes(run: Run) -> None:
    run("note", "kite", "One.")
    for result in (run("note", "kite", " "), piped(run, b"\n", "note", "kite", "-")):
        assert result == (
            1,
            "",
            (
                "difftrack: The note was left as it is, for nobody can be asked here. "
                "Take away the note of 2401.00011 (Kite)? Say so: --yes\n"
            ),
        )
    assert told(run, "note") == "One."
    assert piped(run, b"", "note", "kite", "-", "--yes").code == 0
    assert told(run, "note") is None


def piped(run: Run, text: bytes, *arguments: str) -> Result:
    """Run a command with this text on its standard input."""
    read, write = os.pipe()
    os.write(write, text)
    os.close(write)
    kept = os.dup(0)
    os.dup2(read, 0)
    try:
        return run(*arguments)
    finally:
        os.dup2(kept, 0)
        os.close(read)


def test_a_note_is_read_from_standard_input(run: Run) -> None:
    assert piped(run, "- one\n- zwölf\x1b[31m\u202e\n".encode(), "note", "kite", "-").code == 0
    assert told(run, "note") == "- one\n- zwölf[31m"


def test_a_note_on_what_is_not_there(run: Run) -> None:
    assert run("note", "nobody", "Hm").code == 1
    assert run("note", "nobody").err == (
        "difftrack: 'nobody' is not in the library. See what is there: difftrack list\n"
    )


def test_without_text_and_without_an_editor(run: Run) -> None:
    result = run("note", "kite")
    assert result == (1, "", "difftrack: No editor is known. Name one: export EDITOR=nano\n")


def test_a_note_is_written_in_the_editor(run: Run, tmp_path: Path) -> None:
    run("note", "kite", "One.")
    script = an_editor(tmp_path, "path.write_text(text + '\\n- two\\n')")
    code, screen = at_terminal("note", "kite", environment={"EDITOR": script})
    assert (code, screen) == (0, "noted: 2401.00011 (Kite)\n")
    assert told(run, "note") == "One.\n\n- two"


def test_what_shall_be_appended_is_written_alone(run: Run, tmp_path: Path) -> None:
    run("note", "kite", "One.")
    script = an_editor(tmp_path, "assert not text.strip(); path.write_text('Two.')")
    assert at_terminal("note", "kite", "--append", environment={"EDITOR": script})[0] == 0
    assert told(run, "note") == "One.\n\nTwo."


def test_a_note_that_is_left_alone_stays(run: Run, tmp_path: Path) -> None:
    run("note", "kite", "One.")
    before = Path("difftrack.json").stat()
    code, screen = at_terminal("note", "kite", environment={"EDITOR": an_editor(tmp_path, "")})
    assert (code, screen) == (0, "noted already: 2401.00011 (Kite)\n")
    assert Path("difftrack.json").stat()[stat.ST_INO] == before[stat.ST_INO]


def test_a_note_changed_elsewhere_meanwhile_is_not_overwritten(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = an_editor(
        tmp_path,
        "import subprocess\nname = pathlib.Path(sys.executable).with_name('difftrack')\n"
        "subprocess.run([name, 'note', 'kite', 'Theirs.'], check=True, capture_output=True)\n"
        "path.write_text('Mine.')",
    )
    monkeypatch.setenv("EDITOR", script)
    result = run("note", "kite")
    assert result.code == 1
    assert "Another command changed 2401.00011 meanwhile: note. See: difftrack show" in result.err
    assert told(run, "note") == "Theirs."
    kept = Path(result.err.strip().rpartition(" is kept in ")[2])
    assert kept.read_text() == "Mine."


def test_on_a_terminal_a_note_is_not_taken_away_without_asking(run: Run) -> None:
    run("note", "kite", "One.")
    code, screen = at_terminal("note", "kite", "", typed="n\n", columns=80)
    assert code == 1
    assert "Take away the note of 2401.00011 (Kite)? [y/N]" in screen
    assert "The note was left as it is" in screen
    assert told(run, "note") == "One."
    assert at_terminal("note", "kite", "", typed="y\n")[0] == 0
    assert told(run, "note") is None
    run("note", "kite", "One.")
    assert at_terminal("note", "kite", "", "--yes") == (0, "no note: 2401.00011 (Kite)\n")


def test_the_note_as_json(run: Run) -> None:
    assert json.loads(run("note", "kite", "Hm.", "--json").out) == {
        "format": "difftrack-note",
        "version": 1,
        "key": "2401.00011",
        "note": "Hm.",
        "changed": True,
    }


# -- Score ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "score", "said"),
    [
        ("8", 8.0, "score 8: "),
        ("7.50", 7.5, "score 7.5: "),
        ("8.1234567", 8.1234567, "score 8.1234567: "),
        ("+3", 3.0, "score 3: "),
        ("12345678.5", 12345678.5, "score 12345678.5: "),
        ("1e-05", 1e-05, "score 1e-05: "),
        ("none", None, "no score already: "),
        ("-", None, "no score already: "),
    ],
)
def test_a_score_is_a_number(run: Run, typed: str, score: float | None, said: str) -> None:
    assert run("score", "kite", typed) == (0, f"{said}2401.00011 (Kite)\n", "")
    assert told(run, "score") == score


@pytest.mark.parametrize("typed", ["8", "7.25", "12345678.5", "12345678901", "0.1234567", "1e-05"])
def test_a_score_is_the_same_wherever_it_is_printed_or_typed(run: Run, typed: str) -> None:
    run("score", "kite", typed)
    assert run("list", "--columns", "score").out == f"{typed}\n"
    assert f"\nScore:      {typed}\n" in run("show", "kite").out
    assert f",{typed}," in run("export", "csv", "-o", "-").out
    run("score", "kite", "-")
    for command, text in (
        ("edit", f"score: +{typed}\n"),
        ("review", f"## Kite\n\n| | |\n|-|-|\n| Title | Kites on Wind |\n| Score | +{typed} |\n"),
    ):
        Path("typed.md").write_text(text)
        assert run(command, "kite", "--from", "typed.md").code == 0
        assert told(run, "score") == float(typed)
        assert told(run, "fields") is None
        run("score", "kite", "-")


def test_a_score_is_taken_away(run: Run) -> None:
    run("score", "kite", "8")
    assert run("score", "kite", "8").out == "score 8 already: 2401.00011 (Kite)\n"
    assert run("score", "kite", "-").out == "no score: 2401.00011 (Kite)\n"
    assert told(run, "score") is None


@pytest.mark.parametrize(
    "typed",
    [
        "8/10",
        "-3",
        "-.5",
        "7,5",
        "nan",
        "inf",
        "1_0",
        "٣",
        "9" * 16,
        "9" * 400,
        "1e400",
        "",
        "\x1b8",
    ],
)
def test_what_is_no_number_is_refused(run: Run, typed: str) -> None:
    run("score", "kite", "5")
    result = run("score", "kite", typed)
    if typed == "\x1b8":  # what cannot be seen is no part of it
        assert told(run, "score") == 8
        return
    assert (result.code, result.out) == (2, "")
    assert "is no score. Write a number from 0 up, such as 8 or 7.5, or - for none\n" in result.err
    assert told(run, "score") == 5


def test_an_entry_is_named_by_a_pipe(run: Run) -> None:
    assert piped(run, b"kite\tKites on Wind\n", "score", "-", "7").out == (
        "score 7: 2401.00011 (Kite)\n"
    )
    for text, count in ((b"", "none"), (b"kite\nkite\n", "2")):
        result = piped(run, text, "score", "-", "8")
        assert (result.code, result.out) == (2, "")
        assert result.err.endswith(
            f"difftrack: - stands for one entry here, and {count} came from standard input. "
            "Pass one on: difftrack next | cut -f1 | difftrack open -\n"
        )
    assert told(run, "score") == 7


def test_the_score_as_json(run: Run) -> None:
    said = json.loads(run("score", "kite", "8", "--json").out)
    assert said == {
        "format": "difftrack-score", "version": 1, "key": "2401.00011", "score": 8.0,
        "changed": True,
    }  # fmt: skip
