"""The lock of a library, with real processes that hold it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest

from difftrack.errors import LockTimeoutError, NotWrittenError
from difftrack.library.storage.lock import locked

# For processes that are killed: they would leave half a coverage file.
UNMEASURED: dict[str, str] = {}

HOLD = """
import sys
from pathlib import Path
from difftrack.library.storage.lock import locked
with locked(Path(sys.argv[1]), 5, "tag DDPM +x"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=UNMEASURED
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.stdin.close()


def test_a_lock_keeps_another_process_out_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    with holding(path) as process:
        with pytest.raises(LockTimeoutError) as caught, locked(path, 0.05):
            pytest.fail("both hold it")
        said = str(caught.value)
        holder = re.search(r"\(process (\d+), since (.{19}): (.*)\), which did not end", said)
        assert holder is not None
        assert (int(holder[1]), holder[3]) == (process.pid, "tag DDPM +x")
        assert datetime.fromisoformat(holder[2]).isoformat(" ") == holder[2]
        assert said.startswith(f"{path} is in use by another difftrack")
        assert str(caught.value).isprintable()
    with locked(path, 5):
        assert not path.exists()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"", "(process unknown)"),
        (b"77", "(process 77)"),
        (b"77 yesterday list", "(process 77: list)"),
        (
            b"77 2026-01-02T03:04:05 \x1b[2J\xff\n",
            "(process 77, since 2026-01-02 03:04:05: [2J\ufffd)",
        ),
    ],
)
def test_whatever_stands_in_the_lock_is_told_in_one_line(
    tmp_path: Path, written: bytes, shown: str
) -> None:
    path = tmp_path / "lib.json"
    with holding(path):
        (tmp_path / ".difftrack" / "lock").write_bytes(written)
        with pytest.raises(LockTimeoutError) as caught, locked(path, 0):
            pytest.fail("both hold it")
    assert shown in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_lock_of_a_killed_process_does_not_block(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    with holding(path) as process:
        process.kill()
        process.wait()
        with locked(path, 0):
            pass


def test_a_lock_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lib.json"
    with holding(path) as process:
        slept: list[float] = []

        def _sleep(seconds: float) -> None:
            slept.append(seconds)
            if process.stdin is not None:
                process.stdin.close()
            process.wait()

        monkeypatch.setattr("time.sleep", _sleep)
        with locked(path, 30):
            pass
    assert len(slept) == 1


@pytest.mark.parametrize("name", ["lock", ""])
def test_a_lock_that_is_taken_away_is_not_held_by_two_that_wait(tmp_path: Path, name: str) -> None:
    path = tmp_path / "lib.json"
    with holding(path) as first:
        waiting = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=UNMEASURED,
        )  # fmt: skip
        lock = tmp_path / ".difftrack" / "lock"
        while not _has_opened(waiting, lock):
            pass
        lock.unlink() if name else shutil.rmtree(lock.parent)
        first.kill()
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "held\n"
        with pytest.raises(LockTimeoutError), locked(path, 0):
            pytest.fail("both hold it")
        waiting.communicate("")


def _has_opened(process: subprocess.Popen[str], file: Path) -> bool:
    with suppress(FileNotFoundError):
        opened = Path(f"/proc/{process.pid}/fd").iterdir()
        return any(descriptor.readlink() == file for descriptor in opened)
    return False


def test_the_lock_ends_with_an_error_in_its_block(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    with pytest.raises(KeyError), locked(path):
        raise KeyError
    with locked(path, 0):
        pass


def test_a_link_to_a_library_has_the_lock_of_the_library(tmp_path: Path) -> None:
    path, link = tmp_path / "lib.json", tmp_path / "elsewhere" / "link.json"
    link.parent.mkdir()
    link.symlink_to(path)
    with holding(path), pytest.raises(LockTimeoutError), locked(link, 0):
        pytest.fail("both hold it")


def test_changes_of_many_processes_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    code = """
import sys
from pathlib import Path
from difftrack.library.storage.disk import replace_file
from difftrack.library.storage.lock import locked
path = Path(sys.argv[1])
for _ in range(20):
    with locked(path):
        replace_file(path, str(int(path.read_text()) + 1).encode())
"""
    command = [sys.executable, "-c", code, str(path)]
    for process in [subprocess.Popen(command) for _ in range(4)]:
        assert process.wait() == 0
    assert path.read_text() == "80"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".difftrack").write_text("x")
    with (
        pytest.raises(NotWrittenError, match="could not be written"),
        locked(tmp_path / "lib.json"),
    ):
        pytest.fail("there is no lock")
