"""Two entries that become one: nothing of either is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.library.merging import merge_entries
from difftrack.library.model import Entry, Library, Section
from difftrack.library.storage.file_format import decode, encode

WORDS = st.integers(1000, 9999).map("w{}".format)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
DAYS = st.sampled_from(["2020-06-19", "2021-01-02", "2023-02-06"])
MAPS = st.dictionaries(st.sampled_from(["Code", "Site", "Task"]), TEXTS, max_size=2)
LISTS = st.lists(TEXTS, max_size=3, unique=True)


@st.composite
def entries(draw: Any) -> Entry:  # noqa: ANN401 - hypothesis has no public type
    """Return an entry with any of its fields."""
    texts = {
        name: draw(st.none() | TEXTS)
        for name in (
            "url", "short", "institute", "venue", "venue_note", "abstract", "comment",
            "journal_ref", "doi", "note", "bibtex",
        )
    }  # fmt: skip
    lists = {name: draw(LISTS) for name in ("authors", "categories", "tags", "figures")}
    return Entry(
        kind=draw(st.sampled_from(["paper", "post"])),
        title=draw(st.just("") | TEXTS),
        etal=draw(st.booleans()),
        published=draw(st.none() | DAYS),
        year=draw(st.none() | st.integers(1999, 2026)),
        links=draw(MAPS),
        fields=draw(MAPS),
        review=draw(MAPS),
        read=draw(st.none() | st.booleans()),
        read_on=draw(st.none() | DAYS),
        score=draw(st.none() | st.sampled_from([1.5, 7.25, 8.5])),
        added=draw(st.none() | DAYS),
        **texts,
        **lists,
    )


def _words(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {word.strip(',".') for word in str(value).split()}


@given(one=entries(), other=entries())
def test_every_word_of_both_is_in_the_one(one: Entry, other: Entry) -> None:
    library = Library(
        entries={"a": one.copied(), "b": other.copied()},
        sections=[Section(key="s", title="S", entries=["a", "b"])],
    )
    assert merge_entries(library, "a", "b") == other
    kept = library.entries["a"].model_dump(exclude_defaults=True)
    held = {"etal", "kind", "read", "added"}
    before = [e.model_dump(exclude_defaults=True, exclude=held) for e in (one, other)]
    years = {entry.published[:4] for entry in (one, other) if entry.published}
    assert _words(before) - _words(kept) - years == set()
    assert set(one.tags + other.tags) <= set(library.entries["a"].tags)
    assert {*one.links.values(), *other.links.values()} <= set(library.entries["a"].links.values())
    assert {*one.review.values(), *other.review.values()} <= set(
        library.entries["a"].review.values()
    )
    assert library.sections[0].entries == ["a"]
    assert encode(decode(encode(library), "it")) == encode(library)


@given(one=entries(), other=entries())
def test_what_the_first_says_stands(one: Entry, other: Entry) -> None:
    library = Library(entries={"a": one.copied(), "b": other})
    merge_entries(library, "a", "b")
    kept = library.entries["a"]
    for name in ("title", "short", "url", "venue", "abstract", "score", "read_on", "kind"):
        ours = getattr(one, name)
        assert ours in (None, "") or getattr(kept, name) == ours
    assert not one.authors or one.etal or kept.authors == one.authors
    for name in ("links", "fields", "review"):
        assert (
            list(getattr(one, name).items())
            == list(getattr(kept, name).items())[: len(getattr(one, name))]
        )
    assert all(kept.links[label] == target for label, target in one.links.items())
    assert bool(kept.read) == bool(one.read or other.read)


@given(one=entries(), other=entries())
def test_nothing_is_said_that_neither_says(one: Entry, other: Entry) -> None:
    library = Library(entries={"a": one.copied(), "b": other.copied()})
    merge_entries(library, "a", "b")
    kept = library.entries["a"]
    new = [text for label, text in kept.fields.items() if label not in one.fields]
    assert _words(new) - {"et", "al"} <= _words(other.model_dump(exclude_defaults=True))
    place = [_place(entry) for entry in (one, kept, other)]
    if any(place[0]) and place[1] != place[0]:
        assert any(ours and ours == theirs for ours, theirs in zip(place[0], place[2], strict=True))


def _place(entry: Entry) -> tuple[str | None, int | None]:
    return entry.venue, entry.year


PLACES = [
    # of the first, of the second, then; and what is kept beside it
    (("ICLR", 2021, None), (None, None, "(Oral)"), ("ICLR", 2021, None), {"Venue note": "(Oral)"}),
    (("ICLR", 2021, None), ("ICLR", 2021, "(Oral)"), ("ICLR", 2021, "(Oral)"), {}),
    (("ICLR", 2021, None), ("CVPR", 2022, "(Oral)"), ("ICLR", 2021, None),
     {"Also in": "CVPR 2022 (Oral)"}),
    (("ICLR", 2021, "Poster"), ("iclr", 2021, "(Oral)"), ("ICLR", 2021, "Poster"),
     {"Also in": "iclr 2021 (Oral)"}),
    ((None, 2021, None), ("ICLR", 2021, "(Oral)"), ("ICLR", 2021, "(Oral)"), {}),
    ((None, 2020, None), ("ICLR", 2021, None), (None, 2020, None), {"Also in": "ICLR 2021"}),
    (("ICLR", None, None), ("ICLR", 2021, None), ("ICLR", 2021, None), {}),
    (("ICLR", None, None), (None, 2021, None), ("ICLR", None, None), {"Also in": "2021"}),
    ((None, None, None), ("ICLR", 2021, "(Oral)"), ("ICLR", 2021, "(Oral)"), {}),
    (("ICLR", 2021, None), (None, None, None), ("ICLR", 2021, None), {}),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "kept", "beside"), PLACES)
def test_a_venue_is_completed_and_never_made_up(
    ours: tuple[Any, ...], theirs: tuple[Any, ...], kept: tuple[Any, ...], beside: dict[str, str]
) -> None:
    one, other = (
        Entry(title="A", authors=["J. Ho"], venue=venue, year=year, venue_note=note)
        for venue, year, note in (ours, theirs)
    )
    library = Library(entries={"a": one, "b": other})
    merge_entries(library, "a", "b")
    found = library.entries["a"]
    assert (found.venue, found.year, found.venue_note) == kept
    assert found.fields == beside


@pytest.mark.parametrize(
    ("ours", "theirs", "kept", "beside"),
    [
        ((["J. Ho"], True, ["authors"]), ["J. Ho", "A. Jain"], (["J. Ho"], True),
         {"Also by": "J. Ho, A. Jain"}),
        ((["J. Ho"], True, []), ["J. Ho", "A. Jain"], (["J. Ho", "A. Jain"], False), {}),
        ((["J. Ho"], False, []), ["J. Ho", "A. Jain"], (["J. Ho"], False),
         {"Also by": "J. Ho, A. Jain"}),
        ((["J. Ho", "A. Jain"], False, []), ["J. Ho"], (["J. Ho", "A. Jain"], False), {}),
        (([], False, []), ["J. Ho"], (["J. Ho"], False), {}),
    ],
)  # fmt: skip
def test_authors_that_somebody_typed_stand(
    ours: tuple[list[str], bool, list[str]],
    theirs: list[str],
    kept: tuple[list[str], bool],
    beside: dict[str, str],
) -> None:
    authors, etal, pinned = ours
    one = Entry(title="A", authors=authors, etal=etal, pinned=pinned)
    library = Library(entries={"a": one, "b": Entry(title="A", authors=theirs)})
    merge_entries(library, "a", "b")
    found = library.entries["a"]
    assert (found.authors, found.etal) == kept
    assert found.fields == beside


def test_what_was_derived_stays_so() -> None:
    one = Entry(title="A", venue="ICLR")
    other = Entry(title="A", venue="ICLR", year=2021, derived=["venue", "year"])
    library = Library(entries={"a": one, "b": other})
    merge_entries(library, "a", "b")
    kept = library.entries["a"]
    assert (kept.venue, kept.year, kept.derived) == ("ICLR", 2021, ["year"])


def test_the_one_stands_where_either_stood() -> None:
    sections = [
        Section(key="", entries=["a"], prose={"a": "On nothing."}),
        Section(key="s", title="S", entries=["x", "b"], prose={"b": "Behind b."}),
        Section(key="t", title="T", entries=["b", "x", "a"], prose={"b": "First.", "a": "Last."}),
        Section(key="u", title="U", entries=["x"]),
    ]
    library = Library(entries={k: Entry(title=k) for k in "abx"}, sections=sections)
    merge_entries(library, "a", "b")
    assert [s.entries for s in library.sections] == [[], ["x", "a"], ["x", "a"], ["x"]]
    assert [s.prose for s in library.sections] == [{}, {"a": "Behind b."}, {"a": "Last."}, {}]
    assert [s.intro for s in library.sections] == ["On nothing.", "", "First.", ""]


def test_an_id_comes_with_what_arxiv_said() -> None:
    fetched = Entry(
        arxiv_id="2006.11239", version=2, title="A", abstract="X.", categories=["cs.LG"],
        fetched="2026-11-20", pinned=["title"],
    )  # fmt: skip
    typed = Entry(title="A", authors=["J. Ho"], pinned=["title", "authors"])
    library = Library(entries={"ho2020": typed, "2006.11239": fetched})
    merge_entries(library, "ho2020", "2006.11239")
    assert library.entries["ho2020"] == Entry(
        arxiv_id="2006.11239", version=2, title="A", authors=["J. Ho"], abstract="X.",
        categories=["cs.LG"], fetched="2026-11-20", pinned=["title", "authors"],
    )  # fmt: skip


def test_fields_of_a_newer_difftrack_are_kept() -> None:
    one = Entry.model_validate({"title": "A", "moons": [1]})
    other = Entry.model_validate({"title": "A", "moons": {"é": 2}, "rings": 3})
    library = Library(entries={"a": one, "b": other})
    merge_entries(library, "a", "b")
    assert library.entries["a"].model_extra == {"moons": [1], "rings": 3}
    assert library.entries["a"].fields == {"moons": '{"é": 2}'}


def test_unknown_fields_that_are_called_as_methods_are_kept() -> None:
    one = Entry.model_validate({"title": "A", "copied": 1})
    other = Entry.model_validate({"title": "A", "copied": 1, "name": {"given": "Q"}, "_x": 2})
    library = Library(entries={"a": one, "b": other})
    merge_entries(library, "a", "b")
    assert library.entries["a"].model_extra == {"copied": 1, "name": {"given": "Q"}, "_x": 2}
    assert library.entries["a"].fields == {}
