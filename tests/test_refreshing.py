"""What becomes of an entry when arXiv is asked again."""

import pytest

from difftrack.library.absorbing.terms import Difference
from difftrack.library.model import SOURCE_FIELDS, Entry
from difftrack.library.refreshing import Refreshed, refresh

KNOWN = Entry(
    arxiv_id="2101.00001",
    version=2,
    title="Slow Rivers",
    short="SR",
    authors=["Ada Example"],
    published="2021-01-05",
    updated="2021-02-01",
    abstract="We look at rivers.",
    categories=["cs.CV"],
    links={"Code": "https://example.org"},
    note="Why *not*.",
    fetched="2026-01-01",
)


def known(**fields: object) -> Entry:
    return KNOWN.model_copy(update=fields, deep=True)


def said(**fields: object) -> Entry:
    """Return what arXiv says on a later day."""
    source = {name: getattr(KNOWN, name) for name in SOURCE_FIELDS}
    return Entry.model_validate(
        source | {"arxiv_id": KNOWN.arxiv_id, "fetched": "2026-02-02"} | fields
    )


def refreshed(entry: Entry, **fields: object) -> Refreshed:
    return refresh("2101.00001", entry, said(**fields))


def test_nothing_new_sets_the_day_only() -> None:
    entry = known()
    assert refreshed(entry) == ([], [], [])
    assert entry == known(fetched="2026-02-02")


@pytest.mark.parametrize(
    ("now", "news"),
    [
        ({"version": 3, "updated": "2026-01-20"}, ["v2 -> v3 (2026-01-20)"]),
        ({"updated": "2026-01-20"}, ["v2 (2026-01-20)"]),
        ({"title": "Fast Rivers"}, ["title: Fast Rivers"]),
        ({"authors": ["Ada Example", "Bo Two"]}, ["authors: Ada Example, Bo Two"]),
        ({"abstract": "We look again."}, ["new abstract"]),
        ({"categories": ["cs.LG"]}, ["categories: cs.LG"]),
        ({"doi": "10.1000/182"}, ["DOI: 10.1000/182"]),
        ({"comment": "18 pages"}, ["comment: 18 pages"]),
        ({"journal_ref": "J. Rivers 2 (2022) 1"}, ["journal reference: J. Rivers 2 (2022) 1"]),
        (
            {"comment": "CVPR 2022 (oral)"},
            ["comment: CVPR 2022 (oral)", "venue: CVPR 2022 (Oral), from the comment"],
        ),
        (
            {"journal_ref": "IJCV 130, 2022"},
            ["journal reference: IJCV 130, 2022", "venue: IJCV 2022, from the journal reference"],
        ),
    ],
)
def test_what_is_new_is_said(now: dict[str, object], news: list[str]) -> None:
    entry = known()
    assert refreshed(entry, **now).news == news
    assert {name: getattr(entry, name) for name in now} == now


def test_own_fields_stay() -> None:
    entry = known(venue="ICLR", year=2021)
    refreshed(entry, comment="CVPR 2022", title="Fast Rivers", version=9)
    for name in ("short", "links", "note", "venue", "year"):
        assert getattr(entry, name) == getattr(known(venue="ICLR", year=2021), name)
    assert entry.derived == []


def test_nothing_is_emptied() -> None:
    entry = known(comment="CVPR 2022", doi="10.1000/182")
    nothing = dict.fromkeys(("abstract", "comment", "doi", "updated", "version"), None)
    assert refreshed(entry, **nothing, title="", authors=[], categories=[]).fields == [
        "venue",
        "year",
    ]
    assert (entry.abstract, entry.title, entry.doi) == (KNOWN.abstract, KNOWN.title, "10.1000/182")


def test_a_pinned_field_is_left_and_the_difference_shown() -> None:
    entry = known(title="My Title", pinned=["title", "authors"])
    told = refreshed(entry, title="Fast Rivers")
    assert told.differences == [Difference("2101.00001", "title", "My Title", "Fast Rivers")]
    assert (told.news, entry.title, entry.pinned) == ([], "My Title", ["title", "authors"])


