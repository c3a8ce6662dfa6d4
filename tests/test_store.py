"""The library's file: that nothing is lost between what is kept and what is written."""

import errno
import gc
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import (
    DifftrackError,
    LibraryDamagedError,
    NewerLibraryError,
    NotFoundError,
    NotWrittenError,
    RefusedError,
)
from difftrack.library import store
from difftrack.library.model import Entry, Library, Section
from difftrack.library.settings import Settings
from difftrack.library.storage import file_format, location
from difftrack.library.storage.change_log import NOBODY
from difftrack.library.storage.disk import replace_file, stamp
from difftrack.library.storage.file_format import decode, encode
from difftrack.library.storage.lock import locked
from difftrack.library.storage.states import states

HEAD = b'{"format": "difftrack", "version": 1'

# -- What is written ------------------------------------------------------------------------------

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_days = st.dates().map(lambda day: day.isoformat())
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_texts, inner, max_size=2),
    max_leaves=4,
)
_unknown = st.dictionaries(_texts.map("x-{}".format), _json, max_size=2)
_maps = st.dictionaries(_texts, _texts, max_size=2)
_lists = st.lists(_texts, max_size=2)


@st.composite
def _entries(draw: st.DrawFn) -> Entry:
    known = {
        "title": _texts,
        "arxiv_id": st.none() | _texts,
        "authors": _lists,
        "etal": st.booleans(),
        "published": st.none() | _days | _days.map(lambda day: day[:7]),
        "year": st.none() | st.integers(),
        "links": _maps,
        "note": st.none() | _texts,
        "read": st.none() | st.booleans(),
        "score": st.none() | st.floats(allow_nan=False),
        "review": _maps,
        "fields": _maps,
        "pinned": _lists,
        "derived": _lists,
    }
    chosen = draw(st.sets(st.sampled_from(sorted(known))))
    return Entry.model_validate({n: draw(known[n]) for n in chosen} | draw(_unknown))


@st.composite
def _libraries(draw: st.DrawFn) -> Library:
    entries = draw(st.dictionaries(_texts, _entries(), max_size=4))
    keys = draw(st.lists(_texts.filter(bool), unique=True, max_size=3))
    placing = st.lists(st.sampled_from(sorted(entries)), unique=True) if entries else st.just([])
    sections = [
        Section.model_validate(
            {"key": key, "title": draw(_texts), "entries": draw(placing), "prose": draw(_maps)}
            | draw(_unknown)
        )
        for key in keys
    ]
    if entries:  # every entry stands in a section
        sections.append(Section(key="", entries=list(entries)))
    options = Settings.model_validate({"count": draw(st.booleans())} | draw(_unknown))
    texts = {"title": draw(_texts), "intro": draw(_texts)}
    parts = {"sections": sections, "entries": entries, "settings": options}
    return Library.model_validate(texts | parts | draw(_unknown))


def _plain(library: Library) -> dict[str, Any]:
    return library.model_dump()


@given(_libraries())
def test_a_library_is_read_as_it_was_written(library: Library) -> None:
    data = encode(library)
    read = decode(data, "it")
    assert _plain(read) == _plain(library)
    assert encode(read) == data
    # Else each reading of the file would look at it again for keys that stand twice.
    assert file_format._lines(read) == data.count(b"\n")  # noqa: SLF001 - it shows in the time alone


@given(_libraries(), st.randoms())
def test_the_same_library_is_the_same_bytes(library: Library, chance: Any) -> None:  # noqa: ANN401 - random.Random
    keys = list(library.entries)
    chance.shuffle(keys)
    shuffled = library.model_copy(update={"entries": {key: library.entries[key] for key in keys}})
    assert encode(shuffled) == encode(library)
    assert list(shuffled.entries) == keys


@given(_libraries())
def test_what_is_written_is_json_as_everyone_reads_it(library: Library) -> None:
    data = encode(library)
    read = json.loads(data)
    assert list(read)[:2] == ["format", "version"]
    assert list(read.get("entries", {})) == sorted(library.entries)
    assert data.endswith(b"\n}\n")


