"""How lists lay their entries out over several lines and blocks, and what is read from each."""

from typing import Any

import pytest
from documents import P, Q, R, entries, entry, generated, places, prose, read

Fields = dict[str, Any]

ICML = {"venue": "ICML", "year": 2021}
TWO = {"authors": ["Ann Bly", "Carl Dorn"]}
PAPER = {"links": {"Paper": "P"}}


def said(more: Fields) -> Fields:
    return {"arxiv_id": P, "title": "Kites on Wind", **PAPER, **more}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param(
            "- **Kites on Wind (ICML 2021)**\n  - Ann Bly and Carl Dorn\n  - [[Paper]](P)\n"
            "  - [[Python Reference]](C)",
            TWO | ICML | {"links": {"Paper": "P", "Python Reference": "C"}},
            id="authors and links in bullets below",
        ),
        pytest.param(
            "- Kites on Wind\n  - [Paper](P) [Code](C)",
            {"links": {"Paper": "P", "Code": "C"}},
            id="links in one bullet below",
        ),
        pytest.param(
            "1. **Kites on Wind.** Preprint.\n\n   *Ann Bly, Carl Dorn* [[Paper](P)], 2021.11",
            TWO | {"venue": "Preprint", "published": "2021-11"},
            id="a second paragraph of the item",
        ),
        pytest.param(
            "1. **Kites on Wind.**\n   *Ann Bly, Carl Dorn.* ICML 2021. [[Paper](P)]",
            TWO | ICML,
            id="authors in italics and venue on one line",
        ),
        pytest.param(
            "1. **Kites on Wind.** ICML 2021. [Paper](P)\n   *Bly, Ann and Dorn, Carl*",
            TWO | ICML,
            id="names turned round",
        ),
        pytest.param(
            "**Kites on Wind**\n\n> *Ann Bly<sup>1</sup>, Carl Dorn* \\\n> ICML 2021. [[Paper](P)]",
            TWO | ICML,
            id="a quote below a bold title",
        ),
        pytest.param(
            "- **Kites on Wind**\n\n  > *Ann Bly, Carl Dorn* \\\n  > ICML 2021. [[Paper](P)]",
            TWO | ICML,
            id="a quote below a bullet",
        ),
        pytest.param(
            "**Kites on Wind** \\\n*Ann Bly, Carl Dorn* \\\n[24th Jul., 2021] [arXiv, 2021] \\\n"
            "[[Paper](P)]",
            TWO | {"published": "2021-07-24", "venue": "arXiv", "year": 2021},
            id="date and venue in brackets of their own",
        ),
        pytest.param(
            "**Kites on Wind** <br>\nAnn Bly, Carl Dorn <br>\n[ICML 2021](P) \u2022 [Code](C)",
            TWO | ICML | {"links": {"ICML 2021": "P", "Code": "C"}},
            id="the venue is the label of a link",
        ),
        pytest.param(
            "**Kites on Wind** <br>\n*Ann Bly, Carl Dorn* <br>\n**ICML 2021** <br>\n[[Paper](P)]",
            TWO | ICML,
            id="a venue in bold",
        ),
        pytest.param(
            "**Kites on Wind** :fire: \\\n*Ann Bly, Carl Dorn* \\\n[[Paper](P)]",
            TWO | {"fields": {"Sign": ":fire:"}},
            id="an emoji behind the title",
        ),
        pytest.param(
            ":zap: **Kites on Wind** \\\n[[Paper](P)]",
            {"fields": {"Sign": ":zap:"}},
            id="an emoji before the title",
        ),
        pytest.param(
            "* [Kites on Wind](P)<br>:star:[code](C)",
            {"links": {"@title": "P", "code": "C"}, "fields": {"Sign": ":star:"}},
            id="an emoji before a link",
        ),
        pytest.param(
            "**Kites on Wind**<br><sup><sub>*Ann Bly, Carl Dorn*</sub></sup><br>[Paper](P)",
            TWO,
            id="authors in small print",
        ),
        pytest.param(
            "* **Kites on Wind.**<br>\n*[Ann Bly](C), Carl Dorn.*<br>\nICML 2021. [[Paper](P)]",
            TWO | ICML | {"links": {"Ann Bly": "C", "Paper": "P"}},
            id="authors with links to their pages",
        ),
        pytest.param(
            "1. **Kites on Wind.** ICML 2021. [journal](P)",
            ICML | {"links": {"journal": "P"}},
            id="a link to the journal",
        ),
        pytest.param(
            "<details><summary>Kites on Wind (2021) [<a href='P'>Paper</a>]</summary>\n\n"
            "Kites fly.\n</details>",
            {"year": 2021, "note": "Kites fly."},
            id="a fold with the title in its summary",
        ),
        pytest.param(
            '<a id="kites"></a>\n**Kites on Wind** (ICML 2021) [[Paper](P)]',
            ICML,
            id="an anchor of its own above",
        ),
        pytest.param(
            "- Intro to it\n10.[Kites on Wind](P)\n",
            {"links": {"@title": "P"}},
            id="a number that touches its item",
        ),
    ],
)
def test_an_entry(text: str, more: Fields) -> None:
    found = entries("## Kites\n\n" + text.replace("'P'", f"'https://arxiv.org/abs/{P}'") + "\n")
    assert found == [said(more)]


