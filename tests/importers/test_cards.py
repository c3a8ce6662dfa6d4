"""Cards: a heading that is an entry, with its fields below it."""

from typing import Any

import pytest
from documents import P, entries, entry, generated, prose, read

TWO = {"authors": ["Ann Bly", "Carl Dorn"]}
HEAD = "## Kites on Wind\n\n"
LINES = HEAD + "**Authors:** Ann Bly, Carl Dorn\n**Link**: [arXiv](P)\n\n"


def kites(more: dict[str, Any]) -> dict[str, Any]:
    return {"arxiv_id": P, "title": "Kites on Wind", **more}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (
            HEAD + "| Title | Kites on Wind |\n|---|---|\n| Authors | Ann Bly, Carl Dorn |\n"
            "| Link | https://arxiv.org/abs/2101.00001 | [Code](C) |\n| GitHub | None |\n| | x |\n",
            TWO
            | {
                "links": {"Link": "P", "Code": "C"},
                "fields": {"GitHub": "None"},
                "note": "| | x |",
            },
        ),
        (LINES, TWO | {"links": {"arXiv": "P"}}),
        (
            HEAD + "| Title | [Kites on Wind](kites.md) |\n|---|---|\n| Link | [arXiv](P) |\n",
            {"links": {"Title": "kites.md", "arXiv": "P"}},
        ),
        (
            HEAD + "- **Link**: https://arxiv.org/abs/2101.00001\n- **Date**: 2021-05\n- Fine\n",
            {"links": {"Link": "P"}, "published": "2021-05", "note": "- Fine"},
        ),
        (
            "## [Kites on Wind](P)\n\nFine.\n\n---\n",
            {"links": {"@title": "P"}, "note": "Fine."},
        ),
        (
            "## 1. Kites on Wind\n\nA remark.\n\n| [Paper](P) | [Code](C) |\n|---|---|\n",
            {"links": {"Paper": "P", "Code": "C"}, "note": "A remark."},
        ),
        (
            "## 1. Kites on Wind\n\n- | [Paper](P) | | [Code](C) |\n",
            {"links": {"Paper": "P", "Code": "C"}},
        ),
        (
            HEAD + "*Ann Bly, Carl Dorn*\n\nICML 2021 [[Paper](P)] [[Code](C)]\n",
            TWO | {"venue": "ICML", "year": 2021, "links": {"Paper": "P", "Code": "C"}},
        ),
        (
            HEAD + "[Paper](P)\n\n```\nfly()\n```\n",
            {"links": {"Paper": "P"}, "note": "```\nfly()\n```"},
        ),
    ],
    ids=range(9),
)
def test_a_card(text: str, more: dict[str, Any]) -> None:
    assert entry(text) == kites(more)


@pytest.mark.parametrize(
    "below",
    [
        "",
        "| Title | |\n|---|---|\n| Authors | |\n",
        "| Wind | Height |\n|---|---|\n| 1 | 2 |\n",
        "**Authors:** Ann Bly\n",
        "**Title:** Kites\n**Date:** 2021\n",
        "**Authors:**\n**Link:**\n",
        "See [the page of Ann](https://ann.example) and [Paper](P)\n",
        "[Paper](P)\n\n[Paper](Q)\n",
        "[Code](C)\n",
        "A long sentence of many words about it [Paper](P)\n",
        "\n\n".join(["word"] * 8) + "\n\n[Paper](P)\n",
    ],
)
def test_a_heading_that_is_no_card_is_a_section(below: str) -> None:
    reading = read(HEAD + below)
    assert [section.title for section in reading.sections] == ["Kites on Wind"]
    assert entries(HEAD + below) == []


def test_headings_of_one_word_of_none_and_above_a_table_are_sections() -> None:
    table = "| A | B |\n|---|---|\n| x | y |\n"
    for head in ("## Kites", "##", "## 1. Kites"):
        assert entries(f"{head}\n\n[Website](https://kites.example)\n") == []
    assert entries(f"## [Kites on Wind](P)\n\n{table}") == []
    assert entries("# [Kites on Wind](P)\n\nA remark.\n") == []