def test_a_library_as_it_stands_in_the_file() -> None:
    entry = Entry(title="Déjà", authors=["A", "B"], read=False, links={"Code": "https://a.org"})
    sections = [Section(key="s", title="S", entries=["b", "a"], prose={"b": "Text."})]
    library = Library(title="T", sections=sections, entries={"b": entry, "a": Entry()})
    assert (
        encode(library).decode()
        == """\
{
 "format": "difftrack",
 "version": 1,
 "title": "T",
 "sections": [
  {
   "key": "s",
   "title": "S",
   "entries": [
    "b",
    "a"
   ],
   "prose": {
    "b": "Text."
   }
  }
 ],
 "entries": {
  "a": {},
  "b": {
   "title": "Déjà",
   "authors": [
    "A",
    "B"
   ],
   "links": {
    "Code": "https://a.org"
   },
   "read": false
  }
 }
}
"""
    )
    assert encode(Library()) == b'{\n "format": "difftrack",\n "version": 1\n}\n'


def test_unknown_fields_stay_through_a_change(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    unknown = {
        "later": {"deep": [1, {"a": None}], "text": "ü"},
        "name": 5,
        "__class__": [],
        "copy": 1,
        "section": {"a": [1]},
        "standing": [1],
    }
    raw: dict[str, Any] = {
        "format": "difftrack",
        "version": 1,
        "settings": {"style": "detailed", **unknown},
        "sections": [{"key": "s", "title": "S", "entries": ["a"], **unknown}],
        "entries": {"a": {"title": "A", **unknown}},
        **unknown,
    }
    path.write_text(json.dumps(raw))
    library = store.load(path)
    library.entries["a"].read = True
    assert store.save(path, library)
    raw["entries"]["a"]["read"] = True
    assert json.loads(path.read_bytes()) == raw


def test_numbers_that_are_none_stay_what_they_are() -> None:
    data = HEAD + b', "x": [NaN, Infinity, 123456789012345678901234567890, -0.0]}'
    written = encode(decode(data, "it"))
    for number in (b"NaN", b"Infinity", b"123456789012345678901234567890", b"-0.0"):
        assert number in written
    assert encode(decode(written, "it")) == written


@pytest.mark.parametrize("field", ["title", "note", "links", "unknown"])
def test_half_a_character_is_refused_on_one_line_and_nothing_is_lost(
    tmp_path: Path, field: str
) -> None:
    path = tmp_path / "lib.json"
    store.save(path, Library(title="old"))
    before = path.read_bytes()
    entry = Entry()
    setattr(entry, field, {"Code": "\udcff"} if field == "links" else "a\ud800")
    with pytest.raises(NotWrittenError) as caught:
        store.save(path, Library(entries={"a": entry}))
    assert str(caught.value).isprintable()
    assert path.read_bytes() == before


# -- What is read ---------------------------------------------------------------------------------

_WHOLE = encode(
    Library(
        title="T",
        entries={"a": Entry(title="A"), "b": Entry(title="B")},
        sections=[Section(key="s", title="S", entries=["a", "b"])],
    )
)


def _with(**parts: object) -> bytes:
    return json.dumps({"format": "difftrack", "version": 1, **parts}).encode()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1: it is empty"),
        (b" \n\n", "line 1: it is empty"),
        (b"garbage", "line 1"),
        (b"\0\0\0\0", "line 1: it holds nothing but zero bytes"),
        (_WHOLE.decode().encode("utf-16"), "line 1: it is text in UTF-16"),
        (_WHOLE[:-2] + b"\0" * 40, "line 23"),
        (_WHOLE + _WHOLE, "line 24: trailing characters"),
        (HEAD + b', "x": ' + b"9" * 5000 + b"}", "line 1, x: number out of range"),
        (_WHOLE.replace(b'"A"', b"[1e400]"), "line 17, entries.a.title: "),
        (_WHOLE.replace(b'"title": "A"', b'"year": 1e400'), "line 17, entries.a.year: "),
        (_WHOLE[:-30], "EOF while parsing"),
        (_WHOLE.replace(b'"A"', b'"\xff"'), "line 17, entries.a.title: "),
        (_WHOLE.replace(b'"A"', b'"\0"'), "line 17, entries.a.title: "),
        (_WHOLE.replace(b'"A"', b'"\\ud800"'), "line 17, entries.a.title: "),
        (_WHOLE.replace(b'"A"', b'"A",'), "line 18, entries.a: "),
        (_WHOLE.replace(b'"A"', b"5"), "line 17, entries.a.title: "),
        (_WHOLE.replace(b'   "title": "A"\n', b'<<<<<<< HEAD\n"title": "A"\n'), "at line 17"),
        (b'{\n<<<<<<< a\n"format": "difftrack",\n=======\n', "at line 2"),
        (b"null", "an object"),
        (b"[]", "an object"),
        (b"{}", '"format": "difftrack"'),
        (b'{"format": "difftrack"}', "version"),
        (b'{"version": 1}', "format"),
        (b'{"format": "other", "version": 1}', "format: "),
        (b'{"format": "difftrack", "version": "1"}', "version: "),
        (b'{"format": "difftrack", "version": 0}', "version: "),
        (b'{"format": "difftrack", "version": true}', "version: "),
        (b'{"format": "difftrack", "version": null}', "version: "),
        (_with(entries=[]), "entries: "),
        (_with(entries={"a": {"authors": "Ho"}}), "entries.a.authors: "),
        (_with(entries={"a": {"published": "last year"}}), "entries.a.published: "),
        (_with(entries={"a\n\x1b[2J": {"title": 5}}), "entries.a [2J.title: "),
        (_with(settings={"order": "random"}), "settings.order: "),
        (_with(sections=[{"title": "T"}]), "sections.0.key: "),
        (_with(sections=[{"key": "s", "entries": ["x\n"]}]), r"section 's' lists 'x\n'"),
        (
            _WHOLE.replace(b'  "b": {', b'  "c": {'),
            "line 11, sections.0.entries.1: section 's' lists 'b', which is no entry",
        ),
        (b"<<<<<<< HEAD\n{}\n=======\n", "git left two versions of it to choose from, at line 1"),
        (_with(sections=[{"key": "s\x1b"}, {"key": "s\x1b"}]), r"sections have the key 's\x1b'"),
        (
            _with(sections=[{"key": "s", "entries": ["a", "a"]}], entries={"a": {}}),
            "section 's' lists an entry twice",
        ),
        (HEAD + b', "entries": {"a": {}, "a": {"title": "A"}}}', "'a' stands twice"),
        (HEAD + b', "entries": {"a": {"note": "x", "note": "y"}}}', "'note' stands twice"),
        (HEAD + b', "settings": {}, "settings": {}}', "'settings' stands twice"),
        (_WHOLE.replace(b'"title": "A"', b'"title": "A", "title": "A"'), "'title' stands twice"),
        (_WHOLE.replace(b'"title": "A"', b'"title": "A",\n"title": "A"')[:-1], "'title' stands"),
        (
            _WHOLE.replace(b'"title": "A"\n', b'"title": "A",\n   "title": "A2"\n'),
            "line 18, entries.a.title: 'title' stands twice",
        ),
        (_WHOLE.replace(b'  "b": {', b'  "a": {'), "'b', which is no entry"),
        (HEAD + b', "x": ' + b"[" * 100_000, "line 1"),
        (HEAD + b', "x": ' + b"[" * 300 + b"]" * 300 + b"}", "line 1"),
        (HEAD + b', "entries": ' + b'{"a":' * 300 + b"1" + b"}" * 301, "line 1"),
    ],
)
def test_a_damaged_file_is_told_with_its_place_and_left(
    tmp_path: Path, data: bytes, place: str
) -> None:
    path = tmp_path / "lib.json"
    path.write_bytes(data)
    with pytest.raises(LibraryDamagedError) as caught:
        store.load(path)
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith(str(path))
    assert place in str(caught.value)
    assert str(caught.value).isprintable()
    assert path.read_bytes() == data
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "lib.json", "work"]