@pytest.mark.parametrize(
    "text",
    [
        "**Of winds**\n\n- **KW: Kites on Wind.** [[a](P)]\n- **SW: Sails on Wind.** [[a](Q)]",
        "**Of winds**\n- [KWind: Kites on Wind](P)\n- [SWind: Sails on Wind](Q)",
        "- [KWind: Kites on Wind](P)\n  - SWind: Sails on Wind [[paper](Q)]",
        "**Kites**<br>\n*A B*<br>\nICML. [[a](P)]\n\n* **Sails**<br>\n*A B*<br>\nICML. [[a](Q)]",
        "### Of it\n\n**K: A**<br>\n*A B*<br>\nICML. [[a](P)]\n\n### Of\n\n**S: B**<br>\n[[a](Q)]",
    ],
)
def test_a_colon_in_a_title_makes_no_field_of_it(text: str) -> None:
    assert [e["arxiv_id"] for e in entries(f"## Kites\n\n{text}\n")] == [P, Q]


# -- Titles without links -------------------------------------------------------------------------


def test_a_list_of_titles_with_their_venues_speaks_for_itself() -> None:
    text = (
        "* Self-Tuning Kites of Wind (ICML 2021)\n* ***KDB: A Kite for All (CIDR 2019)***\n"
        "* Learned Strings and Knots (2019)\n* Thanks\n"
    )
    assert entries(text) == [
        {"title": "Self-Tuning Kites of Wind", **ICML},
        {"title": "KDB: A Kite for All", "venue": "CIDR", "year": 2019},
        {"title": "Learned Strings and Knots", "year": 2019},
    ]
    assert prose(text) == ["* Thanks"]


def test_a_list_of_other_things_does_not() -> None:
    text = "* The list of ICML 2021 papers is updated\n* Strings were added (2019)\n* Thanks\n"
    assert entries(text) == []


def test_what_is_to_come_is_no_entry() -> None:
    text = "- [ ] [Kites on Wind](P)\n- [ ] TBD\n\n| Paper | Link |\n|--|--|\n| TBD | TBD |\n"
    assert [e["title"] for e in entries(text)] == ["Kites on Wind"]


def test_a_bold_title_with_its_venue_below_needs_no_link() -> None:
    text = (
        "**Kites on Wind** \\\n*Ann Bly, Carl Dorn* \\\n[[Paper](P)]\n\n**Sails** \\\nICML 2021\n"
    )
    assert entries(text)[1] == {"title": "Sails", **ICML}


# -- Headings -------------------------------------------------------------------------------------


def test_headings_in_html_are_headings() -> None:
    text = "<h1 align='center'>Kites</h1>\n\n<h2>Of wind</h2>\n- [Kites on Wind](P)\n"
    assert read(text).title == "Kites"
    assert places(text) == [("Kites on Wind", ["Of wind"])]


@pytest.mark.parametrize(
    ("below", "more"),
    [
        (
            "*Ann Bly, Carl Dorn*\nICML 2021. [[Code](C)]\n\nKites fly.",
            TWO | ICML | {"links": {"@title": "P", "Code": "C"}, "note": "Kites fly."},
        ),
        ("Kites fly.", {"links": {"@title": "P"}, "note": "Kites fly."}),
    ],
)
def test_a_heading_that_is_the_title(below: str, more: Fields) -> None:
    text = f"# Kites\n\n## Of wind\n\n### [Kites on Wind](P)\n\n{below}\n"
    assert entry(text) == said(more)
    assert places(text) == [("Kites on Wind", ["Of wind"])]


def test_a_card_of_plain_fields_and_one_of_fields_in_bold() -> None:
    card = "## 1. {}\nAuthors:Ann Bly, Carl Dorn\n\nLink:https://arxiv.org/abs/{}\n\nICML 2021.\n\n"
    text = card.format("Kites on Wind", P) + card.format("Sails", Q)
    assert entries(text)[0] == said(TWO | ICML | {"links": {"Link": "P"}})
    assert entries(text)[1]["venue"] == "ICML"
    text = "#### **KWind**\n**Paper:** [Kites on Wind](P)\n**Record:** ICML\n**Time:** 2021.04\n"
    more = {"short": "KWind", "venue": "ICML", "published": "2021-04"}
    assert entry(text) == said(more)