def test_what_a_card_folds_away() -> None:
    found = entry(
        LINES + "![](img/kite.png) ![](img/sail.png)\n\n"
        "<details><summary>Abstract</summary>\n<p>\nWe fly.\n</p></details>\n\n"
        "<details><summary>BibTeX</summary><pre><code>\n"
        "@article{bly2021kites,\n  title={Kites on Wind},\n  year={2021}\n}\n"
        "</code></pre></details>\n\nA remark.\n\n<p>A second.</p>\n"
    )
    assert found == kites(
        TWO
        | {
            "year": 2021,
            "abstract": "We fly.",
            "links": {"arXiv": "P"},
            "note": "A remark.\nA second.",
            "figures": ["img/kite.png", "img/sail.png"],
            "bibtex": "@article{bly2021kites,\n  title={Kites on Wind},\n  year={2021}\n}",
        }
    )


def test_a_second_bibtex_entry_stays_in_the_note() -> None:
    first, second = (f"@article{{bly{n}kites,\n  title={{Kites}}\n}}" for n in (2021, 2022))
    text = LINES.replace("Wind\n", "Wind (ICML 2020)\n") + f"```bibtex\n{first}\n```\n\n{second}\n"
    found = entry(text)
    assert (found["bibtex"], found["note"], found["year"]) == (first, second, 2020)


def test_the_answers_of_a_review() -> None:
    table = "| Title | Kites on Wind |\n|---|---|\n| Link | [arXiv](P) |\n\n"
    answers = "1. **Task** Flying\n2. **Method**: By wind.\n   - and string\n\n   ![](k.png)\n"
    found = entry(HEAD + table + answers)
    assert found["review"] == {"Task": "Flying", "Method": "By wind.\n- and string\n\n![](k.png)"}


def test_a_table_in_a_card_is_its_note_without_what_is_empty() -> None:
    found = entry(LINES + "| x | y |\n|---|---|\n| | |\n| 1 | 2 |\n\n***\n")
    assert found["note"] == "| x | y |\n| 1 | 2 |"


def test_a_template_stays_prose_behind_the_cards() -> None:
    text = LINES + "---\n\n## Title\n\n| Title | |\n|---|---|\n| Authors | |\n"
    assert [found["title"] for found in entries(text)] == ["Kites on Wind"]
    assert prose(text) == ["---", "| Title | |\n|---|---|\n| Authors | |"]


CARD = "| | |\n|--|--|\n| Title | Kites on Wind |\n"


def test_a_title_alone_makes_a_card_where_the_table_has_no_head() -> None:
    assert entry(f"## KoW\n\n{CARD}") == {"title": "Kites on Wind", "short": "KoW"}
    assert entries("## Kites\n\n| Title | Remark |\n|--|--|\n| Wind | Rain |\n") == []


def test_a_heading_that_says_the_title_is_not_taken_apart() -> None:
    title = "Kites, ICML 2021"
    assert entry(f"## {title}\n\n" + CARD.replace("Kites on Wind", title)) == {"title": title}


def test_a_card_ends_at_a_rule() -> None:
    text = f"## KoW\n\n{CARD}\n- a list\n\n---\n\nOther text.\n"
    assert entry(text)["note"] == "- a list"
    assert prose(text)[-1].endswith("Other text.")
    own = f"<!-- difftrack:begin -->\n{text}<!-- difftrack:end -->\n"
    assert ("rule", "---") in [(what, said) for what, said in generated(own)]
    assert entry(own)["note"] == "- a list"


def test_the_alternative_text_of_a_figure_is_kept_and_its_number_is_not() -> None:
    found = entry(f"## KoW\n\n{CARD}\n![Figure 1](a.png)\n![Red kite](b.png)\n")
    assert found["figures"] == ["a.png", "b.png"]
    assert found["fields"] == {"Alt text of b.png": "Red kite"}


def test_an_address_that_a_card_prints_as_code_is_no_link() -> None:
    found = entry(f"## KoW\n\n{CARD}| Code badge | `https://img.org/a.svg` |\n")
    assert found["fields"] == {"Code badge": "https://img.org/a.svg"}
    assert "links" not in found
