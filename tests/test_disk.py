"""Replacement and history, with real files, processes and limits."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from difftrack.errors import RefusedError
from difftrack.library import store
from difftrack.library.model import Library
from difftrack.library.storage.disk import own_folder, real, replace_file, written_anew
from difftrack.library.storage.history import history
from difftrack.library.storage.leftovers import clear_abandoned, clear_stale
from difftrack.library.storage.lock import locked
from difftrack.library.storage.states import forget, remember, states

# For processes that are killed or may not write: they would leave half a coverage file.
UNMEASURED: dict[str, str] = {}


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=UNMEASURED)


# -- The folder beside the library -----------------------------------------------------------------


def test_own_folder_is_ignored_by_git(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "new" / "lib.json")
    assert folder == tmp_path / "new" / ".difftrack"
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("")  # the disk was full
    own_folder(tmp_path / "new" / "lib.json")
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("mine\n")
    own_folder(tmp_path / "new" / "lib.json")
    assert (folder / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("name", ["lock", "lib.json.log", ".gitignore", "lib.json.000001", ""])
@pytest.mark.parametrize("is_there", [True, False])
def test_no_link_in_it_is_followed(tmp_path: Path, name: str, *, is_there: bool) -> None:
    (tmp_path / "mine").mkdir()
    mine = tmp_path / "mine" / "file" if name else tmp_path / "mine"
    if name and is_there:
        mine.write_bytes(b"mine")
    elif not is_there:
        mine = tmp_path / "missing"
    path = tmp_path / "list" / "lib.json"
    (path.parent / ".difftrack" if name else path.parent).mkdir(parents=True)
    (path.parent / ".difftrack" / name).symlink_to(mine)
    with suppress(RefusedError), locked(path):
        for title in "abc":
            store.save(path, Library(title=title))
    if name and is_there:
        assert mine.read_bytes() == b"mine"
    else:
        assert not mine.exists() or not list(mine.iterdir())


@pytest.mark.parametrize("name", ["lock", "lib.json.log", ".gitignore", "lib.json.000001"])
def test_no_pipe_in_it_is_waited_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / "lib.json"
    os.mkfifo(own_folder(path) / name if name != ".gitignore" else tmp_path / "pipe")
    if name == ".gitignore":
        (tmp_path / "pipe").replace(own_folder(path) / name)
    with suppress(RefusedError), locked(path):
        for title in "abc":
            store.save(path, Library(title=title))
        assert store.load(path).title == "c"
    assert path.exists() == (name != "lock")
    assert history(path).done == [] or name != "lock"


# -- Replacement ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == mode


def test_a_new_file_has_the_mode_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept_where_that_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    os.chown(path, 12345, 12345)
    replace_file(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12345)


def test_an_error_before_the_last_step_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def _fail() -> None:
        assert [p.read_bytes() for p in tmp_path.glob(".file.*.tmp")] == [b"new"]
        raise OSError(5, "no")

    with pytest.raises(OSError, match="no"):
        replace_file(path, b"new", before=_fail)
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob(".file.*"))


def test_a_file_that_may_not_grow_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    code = """
import resource, sys
from pathlib import Path
from difftrack.errors import RefusedError
from difftrack.library import store
from difftrack.library.model import Library
from difftrack.library.storage.history import history
from difftrack.library.storage.lock import locked
from difftrack.library.storage.disk import replace_file
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
replace_file(Path(sys.argv[1]), b"x" * 100_000)
"""
    done = python(code, path)
    assert "File too large" in done.stderr
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob(".file.*"))


def test_a_file_has_its_old_or_new_content_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = {letter * 300_000 for letter in (b"a", b"b")}
    code = """
import sys
from contextlib import suppress
from pathlib import Path
from difftrack.errors import RefusedError
from difftrack.library import store
from difftrack.library.model import Library
from difftrack.library.storage.history import history
from difftrack.library.storage.lock import locked
from difftrack.library.storage.disk import replace_file
print("go", flush=True)
while True:
    for letter in (b"a", b"b"):
        replace_file(Path(sys.argv[1]), letter * 300_000)
