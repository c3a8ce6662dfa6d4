"""What is found wrong in a library that can be read, and what mending it keeps."""

import json
from typing import Any

import pytest

from difftrack.library.model import Entry, Library, Section
from difftrack.library.repair.checkup import examine, mend
from difftrack.library.repair.flaws import Flaw
from difftrack.library.settings import Settings
from difftrack.library.storage.file_format import decode, encode

STYLES = ("awesome", "detailed")


def _with(*entries: Entry, **parts: Any) -> Library:  # noqa: ANN401 - fields of a library
    held = {entry.arxiv_id or f"e{number}": entry for number, entry in enumerate(entries)}
    sections = parts.pop("sections", [Section(key="s", entries=list(held))])
    return Library(entries=held, sections=sections, **parts)


def _found(library: Library) -> list[tuple[str, str, str]]:
    return [(flaw.kind, flaw.place, flaw.what) for flaw in examine(library, STYLES)]


def _mend(library: Library) -> list[Flaw]:
    mended = mend(examine(library, STYLES), lambda: examine(library, STYLES))
    assert encode(decode(encode(library), "it")) == encode(library)
    assert [flaw for flaw in examine(library, STYLES) if flaw.mend] == []
    return mended


def test_a_sound_library_has_no_flaw() -> None:
    paper = Entry(
        arxiv_id="2006.11239",
        version=2,
        title="DDPM",
        published="2020-06",
        links={"Code": "https://example.org", "Mail": "mailto:a@example.org", "Near": "a/b.md"},
        figures=["img/1.png"],
        read=True,
        read_on="2023-02-06",
        score=-1.5,
        pinned=["title"],
        derived=["venue"],
        venue="NeurIPS",
    )
    late = Entry(arxiv_id="2010.02502", title="DDIM")  # its id was found later
    library = _with(paper, Entry(kind="post", url="https://example.org/p", title="A Post"))
    library.entries["song2020denoising"] = late
    library.sections[0].entries.append("song2020denoising")
    library.sections.append(Section(key="t", parent="s", prose={}, date="2023-02-06"))
    library.ignored = ["2401.00001"]
    assert _found(library) == []


@pytest.mark.parametrize(
    ("entry", "kind", "what"),
    [
        (Entry(arxiv_id="2013.11239"), "id", "has the arXiv id '2013.11239', which is none"),
        (Entry(arxiv_id="2006.11239v2"), "id", "has the arXiv id '2006.11239v2', which is none"),
        (Entry(version=0), "version", "is of version 0"),
        (
            Entry(kind="film"),
            "kind",
            "is of kind 'film'. There are: paper, post, video, code, course, book",
        ),
        (Entry(published="2021-13"), "date", "has 2021-13 as published, which is no day"),
        (Entry(read=True, read_on="2023-02-30"), "date", "has 2023-02-30 as read_on, which is"),
        (Entry(fetched="0000-01-01"), "date", "has 0000-01-01 as fetched, which is no day"),
        (Entry(year=20200), "year", "is of the year 20200"),
        (Entry(year=10**60), "year", "is of the year 1000"),
        (Entry(score=float("nan")), "score", "has the score nan, which is no number"),
        (Entry(score=float("-inf")), "score", "has the score -inf, which is no number"),
        (Entry(read_on="2023-02-06"), "read", "was read on 2023-02-06, and is not marked as read"),
        (
            Entry(links={"Code": "javascript:alert(1)"}),
            "link",
            "the link 'Code' leads to 'javascript:alert(1)', which is neither http, https,",
        ),
        (Entry(url="data:text/html,x"), "link", "its address leads to 'data:text/html,x', which"),
        (Entry(figures=["file:///etc/passwd"]), "link", "a figure leads to 'file:///etc/passwd'"),
    ],
)
def test_a_value_that_no_command_writes_is_named_and_left(
    entry: Entry, kind: str, what: str
) -> None:
    library = _with(entry)
    before = encode(library)
    (flaw,) = examine(library, STYLES)
    assert (flaw.kind, flaw.place) == (kind, next(iter(library.entries)))
    assert flaw.what.startswith(what)
    assert flaw.advice
    assert flaw.mend is None
    _mend(library)
    assert encode(library) == before


