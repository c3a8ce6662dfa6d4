"""Tables of papers: which columns there are, which rows are entries, and which tables are none."""

from typing import Any

import pytest
from documents import P, Q, entries, entry, prose

TWO = {"authors": ["Ann Bly", "Carl Dorn"]}
T = {"links": {"@title": "P"}}
ICML = {"venue": "ICML", "year": 2021}


def table(heads: str, *rows: str) -> str:
    dashes = "|".join("---" for _ in heads.split("|"))
    return "\n".join(f"| {row} |" for row in (heads, dashes, *rows)) + "\n"


def kites(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of an entry
    return {"arxiv_id": P, "title": "Kites on Wind", **more}


@pytest.mark.parametrize(
    ("heads", "row", "more"),
    [
        ("Title | Venue", "[Kites on Wind](P) | ICML 2021", ICML | T),
        ("Paper Title | arXiv", "Kites on Wind | [arXiv](P)", {"links": {"arXiv": "P"}}),
        (
            "Year | Method | Paper",
            "2021 | KWind | [Kites on Wind](P)",
            {"year": 2021, "links": {"@title": "P"}, "fields": {"Method": "KWind"}},
        ),
        (
            "Date | Title | PDF",
            "**2021-05-01** | **Kites on Wind** | [2101.00001](P)",
            {"published": "2021-05-01", "links": {"2101.00001": "P"}},
        ),
        (
            "Title | Pub. & Date | PDF",
            "Kites on Wind | ICML, 2021 | [pdf](P)",
            ICML | {"links": {"pdf": "P"}},
        ),
        (
            "Title | Authors | Code | PDF",
            "Kites on Wind | Ann Bly et.al. | null | [pdf](P)",
            {
                "authors": ["Ann Bly"],
                "etal": True,
                "links": {"pdf": "P"},
                "fields": {"Code": "null"},
            },
        ),
        (
            "Paper | Notes",
            "[Kites on Wind](P) <br> Ann Bly, Carl Dorn | fine",
            TWO | T | {"note": "fine"},
        ),
        (
            "Paper | Notes",
            "[page](C) <br> Kites on Wind <br> [arXiv](P) | ",
            {"links": {"page": "C", "arXiv": "P"}},
        ),
        (
            "Paper | Notes",
            "1) [Kites on Wind](P) - fine <br> and long | ",
            T | {"note": "fine <br> and long"},
        ),
        ("Paper | Notes", "[Kites on Wind](P) | &cross;", T | {"fields": {"Notes": "&cross;"}}),
        ("Paper | Read?", "[Kites on Wind](P) | :heavy_check_mark:", T | {"read": True}),
        ("Paper | Read?", "[Kites on Wind](P) | -", T),
        ("Paper | Read?", "[Kites on Wind](P) | &cross;", T | {"read": False}),
        ("Paper | Stars", "[Kites on Wind](P) | 12", T | {"fields": {"Stars": "12"}}),
        (
            "Paper | Weights",
            "[Kites on Wind](P) | [here](C) now",
            {"links": {"@title": "P", "here": "C"}, "fields": {"Weights": "now"}},
        ),
        (
            "Paper | Abstract",
            "[Kites on Wind](P) | <details><summary>S</summary><p>We fly.</p></details>",
            T | {"abstract": "We fly."},
        ),
        (
            "Paper | TLDR",
            "[Kites on Wind](P) | <details><summary>They fly in all wind.</summary>High.</details>",
            T | {"note": "They fly in all wind.\nHigh."},
        ),
        (
            "Title | A",
            "[Kites on Wind](P) | a | b | c",
            T | {"fields": {"A": "a", "Remark": "b", "Remark#2": "c"}},
        ),
        (" | | ", "[Kites on Wind](P) | ICML 2021 | Ann Bly, Carl Dorn", TWO | ICML | T),
        (" | ", "[Kites on Wind](P) | a remark", T | {"fields": {"Remark": "a remark"}}),
        (" | ", '"Kites on Wind", ICML 2021 | [pdf](P)', ICML | {"links": {"pdf": "P"}}),
    ],
)
def test_a_row(heads: str, row: str, more: dict[str, Any]) -> None:
    assert entry(table(heads, row)) == kites(**more)


def test_papers_are_known_by_titles_and_dates_without_any_address() -> None:
    text = table(
        "Date | Name", "2021-05 | Kites that Fly on Wind", "2022-06 | Sails for Use on Water"
    )
    assert entries(text) == [
        {"title": "Kites that Fly on Wind", "published": "2021-05"},
        {"title": "Sails for Use on Water", "published": "2022-06"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        table("Tool | Price", "KiteKnife | 3"),
        table("Name | Link", "KiteKnife | [web](https://kites.example)"),
        table("Method | Error", "KWind | 0.1", "KSail | 0.2"),
        table("Title | Age", "Queen | 64", "King | 66"),
        table("Title"),
        table("Paper | Notes", " | [a](C)", "[](P) | [b](C)", "**  ** | x"),
        table("Paper" + " | A" * 100, "[Kites on Wind](P)" + " | a" * 100),
        "## News\n\n" + table("Title | Paper", "Kites on Wind | [arXiv](P)"),
        "<table>\n<tr><td>no end\n",
    ],
    ids=lambda text: text[:40],
)
def test_a_table_without_papers_stays_prose(text: str) -> None:
    assert entries(text) == []
    assert prose(text) != []


def test_rows_that_name_no_paper_stay_prose() -> None:
    text = (
        table("Date | Title | PDF", "2021-05-01 | Kites on Wind | [pdf](P)", " | | ") + "| only |\n"
    )
    assert [e["title"] for e in entries(text)] == ["Kites on Wind"]
    assert prose(text)[1] == "|  | |  |\n| only |"


@pytest.mark.parametrize("head", ["", "| Title | Venue |\n"])
def test_a_table_without_its_row_of_dashes(head: str) -> None:
    assert entries(f"{head}| [Kites on Wind](P) | ICML 2021 |\n| [Sails](Q) | - |\n") == [
        kites(links={"@title": "P"}, **ICML),
        {"arxiv_id": Q, "title": "Sails", "links": {"@title": "Q"}},
    ]


def test_a_row_whose_title_is_only_a_label_or_a_mark_stays_prose() -> None:
    text = table("Model | Paper", "A | [Kites on Wind](P)", "B | [Paper](Q)", "C | [Sails](R)")
    assert [e["title"] for e in entries(text)] == ["Kites on Wind", "Sails"]
    assert prose(text)[1].startswith("| B | [Paper](")


def test_a_table_in_a_quote_and_one_below_a_bullet() -> None:
    text = table("Title | Paper", "Kites on Wind | [arXiv](P)")
    for sign in ("> ", "  "):
        shifted = "".join(f"{sign}{line}\n" for line in text.splitlines())
        assert entry(("- A topic\n\n" if sign == "  " else "") + shifted) == kites(
            links={"arXiv": "P"}
        )


HTML = """<table>
<tr><th>Title</th><th>Venue</th><th>Code</th></tr>
<tr>
  <td><a href="https://arxiv.org/abs/2101.00001">Kites on
      Wind</a></td>
  <td>ICML 2021</td>
  <td><a href="https://github.com/a/kites">code</a></td>
</tr>
<tr></tr>
<tr><td>Sails on Water</td><td>-</td></tr>
</table>
"""


def test_a_table_in_html() -> None:
    assert entries(HTML) == [
        kites(links={"@title": "P", "code": "C"}, **ICML),
        {"title": "Sails on Water"},
    ]