def test_take_takes_what_is_pinned_and_unpins_it() -> None:
    entry = known(title="My Title", pinned=["title", "authors"])
    told = refresh("2101.00001", entry, said(title="Fast Rivers"), take=True)
    assert (told.news, told.differences) == (["title: Fast Rivers"], [])
    assert (entry.title, entry.pinned) == ("Fast Rivers", [])


def test_an_empty_field_is_filled_be_it_pinned_or_not() -> None:
    entry = known(abstract=None, pinned=["abstract"])
    assert refreshed(entry).news == ["new abstract"]
    assert entry.pinned == []


def test_a_pinned_month_agrees_with_a_day_in_it() -> None:
    entry = known(published="2021-01", pinned=["published"])
    assert refreshed(entry).differences == []
    assert entry.published == "2021-01"


def test_authors_of_whom_only_the_first_was_printed_are_filled() -> None:
    entry = known(authors=["Example"], etal=True, pinned=["authors"])
    refreshed(entry, authors=["Ada Example", "Bo Two"])
    assert (entry.authors, entry.etal, entry.pinned) == (["Ada Example", "Bo Two"], False, [])


def test_a_pinned_version_keeps_its_day() -> None:
    entry = known(version=1, updated="2021-01-05", pinned=["version"])
    told = refreshed(entry, version=3, updated="2026-01-20", title="Fast Rivers")
    assert (entry.version, entry.updated, entry.title) == (1, "2021-01-05", "Fast Rivers")
    assert [(d.field, d.ours, d.theirs) for d in told.differences] == [
        ("updated", "2021-01-05", "2026-01-20"),
        ("version", "1", "3"),
    ]


@pytest.mark.parametrize("old", [{"version": 1, "title": "X"}, {"fetched": "2025-01-01"}])
def test_an_older_answer_only_fills(old: dict[str, object]) -> None:
    entry = known(doi=None)
    assert refreshed(entry, **old, abstract="Old.", doi="10.1000/182").fields == ["doi"]
    assert (entry.title, entry.abstract) == (KNOWN.title, KNOWN.abstract)
    assert (entry.fetched, entry.version) == ("2026-01-01", 2)


def test_facts_of_another_source_only_fill_and_are_no_answer() -> None:
    entry = known(fetched=None, abstract=None)
    told = refreshed(entry, fetched=None, title="X")
    assert (told.fields, entry.title, entry.fetched) == (["abstract"], "Slow Rivers", None)


def test_what_was_never_fetched_is_said_in_a_word() -> None:
    entry = Entry(arxiv_id="2101.00001", version=7, added="2026-01-01")
    told = refreshed(entry, comment="CVPR 2022")
    assert told.news == ["fetched for the first time", "venue: CVPR 2022, from the comment"]
    assert (entry.version, entry.fetched) == (2, "2026-02-02")


# -- Withdrawn ------------------------------------------------------------------------------------

GONE = {"withdrawn": True, "comment": "Withdrawn: there is an error", "version": 3}


def test_a_withdrawal_is_said_first_and_takes_the_derived_venue_away() -> None:
    entry = known(comment="CVPR 2022", venue="CVPR", year=2022, derived=["venue", "year"])
    told = refreshed(entry, **GONE)
    assert told.news[0] == "WITHDRAWN: Withdrawn: there is an error"
    assert told.news[-1] == "venue: no longer CVPR 2022"
    assert (entry.withdrawn, entry.venue, entry.derived) == (True, None, [])
    assert refreshed(entry, **GONE).news == []


@pytest.mark.parametrize(
    ("now", "withdrawn"),
    [
        ({"comment": "18 pages", "version": 3}, False),
        ({"comment": None, "version": 4}, False),
        ({"comment": None, "version": 3}, True),
    ],
)
def test_a_paper_is_reinstated_by_a_comment_or_a_version(
    now: dict[str, object], *, withdrawn: bool
) -> None:
    entry = known(**GONE)
    told = refreshed(entry, **now)
    assert entry.withdrawn is withdrawn
    assert ("no longer withdrawn" in told.news) is not withdrawn
