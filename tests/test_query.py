import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import (
    citation_keys,
    in_order,
    narrowed,
    outline,
    select,
    with_descendants,
)


def _library() -> Library:
    """Return a library in which a child stands before its parent."""
    return Library(
        entries={
            "ddpm": Entry(
                title="Denoising Diffusion Probabilistic Models",
                short="DDPM",
                authors=["Jonathan Ho", "Pieter Abbeel"],
                published="2020-06-19",
                venue="NeurIPS",
                year=2020,
                tags=["basics"],
                read=True,
            ),
            "bridge": Entry(
                title="Diffusion Schrödinger Bridge", authors=["Valentin De Bortoli"], year=2021
            ),
            "edit": Entry(title="SDEdit", published="2021-08-02", note="Strokes to *photos*."),
            "post": Entry(title="What are diffusion models?", kind="post", read=False),
        },
        sections=[
            Section(key="deep", title="Deep", parent="child", entries=["edit"]),
            Section(key="child", title="Child", parent="top", entries=["bridge", "ddpm"]),
            Section(key="top", title="Top", entries=["ddpm", "post"]),
            Section(key="other", title="Other", entries=["ddpm", "edit"]),
        ],
    )


def _inside(section: str) -> list[str]:
    return [row.key for row in select(_library(), section=section)]


def test_select_gives_each_entry_once_where_it_stands_first() -> None:
    rows = select(_library())
    assert [(row.key, row.section.key) for row in rows] == [
        ("edit", "deep"),
        ("bridge", "child"),
        ("ddpm", "child"),
        ("post", "top"),
    ]


def test_select_gives_what_fits_and_nothing_else() -> None:
    rows = select(_library(), lambda key, entry: bool(entry.year) and key != "ddpm")
    assert [row.key for row in rows] == ["bridge"]


def test_a_section_is_chosen_with_those_below_it_wherever_they_stand() -> None:
    assert _inside("top") == ["edit", "bridge", "ddpm", "post"]
    assert _inside("child") == ["edit", "bridge", "ddpm"]
    assert _inside("other") == ["ddpm", "edit"]
    assert _inside("missing") == []


def test_a_narrowed_library_has_the_prose_of_what_is_left() -> None:
    library = _library()
    library.sections[1].prose = {"": "Before.", "bridge": "On bridges.", "ddpm": "On DDPM."}
    child = narrowed(library, lambda key, _: key == "ddpm").sections[1]
    assert (child.entries, child.prose) == (["ddpm"], {"": "Before.", "ddpm": "On DDPM."})
    assert library.sections[1].entries == ["bridge", "ddpm"]


def test_sections_in_a_circle_are_found_and_left_again() -> None:
    sections = [Section(key="a", parent="b"), Section(key="b", parent="a"), Section(key="c")]
    assert with_descendants(Library(sections=sections), "a") == {"a", "b"}


def test_orders_of_a_section() -> None:
    library = _library()
    keys = ["post", "edit", "ddpm", "bridge"]
    assert in_order(library, keys, "listed") == keys
    assert in_order(library, keys, "published") == ["ddpm", "bridge", "edit", "post"]
    assert in_order(library, keys, "title") == ["ddpm", "bridge", "edit", "post"]
    for key, day in (("post", "2026-01-02"), ("ddpm", "2026-01-01"), ("edit", "2026-01-02")):
        library.entries[key].added = day
    assert in_order(library, keys, "added") == ["ddpm", "post", "edit", "bridge"]


def test_what_has_no_value_comes_last_whichever_way_round() -> None:
    library = _library()
    keys = ["post", "edit", "ddpm", "bridge"]
    for key, score in (("post", 5.0), ("edit", 0.0), ("ddpm", math.nan), ("bridge", 5.0)):
        library.entries[key].score = score
    assert in_order(library, keys, "score") == ["edit", "post", "bridge", "ddpm"]
    assert in_order(library, keys, "score", descending=True) == ["post", "bridge", "edit", "ddpm"]
    assert in_order(library, keys, "listed", descending=True) == keys[::-1]
    library.entries["edit"].title = ""
    assert in_order(library, keys, "title", descending=True)[-1] == "edit"


# -- Outline --------------------------------------------------------------------------------------


def _outline(*pairs: tuple[str, str | None]) -> list[tuple[str, int]]:
    library = Library(sections=[Section(key=key, parent=parent) for key, parent in pairs])
    return [(branch.section.key, branch.depth) for branch in outline(library)]


def test_the_outline_puts_sections_below_their_parents() -> None:
    assert _outline(("c", "b"), ("a", None), ("b", "a"), ("d", None), ("e", "a")) == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
        ("e", 1),
        ("d", 0),
    ]


