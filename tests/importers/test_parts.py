"""The lines and bullets below a title, each read for what it says."""

from typing import Any

import pytest
from documents import P, entry

Fields = dict[str, Any]

ICML = {"venue": "ICML", "year": 2021}
TWO = {"authors": ["Ann Bly", "Carl Dorn"]}
PAPER = {"links": {"Paper": "P"}}


def said(more: Fields) -> Fields:
    return {"arxiv_id": P, "title": "Kites on Wind", **more}


@pytest.mark.parametrize(
    ("below", "more"),
    [
        (["*Ann Bly, Carl Dorn*", "ICML 2021 (Oral)"], TWO | ICML | {"venue_note": "(Oral)"}),
        (["ICML 2021", "arXiv:2101.00001", "\\"], ICML),
        (["arXiv:2101.00001 [Code](C)"], {"links": {"Paper": "P", "Code": "C"}}),
        (["ICML 2021", "Ann Bly, Carl Dorn"], ICML | {"note": "Ann Bly, Carl Dorn"}),
        (["Ann Bly, Carl Dorn", "12 May 2021"], TWO | {"published": "2021-05-12"}),
        (["Authors: Ann Bly, Carl Dorn", "Venue: ICML 2021"], TWO | ICML),
        (["A fine one: short.", "4 May 2021"], {"note": "A fine one: short.\n4 May 2021"}),
        (["A first one.", "*A second one.*"], {"note": "A first one.\n*A second one.*"}),
        (["x" * 20_001], {"note": "x" * 20_001}),
        (["*Ann Bly<sup>1</sup>* and *Carl Dorn<sup>2</sup>*"], TWO),
        (
            ["[Ann Bly](https://ann.example), Carl Dorn"],
            TWO | {"links": {"Paper": "P", "Ann Bly": "https://ann.example"}},
        ),
        (["ICML 2021. [Code](C)"], ICML | {"links": {"Paper": "P", "Code": "C"}}),
        (
            ["ICML 2021", "Fine and short [Code](C)"],
            ICML | {"links": {"Paper": "P", "Code": "C"}, "note": "Fine and short"},
        ),
        (
            ["[Code](C) 4 May 2021"],
            {"links": {"Paper": "P", "Code": "C"}, "published": "2021-05-04"},
        ),
        (
            ["[Code](C) (a fine one)"],
            {"links": {"Paper": "P", "Code": "C"}, "fields": {"Remark": "a fine one"}},
        ),
        (["Code: [link](C)"], {"links": {"Paper": "P", "Code (link)": "C"}}),
        (["Posted on [a page](C)"], {"note": "Posted on [a page](C)"}),
        (
            ["They say that one kite is as fine as any other one of [these](C) that we fly."],
            {
                "note": "They say that one kite is as fine as any other one of [these](C) "
                "that we fly."
            },
        ),
    ],
    ids=lambda value: value[0][:60] if isinstance(value, list) else "",
)
def test_lines_below_a_bold_title(below: list[str], more: Fields) -> None:
    text = " \\\n".join(["**Kites on Wind**", "[[Paper](P)]", *below])
    assert entry(text) == said(PAPER | more)


