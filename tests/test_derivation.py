"""A venue that difftrack worked out: where it is put, and what takes its place."""

import pytest

from difftrack.exporters.styles import STYLES
from difftrack.importers import formats
from difftrack.library import derivation
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Entry, Library
from difftrack.library.refreshing import refresh
from difftrack.library.settings import Settings
from round_trip import library_of, there_and_back

TODAY = "2026-01-01"


def paper(**fields: object) -> Entry:
    known = {"arxiv_id": "2101.00001", "title": "Slow Rivers", "published": "2021-01-05"}
    return Entry.model_validate(known | {"comment": "Accepted to ICLR 2022 (oral)"} | fields)


def derived(**fields: object) -> Entry:
    entry = paper(**fields)
    derivation.derive(entry)
    return entry


def place(entry: Entry) -> tuple[str | None, int | None, str | None]:
    return entry.venue, entry.year, entry.venue_note


def test_a_comment_gives_venue_year_and_note() -> None:
    entry = derived()
    assert place(entry) == ("ICLR", 2022, "(Oral)")
    assert entry.derived == ["venue", "year", "venue_note"]


def test_a_journal_reference_counts_more_than_a_comment() -> None:
    entry = derived(journal_ref="IEEE TPAMI 45(4), 2023")
    assert (place(entry), entry.derived) == (("TPAMI", 2023, None), ["venue", "year"])
    told = derivation.suggestion(derived(journal_ref="Proc. of ICLR 2022"))
    assert told == (("ICLR", 2022, "(Oral)"), "journal reference")


@pytest.mark.parametrize(
    "own",
    [
        {"venue": "CVPR"},
        {"venue": "arXiv", "year": 2021},
        {"year": 2021},
        {"venue_note": "(Poster)"},
        {"withdrawn": True},
        {"comment": "18 pages"},
        {"comment": None},
    ],
)
def test_what_the_owner_says_stands(own: dict[str, object]) -> None:
    entry = derived(**own)
    assert entry == paper(**own)


def test_the_owners_year_stands_beside_a_derived_venue() -> None:
    entry = derived(year=2022)
    assert (place(entry), entry.derived) == (("ICLR", 2022, "(Oral)"), ["venue", "venue_note"])
    entry.comment = "Accepted to CVPR 2023"
    derivation.derive(entry)
    assert (place(entry), entry.derived) == ((None, 2022, None), [])


def test_what_was_derived_changes_with_what_arxiv_says() -> None:
    entry = derived()
    entry.comment = "Accepted to CVPR 2023"
    derivation.derive(entry)
    assert (place(entry), entry.derived) == (("CVPR", 2023, None), ["venue", "year"])
    entry.comment = "This paper was withdrawn"
    derivation.derive(entry)
    assert (place(entry), entry.derived) == ((None, None, None), [])


def test_a_name_of_a_newer_difftrack_stays_among_the_derived() -> None:
    entry = derived(derived=["institute"], institute="Rivers Institute")
    assert entry.derived == ["institute", "venue", "year", "venue_note"]
    assert entry.institute == "Rivers Institute"


# -- A list that is imported ----------------------------------------------------------------------

PRINTED = "- [Slow Rivers](https://arxiv.org/abs/2101.00001), {}\n"


def imported(library: Library, text: str, *, sync: bool = False) -> None:
    absorb(library, formats.read(text, "list.md", "markdown"), Terms(TODAY, sync=sync))


@pytest.mark.parametrize("sync", [False, True])
def test_a_list_that_names_another_venue_takes_its_place(*, sync: bool) -> None:
    library = library_of(derived())
    imported(library, PRINTED.format("NeurIPS 2022"), sync=sync)
    entry = library.entries["2101.00001"]
    assert (place(entry), entry.derived) == (("NeurIPS", 2022, None), [])


def test_a_list_that_names_another_year_takes_the_derived_venue_away() -> None:
    library = library_of(derived())
    imported(library, PRINTED.format("2023"))
    entry = library.entries["2101.00001"]
    assert (entry.venue, entry.year, entry.derived) == (None, 2023, [])


def test_a_list_that_says_the_same_makes_it_its_owners() -> None:
    library = library_of(derived())
    imported(library, PRINTED.format("ICLR 2022 (Oral)"))
    entry = library.entries["2101.00001"]
    assert (place(entry), entry.derived) == (place(derived()), [])


@pytest.mark.parametrize("style", STYLES)
def test_a_readme_of_our_own_changes_nothing(style: str) -> None:
    library = library_of(derived(authors=["Ada Example"]), section="Rivers")
    before = library.model_copy(deep=True)
    trip = there_and_back(library, Settings.model_validate({"style": style}))
    imported(library, trip.text)
    assert library.entries == before.entries
    imported(library, trip.text, sync=True)
    assert library.entries["2101.00001"].derived == ["venue", "year", "venue_note"]


def test_a_readme_of_our_own_that_is_out_of_date_does_not_bring_the_old_venue_back() -> None:
    library = library_of(derived(authors=["Ada Example"]), section="Rivers")
    text = there_and_back(library, Settings(style="awesome")).text
    entry = library.entries["2101.00001"]
    entry.comment = "Accepted to CVPR 2023"
    derivation.derive(entry)
    imported(library, text)
    assert (entry.venue, entry.derived) == ("CVPR", ["venue", "year"])
    imported(library, text, sync=True)  # the list is right
    assert (entry.venue, entry.derived) == ("ICLR", [])


def test_what_the_owner_says_alike_is_theirs() -> None:
    entry = Entry(title="t", comment="Accepted to CVPR 2024")
    derivation.derive(entry)
    derivation.give_way(entry, Entry(title="t", venue="CVPR"))
    entry.comment = None
    derivation.derive(entry)
    assert (entry.venue, entry.year, entry.derived) == ("CVPR", 2024, [])


def test_what_difftrack_printed_stays_derived() -> None:
    entry = Entry(title="t", comment="Accepted to CVPR 2024")
    derivation.derive(entry)
    derivation.give_way(entry, Entry(title="t", venue="CVPR", year=2024), is_own=True)
    assert entry.derived == ["venue", "year"]


def test_a_venue_that_was_edited_in_the_file_is_its_owners() -> None:
    entry = Entry(arxiv_id="2301.00001", title="t", comment="CVPR 2024", fetched="2026-01-01")
    derivation.derive(entry)
    entry.venue = "ICLR Blogposts"
    paper = Entry(arxiv_id="2301.00001", title="t", comment="New", fetched="2026-01-02")
    refresh("k", entry, paper)
    assert entry.venue == "ICLR Blogposts"