def test_a_byte_order_mark_is_passed_over_and_not_written() -> None:
    assert encode(decode(b"\xef\xbb\xbf" + _WHOLE, "it")) == _WHOLE
    with pytest.raises(LibraryDamagedError, match=r"line 17, entries\.a\.title"):
        decode(b"\xef\xbb\xbf" + _WHOLE.replace(b'"A"', b"5"), "it")


def test_a_file_of_two_gigabytes_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    with path.open("wb") as file:
        file.truncate(2**31)
    with pytest.raises(LibraryDamagedError, match=f"{re.escape(str(path))} .*holds 2,147,483,648"):
        store.load(path)


def test_a_library_that_could_not_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lib.json"
    store.save(path, Library(title="old"))
    before = path.read_bytes()
    monkeypatch.setattr(store, "LARGEST", len(before))
    with pytest.raises(NotWrittenError, match="was left as it is: it would hold"):
        store.save(path, Library(title="old "))
    assert path.read_bytes() == before
    assert store.save(path, Library(title="new"))
    assert store.load(path).title == "new"


def test_a_pipe_is_no_library_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotWrittenError, match="it is no file"):
        store.load(tmp_path / "pipe")


@given(st.data())
def test_a_file_with_one_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(_WHOLE) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    cut = data.draw(st.integers(0, 3))
    _read_or_refuse(_WHOLE[:at] + byte + _WHOLE[at + cut :])