def test_no_section_is_lost_to_a_circle_or_a_missing_parent() -> None:
    assert _outline(("a", "b"), ("b", "a"), ("c", "a"), ("d", "d"), ("e", "gone"), ("f", "e")) == [
        ("a", 0),
        ("c", 1),
        ("b", 0),
        ("d", 0),
        ("e", 0),
        ("f", 1),
    ]


@given(st.data())
def test_the_outline_holds_every_section_once(data: st.DataObject) -> None:
    keys = list("abcdef")
    parents = [data.draw(st.sampled_from([None, "gone", *keys])) for _ in keys]
    assert sorted(key for key, _ in _outline(*zip(keys, parents, strict=True))) == keys


# -- BibTeX keys ----------------------------------------------------------------------------------


def _paper(added: str | None = None, title: str = "Denoising Models") -> Entry:
    return Entry(title=title, authors=["Jonathan Ho"], year=2020, added=added)


def test_equal_bibtex_keys_get_letters_by_age() -> None:
    library = Library(
        entries={"1": _paper("2026-01-03"), "2": _paper("2026-01-01"), "3": _paper("2026-01-02")}
    )
    assert citation_keys(library) == {
        "1": "ho2020denoisingb",
        "2": "ho2020denoising",
        "3": "ho2020denoisinga",
    }


def test_more_than_26_equal_keys_go_on_with_two_letters() -> None:
    library = Library(entries={f"{n:03}": _paper() for n in range(30)})
    cited = list(citation_keys(library).values())
    assert cited[:2] == ["ho2020denoising", "ho2020denoisinga"]
    assert cited[26:] == [f"ho2020denoising{end}" for end in ("z", "aa", "ab", "ac")]


def test_an_own_bibtex_key_is_kept_and_no_other_gets_it() -> None:
    own = _paper("2026-01-05")
    own.bibtex = "  @inproceedings { ho2020denoising ,\n title={x}}"
    library = Library(entries={"a": _paper("2026-01-01"), "b": own})
    assert citation_keys(library) == {"a": "ho2020denoisinga", "b": "ho2020denoising"}


def test_own_keys_that_differ_in_case_only_are_told_apart() -> None:
    first, second = _paper("2026-01-01"), _paper("2026-01-02")
    first.bibtex, second.bibtex = "@misc{DDPM, title={x}}", "@misc{ddpm, title={x}}"
    cited = citation_keys(Library(entries={"b": second, "a": first}))
    assert cited == {"b": "ho2020denoising", "a": "DDPM"}


_entries = st.builds(
    Entry,
    title=st.sampled_from(["Denoising", "Diffusion", ""]),
    authors=st.sampled_from([[], ["J. Ho"], ["Y. Song"]]),
    year=st.sampled_from([None, 2020]),
    bibtex=st.sampled_from([None, None, "@misc{Own1, x={}}", "no bibtex"]),
)


@given(st.lists(_entries, max_size=12))
def test_bibtex_keys_are_unique_whatever_the_case(entries: list[Entry]) -> None:
    cited = citation_keys(Library(entries={str(n): e for n, e in enumerate(entries)}))
    assert len({c.lower() for c in cited.values()}) == len(entries)


@given(st.lists(_entries, max_size=8), st.lists(_entries, max_size=4))
def test_what_is_added_later_changes_no_key(old: list[Entry], new: list[Entry]) -> None:
    library = Library()
    for n, entry in enumerate(old):
        library.entries[f"k{n}"] = entry.model_copy(update={"added": "2026-01-01"})
    before = citation_keys(library)
    for n, entry in enumerate(new):  # keys that sort before the old ones
        update = {"added": "2026-01-02", "bibtex": None}
        library.entries[f"a{n}"] = entry.model_copy(update=update)
    after = citation_keys(library)
    assert {key: after[key] for key in before} == before
    library.entries = dict(sorted(library.entries.items()))  # as it is read again
    assert citation_keys(library) == after


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (Entry(arxiv_id="math/0211159"), "arxivmath0211159"),
        (Entry(arxiv_id="2401.00001", published="2024-01-01"), "arxiv240100001"),
        (Entry(doi="10.1000/Example.7"), "doi101000example7"),
        (Entry(url="https://example.org/a/post?x=1"), "exampleorgapostx1"),
        (Entry(title="扩散", authors=["李明"], arxiv_id="2401.00002"), "arxiv240100002"),
        (Entry(), "entry"),
    ],
)
def test_what_has_no_words_is_cited_by_where_it_is(entry: Entry, key: str) -> None:
    assert citation_keys(Library(entries={"a": entry})) == {"a": key}
