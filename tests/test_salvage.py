"""What is saved of a damaged library: each entry whose own text is whole, and nothing made up."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as usual
from hypothesis import strategies as st

from difftrack.errors import DifftrackError, LibraryDamagedError, NewerLibraryError
from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.salvage import Saved, salvage
from difftrack.library.settings import Settings
from difftrack.library.storage.file_format import decode, encode


def _library() -> Library:
    entries = {
        "2401.00001": Entry(
            arxiv_id="2401.00001",
            title="On Alpha",
            authors=["Jo Ho", "Al Jain"],
            links={"Code": "https://example.org/a", "title": "https://example.org/t"},
            note='It says "x": {\n"2401.00009": {"title": "none"}',
            read=True,
            review={"Task": "Everything"},
        ),
        "2401.00002": Entry(arxiv_id="2401.00002", title="On Beta: é数", tags=["b"]),
        "weng2021diffusion": Entry(kind="post", title="What?", url="https://example.org/w"),
        "zhu2020": Entry(title="Last", fields={"GitHub": "none"}),
    }
    sections = [
        Section(
            key="s",
            title="First",
            entries=["2401.00001", "weng2021diffusion"],
            prose={"2401.00001": "Text."},
        ),
        Section(key="t", title="Second", parent="s", entries=["2401.00002", "zhu2020"]),
    ]
    return Library(title="T", intro="Before.", sections=sections, entries=entries)


LIBRARY = _library()
WHOLE = encode(LIBRARY)
LINES = WHOLE.split(b"\n")


def _text_of(key: str) -> bytes:
    """Return the lines of an entry in the file, without the comma behind it."""
    flags = re.MULTILINE | re.DOTALL
    found = re.search(rf'^  "{re.escape(key)}": \{{.*?^  \}}'.encode(), WHOLE, flags)
    assert found
    return found[0].strip()


TEXTS = {key: _text_of(key) for key in LIBRARY.entries}


def _opened(data: bytes, good: Library | None = None) -> Library:
    """Return what doctor writes for these bytes, as it is read again."""
    try:
        return decode(data, "it")
    except LibraryDamagedError:
        return decode(encode(salvage(data, "it", good).library), "it")


# -- Whatever happens to the bytes ----------------------------------------------------------------

_places = st.integers(0, len(WHOLE) - 1)
_lines = st.integers(0, len(LINES) - 1)
_mutations = st.one_of(
    st.tuples(st.just("flip"), _places, st.integers(0, 7)),
    st.tuples(st.just("cut"), _places, st.integers(1, 400)),
    st.tuples(st.just("end"), _places, st.just(0)),
    st.tuples(st.just("insert"), _places, st.text('"{}[],:\\\n\0 ', min_size=1, max_size=3)),
    st.tuples(st.just("delete lines"), _lines, st.integers(1, 4)),
    st.tuples(st.just("double lines"), _lines, st.integers(1, 6)),
)


def _mutated(data: bytes, mutation: tuple[str, int, Any]) -> bytes:
    how, at, what = mutation
    lines = data.split(b"\n")
    if how == "flip":
        return data[:at] + bytes(byte ^ (1 << what) for byte in data[at : at + 1]) + data[at + 1 :]
    if how == "cut":
        return data[:at] + data[at + what :]
    if how == "end":
        return data[:at]
    if how == "insert":
        return data[:at] + str(what).encode() + data[at:]
    if how == "delete lines":
        return b"\n".join(lines[:at] + lines[at + what :])
    return b"\n".join(lines[: at + what] + lines[at:])


@usual(max_examples=400)
@given(st.lists(_mutations, min_size=1, max_size=3))
def test_each_entry_whose_own_text_is_whole_is_saved(mutations: list[tuple[str, int, Any]]) -> None:
    data = WHOLE
    for mutation in mutations:
        data = _mutated(data, mutation)
    try:
        library = _opened(data)
    except DifftrackError as error:
        claims_more = isinstance(error, NewerLibraryError)
        assert claims_more or "Nothing in it looks like a library" in str(error)  # noqa: PT017 - most are saved
        return
    for key, text in TEXTS.items():
        if re.search(rb"^  " + re.escape(text) + rb",?$", data, re.MULTILINE):
            is_entry = LIBRARY.entries[key] in library.entries.values()
            # A name that was "entries" and is none now may be a newer difftrack's.
            assert is_entry or f'"{key}": {{' in encode(library).decode(), key


@usual(max_examples=100)
@given(st.lists(_mutations, min_size=1, max_size=3))
def test_with_a_last_good_state_nothing_is_missing(mutations: list[tuple[str, int, Any]]) -> None:
    data = WHOLE
    for mutation in mutations:
        data = _mutated(data, mutation)
    try:
        saved = salvage(data, "it", _library())
    except DifftrackError:
        return
    if not _is_json(data):
        assert saved.library.entries.keys() >= LIBRARY.entries.keys()
        assert {"s", "t"} <= {section.key for section in saved.library.sections}
    assert encode(decode(encode(saved.library), "it")) == encode(saved.library)


def _is_json(data: bytes) -> bool:
    """Tell whether an object of JSON is whole, whatever stands around it."""
    text = data.decode(errors="replace")
    begin = re.search(r'\{\s*"format"|\Z', text)
    try:
        json.JSONDecoder(strict=False).raw_decode(text, begin.start() if begin else 0)
    except ValueError:
        return False
    return True


@given(st.binary(max_size=200))
def test_no_bytes_lead_to_more_than_a_refusal(data: bytes) -> None:
    for text in (data, b'{"format": "difftrack",' + data, WHOLE[:300] + data + WHOLE[500:]):
        try:
            library = salvage(text, "it").library
        except LibraryDamagedError:
            continue
        assert encode(decode(encode(library), "it")) == encode(library)


# -- One damage at a time -------------------------------------------------------------------------


def _saved(old: str, new: str, good: Library | None = None) -> Saved:
    text = WHOLE.decode()
    assert text.count(old) == 1
    return salvage(text.replace(old, new).encode(), "it", good)


def test_a_field_of_the_wrong_type_costs_only_itself() -> None:
    saved = _saved('"read": true', '"read": "yes"')
    assert saved.library.entries["2401.00001"].title == "On Alpha"
    assert saved.library.entries["2401.00001"].read is None
    assert [(p.place, p.text) for p in saved.pieces] == [("entries.2401.00001.read", '"yes"')]
    assert WHOLE.decode().split("\n")[saved.pieces[0].line - 1].strip() == '"read": true,'
    assert saved.library.sections == LIBRARY.sections


@pytest.mark.parametrize(
    ("old", "new", "place", "text"),
    [
        ('    "Jo Ho",\n', '    "Jo Ho",\n    5,\n', "entries.2401.00001.authors", "5"),
        ('"Code": "https', '"Page": null,\n    "Code": "https', "entries.2401.00001.links", None),
        ('    "zhu2020"\n', '    "zhu2020",\n    7\n', "sections.t.entries", "7"),
        ('"sections"', '"ignored": ["2401.00009", 2401.5],\n "sections"', "ignored", "2401.5"),
    ],
)
def test_one_wrong_item_costs_only_itself(old: str, new: str, place: str, text: str | None) -> None:
    saved = _saved(old, new)
    ((line, told, wrong),) = saved.pieces
    assert (told, wrong) == (place, text or '{\n "Page": null\n}')
    written = WHOLE.decode().replace(old, new).split("\n")[line - 1]
    assert written.strip().startswith(f'"{place.rpartition(".")[2]}"')
    assert saved.library.entries == LIBRARY.entries
    assert saved.library.sections == LIBRARY.sections
    assert saved.library.ignored == (["2401.00009"] if place == "ignored" else [])


def test_entries_in_a_list_are_taken() -> None:
    raw = json.loads(WHOLE)
    raw["entries"] = [raw["entries"]["2401.00001"], 7, raw["entries"]["2401.00002"]]
    for text in (json.dumps(raw, indent=1), json.dumps(raw, indent=1)[:-2]):
        library = salvage(text.encode(), "it").library
        assert list(library.entries) == ["2401.00001", "2401.00002"]
        assert library.entries["2401.00002"] == LIBRARY.entries["2401.00002"]


# -- What the file is -----------------------------------------------------------------------------


_OTHERS = [
    b"body { color: red }\np { margin: 0 }\n",
    b"int main() { return 0; }\n",
    b"<html><style>a {b: c} d {e: f}</style><body>difftrack</body></html>",
    b'{"format": "pptx", "slides": [1]}',
    b'{"name": "x", "version": "1.0.0", "entries": {"main": "a.js"}, "format": "esm"}',
    WHOLE.replace(b'"', b"&quot;"),
]


@pytest.mark.parametrize("data", _OTHERS)
def test_a_file_with_nothing_of_a_library_is_refused_or_the_last_good_state(data: bytes) -> None:
    with pytest.raises(LibraryDamagedError, match="Nothing in it looks like a library"):
        salvage(data, "it")
    saved = salvage(data, "it", _library())
    assert encode(saved.library) == WHOLE
    assert saved.restored == list(LIBRARY.entries)
    assert saved.said == ["Nothing in it looks like a library: the last good state stands"]


def test_a_bracket_makes_no_section() -> None:
    cut = WHOLE[: WHOLE.index(b'   "key": "t"')]
    assert [s.key for s in salvage(cut, "it").library.sections] == ["s"]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + WHOLE,
        b"{}\n" + WHOLE,
        b"[" + WHOLE + b"]",
        WHOLE + WHOLE[:900],
        WHOLE[:900] + WHOLE,
        b'{"my": ' + WHOLE + b"}",
    ],
)
def test_two_libraries_in_one_file_are_one(text: bytes) -> None:
    saved = salvage(text, "it")
    assert encode(saved.library) == WHOLE
    assert encode(salvage(text, "it", _library()).library) == WHOLE


def test_of_two_libraries_that_differ_nothing_is_lost() -> None:
    older = WHOLE.replace(b'"On Beta', b'"Of Beta').replace(b'"weng2021', b'"wang2021')
    saved = salvage(WHOLE + older, "it")
    assert saved.library.entries["2401.00002"].title == LIBRARY.entries["2401.00002"].title
    assert saved.library.entries.keys() == {*LIBRARY.entries, "wang2021diffusion"}
    assert [piece.text for piece in saved.pieces] == ['"Of Beta: é数"']
    assert saved.said == ["It held more than one: they were joined, the first that is whole stands"]


def test_of_a_broken_entry_the_fields_that_can_be_read_are_taken() -> None:
    saved = _saved('"tags": [', '"tags": {')
    assert saved.partly == ["2401.00002"]
    assert saved.library.entries["2401.00002"] == Entry(arxiv_id="2401.00002", title="On Beta: é数")
    assert [piece.place for piece in saved.pieces] == ["entries.2401.00002"]
    assert '"b"' in saved.pieces[0].text
    others = LIBRARY.entries.keys() - {"2401.00002"}
    assert all(saved.library.entries[key] == LIBRARY.entries[key] for key in others)


def test_what_a_broken_entry_lacks_comes_from_the_last_good_state() -> None:
    good = _library()
    good.entries["2401.00002"].title = "An older title"
    saved = _saved('"tags": [', '"tags": {', good)
    assert saved.library.entries["2401.00002"] == LIBRARY.entries["2401.00002"]


def test_options_of_settings_that_are_torn_are_options() -> None:
    library = _library()
    library.settings = Settings(style="detailed", order="title", count=True)
    good = library.model_copy(deep=True)
    good.settings.style, good.settings.progress = "table", True
    torn = encode(library).replace(b'"order": "title"', b'"order": "title')
    alone = salvage(torn, "it").library
    assert alone.settings == Settings(style="detailed", count=True)
    assert (alone.model_extra, alone.title, alone.sections) == ({}, "T", LIBRARY.sections)
    filled = salvage(torn, "it", good).library
    assert filled.settings == Settings(style="detailed", order="title", count=True, progress=True)


def test_what_a_torn_map_lacks_comes_from_the_last_good_state() -> None:
    links = {"Code": "https://example.org/c", "PDF": "https://example.org/p"}
    review = {"Task": "T", "Method": "M", "Problem": "P"}
    now = Library(entries={"a": Entry(title="A", links=links, review=review, note="N")})
    good = now.model_copy(deep=True)
    good.entries["a"].links = {"Code": "old", "PDF": "old", "Gone": "https://example.org/g"}
    good.entries["a"].review = review | {"Gone": "G"}
    torn = encode(now).replace(b'"https://example.org/p"', b'"https://example.org/p')
    entry = salvage(torn, "it", good.model_copy(deep=True)).library.entries["a"]
    assert entry.links == good.entries["a"].links | {"Code": links["Code"]}
    assert entry.review == review  # it was read whole: what was taken out of it stays out
    torn = encode(now).replace(b'"M"', b"M")
    entry = salvage(torn, "it", good.model_copy(deep=True)).library.entries["a"]
    assert (entry.links, entry.note) == (links, "N")
    assert entry.review == {"Task": "T", "Method": "M", "Problem": "P", "Gone": "G"}


def test_of_a_torn_section_what_was_read_whole_is_not_filled() -> None:
    good = _library()
    good.sections[0].entries.append("zhu2020")
    good.sections[0].prose["weng2021diffusion"] = "Gone."
    good.sections[0].intro = "It lacks this."
    saved = _saved('"title": "First"', '"title": "First', good)
    assert saved.sections_partly == ["s"]
    assert saved.library.sections[0] == LIBRARY.sections[0].model_copy(
        update={"intro": "It lacks this."}
    )
    torn = _saved('"2401.00001": "Text."', '"2401.00001": "Text.', good.model_copy(deep=True))
    assert torn.library.sections[0].prose == good.sections[0].prose
    torn = _saved('"weng2021diffusion"\n', '"weng2021diffusion\n', good.model_copy(deep=True))
    assert torn.library.sections[0].entries == ["2401.00001", "weng2021diffusion", "zhu2020"]


def test_a_cut_off_file_is_filled_from_the_last_good_state() -> None:
    good = _library()
    good.entries["2401.00001"].title = "An older title"
    cut = WHOLE[: WHOLE.index(b'"On Beta')]
    saved = salvage(cut, "it", good)
    assert encode(saved.library) == WHOLE
    assert saved.restored == ["weng2021diffusion", "zhu2020"]
    alone = salvage(cut, "it")
    assert list(alone.library.entries) == ["2401.00001", "2401.00002"]
    assert alone.gone == ["weng2021diffusion", "zhu2020"]


@pytest.mark.parametrize("data", [b"", b"\n", b"\0" * 5000])
def test_of_an_empty_file_the_last_good_state_is_left(data: bytes) -> None:
    assert encode(salvage(data, "it", _library()).library) == WHOLE
    assert encode(salvage(data, "it").library) == encode(Library())


def test_a_removed_entry_does_not_come_back_where_the_text_is_whole() -> None:
    good = _library()
    good.entries["2401.00005"] = Entry(title="Removed since")
    good.sections[0].entries.append("2401.00005")
    assert "2401.00005" not in _saved('"read": true', '"read": 1', good).library.entries


def test_an_entry_that_is_only_listed_comes_from_the_last_good_state() -> None:
    raw = json.loads(WHOLE)
    del raw["entries"]["zhu2020"]
    saved = salvage(json.dumps(raw).encode(), "it", _library())
    assert saved.restored == ["zhu2020"]
    assert saved.library == LIBRARY


def test_a_key_that_stands_twice_costs_neither_entry() -> None:
    raw = WHOLE.replace(b'  "zhu2020": {', b'  "2401.00002": {')
    saved = salvage(raw, "it")
    assert saved.library.entries["2401.00002"].title == "On Beta: é数"
    assert saved.library.entries["2401.00002-2"].title == "Last"


def test_a_field_that_stands_twice_is_kept_once_and_set_aside_once() -> None:
    saved = _saved('"title": "Last"', '"title": "First",\n   "title": "Last"')
    assert saved.library.entries["zhu2020"].title == "Last"
    assert [(p.place, p.text) for p in saved.pieces] == [("entries.zhu2020.title", '"First"')]


def test_texts_in_other_encodings_are_read() -> None:
    text = WHOLE.decode().replace('"read": true', '"read": 1')
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        saved = salvage(text.encode(encoding), "it")
        assert saved.library.entries["2401.00002"].title == "On Beta: é数"
    text = text.replace("Everything", "Half \\ud800, whole \ufffd")
    for encoding, said in (("utf-16", ["UTF-16"]), ("utf-32", ["UTF-32"]), ("utf-8-sig", [])):
        for data in (text.encode(encoding), text.replace('"read": 1', '"read": ').encode(encoding)):
            saved = salvage(data, "it")
            assert saved.library.entries["2401.00002"].title == "On Beta: é数"
            assert saved.library.entries["2401.00001"].review == {
                "Task": "Half \ufffd, whole \ufffd"
            }
            lost = "1 of its signs could not be read, and stand there as \ufffd now"
            assert saved.said == [*(f"It was text in {name}" for name in said), lost]
    for mark in (b"\xff\xfe", b"\xfe\xff"):  # two bytes more, and no other text
        assert salvage(mark + WHOLE, "it").library == LIBRARY
        with pytest.raises(LibraryDamagedError, match="line 1: expected value"):
            decode(mark + WHOLE, "it")
    for mark in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        with pytest.raises(LibraryDamagedError, match="line 1: it is text in UTF-32"):
            decode(mark + text.encode("utf-32-le" if mark[0] else "utf-32-be"), "it")


@pytest.mark.parametrize("sign", [b"\xff", b"\0", b"\\ud800", b"\x1b"])
def test_signs_that_are_no_text_cost_only_themselves(sign: bytes) -> None:
    saved = salvage(WHOLE.replace(b"On Alpha", b"On " + sign + b"lpha"), "it")
    assert saved.library.entries["2401.00001"].title == "On \ufffdlpha"
    assert saved.said == ["1 of its signs could not be read, and stand there as \ufffd now"]
    assert saved.partly == ["2401.00001"]
    pair = rb"\ud83d\ude00 \\ud800"
    both = salvage(WHOLE.replace(b"On Alpha", sign + pair), "it").library
    assert both.entries["2401.00001"].title == "\ufffd\U0001f600 \\ud800"


@pytest.mark.parametrize("data", [b"\0" * 99, b"\0" * 9 + b"{"])
def test_signs_that_stand_nowhere_are_not_told(data: bytes) -> None:
    assert salvage(data + b"\0", "it", _library()).said == []


def test_a_text_with_broken_signs_gives_way_to_the_good_state() -> None:
    for broken in (b"On \xff\xfelpha", b"On \0\0\0lpha"):
        data = WHOLE.replace(b"On Alpha", broken)
        saved = salvage(data, "it", _library())
        assert encode(saved.library) == WHOLE
        assert saved.said == []
        (piece,) = saved.pieces
        assert piece.place == "entries.2401.00001.title"
        assert piece.text.startswith('"On \ufffd')
        assert data.split(b"\n")[piece.line - 1].strip().startswith(b'"title"')


def test_a_text_does_not_run_into_the_next_name() -> None:
    begin, end = WHOLE.index(b"Alpha"), WHOLE.index(b'ors": [')
    saved = salvage(WHOLE[:begin] + b"\0" * (end - begin) + WHOLE[end:], "it", _library())
    assert encode(saved.library) == WHOLE
    alone = salvage(WHOLE[:begin] + b"\0\0\0" + WHOLE[end:], "it").library
    assert alone.entries["2401.00001"] == Entry(arxiv_id="2401.00001")


def test_a_text_of_a_windows_editor_is_read_as_such() -> None:
    text = WHOLE.decode().replace("é数", "x").replace("Jo Ho", "Jö Hö\u2019s")
    saved = salvage(text.encode("cp1252"), "it")
    assert saved.library.entries["2401.00001"].authors == ["Jö Hö\u2019s", "Al Jain"]
    assert saved.said == ["It was text in Windows-1252"]
    mixed = salvage(WHOLE.replace(b"Jo Ho", b"J\xf6 Ho"), "it")
    assert mixed.library.entries["2401.00001"].authors == ["J\ufffd Ho", "Al Jain"]


def test_unknown_fields_may_be_called_as_methods_are() -> None:
    held = {"name": {"given": "Q"}, "section": [1], "copied": 1, "model_dump": {"a": "b"}, "_x": 2}
    raw = json.loads(WHOLE) | held
    raw["entries"]["zhu2020"] |= held
    raw["sections"][0] |= held
    text = json.dumps(raw, indent=1)
    good = decode(text.encode(), "it")
    for new in ('"read": 1', '"read": tru'):
        damaged = text.replace('"read": true', new).encode()
        saved = salvage(damaged, "it", good.model_copy(deep=True))
        assert saved.library.model_extra == held
        assert saved.library.entries["zhu2020"].model_extra == held
        assert saved.library.sections[0].model_extra == held
    cut = text[: text.index('"sections"')]
    assert salvage(cut.encode(), "it", good.model_copy(deep=True)).library.model_extra == held
    ours = text.replace('"none"', '"Ours"').splitlines()
    theirs = text.replace('"none"', '"Theirs"').replace('"Q"', '"R"').splitlines()
    both = ["<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> other"]
    saved = salvage("\n".join(both).encode(), "it")
    assert saved.library.entries["zhu2020"].model_extra == held
    assert "entries.zhu2020.name" in {piece.place for piece in saved.pieces}


def test_a_long_text_without_its_end_costs_only_itself() -> None:
    quotes = '\\"x\\": ' * 30_000  # each of them was taken for the beginning of a name once
    for new in (f'"title": "{quotes}', f'"title": "Last", "tags": ["{quotes}", 5x]'):
        saved = _saved('"title": "Last"', new)
        others = LIBRARY.entries.keys() - {"zhu2020"}
        assert all(saved.library.entries[key] == LIBRARY.entries[key] for key in others)
        assert saved.library.entries["zhu2020"].fields == {"GitHub": "none"}
        assert saved.partly == ["zhu2020"]


def test_brackets_alone_are_no_sections() -> None:
    data = b'{"format": "difftrack", "sections": [' + b"[{" * 20_000
    assert salvage(data, "it").library == Library()


@pytest.mark.parametrize("before", ["x", "[", "{", "{\n{", "\ufeff\ufeff", "- [ ] "])
def test_what_stands_before_the_library_costs_nothing(before: str) -> None:
    saved = salvage(before.encode() + WHOLE, "it")
    assert (encode(saved.library), saved.partly) == (WHOLE, [])


def test_two_sections_of_one_key_are_two() -> None:
    saved = _saved('"key": "t"', '"key": "s"')
    assert [s.key for s in saved.library.sections] == ["s", "s-2"]


def test_depth_ends_no_salvage() -> None:
    for deep in ('{"x":' * 50_000, "[" * 50_000, '{"a": {"title": "A", "b": ' * 5000):
        saved = _saved('"read": true', f'"read": {deep}')
        assert saved.library.entries["2401.00001"].title == "On Alpha"
        assert saved.library.entries["2401.00002"] == LIBRARY.entries["2401.00002"]


_BEFORE = {
    "the library": '"title": "T"',
    "the settings": '"order": "title"',
    "a section": '"key": "t"',
    "an entry": '"title": "On Beta: é数"',
}


@pytest.mark.parametrize("place", _BEFORE)
@pytest.mark.parametrize("brackets", [('{"a": ', "}"), ("[", "]"), ('{"b": 1, "a": [', "]}")])
def test_what_is_too_deep_to_be_read_is_set_aside_and_all_else_stays(
    place: str, brackets: tuple[str, str]
) -> None:
    library = _library()
    library.settings.order = "title"
    whole = encode(library).decode()
    told: list[bool] = []
    for depth in (1, 95, 190, *range(194, 206), 210, 256, 900, 5000):
        deep = brackets[0] * depth + "1" + brackets[1] * depth
        data = whole.replace(_BEFORE[place], f'"later": {deep}, {_BEFORE[place]}', 1).encode()
        try:
            before = decode(data, "it")
        except LibraryDamagedError:
            told.append(False)
        else:
            told.append(True)
            data = data.replace(b'"read": true', b'"read": 1')
            before.entries["2401.00001"].read = None
            assert salvage(data, "it").library == before
            continue
        saved = salvage(data, "it")
        assert encode(saved.library).decode() == whole
        assert any(deep in piece.text for piece in saved.pieces)
    assert told == sorted(told, reverse=True)
    assert set(told) == {True, False}


def test_what_stands_twice_and_deep_costs_nothing_else() -> None:
    deep = ["[" * depth + "]" * depth for depth in (300, 400)]
    doubled = ", ".join(f'"later": {one}' for one in deep)
    saved = _saved('"title": "Last"', f'{doubled}, "title": "Last"')
    assert saved.library == LIBRARY
    assert {piece.text for piece in saved.pieces} == set(deep)


def test_what_could_not_be_read_again_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("difftrack.library.repair.depth.MOST", 240)  # more than pydantic reads
    with pytest.raises(LibraryDamagedError, match=r"Nothing was changed\. Bring back the state "):
        _saved('"title": "Last"', f'"later": {"[" * 220 + "1" + "]" * 220}, "title": "Last"')


@pytest.mark.parametrize("behind", ['"note": "N"', '"links": {"Code": "https://example.org"}'])
def test_what_stands_before_a_depth_that_has_no_end_stays(behind: str) -> None:
    deep = '{"x": ' * 5000
    for first in ('"title": "Last", ', '"title": "Last", "tags": ["a"], '):
        saved = _saved('"title": "Last"', f'{first}{behind}, "later": {deep}')
        assert saved.library.entries["zhu2020"].title == "Last"
        assert saved.partly == ["zhu2020"]


def test_another_file_is_refused_and_a_newer_library_too() -> None:
    for data in (b"# A README\n", b"\x89PNG\r\n", b'{"name": "x", "list": [1]}', b"[1, 2]"):
        with pytest.raises(LibraryDamagedError, match="Nothing in it looks like a library"):
            salvage(data, "it")
    with pytest.raises(NewerLibraryError):
        salvage(WHOLE.replace(b'"version": 1', b'"version": 2')[:-20], "it", _library())


# -- What git left --------------------------------------------------------------------------------


def _conflict(old: str, ours: str, theirs: str, base: str | None = None) -> bytes:
    text = WHOLE.decode()
    assert text.count(old) == 1
    middle = "" if base is None else f"||||||| 1234567\n{base}"
    both = f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> other\n"
    return text.replace(old, both).encode()


def test_what_only_one_side_has_is_in_the_joined_library() -> None:
    entry = '  "{}": {{\n   "title": "{}"\n  }},\n'
    ours, theirs = entry.format("new-a", "New A"), entry.format("new-b", "New B")
    line = '  "weng2021diffusion": {\n'
    saved = salvage(_conflict(line, ours + line, theirs + line), "it")
    assert [saved.library.entries[k].title for k in ("new-a", "new-b")] == ["New A", "New B"]
    assert saved.pieces == []
    assert all(saved.library.entries[key] == LIBRARY.entries[key] for key in LIBRARY.entries)


def test_where_both_sides_differ_ours_stands_and_theirs_is_set_aside() -> None:
    line = '   "title": "What?"\n'
    ours, theirs = (
        '   "title": "Ours",\n   "score": 0.0\n',
        '   "title": "Theirs",\n   "read": true\n',
    )
    for base in (None, line):
        saved = salvage(_conflict(line, ours, theirs, base), "it")
        entry = saved.library.entries["weng2021diffusion"]
        assert (entry.title, entry.score, entry.read) == ("Ours", 0.0, True)
        assert [(p.place, p.text) for p in saved.pieces] == [
            ("entries.weng2021diffusion.title", '"Theirs"')
        ]


def test_two_works_that_got_one_key_on_two_sides_stay_two() -> None:
    line = '  "weng2021diffusion": {\n'
    entry = '  "ludpm": {{\n   "kind": "post",\n   "url": "https://example.org/{}"{}\n  }},\n'
    listed = '    "weng2021diffusion"\n'
    ours = entry.format("a", ',\n   "title": "DPM better",\n   "read": true,\n   "note": "N"')
    theirs = entry.format("b", ',\n   "title": "DPM first",\n   "score": 3.0')
    data = _conflict(line, ours + line, theirs + line).decode()
    data = data.replace(listed, '    "ludpm",\n' + listed)
    data = data.replace('"2401.00001": "Text."', '"2401.00001": "Text.",\n    "ludpm": "Seen."')
    saved = salvage(data.encode(), "it")
    one, other = (saved.library.entries[key] for key in ("ludpm", "ludpm-2"))
    assert (one.title, one.read, one.note, one.score) == ("DPM better", True, "N", None)
    assert (other.title, other.read, other.note, other.score) == ("DPM first", None, None, 3.0)
    assert saved.library.sections[0].entries[1:] == ["ludpm", "weng2021diffusion", "ludpm-2"]
    assert saved.library.sections[0].prose["ludpm-2"] == "Seen."
    assert saved.pieces == []


@pytest.mark.parametrize(
    ("ours", "theirs", "marks"),
    [
        ({"venue": "A"}, {"venue": "B", "year": 2020, "derived": ["venue", "year"]}, ["year"]),
        ({"venue": "A", "derived": ["venue"]}, {"venue": "B"}, ["venue"]),
        ({"comment": "Ours"}, {"comment": "Theirs", "pinned": ["comment"]}, []),
        ({}, {"comment": "Theirs", "pinned": ["comment"]}, ["comment"]),
        ({"comment": "One", "score": 1.0}, {"comment": "One", "pinned": ["comment"]}, ["comment"]),
        ({"institute": "A"}, {"authors": ["X"], "etal": True}, []),
    ],
)
def test_marks_of_fields_go_with_the_values_that_are_taken(
    ours: dict[str, Any], theirs: dict[str, Any], marks: list[str]
) -> None:
    line = '   "title": "What?"\n'
    one, other = (
        json.dumps({"title": "What?"} | held, indent=3)[2:-2] + "\n" for held in (ours, theirs)
    )
    entry = salvage(_conflict(line, one, other), "it").library.entries["weng2021diffusion"]
    assert entry.pinned + entry.derived == marks
    assert entry.etal is bool(entry.authors)


def test_places_in_sections_of_both_sides_stand() -> None:
    line = '    "2401.00001",\n'
    saved = salvage(_conflict(line, '    "zhu2020",\n', '    "2401.00002",\n'), "it")
    bare, first, second = saved.library.sections
    assert first.entries == ["zhu2020", "weng2021diffusion", "2401.00002"]
    assert bare.entries == ["2401.00001"]  # which neither side lists
    assert second == LIBRARY.sections[1]


def test_links_and_tags_of_both_sides_are_joined() -> None:
    link = '    "Code": "https://example.org/a",\n'
    theirs = '    "Code": "https://example.org/b",\n    "PDF": "https://example.org/p",\n'
    saved = salvage(_conflict(link, link, theirs), "it")
    assert saved.library.entries["2401.00001"].links == {
        **LIBRARY.entries["2401.00001"].links,
        "PDF": "https://example.org/p",
    }
    assert [p.text for p in saved.pieces] == ['{\n "Code": "https://example.org/b"\n}']
    tags = salvage(_conflict('    "b"\n', '    "b",\n    "x"\n', '    "y"\n'), "it")
    assert tags.library.entries["2401.00002"].tags == ["b", "x", "y"]


def test_a_field_is_its_owners_where_the_value_that_stands_is() -> None:
    def _side(**fields: Any) -> str:  # noqa: ANN401 - fields of an entry
        library = Library(entries={"a": Entry.model_validate(fields)})
        return encode(library).decode()

    def _one(**fields: Any) -> str:  # noqa: ANN401 - as above
        return _side(url="https://example.org/a", **fields)

    ours = _one(title="T", authors=["Al Jain"], venue="ICLR", year=2021, pinned=["authors", "x"],
                 derived=["venue", "year"])  # fmt: skip
    theirs = _one(title="Mine", authors=["Al Jain"], abstract="Mine.", doi="10.1/a", venue="ICLR",
                   venue_note="(Oral)", pinned=["title", "authors", "abstract", "y"],
                   derived=["venue_note"])  # fmt: skip
    both = f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n"
    saved = salvage(both.encode(), "it")
    entry = saved.library.entries["a"]
    assert (entry.title, entry.abstract, entry.doi) == ("T", "Mine.", "10.1/a")
    assert entry.pinned == ["authors", "abstract", "x", "y"]  # the title that stands is nobody's
    assert entry.derived == ["year", "venue_note"]  # the venue is what an owner says, too
    assert [piece.place for piece in saved.pieces] == ["entries.a.title"]