def test_a_numbered_heading_above_a_table_is_a_section() -> None:
    table = (
        "| Paper Title | Link |\n|--|--|\n| Kites on Wind | [Paper](P) |\n| Sails | [Paper](Q) |"
    )
    text = f"### 1. Of winds\n\n{table}\n"
    assert places(text) == [("Kites on Wind", ["1. Of winds"]), ("Sails", ["1. Of winds"])]


# -- Tables ---------------------------------------------------------------------------------------


def test_cells_over_several_rows_and_columns() -> None:
    def link(paper: str) -> str:
        return f'<a href="https://arxiv.org/abs/{paper}">Kites on Wind {paper}</a>'

    rows = [
        '<td><b>Year</b></td><td colspan="1"><b>Paper</b></td><td>Authors</td>',
        f'<td rowspan="2">2021</td><td>{link(P)}</td><td>Ann Bly, Carl Dorn</td>',
        f"<td>{link(Q)}</td><td>Eve Frost</td>",
        f'<td>2022</td><td rowspan="2">{link(R)}</td><td>Gil Hart</td>',
        "<td>2023</td><td>Gil Hart</td>",
    ]
    table = "".join(f"<tr>{row}</tr>\n" for row in rows)
    found = entries(f"<table>\n{table}</table>\n")
    assert [(e["arxiv_id"], e["year"]) for e in found] == [(P, 2021), (Q, 2021), (R, 2022)]


def test_a_first_author_is_one_of_several_and_to_read_is_not_read() -> None:
    heads = "| Title | First Author | Status | Release Time | Venue/Year |\n|--|--|--|--|--|\n"
    found = entry(f"{heads}| [Kites on Wind](P) | Ann Bly | To Read | 2021/05 | ICML2021 |\n")
    assert (found["venue"], found["year"]) == ("ICML", 2021)
    assert (found["authors"], found["etal"]) == (["Ann Bly"], True)
    assert (found["read"], found["published"]) == (False, "2021-05")


@pytest.mark.parametrize(
    "text",
    [
        "| Year | Papers |\n|--|--|\n| 2026 | 21 |\n| 2025 | 30 |\n",
        "| Title |" + " a |" * 101 + "\n|--|" + "--|" * 101 + "\n| [Kites](P) |" + " b |" * 101,
        f"| Title | N |\n|--|--|\n| [Kites](P) | {'x' * 100_000} |\n",
    ],
)
def test_a_table_of_other_things_stays_prose(text: str) -> None:
    assert entries(text) == []


# -- Folds ----------------------------------------------------------------------------------------


def test_a_fold_that_is_no_entry_is_read_as_if_it_were_open() -> None:
    fold = "<details><summary>See [here](#x)</summary>\n\n- [Kites on Wind](P)\n</details>"
    text = f"## Kites\n\n{fold}\n"
    assert places(text) == [("Kites on Wind", ["Kites"])]
    news = "## News\n\n<details><summary>Kites on Wind [Paper](P)</summary>\nNew.\n</details>\n"
    assert entries(news) == []


def test_a_news_section_with_an_emoji_in_its_heading_lists_nothing() -> None:
    assert entries("## :tada: News\n\n- 2021-01-02: [Kites on Wind](P)\n") == []


def test_contents_may_lead_to_the_page_of_the_list_itself() -> None:
    page = "https://github.com/a/kites"
    text = f"## Contents\n* [Of it]({page}#of-it)\n* [Up]({page}/blob/main/README.md#up)\n"
    assert entries(f"{text}\n## Of it\n- [Kites on Wind](P)\n\n## Up\n")[0]["arxiv_id"] == P
    assert [what for what, _ in generated(f"{text}\n## Of it\n\n## Up\n")] == ["contents"] * 2


def test_a_link_to_the_top_beside_a_heading_is_not_its_title() -> None:
    text = "## Of winds [(back to top)](#top)\n- [Kites on Wind](P)\n"
    assert places(text) == [("Kites on Wind", ["Of winds"])]


def test_a_heading_that_leads_back_to_the_contents_opens_its_section() -> None:
    text = "## [Of winds](#contents)\n### [Of kites](#contents)\n- [Kites on Wind](P)\n"
    assert places(text) == [("Kites on Wind", ["Of winds", "Of kites"])]
    assert generated(text) == []
