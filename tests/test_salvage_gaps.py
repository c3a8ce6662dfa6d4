"""What is read behind a gap in a damaged library: nothing of it is given to another entry."""

import re
from typing import Any

import pytest

from difftrack.errors import DifftrackError, LibraryDamagedError
from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.salvage import Saved, salvage
from difftrack.library.storage.file_format import decode, encode

_KEYS = [f"2006.100{number:02}" for number in range(12)]


def _entry(key: str) -> Entry:
    """Return an entry each text of which names it."""
    number = int(key[-2:])
    return Entry(
        arxiv_id=key,
        title=f"Title of {key}",
        short=f"S{key}",
        authors=[f"Ann {key}", f"Bob {key}"],
        abstract=f"Abstract of {key}.",
        links={"Code": f"https://example.org/{key}", "Page": f"https://example.com/{key}"},
        tags=[f"t{key}"],
        note=f"Note on {key}",
        **({"read": True, "read_on": "2021-01-02"} if number % 2 else {"score": float(number)}),
    )


def _library() -> Library:
    sections = [
        Section(
            key=f"sec{number}",
            title=f"Section {number}",
            intro=f"Intro of sec{number}",
            entries=_KEYS[number::4],
            prose={_KEYS[number]: f"Prose of sec{number}"},
        )
        for number in range(4)
    ]
    sections[2].parent = "sec1"
    entries = {key: _entry(key) for key in _KEYS}
    return Library(title="T", intro="I", outro="O", sections=sections, entries=entries)


GOOD = _library()
WHOLE = encode(GOOD)


def _zeroed(begin: int, end: int) -> bytes:
    return WHOLE[:begin] + bytes(end - begin) + WHOLE[end:]


def _cut_out(begin: int, end: int) -> bytes:
    return WHOLE[:begin] + WHOLE[end:]


def _strange(library: Library) -> list[tuple[str, str, Any]]:
    """Return the fields of entries that are none of theirs."""
    return [
        (key, name, value)
        for key, entry in library.entries.items()
        for name, value in entry.model_dump(exclude_defaults=True).items()
        if set(re.findall(r"2006\.1\d{4}", str(value))) - {key, entry.arxiv_id or entry.title[-10:]}
    ]


def _at(name: str, key: str) -> int:
    return WHOLE.index(f'"{name}"'.encode(), WHOLE.index(f'"{key}": {{'.encode()))


def _saved(data: bytes, *, is_good_kept: bool) -> Saved | None:
    try:
        decode(data, "it")
    except LibraryDamagedError:
        try:
            saved = salvage(data, "it", _library() if is_good_kept else None)
        except DifftrackError:
            return None
        assert encode(decode(encode(saved.library), "it")) == encode(saved.library)
        return saved
    return None


@pytest.mark.parametrize("damaged", [_zeroed, _cut_out])
@pytest.mark.parametrize("name", ["arxiv_id", "title", "links", "tags", "note"])
def test_fields_behind_a_gap_are_not_those_of_the_entry_before_it(damaged: Any, name: str) -> None:  # noqa: ANN401 - a function
    data = damaged(_at(name, "2006.10005"), _at(name, "2006.10007"))
    saved = _saved(data, is_good_kept=True)
    assert saved is not None
    assert encode(saved.library) == WHOLE
    alone = _saved(_zeroed(_at(name, "2006.10005"), _at(name, "2006.10007")), is_good_kept=False)
    assert alone is not None
    assert _strange(alone.library) == []
    assert "Note on 2006.10007" in "".join(piece.text for piece in alone.pieces) + str(
        alone.library.entries.values()
    )


@pytest.mark.parametrize("size", [20, 100, 400, 1500])
def test_a_stretch_of_zeros_anywhere_leaves_the_good_library(size: int) -> None:
    for begin in range(0, len(WHOLE) - size, 97):
        data = _zeroed(begin, begin + size)
        saved = _saved(data, is_good_kept=True)
        assert saved is not None
        library = saved.library
        links = {key: entry.links for key, entry in library.entries.items()}
        assert all(links[key].items() <= GOOD.entries[key].links.items() for key in links), begin
        for key in library.entries:
            library.entries[key].links = GOOD.entries[key].links
        assert encode(library) == WHOLE, begin
        alone = _saved(data, is_good_kept=False)
        assert alone is None or _strange(alone.library) == [], begin


def test_lines_that_are_gone_leave_the_good_library() -> None:
    lines = WHOLE.split(b"\n")
    first = lines.index(b' "entries": {')
    for begin in range(first + 1, len(lines) - 40):
        for size in (1, 7, 23):
            data = b"\n".join(lines[:begin] + lines[begin + size :])
            saved = _saved(data, is_good_kept=True)
            assert saved is None or _strange(saved.library) == [], (begin, size)


def test_a_torn_section_goes_back_to_its_place() -> None:
    for begin, end in ((0, WHOLE.index(b'"Section 1"')), (0, WHOLE.index(b'"sec2"'))):
        for data in (_zeroed(begin, end), _cut_out(begin, end)):
            saved = _saved(data, is_good_kept=True)
            assert saved is not None
            assert encode(saved.library) == WHOLE
    alone = _saved(_zeroed(0, WHOLE.index(b'"Section 1"') - 9), is_good_kept=False)
    assert alone is not None
    assert alone.library.title == ""
    assert alone.library.sections[1] == GOOD.sections[1].model_copy(update={"key": "section-1"})


def test_an_extra_field_of_a_torn_entry_is_set_aside() -> None:
    data = WHOLE.replace(b'   "links": {\n', b"", 1)
    saved = _saved(data, is_good_kept=True)
    assert saved is not None
    assert encode(saved.library) == WHOLE
    assert "entries.2006.10000.Code" in {piece.place for piece in saved.pieces}