@given(st.binary(max_size=60))
def test_no_bytes_lead_to_more_than_a_refusal(data: bytes) -> None:
    _read_or_refuse(data)
    _read_or_refuse(HEAD + b"," + data + b"}")


def _read_or_refuse(data: bytes) -> None:
    try:
        library = decode(data, "it")
    except DifftrackError as error:
        assert error.exit_code == 4  # noqa: PT017 - most changed files are still libraries
        assert str(error).isprintable()  # noqa: PT017 - as above
    else:
        assert encode(decode(encode(library), "it")) == encode(library)


def test_deep_fields_of_another_version_stay() -> None:
    data = HEAD + b', "x": ' + b'{"a":' * 150 + b"1" + b"}" * 151
    assert json.loads(encode(decode(data, "it"))) == json.loads(data)


def test_a_file_that_a_person_laid_out_is_read() -> None:
    raw = json.loads(_WHOLE)
    for layout in (None, 2, "\t"):
        data = json.dumps(raw, indent=layout).replace("\n", "\r\n").encode()
        assert encode(decode(data, "it")) == _WHOLE


@pytest.mark.parametrize("at", [0, 1, 2])
def test_entries_that_stand_nowhere_go_where_there_is_no_heading(at: int) -> None:
    sections: list[dict[str, object]] = [
        {"key": "s", "entries": ["a"]},
        {"key": "t", "title": "T"},
    ]
    sections.insert(at, {"key": "", "entries": ["b"]})
    entries: dict[str, object] = {key: {} for key in "abcd"}
    library = decode(_with(sections=sections, entries=entries), "it")
    assert {s.key: s.entries for s in library.sections} == {
        "s": ["a"],
        "t": [],
        "": ["b", "c", "d"],
    }
    assert library.sections[at].key == ""


def test_where_every_section_has_a_heading_a_first_one_without_is_made() -> None:
    library = decode(_with(sections=[{"key": "s"}], entries={"a": {}}), "it")
    assert [(s.key, s.entries) for s in library.sections] == [("", ["a"]), ("s", [])]
    assert [s.key for s in decode(_with(sections=[{"key": "s"}]), "it").sections] == ["s"]


def test_a_newer_library_is_read_where_it_can_be_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    data = _WHOLE.replace(b'"version": 1', b'"version": 2,\n "new": {}')
    path.write_bytes(data)
    library = store.load(path)
    assert library.entries["a"].title == "A"
    library.title = "changed"
    for change in (store.save, lambda *_: store.step(path, b"", NOBODY)):
        with pytest.raises(NewerLibraryError, match=f"{re.escape(str(path))} .* newer difftrack"):
            change(path, library)
        assert path.read_bytes() == data


def test_a_step_that_the_disk_refuses_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "link.json"
    path.symlink_to(tmp_path / "not mounted" / "lib.json")
    for change in (store.save, lambda *_: store.step(path, b"", NOBODY)):
        with pytest.raises(NotWrittenError, match=f"{re.escape(str(path))} could not be written"):
            change(path, Library())
    assert not (tmp_path / "not mounted").exists()


@pytest.mark.parametrize(
    "part",
    [
        {"entries": []},
        {"sections": [{"key": "s", "entries": ["gone"]}]},
        {"sections": {"s": []}},
    ],
)
def test_a_newer_library_that_cannot_be_read_is_not_called_damaged(part: dict[str, object]) -> None:
    with pytest.raises(NewerLibraryError, match="it was written by a newer difftrack") as caught:
        decode(json.dumps({"format": "difftrack", "version": 2, **part}).encode(), "it")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("collects", [True, False])