"""
    path.write_bytes(b"a" * 300_000)
    command = [sys.executable, "-c", code, str(path)]
    for turn in range(8):
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=UNMEASURED) as process:
            assert process.stdout is not None
            process.stdout.readline()
            for _ in range(20 * turn):
                assert path.read_bytes() in contents
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in contents
    clear_stale(path)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".file")] == []


def test_what_is_private_is_so_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    change, before = os.fchmod, []

    def _fchmod(descriptor: int, mode: int) -> None:
        before.append(os.fstat(descriptor).st_mode & 0o777)
        change(descriptor, mode)

    monkeypatch.setattr("os.fchmod", _fchmod)
    replace_file(path, b"new")
    assert before == [0o600]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_of_the_one_that_it_is_like(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "file").chmod(0o600)
    replace_file(tmp_path / "copy", b"new", like=tmp_path / "file")
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_what_is_attached_to_a_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attached: list[tuple[str, bytes]] = []
    monkeypatch.setattr("os.listxattr", lambda _: ["system.posix_acl_access"], raising=False)
    monkeypatch.setattr("os.getxattr", lambda _, name: name.encode(), raising=False)
    monkeypatch.setattr("os.setxattr", lambda _, *pair: attached.append(pair), raising=False)
    (tmp_path / "file").write_bytes(b"old")
    replace_file(tmp_path / "file", b"new")
    assert attached == [("system.posix_acl_access", b"system.posix_acl_access")]


def test_only_what_we_left_is_cleared(tmp_path: Path) -> None:
    ours = (".a[1].json.0123abcd.tmp", ".a[1].json.00000007.tmp", ".a[1].rest-2.txt.0123abcd.tmp")
    others = (
        *(".a1.json.0123abcd.tmp", ".a[1].json.7.tmp", ".a[1].json.b.0123abcd.tmp", "a[1].json"),
        *("a[1].rest-2.txt", "tmp"),
    )
    for name in (*ours, *others):
        (tmp_path / name).write_bytes(b"x")
    clear_stale(tmp_path / "a[1].json")
    assert {p.name for p in tmp_path.iterdir() if p.is_file()} == set(others)


def test_what_was_left_in_the_history_is_cleared_too(tmp_path: Path) -> None:
    path = tmp_path / "a[1].json"
    folder = own_folder(path)
    ours = (".a[1].json.log.0123abcd.tmp", ".a[1].json.000003.0123abcd.tmp")
    others = (".b.json.log.0123abcd.tmp", ".a[1].json.x.7.tmp", "a[1].json.log", ".gitignore")
    for name in (*ours, *others):
        (folder / name).write_bytes(b"x")
    clear_stale(path)
    assert {file.name for file in folder.iterdir()} == set(others)


def test_a_file_without_lock_is_cleared_of_what_killed_processes_left(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    (tmp_path / ".README.md.0123abcd.tmp").write_bytes(b"half")
    with written_anew(path) as file:
        file.write(b"new")
        file.flush()
        clear_abandoned(path)
        assert len(list(tmp_path.glob(".README*"))) == 1
    assert path.read_bytes() == b"new"
    assert not list(tmp_path.glob(".README*"))


def test_a_folder_that_cannot_be_listed_is_not_cleared(tmp_path: Path) -> None:
    clear_abandoned(tmp_path / "missing" / "file")
    clear_stale(tmp_path / "missing" / "file")
    assert not (tmp_path / "missing").exists()


def test_a_circle_of_links_is_told_when_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OSError, match="symbolic links"):
        real(tmp_path / "a").read_bytes()


# -- History --------------------------------------------------------------------------------------


def _change(path: Path, data: bytes) -> None:
    replace_file(path, data, before=lambda: remember(path, own_folder(path)))
    forget(path)


@pytest.mark.parametrize("name", ["lib.json", "my [list]*.json", "a.1.json"])
def test_the_states_are_the_bytes_before_each_change(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert states(path) == []
    for number in range(5):
        _change(path, b"%d" % number)
    assert [state.read_bytes() for state in states(path)] == [b"0", b"1", b"2", b"3"]


def test_at_most_twenty_states_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    for number in range(25):
        _change(path, b"%d" % number)
    assert [state.read_bytes() for state in states(path)] == [b"%d" % n for n in range(4, 24)]


def test_big_states_are_few_and_never_fewer_than_three(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    for number in range(6):
        _change(path, b"%d" % number)
        os.truncate(path, 90_000_000)  # takes no room: there is nothing in it
    assert [state.read_bytes()[:1] for state in states(path)] == [b"2", b"3", b"4"]


def test_states_are_ordered_by_number_and_belong_to_one_file(tmp_path: Path) -> None:
    folder = own_folder(tmp_path / "lib.json")
    for name in ("lib.json.999999", "lib.json.1000000", "lib.json.000002", "lib.json.1.000001"):
        (folder / name).write_bytes(b"x")
    (folder / "lib.json.1x").write_bytes(b"x")
    numbers = [state.name.rpartition(".")[2] for state in states(tmp_path / "lib.json")]
    assert numbers == ["000002", "999999", "1000000"]


def test_a_change_that_failed_takes_no_place_in_history(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    _change(path, b"0")

    def _remember_and_fail() -> None:
        remember(path, own_folder(path))
        raise OSError(5, "no")

    for _ in range(3):
        with pytest.raises(OSError, match="no"):
            replace_file(path, b"1", before=_remember_and_fail)
    _change(path, b"2")
    assert [state.read_bytes() for state in states(path)] == [b"0"]


@pytest.mark.parametrize("error", [errno.EPERM, errno.EMLINK, errno.EXDEV])
def test_where_no_link_can_be_made_states_are_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def _no_link(*_: object) -> None:
        raise OSError(error, "no")

    monkeypatch.setattr("os.link", _no_link)
    path = tmp_path / "lib.json"
    for number in range(25):
        _change(path, b"%d" % number)
    assert [state.read_bytes() for state in states(path)] == [b"%d" % n for n in range(4, 24)]


def test_a_state_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    path.write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        remember(path, tmp_path / "missing")
    assert remember(tmp_path / "none", own_folder(path)) is None


def test_what_no_step_leads_to_takes_no_place(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    for number in range(6):
        _change(path, b"%d" % number)
    forget(path, {2, 4})
    assert [state.read_bytes() for state in states(path)] == [b"0", b"2", b"4"]


def test_where_an_old_state_cannot_be_dropped_the_change_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lib.json"
    unlink = os.unlink

    def _unlink(file: Path) -> None:
        if str(file).endswith("000001"):
            raise PermissionError(1, "Operation not permitted")
        unlink(file)

    monkeypatch.setattr("os.unlink", _unlink)
    for number in range(25):
        _change(path, b"%d" % number)
    assert path.read_bytes() == b"24"
    assert [state.name[-2:] for state in states(path)] == ["01", *(f"{n:02}" for n in range(5, 25))]


def test_a_state_whose_name_is_taken_takes_the_next(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    _change(path, b"0")
    (own_folder(path) / "lib.json.000001").symlink_to(path)
    (own_folder(path) / "lib.json.000002").mkdir()
    _change(path, b"1")
    assert [(s.name, s.read_bytes()) for s in states(path)] == [("lib.json.000003", b"0")]