def test_a_key_of_another_paper_is_named() -> None:
    library = _with(sections=[Section(key="s", entries=["2006.11239", "2010.02502"])])
    library.entries["2006.11239"] = Entry(title="No id")
    library.entries["2010.02502"] = Entry(title="Another", arxiv_id="2112.10752")
    assert _found(library) == [
        ("key", "2006.11239", "has the key of another paper: its arXiv id is not known"),
        ("key", "2010.02502", "has the key of another paper: its arXiv id is 2112.10752"),
    ]


def test_a_command_in_an_advice_may_be_typed_as_it_stands() -> None:
    link = {"My code; rm -rf ~": "javascript:1"}
    (flaw,) = examine(_with(Entry(links=link)))
    assert flaw.advice == "Take it off: difftrack link e0 'My code; rm -rf ~' --remove"


# -- Entries that are there twice ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Entry(title="A", doi="10.1/X"), Entry(title="B", doi="10.1/x")),
        (Entry(title="A", url="https://example.org/a/"), Entry(url="http://example.org/a")),
        (Entry(title="On Ä", authors=["Jo Ho"]), Entry(title="ON A!", authors=["J. Ho"])),
        (Entry(title="On A", arxiv_id="2006.11239"), Entry(title="On A")),
    ],
)
def test_entries_that_are_one_are_named_with_the_command_that_joins_them(
    one: Entry, other: Entry
) -> None:
    library = _with(one, other)
    first, second = library.entries
    (flaw,) = examine(library)
    assert (flaw.kind, flaw.place, flaw.what) == ("twice", second, f"is the same work as {first}")
    assert flaw.advice == f"Make one: difftrack merge-entries {first} {second}"


@pytest.mark.parametrize(
    "other",
    [
        Entry(title="On A", authors=["Al Jain"]),
        Entry(title="On A", authors=["Jo Ho"], arxiv_id="2401.00002"),
        Entry(title="On A", authors=["Jo Ho"], kind="post"),
        Entry(title="On B", authors=["Jo Ho"]),
    ],
)
def test_entries_that_contradict_each_other_are_two(other: Entry) -> None:
    one = Entry(title="On A", authors=["Jo Ho"], arxiv_id="2401.00001")
    assert _found(_with(one, other)) == []


def test_a_short_name_of_two_is_named_at_the_second() -> None:
    library = _with(Entry(title="A", short="DDPM"), Entry(title="B", short="ddpm"))
    assert _found(library) == [("short", "e1", "has the short name of e0: ddpm")]


# -- Sections -------------------------------------------------------------------------------------


def test_a_section_in_what_is_none_comes_to_the_top() -> None:
    library = _with(sections=[Section(key="s", parent="gone")])
    assert [flaw.what for flaw in _mend(library)] == [
        "stands in section 'gone', which does not exist"
    ]
    assert library.sections[0].parent is None


def test_sections_in_circles_are_cut_once() -> None:
    parents = {"a": "b", "b": "c", "c": "a", "d": "c", "e": "e"}
    sections = [Section(key=key, parent=parent) for key, parent in parents.items()]
    library = _with(sections=sections)
    assert _found(library)[:2] == [
        ("circle", "section a", "stands in itself, by way of b, by way of c"),
        ("circle", "section e", "stands in itself"),
    ]
    _mend(library)
    assert {s.key: s.parent for s in library.sections} == parents | {"a": None, "e": None}
    assert [s.key for s in library.sections] == ["a", "c", "b", "d", "e"]


def test_text_behind_an_entry_that_is_gone_stays_in_its_section() -> None:
    sections = [
        Section(key="s", entries=["e0"], prose={"gone": "Text."}),
        Section(key="t", intro="Intro.", prose={"gone": "More.", "e0": "And more."}),
    ]
    library = _with(Entry(title="A"), sections=sections)
    assert len(_mend(library)) == 3
    assert library.sections[0].prose == {"e0": "Text."}
    assert library.sections[1].prose == {}
    assert library.sections[1].intro == "Intro.\n\nMore.\n\nAnd more."