def test_reading_leaves_the_collection_of_garbage_as_it_was(*, collects: bool) -> None:
    was = gc.isenabled()
    try:
        gc.enable() if collects else gc.disable()
        decode(_WHOLE, "it")
        _read_or_refuse(b"damaged")
        assert gc.isenabled() == collects
    finally:
        gc.enable() if was else gc.disable()


def test_ten_thousand_entries_are_written_and_read() -> None:
    entries = {
        f"{n:05}": Entry(title=f"Paper {n}", abstract="x" * 1500, tags=["a"], year=2020)
        for n in range(10_000)
    }
    library = Library(entries=entries, sections=[Section(key="s", entries=list(entries))])
    data = encode(library)
    assert len(data) > 15_000_000
    assert encode(decode(data, "it")) == data


def test_no_library_and_an_unreadable_one_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"There is no library at .*difftrack init"):
        store.load(tmp_path / "lib.json")
    with pytest.raises(NotWrittenError, match="cannot be read: Is a directory"):
        store.load(tmp_path)


# -- What is saved --------------------------------------------------------------------------------


def test_the_last_good_state_is_one_that_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lib.json"
    for title in "abcd":
        store.save(path, Library(title=title))
    newest, older = reversed(states(path)[1:])
    newest.write_bytes(encode(Library(title="c"))[:-9])
    older.write_bytes(b'{"format": "difftrack", "version": 99, "sections": 5}')
    good = store.last_good(path)
    assert good is not None
    assert good.title == "a"

    def _refused(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr("os.scandir", _refused)
    with pytest.raises(NotWrittenError, match=r"\.difftrack cannot be read: Permission denied"):
        store.last_good(path)


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "lib.json").symlink_to(tmp_path / "not mounted" / "lib.json")
    with pytest.raises(NotFoundError, match=r"is a link to .*/not mounted/lib\.json, which is not"):
        store.load(tmp_path / "lib.json")


def test_what_another_program_wrote_meanwhile_is_left(tmp_path: Path) -> None:
    path, own = tmp_path / "lib.json", encode(Library(title="by hand"))
    changes: list[Callable[[], object]] = [
        lambda: path.write_bytes(own), path.unlink, lambda: replace_file(path, own),
    ]  # fmt: skip
    for change in changes:
        store.save(path, Library(title="old"))
        since = stamp(path)
        change()
        for work in (
            lambda at: store.save(path, Library(title="new"), since=at),
            lambda at: store.step(path, encode(Library()), NOBODY, since=at),
        ):
            with pytest.raises(RefusedError, match="changed by another program meanwhile"):
                work(since)
        assert not path.exists() or path.read_bytes() == own
    since = stamp(tmp_path / "new.json")
    (tmp_path / "new.json").write_bytes(own)
    with pytest.raises(RefusedError, match="changed by another program meanwhile"):
        store.save(tmp_path / "new.json", Library(title="new"), since=since)


def test_saving_what_is_there_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    library = Library(title="T")
    assert store.save(path, library)
    before = path.stat()
    assert not store.save(path, library)
    after = path.stat()  # it was read, so its access time may have changed
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert states(path) == []


def test_a_library_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path, link = tmp_path / "real" / "lib.json", tmp_path / "link.json"
    link.symlink_to(Path("real") / "lib.json")
    store.save(link, Library(title="one"))  # the link was there first
    path.chmod(0o600)
    store.save(link, Library(title="two"))
    assert link.is_symlink()
    assert store.load(path).title == "two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [decode(s.read_bytes(), "it").title for s in states(link)] == ["one"]
    assert {p.name for p in tmp_path.iterdir() if p.name.startswith(".diff")} == set()


def test_what_a_killed_process_left_is_cleared_by_the_next_change(tmp_path: Path) -> None:
    path = tmp_path / "lib [1].json"
    store.save(path, Library(title="one"))
    stale = tmp_path / ".lib [1].json.0123abcd.tmp"
    stale.write_bytes(b"half")
    store.save(path, Library(title="two"))
    assert not stale.exists()


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "lib.json"
    with locked(path):
        store.save(path, Library(title="T"))
    assert store.load(path).title == "T"
    assert (path.parent / ".difftrack" / ".gitignore").read_text() == "*\n"


