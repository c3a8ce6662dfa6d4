import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from difftrack.sources import answers

DAY = 86_400.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def database(folder: Path) -> Path:
    return folder / "answers-1.sqlite"


def test_what_was_kept_is_recalled(folder: Path) -> None:
    answers.keep(folder, {f"q{n}": f"ä{n}" for n in range(1200)})
    kept = answers.recall(folder, [f"q{n}" for n in range(1300)], DAY)
    assert kept == {f"q{n}": f"ä{n}" for n in range(1200)}


def test_an_answer_holds_for_a_while(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers.keep(folder, {"q": "a"})
    now = time.time()
    for moved, kept in ((DAY - 60, {"q": "a"}), (DAY + 60, {}), (-60, {})):
        monkeypatch.setattr(answers, "time", lambda moved=moved: now + moved)
        assert answers.recall(folder, ["q"], DAY) == kept


def test_nothing_is_made_by_looking(folder: Path) -> None:
    assert answers.recall(folder, ["q"], DAY) == {}
    assert answers.info(folder).answers == 0
    answers.clear(folder)
    assert not folder.exists()


def test_the_oldest_are_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_MOST_BYTES", 5000)
    for n in range(20):
        answers.keep(folder, {f"q{n}": "x" * 1000})
    kept = answers.recall(folder, [f"q{n}" for n in range(20)], DAY)
    assert set(kept) == {"q15", "q16", "q17", "q18", "q19"}
    assert answers.info(folder).size < 30_000


def test_one_that_is_too_large_is_not_kept(folder: Path) -> None:
    answers.keep(folder, {"large": "x" * 6_000_000, "small": "y"})
    assert answers.recall(folder, ["large", "small"], DAY) == {"small": "y"}


@pytest.mark.parametrize("damage", ["text", "empty", "half", "zeros", "another layout", "letters"])
def test_a_damaged_cache_is_made_anew(folder: Path, damage: str) -> None:
    answers.keep(folder, {f"q{n}": f"answer {n} " + "x" * 500 for n in range(100)})
    path = database(folder)
    whole = path.read_bytes()
    if damage == "another layout":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE answers (a TEXT)")
        other.close()
    else:
        path.write_bytes(
            {
                "text": b"no database" * 100,
                "empty": b"",
                "half": whole[: len(whole) // 2],
                "zeros": whole[:4096] + bytes(len(whole) - 4096),
                "letters": whole.replace(b"answer 7 ", b"answer 8 "),
            }[damage]
        )
    kept = answers.recall(folder, [f"q{n}" for n in range(100)], DAY)
    assert all(text.startswith(f"answer {question[1:]} ") for question, text in kept.items())
    answers.keep(folder, {"new": "a"})
    answers.keep(folder, {"newer": "b"})
    assert answers.recall(folder, ["new", "newer"], DAY)["newer"] == "b"


def test_bits_that_flip_are_never_an_error_and_never_another_answer(folder: Path) -> None:
    told = {f"q{n}": f"answer {n}" for n in range(40)}
    answers.keep(folder, told)
    whole = database(folder).read_bytes()
    for place in range(0, len(whole), 97):
        database(folder).write_bytes(
            whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        )
        assert answers.recall(folder, told, DAY).items() <= told.items()
        answers.keep(folder, {"q1": "answer 1"})
        answers.clear(folder)


def test_where_nothing_can_be_kept_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answers.keep(tmp_path / "file" / "below", {"q": "a"})
    assert answers.recall(tmp_path / "file" / "below", ["q"], DAY) == {}
    answers.keep(None, {"q": "a"})
    assert answers.recall(None, ["q"], DAY) == {}


def test_a_locked_cache_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_TIMEOUT", 0.01)
    answers.keep(folder, {"q": "a"})
    other = sqlite3.connect(database(folder))
    other.execute("BEGIN EXCLUSIVE")
    assert answers.recall(folder, ["q"], DAY) == {}
    answers.keep(folder, {"q": "b"})
    other.rollback()
    other.close()
    assert answers.recall(folder, ["q"], DAY) == {"q": "a"}


def test_several_processes_keep_answers_at_once(folder: Path) -> None:
    code = (
        "import sys, pathlib; from difftrack.sources import answers\n"
        "for n in range(50): "
        "answers.keep(pathlib.Path(sys.argv[1]), {f'{sys.argv[2]} {n}': 'a'})"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), str(number)])
        for number in range(4)
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    assert answers.info(folder).answers == 200
