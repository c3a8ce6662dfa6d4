"""What the user's editor is given, and that nothing written in it is lost."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from difftrack.cli.editor import offer
from difftrack.cli.invocation import Invocation
from difftrack.errors import (
    DifftrackError,
    NotFoundError,
    NotWrittenError,
    RefusedError,
    UsageError,
)

Script = Callable[[str], Path]
HERE = Invocation()


def edited(text: str, name: str) -> str:
    """Return what a text becomes in the editor."""
    written = [text]
    offer(HERE, text, name, written.append)
    return written[-1]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Make a program of this Python the editor; `path` is in it the file that it edits."""

    def _editor(code: str) -> Path:
        script = tmp_path / "my editor.py"
        head = "import sys, pathlib, os\npath = pathlib.Path(sys.argv[-1])\n"
        script.write_text(head + code)
        monkeypatch.setenv("EDITOR", f"'{sys.executable}' '{script}' --wait")
        return script

    return _editor


def drafts(home: Path) -> list[Path]:
    folder = home.parent / "home" / ".local" / "state" / "difftrack" / "drafts"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_text_comes_back_as_it_was_left(editor: Script, empty_home: Path) -> None:
    editor("path.write_text(path.read_text().replace('old', 'new'))")
    assert edited("an old\ntext", "note of DDPM") == "an new\ntext\n"
    assert drafts(empty_home) == []


def test_what_was_not_changed_is_the_same(editor: Script, empty_home: Path) -> None:
    editor("")
    assert edited("a text", "x") == "a text"
    assert edited("", "x") == ""
    assert drafts(empty_home) == []


def test_the_file_is_private_and_tells_what_it_is(editor: Script, tmp_path: Path) -> None:
    editor(
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text("
        "f'{path.name} {path.stat().st_mode:o} {path.parent.stat().st_mode:o}')"
    )
    edited("a", "../review of math/0211159")
    name, mode, folder = (tmp_path / "seen").read_text().split()
    assert name.startswith("review-of-math-0211159-")
    assert name.endswith(".md")
    assert (mode, folder) == ("100600", "40700")


def test_visual_comes_first_and_no_shell_is_used(
    editor: Script, monkeypatch: pytest.MonkeyPatch, empty_home: Path
) -> None:
    editor("path.write_text('by EDITOR')")
    monkeypatch.setenv("VISUAL", "  ")
    assert edited("a", "x") == "by EDITOR"
    monkeypatch.setenv("VISUAL", "true; touch made")
    with pytest.raises(
        NotFoundError, match="'true;' touch made could not be started: No such file"
    ):
        edited("a", "x")
    assert list(empty_home.iterdir()) == []
    assert drafts(empty_home) == []


def test_no_editor_and_one_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFoundError, match=r"No editor is known\. Name one: export EDITOR=nano"):
        edited("a", "x")
    monkeypatch.setenv("EDITOR", "vi 'x")
    with pytest.raises(UsageError, match="EDITOR cannot be read as a command"):
        edited("a", "x")


@pytest.mark.parametrize(
    ("ending", "said"),
    [("sys.exit(3)", "ended with 3"), ("os.kill(os.getpid(), 9)", "was ended by signal 9")],
)
def test_what_was_written_in_an_editor_that_fails_is_kept(
    editor: Script, empty_home: Path, ending: str, said: str
) -> None:
    editor(f"path.write_text('precious')\n{ending}")
    with pytest.raises(RefusedError, match=f"{said}, so nothing was changed") as caught:
        edited("a", "x")
    (kept,) = drafts(empty_home)
    assert str(caught.value).endswith(f"is kept in {kept}")
    assert kept.read_text() == "precious"


def test_an_editor_that_fails_without_a_word_leaves_no_file(
    editor: Script, empty_home: Path
) -> None:
    editor("sys.exit(1)")
    with pytest.raises(RefusedError):
        edited("a", "x")
    assert drafts(empty_home) == []


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a\0b"])
def test_what_is_no_text_is_kept_and_told(editor: Script, empty_home: Path, raw: bytes) -> None:
    editor(f"path.write_bytes({raw!r})")
    with pytest.raises(UsageError) as caught:
        edited("a", "x")
    (kept,) = drafts(empty_home)
    assert str(kept) in str(caught.value)
    assert kept.read_bytes() == raw


def test_a_file_that_is_gone_is_told(editor: Script) -> None:
    editor("path.unlink()")
    with pytest.raises(RefusedError, match="The editor took its file away, so nothing was changed"):
        edited("a", "x")


def test_without_input_no_editor_is_opened(editor: Script, empty_home: Path) -> None:
    editor("path.write_text('bad')")
    with pytest.raises(UsageError, match=r"--no-input opens no editor\. .*: --from FILE"):
        offer(Invocation(no_input=True), "a", "x", _refuse)
    assert drafts(empty_home) == []


def test_line_breaks_and_marks_of_other_systems(editor: Script) -> None:
    editor(r"path.write_bytes(b'\xef\xbb\xbfone\r\ntwo\r\n')")
    assert edited("a", "x") == "one\ntwo\n"


def _refuse(text: str) -> None:
    raise UsageError(f"{text.strip()!r} is wrong")


def test_a_refused_text_is_kept_where_nobody_can_be_asked(editor: Script, empty_home: Path) -> None:
    editor("path.write_text('bad')")
    with pytest.raises(UsageError, match=r"'bad' is wrong\. What you wrote is kept in ") as caught:
        offer(HERE, "a", "x", _refuse)
    (kept,) = drafts(empty_home)
    assert str(caught.value).endswith(str(kept))
    assert kept.read_text() == "bad"


def test_a_text_that_could_not_be_saved_is_kept(editor: Script, empty_home: Path) -> None:
    def _fail(_: str) -> None:
        raise NotWrittenError("No space")

    editor("path.write_text('long work')")
    with pytest.raises(DifftrackError, match=r"No space\. What you wrote is kept in "):
        offer(HERE, "a", "x", _fail)
    assert [p.read_text() for p in drafts(empty_home)] == ["long work"]


def test_an_interrupt_while_it_is_taken_keeps_it(
    editor: Script, empty_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def _interrupted(_: str) -> None:
        raise KeyboardInterrupt

    editor("path.write_text('long work')")
    with pytest.raises(KeyboardInterrupt):
        offer(HERE, "a", "x", _interrupted)
    assert str(drafts(empty_home)[0]) in capsys.readouterr().err


def test_ctrl_c_in_the_editor_is_the_editors(editor: Script) -> None:
    before = signal.getsignal(signal.SIGINT)
    editor("os.kill(os.getppid(), 2)\npath.write_text('still here')")
    assert edited("a", "x") == "still here"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_folder_that_cannot_be_made_is_told(
    editor: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor("")
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(NotWrittenError, match="No file for the editor could be made: Not a dir"):
        edited("a", "x")