SAVE = """
import os, resource, sys
from pathlib import Path
from difftrack.errors import DifftrackError
from difftrack.library.storage import file_format
from difftrack.library import store
from difftrack.library.model import Library
path, limit, user = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if user:
    os.setuid(user)
try:
    store.save(path, Library(title="x" * 100_000), warn=print)
except DifftrackError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def _save_elsewhere(path: Path, *, limit: int = 0, user: int = 0, code: int = 1) -> str:
    """Save in another process, without coverage, which it could not write; return what it said."""
    command = [sys.executable, "-c", SAVE, str(path), str(limit), str(user)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.parametrize("limit", [1, 4096, 99_999])
def test_a_full_disk_leaves_the_old_library(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "lib.json"
    store.save(path, Library(title="old"))
    assert _save_elsewhere(path, limit=limit) == (
        f"{path} could not be written: File too large. What was there before still stands\n"
    )
    assert store.load(path).title == "old"
    assert sorted(p.name for p in tmp_path.glob("*lib*")) == ["lib.json"]


@pytest.fixture
def of_nobody() -> Iterator[Path]:
    """Give a folder that others reach, too: permissions do not stop root."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("where", ["folder", ".difftrack"])
def test_a_folder_that_is_read_only_leaves_the_old_library(of_nobody: Path, where: str) -> None:
    path = of_nobody / "lib.json"
    store.save(path, Library(title="old"))
    with locked(path):
        pass
    folder = of_nobody if where == "folder" else of_nobody / where
    user = 12345 if os.geteuid() == 0 else 0
    for file in (of_nobody, *of_nobody.rglob("*")) if user else ():
        os.chown(file, user, user)
    folder.chmod(0o555)
    said = _save_elsewhere(path, user=user, code=0 if where == ".difftrack" else 1)
    folder.chmod(0o755)
    if where == "folder":
        assert "Permission denied" in said
    else:
        assert f"This cannot be undone: {path} as it was could not be kept: Permission" in said
    assert (store.load(path).title == "old") == (where == "folder")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can save as another user")
def test_a_library_that_may_not_be_reached_is_left(tmp_path: Path) -> None:
    path = tmp_path / "lib.json"
    store.save(path, Library(title="old"))
    assert "Permission denied" in _save_elsewhere(path, user=12345)
    assert store.load(path).title == "old"


# -- Where it is ----------------------------------------------------------------------------------