@pytest.mark.parametrize(
    ("below", "more"),
    [
        (["Ann Bly, Carl Dorn"], TWO),
        (["Ann Bly, Carl Dorn", "Eve Frost, Gil Hart"], TWO | {"note": "Eve Frost, Gil Hart"}),
        (
            ["Ann Bly", "Code: https://github.com/a/kites"],
            {"authors": ["Ann Bly"], "links": {"Code": "C"}},
        ),
        (["Ann Bly"], {"note": "- Ann Bly"}),
        (["ICML 2021"], ICML),
        (["Code  https://github.com/a/kites"], {"links": {"Code": "C"}}),
        (
            ["They fly, see [their code](C) for it."],
            {"note": "- They fly, see [their code](C) for it."},
        ),
        (["A question?\n    - and an answer"], {"note": "- A question?\n    - and an answer"}),
        (["Read: perhaps"], {"fields": {"Also printed": "perhaps"}}),
        (["Short: KWind"], {"short": "KWind"}),
        (["Title: Kites on the Wind"], {"title": "Kites on the Wind", "short": "Kites on Wind"}),
        (["Authors: Ann Bly<sup>1</sup>, Carl Dorn"], TWO),
        (["By: Ann Bly, Carl Dorn", "By: Eve Frost"], TWO | {"fields": {"By": "Eve Frost"}}),
        (
            ["Abstract: We fly.", "Abstract: They do."],
            {"abstract": "We fly.", "fields": {"Abstract": "They do."}},
        ),
        (["TL;DR: A fine one."], {"note": "A fine one."}),
        (["TL;DR: Fine.\n    - And short."], {"note": "Fine.\n- And short."}),
        (["Date: 2021-05"], {"published": "2021-05"}),
        (["Year: 2021"], {"year": 2021}),
        (["Year: soon"], {"fields": {"Year": "soon"}}),
        (["Venue: '21"], {"year": 2021}),
        (["A label of many words: fine"], {"note": "- A label of many words: fine"}),
        (["Read: yes"], {"read": True}),
        (["Read: no"], {"read": False}),
        (["Read: yes, twice"], {"read": True, "fields": {"Also printed": "yes twice"}}),
        (["https://kites.example"], {"links": {"Link": "https://kites.example"}}),
        (["Venue: ICML 2021", "Venue: arXiv"], ICML | {"fields": {"Venue": "arXiv"}}),
        (["Venue: https://icml.example"], {"links": {"Venue": "https://icml.example"}}),
        (["Institute: University of Kites"], {"institute": "University of Kites"}),
        (["Task: flying high"], {"fields": {"Task": "flying high"}}),
        (["Code: none"], {"fields": {"Code": "none"}}),
        (["Code: [here](C)"], {"links": {"Code (here)": "C"}}),
        (["Code: [code](C), by others"], {"links": {"Code": "C"}, "fields": {"Code": "by others"}}),
        (
            ["Code: [code](C) that six of our many friends wrote"],
            {"fields": {"Code": "[code](C) that six of our many friends wrote"}},
        ),
        (["Page: https://kites.example"], {"links": {"Page": "https://kites.example"}}),
        (["[ ](C)"], {"links": {"Link": "C"}}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_bullets_below_a_linked_title(below: list[str], more: Fields) -> None:
    text = "\n".join(["- [Kites on Wind](P)", *(f"  - {bullet}" for bullet in below)])
    assert entry(text) == said(more | {"links": {"@title": "P", **more.get("links", {})}})


def test_what_else_hangs_from_a_bullet_is_its_note() -> None:
    text = "- [Kites on Wind](P)\n\n  A paragraph.\n\n  ```\n  code\n  ```\n\n  > quoted\n"
    assert entry(text)["note"] == "A paragraph.\n```\ncode\n```\n> quoted"


def test_pictures_below_a_title_are_shown_where_they_stood() -> None:
    picture = "![a kite](https://kites.example/k.png)"
    assert entry(f"- [Kites on Wind](P)\n  {picture}\n")["note"] == picture
    in_line = entry(f"- [Kites on Wind](P) {picture}\n")
    assert in_line["figures"] == ["https://kites.example/k.png"]


def test_the_guard_keeps_words_that_no_field_holds() -> None:
    found = entry("- [Kites on Wind](P) ![red kite](https://kites.example/k.png)\n")
    assert found["fields"] == {"Also printed": "red kite"}
    found = entry('- <a href="https://arxiv.org/abs/2101.00001" title="a tip">Kites on Wind</a>\n')
    assert found["fields"] == {"Also printed": "tip"}
    found = entry("- [x\\_y & z](P) AT&amp;T's\n")
    assert (found["title"], found["note"]) == ("x_y & z", "AT&amp;T's")