def test_a_date_of_a_section_is_a_day() -> None:
    library = _with(sections=[Section(key="s", date="2023-02-31")])
    assert _found(library) == [("date", "section s", "is of 2023-02-31, which is no day")]


# -- What is mended -------------------------------------------------------------------------------


def test_names_of_fields_that_are_none_go() -> None:
    entry = Entry(pinned=["title", "note"], derived=["venue", "year"], year=2020)
    library = _with(entry)
    assert [flaw.what for flaw in _mend(library)] == [
        "names 'note' as pinned, which is no such field",
        "names 'venue' as derived, which is no such field",
    ]
    assert (entry.pinned, entry.derived) == (["title"], ["year"])


def test_names_of_fields_that_a_newer_difftrack_may_know_stay() -> None:
    entry = Entry(pinned=["title", "Authors", "licence"])
    library = _with(entry)
    assert [(flaw.what, flaw.mend) for flaw in examine(library, STYLES)] == [
        ("names 'Authors' as pinned, which is no such field", None)
    ]
    assert entry.pinned == ["title", "Authors", "licence"]


def test_links_to_a_service_that_has_ended_go_and_no_id_goes_with_them() -> None:
    gone = "https://www.arxiv-vanity.com/papers/2006.11239/"
    known = Entry(arxiv_id="2006.11239", links={"Vanity": gone, "Code": "https://example.org"})
    other = Entry(title="B", links={"HTML": gone.replace("2006.11239", "2010.02502")})
    page = Entry(title="C", url="http://arxiv-vanity.com", links={"@title": "//arxiv-vanity.com/"})
    near = Entry(title="D", url="https://example.org/arxiv-vanity.com/papers/1")
    assert len(_mend(_with(known, other, page, near))) == 4
    assert known.links == {"Code": "https://example.org"}
    assert other.links == {"HTML": "https://arxiv.org/abs/2010.02502"}
    assert (page.url, page.links) == (None, {})
    assert near.url == "https://example.org/arxiv-vanity.com/papers/1"


def test_what_is_in_the_library_is_not_ignored() -> None:
    paper = Entry(arxiv_id="2006.11239")
    library = _with(paper, ignored=["2006.11239", "2401.00001", "nonsense", "2401.00002v1"])
    assert [flaw.what for flaw in _mend(library)] == [
        "ignores '2006.11239', which is in the library",
        "ignores 'nonsense', which is no arXiv id",
        "ignores '2401.00002v1', which is written 2401.00002 there",
    ]
    assert library.ignored == ["2401.00001", "2401.00002"]
    held = ["https://arxiv.org/abs/2401.00003", "math.GT/0309136", "2006.11239v2", "2401.00003"]
    library.ignored = held
    _mend(library)
    assert library.ignored == ["2401.00003", "math/0309136"]


def test_unknown_fields_that_name_entries_and_say_nothing_of_them_stay() -> None:
    opened = {"2006.11239": {"count": 3}}
    library = _with(Entry(arxiv_id="2006.11239"), opened=opened, related={"e0": {"why": "x"}})
    library.entries["2006.11239"].__pydantic_extra__ = {"stats": {"2006.11239": {"seen": 1}}}
    assert _found(library) == []
    before = encode(library)
    _mend(library)
    assert encode(library) == before


def test_what_stands_beside_a_freed_entry_and_is_none_stays() -> None:
    inside = {"x": {"title": "B", "arxiv_id": "2010.02502"}, "seen": {"count": 3}}
    inside["2010.02502"] = inside.pop("x")
    library = _with(Entry(arxiv_id="2006.11239"), entires=inside)
    _mend(library)
    assert list(library.entries) == ["2006.11239", "2010.02502"]
    assert library.model_extra == {"entires": {"seen": {"count": 3}}}