def _make(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "difftrack.json"
    path.write_bytes(encode(Library()))
    return path


def _own(home: Path) -> Path:
    return home / ".local" / "share" / "difftrack" / "library.json"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_library_is_found_upwards(home: Path) -> None:
    path = _make(home / "list")
    deep = home / "list" / "a" / "b"
    deep.mkdir(parents=True)
    assert location.locate(None, deep) == (path, True)
    assert location.locate(None, home / "list") == (path, True)


def test_the_nearest_library_is_taken_and_a_folder_of_its_name_is_none(home: Path) -> None:
    outer, inner = _make(home / "list"), _make(home / "list" / "a")
    (home / "list" / "b" / "difftrack.json").mkdir(parents=True)
    assert location.locate(None, inner.parent) == (inner, True)
    assert location.locate(None, home / "list" / "b") == (outer, True)


def test_the_search_ends_at_home(home: Path, tmp_path: Path) -> None:
    _make(tmp_path)
    (home / "a").mkdir()
    assert location.locate(None, home / "a") == (_own(home), False)
    assert location.locate(None, home) == (_own(home), False)
    path = _make(home)
    assert location.locate(None, home / "a") == (path, True)


def test_home_may_be_a_link(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(tmp_path)
    (home / "a").mkdir()
    link = tmp_path / "link"
    link.symlink_to(home)
    monkeypatch.setenv("HOME", str(link))
    assert not location.locate(None, home / "a").is_project


def test_without_a_home_the_search_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _make(tmp_path)
    (tmp_path / "a").mkdir()
    monkeypatch.delenv("HOME")
    assert location.locate(None, tmp_path / "a") == (path, True)
    path.unlink()
    assert location.locate(None, tmp_path / "a").path.is_absolute()
    monkeypatch.setenv("HOME", "")
    assert not location.locate(None, tmp_path / "a").is_project


def test_where_no_home_is_known_the_user_is_asked_for_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def _unknown(user: int) -> None:
        raise KeyError(user)

    monkeypatch.setattr("pwd.getpwuid", _unknown)
    monkeypatch.delenv("HOME")
    with pytest.raises(NotFoundError, match="No home folder is known"):
        location.locate(None, Path("/"))


def test_a_data_folder_without_a_home_is_not_taken_for_one_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # So platformdirs answers in older versions where no home is known.
    monkeypatch.setattr("platformdirs.user_data_path", Path("~/.local/share").joinpath)
    with pytest.raises(NotFoundError, match="No home folder is known"):
        location.locate(None, Path("/"))


def test_the_search_ends_at_the_root(home: Path) -> None:
    assert location.locate(None, Path("/")) == (_own(home), False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_search_ends_at_a_file_of_another_owner(home: Path) -> None:
    outer = _make(home / "list")
    inner = _make(home / "list" / "a")
    os.chown(inner, 12345, 12345)
    assert location.locate(None, inner.parent) == (_own(home), False)
    inner.unlink()
    inner.symlink_to(outer)
    os.chown(inner, 12345, 12345, follow_symlinks=False)
    assert location.locate(None, inner.parent) == (_own(home), False)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")  # noqa: S108 - a mount, not a place for secrets
def test_the_search_ends_at_a_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    plain_stat = Path.stat

    def _watched(self: Path, **options: Any) -> os.stat_result:  # noqa: ANN401 - Path's own
        seen.append(str(self))
        return plain_stat(self, **options)

    monkeypatch.setattr(Path, "stat", _watched)
    shm = Path("/dev/shm")  # noqa: S108 - as above
    if os.stat(shm).st_dev == os.stat(shm.parent).st_dev:  # noqa: PTH116 - Path.stat is watched
        pytest.skip("it is no mount here")
    location.locate(None, shm)
    assert str(shm / "difftrack.json") in seen
    assert "/dev/difftrack.json" not in seen


def test_a_link_that_leads_nowhere_is_still_the_library(home: Path) -> None:
    (home / "list").mkdir()
    link = home / "list" / "difftrack.json"
    link.symlink_to(home / "unmounted" / "lib.json")
    assert location.locate(None, home / "list") == (link, True)


def test_a_library_that_the_disk_does_not_tell_of_is_not_taken_for_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _make(home / "list")
    plain_stat = Path.stat

    def _failing(self: Path, **options: Any) -> os.stat_result:  # noqa: ANN401 - Path's own
        if self == path:
            raise OSError(errno.EIO, "Input/output error")
        return plain_stat(self, **options)

    monkeypatch.setattr(Path, "stat", _failing)
    with pytest.raises(NotFoundError, match="cannot be looked at: Input/output error"):
        location.locate(None, path.parent)


@pytest.mark.parametrize("target", ["../elsewhere/lib.json", "unmounted/lib.json"])
def test_a_link_that_leads_nowhere_makes_the_file_but_no_folder(
    tmp_path: Path, target: str
) -> None:
    link = tmp_path / "list" / "difftrack.json"
    (tmp_path / "elsewhere").mkdir()
    link.parent.mkdir()
    link.symlink_to(target)
    if target.startswith("unmounted"):
        with pytest.raises(NotWrittenError, match="No such file"), locked(link):
            pytest.fail("it is locked")
        assert [file.name for file in link.parent.iterdir()] == ["difftrack.json"]
    else:
        with locked(link):
            store.save(link, Library(title="T"))
        assert link.is_symlink()
        assert store.load(tmp_path / "elsewhere" / "lib.json").title == "T"


def test_a_name_is_a_file_or_the_folder_it_is_in(tmp_path: Path) -> None:
    _make(tmp_path / "list")
    assert location.locate(tmp_path / "list", tmp_path).path == tmp_path / "list" / "difftrack.json"
    assert location.locate(tmp_path / "x.json", tmp_path).path == tmp_path / "x.json"
    assert location.locate(Path("x.json"), tmp_path).path == Path.cwd() / "x.json"


def test_a_working_folder_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NotFoundError, match="The working folder cannot be looked at: No such file"):
        location.locate(None, Path())
    with pytest.raises(NotFoundError, match="The working folder cannot be looked at"):
        location.locate(None, gone)
    with pytest.raises(NotFoundError, match=r"x\.json cannot be looked at"):
        location.locate(Path("x.json"), Path())
    assert location.locate(tmp_path / "x.json", Path()).path == tmp_path / "x.json"
