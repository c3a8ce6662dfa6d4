"""What a document says of one entry in several places."""

from typing import Any

import pytest

from difftrack.importers import markdown
from difftrack.library.absorbing.collect import collect

P = "https://arxiv.org/abs/2101.00001"
USUAL = {"arxiv_id": "2101.00001", "title": "Kites on Wind"}
LINE = f"- [Kites on Wind]({P})"


def only(text: str) -> dict[str, Any]:
    (entry,) = collect(markdown.read(text)).entries
    found = entry.model_dump(exclude_defaults=True)
    found.pop("links", None)
    return found


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ("", ", Ann Bly, ICML 2021", {"authors": ["Ann Bly"], "venue": "ICML", "year": 2021}),
        (", ICML 2021", ", ICML 2021", {"venue": "ICML", "year": 2021}),
        (
            ", ICML 2021",
            ", arXiv 2020",
            {
                "venue": "ICML",
                "year": 2021,
                "fields": {"Also cited as": '"Kites on Wind", arXiv 2020'},
            },
        ),
        (" (2021)", ", May 2021", {"published": "2021-05"}),
        (", May 2021", " (2021)", {"published": "2021-05"}),
        (
            " (2021)",
            ", ICML 2021",
            {"venue": "ICML", "year": 2021, "fields": {"Also cited as": '"Kites on Wind", 2021'}},
        ),
        (
            ", Ann Bly et al., 2021",
            ", Ann Bly and Carl Dorn, 2021",
            {"authors": ["Ann Bly", "Carl Dorn"], "year": 2021},
        ),
        (
            ", Eve Frost et al., 2021",
            ", Ann Bly and Carl Dorn, 2021",
            {
                "authors": ["Ann Bly", "Carl Dorn"],
                "year": 2021,
                "fields": {"Also cited as": "Eve Frost"},
            },
        ),
        (
            ", Ann Bly and Carl Dorn, 2021",
            ", Eve Frost, 2021",
            {
                "authors": ["Ann Bly", "Carl Dorn"],
                "year": 2021,
                "fields": {"Also cited as": "Eve Frost"},
            },
        ),
        (" - Fly high.", " - Fly low.", {"note": "Fly high.\nFly low."}),
        (" - Fly high.", " - fly high", {"note": "Fly high."}),
        (
            ", 12 May 2021",
            ", 2 Jun 2021",
            {"published": "2021-05-12", "fields": {"Published": "2021-06-02"}},
        ),
    ],
)
def test_two_places_are_one_entry_and_nothing_is_lost(
    first: str, second: str, more: dict[str, Any]
) -> None:
    assert only(f"{LINE}{first}\n{LINE}{second}\n") == USUAL | more


def test_a_reference_list_wins_over_a_citation_in_the_text() -> None:
    text = f"## Slides\n\n{LINE}, arXiv 2020\n\n## References\n\n{LINE}, ICML 2021\n"
    found = only(text)
    assert (found["venue"], found["year"]) == ("ICML", 2021)
    assert found["fields"] == {"Also cited as": '"Kites on Wind", arXiv 2020'}


def test_a_title_that_is_the_short_name_is_no_other_wording() -> None:
    text = f"- **KWind**: [Kites on Wind]({P})\n- [KWind]({P})\n"
    assert only(text) == USUAL | {"short": "KWind"}
