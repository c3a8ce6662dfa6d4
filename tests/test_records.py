import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.exporters import records
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import listed
from example import example_library


def read(library: Library, section: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(records.render(library, listed(library, section)))
    return found


def test_a_library_as_json(golden: Golden) -> None:
    library = example_library()
    golden("example.json", records.render(library, listed(library)))


def test_every_entry_has_every_field_and_says_where_it_stands() -> None:
    told = read(example_library())
    assert (told["format"], told["version"]) == ("difftrack-list", 1)
    for entry in told["entries"]:
        assert set(entry) == {"key", "citation_key", "sections", *Entry.model_fields}
    first = told["entries"][0]
    assert first["citation_key"] == "example2021example"
    readings = ["Unclassified", "Mon Jan 23, 2023 Readings"]
    assert first["sections"] == [["Image Synthesis"], readings]
    assert first["withdrawn"] is False
    assert first["doi"] is None


def test_a_section_alone_has_its_entries_and_where_else_they_stand() -> None:
    library = Library(
        entries={"a": Entry(title="A"), "b": Entry(title="B")},
        sections=[
            Section(key="x", title="X", entries=["a", "b"]),
            Section(key="y", title="Y", parent="x", entries=["a"]),
        ],
    )
    told = read(library, "y")
    assert [entry["key"] for entry in told["entries"]] == ["a"]
    assert told["sections"] == [
        {"key": "x", "path": ["X"], "date": None, "entries": ["a"]},
        {"key": "y", "path": ["X", "Y"], "date": None, "entries": ["a"]},
    ]


def test_a_score_that_is_no_number_of_jsons_is_null() -> None:
    library = Library(
        entries={"a": Entry(score=float("inf"))}, sections=[Section(key="x", entries=["a"])]
    )
    assert read(library)["entries"][0]["score"] is None


@given(st.lists(st.text(max_size=20), min_size=4, max_size=4))
def test_every_text_comes_back_as_it_is(texts: list[str]) -> None:
    title, note, label, target = texts
    entry = Entry(title=title, note=note, links={label: target}, review={label: note})
    library = Library(entries={"a": entry}, sections=[Section(key="x", entries=["a"])])
    (record,) = read(library)["entries"]
    assert {name: record[name] for name in Entry.model_fields} == entry.model_dump()


def test_what_is_ours() -> None:
    assert records.is_ours(records.render(Library(), []))
    assert not records.is_ours('{"format": "difftrack", "version": 1}')