def test_entries_below_a_mistyped_name_are_entries_again() -> None:
    raw: dict[str, Any] = {"format": "difftrack", "version": 1}
    raw["entires"] = {"2006.11239": {"arxiv_id": "2006.11239", "title": "A"}, "b": {"title": "B"}}
    library = decode(json.dumps(raw).encode(), "it")
    assert "holds entries in an unknown field, 'entires'" in {flaw.what for flaw in _mend(library)}
    assert library.sections[0].entries == ["2006.11239", "b"]
    assert {key: entry.title for key, entry in library.entries.items()} == {
        "2006.11239": "A",
        "b": "B",
    }


def test_what_is_nearly_an_entry_is_named_and_not_called_mended() -> None:
    raw: dict[str, Any] = {"format": "difftrack", "version": 1}
    raw["entires"] = {
        "2006.11239": {"arxiv_id": "2006.11239", "title": 5},
        "2006.11240": {"arxiv_id": "2006.11240", "title": "B"},
    }
    library = decode(json.dumps(raw).encode(), "it")
    assert [flaw.what for flaw in _mend(library)] == [
        "holds entries in an unknown field, 'entires'"
    ]
    assert list(library.entries) == ["2006.11240"]
    first = examine(library, STYLES)[0]
    assert (first.what, first.advice, first.mend) == (
        "holds 2006.11239 in an unknown field, 'entires'",
        "It is no entry: title: Input should be a valid string. Mend that in the file",
        None,
    )


def test_what_is_found_again_is_not_mended() -> None:
    tries: list[int] = []
    stays = Flaw("left-over", "", "is there", mend=lambda: tries.append(1))
    goes = Flaw("gone", "a", "goes")
    goes = goes._replace(mend=lambda: flaws.remove(goes))
    flaws = [stays, goes]
    assert mend(list(flaws), lambda: list(flaws)) == [goes]
    assert len(tries) == 1


@pytest.mark.parametrize("field", ["section", "standing", "name", "differing", "__class__", "_x"])
def test_entries_in_a_field_that_is_called_as_a_method_is_are_entries_again(field: str) -> None:
    held = {"2401.00001": {"arxiv_id": "2401.00001", "title": "A"}}
    raw: dict[str, Any] = {"format": "difftrack", "version": 1, field: held}
    raw["sections"] = [{"key": "s", "entries": ["x"], field: {"given": "Q"}}]
    raw["entries"] = {"x": {"title": "X", field: {"given": "Q"}}}
    library = decode(json.dumps(raw).encode(), "it")
    _mend(library)
    assert library.entries["2401.00001"].title == "A"
    assert library.model_extra == {}
    assert library.entries["x"].model_extra == {field: {"given": "Q"}}
    assert library.sections[-1].model_extra == {field: {"given": "Q"}}


# -- Unknown fields and options -------------------------------------------------------------------


def test_a_field_that_is_nearly_known_is_named_and_what_is_newer_is_not() -> None:
    entry = Entry.model_validate({"titel": "A", "embedding": [1]})
    section = Section.model_validate({"key": "s", "entries": ["e0"], "titles": "S"})
    library = _with(entry, sections=[section], entires={})
    before = encode(library)
    assert [(place, what) for _, place, what in _found(library)] == [
        ("", "has an unknown field, 'entires'. Did you mean entries?"),
        ("section s", "has an unknown field, 'titles'. Did you mean title?"),
        ("e0", "has an unknown field, 'titel'. Did you mean title?"),
    ]
    _mend(library)
    assert encode(library) == before


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"colour": "red"}, "has an unknown field, 'colour'"),
        ({"badge": True}, "has an unknown field, 'badge'. Did you mean badges?"),
        ({"style": "fancy"}, "style cannot be 'fancy'. There are: awesome, detailed"),
        ({"columns": "venue, price"}, "columns cannot hold 'price'. There are: title, name, "),
        ({"hide": "all"}, "hide cannot hold 'all'. There are: short, authors"),
        ({"read_mark": "<b>"}, "read_mark cannot be '<b>': one sign such as"),
    ],
)
def test_an_option_that_means_nothing_is_named(options: dict[str, Any], what: str) -> None:
    library = _with(settings=Settings.model_validate(options))
    ((kind, place, said),) = _found(library)
    assert (kind in {"setting", "field"}, place) == (True, "settings")
    assert said.startswith(what)
