"""The line that names an entry: one line as people write it, and what it says."""

from typing import Any

import pytest
from documents import P, entries, entry

Fields = dict[str, Any]

PAPER = {"links": {"paper": "P"}}
BOTH = {"links": {"@title": "P", "Code": "C"}}
ICML = {"venue": "ICML", "year": 2021}
TWO = {"authors": ["Ann Bly", "Carl Dorn"]}
ET_AL = {"authors": ["Ann Bly"], "etal": True}


def fields(line: str) -> list[Fields]:
    return entries(f"## Papers\n\n{line}\n")


def said(more: Fields) -> list[Fields]:
    """Return an entry that says no more than its title, its address, and `more`."""
    usual: Fields = {"arxiv_id": P, "title": "Kites on Wind", "links": {"@title": "P"}} | more
    return [{key: value for key, value in usual.items() if value is not None}]


# What stands behind a title that is a link.
@pytest.mark.parametrize(
    ("behind", "more"),
    [
        ("", {}),
        (", arXiv 2021", {"venue": "arXiv", "year": 2021}),
        (", Ann Bly, Carl Dorn, *ICML 2021 (Oral)*", TWO | ICML | {"venue_note": "(Oral)"}),
        (" - Ann Bly et al., ICML'21", ET_AL | ICML),
        (", *Ann Bly et al.*, **ICML 2021**", ET_AL | ICML),
        (", Ann Bly and Carl Dorn, ICML 2021", TWO | ICML),
        (", Ann Bly, 2021", {"authors": ["Ann Bly"], "year": 2021}),
        (". Ann Bly, Carl Dorn. ICML 2021", TWO | ICML),
        (" <sub>Ann Bly, Carl Dorn</sub>", TWO),
        (" Ann Bly*, Carl Dorn*", TWO),
        (" | ICML 2021 | [Code](C)", ICML | BOTH),
        (" | Ann Bly et al. | ICML 2021", ET_AL | ICML),
        (" `2021` `ICML`", ICML),
        (" [2021]", {"year": 2021}),
        (" (2021) A first look.", {"year": 2021, "note": "A first look."}),
        (" (2021): a first look", {"year": 2021, "note": "a first look"}),
        (" (May 2021)", {"published": "2021-05"}),
        (", (May, 2021)", {"published": "2021-05"}),
        (" arXiv 2021.05", {"venue": "arXiv", "year": 2021, "published": "2021-05"}),
        (" \u2014 2021-05", {"published": "2021-05"}),
        (", 12 May 2021", {"published": "2021-05-12"}),
        (" - 4 May 2021 - [Code](C)", BOTH | {"published": "2021-05-04"}),
        (", Nature, 12 May 2021", {"venue": "Nature", "year": 2021, "published": "2021-05-12"}),
        (", arXiv:2101.00001", {}),
        (" (arXiv:2101.00001)", {}),
        (" arXiv preprint arXiv:2101.00001, 2021", {"venue": "arXiv", "year": 2021}),
        (" ICML 2021 Best Paper", ICML | {"venue_note": "Best Paper"}),
        (
            ", Jul 2019, from ACME, ICML 2021 (Oral)",
            ICML | {"venue_note": "(Oral)", "published": "2019-07", "note": "from ACME"},
        ),
        (" - A first look at kites.", {"note": "A first look at kites."}),
        (" : a first look at kites", {"note": "a first look at kites"}),
        (" \u2b50\u2b50", {"fields": {"Rating": "\u2b50\u2b50"}}),
        (" [[Code](C)]", BOTH),
        (" ([Code](C))", BOTH),
        (" - [Code](C) - a long note", BOTH | {"note": "a long note"}),
        (
            " [![stars](https://kites.example/s.svg)](C)",
            {
                "links": {"@title": "P", "stars": "C"},
                "fields": {"stars badge": "https://kites.example/s.svg"},
            },
        ),
        (" is fast, its [code](C) is ours.", {"note": "is fast, its [code](C) is ours."}),
        (", see [their code](C) for more", {"note": "see [their code](C) for more"}),
        (" [Kites in Water](Q)", {"links": {"@title": "P", "Kites in Water": "Q"}}),
        (" [#](#kites)", {"links": {"@title": "P", "#": "#kites"}}),
        (" []()", {}),
        (" (Ann Bly et al., 2021)", ET_AL | {"year": 2021}),
        (" (ICML 2021 Poster)", ICML | {"venue_note": "Poster"}),
        (", (**ICML 2021**, Oral)", ICML | {"note": "Oral"}),
        (" (Oral)", {"note": "(Oral)"}),
        (r" fine \| short", {"note": r"fine \| short"}),
        (" [[Code](C)] a first look", BOTH | {"note": "a first look"}),
        (" ([Code](C)) - a first look", BOTH | {"note": "a first look"}),
        (" *fine* and **bold**", {"note": "*fine* and **bold**"}),
        (" **(a first look)**", {"note": "a first look"}),
        (" :star: a classic", {"note": ":star: a classic"}),
    ],
)
def test_what_stands_behind_a_linked_title(behind: str, more: Fields) -> None:
    assert fields(f"- [Kites on Wind](P){behind}") == said(more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("[[Kites on Wind]](P)", {}),
        ("~~[Kites on Wind](P)~~", {}),
        ('<a href="https://arxiv.org/abs/2101.00001">Kites on Wind</a>, <b>ICML 2021</b>', ICML),
        ("[Kites $k^2$ & Co](P)", {"title": "Kites k\u00b2 & Co"}),
        (r"[Kites \[on\] Wind](P)", {"title": "Kites [on] Wind"}),
        ("[Kites on Wind - A First Look](P)", {"title": "Kites on Wind - A First Look"}),
        ("[Kites on Wind (ICML 2021)](P)", ICML),
        ("[Kites on Wind \u2014 Ann Bly et al., 2021](P)", ET_AL | {"year": 2021}),
        ("[Ann Bly and Carl Dorn, 2021 - Kites on Wind](P)", TWO | {"year": 2021}),
        ("[Kites on Wind - May 2021](P)", {"published": "2021-05"}),
        ("[Kites on Wind - Ann Bly et al.](P)", ET_AL),
        ('[Ann Bly, Carl Dorn, "Kites on Wind", ICML 2021](P)', TWO | ICML),
        ("**KWind**: [Kites on Wind](P)", {"short": "KWind"}),
        ("KWind - [Kites on Wind](P)", {"short": "KWind"}),
        ("**Kites on Wind**: [Kites on Wind](P)", {}),
        ("[2021 ICML] [Kites on Wind](P)", ICML),
        ("`KWind` [Kites on Wind](P)", {"short": "KWind"}),
        ("[2021/05] [Kites on Wind](P)", {"published": "2021-05"}),
        ("2021-05-03 | [Kites on Wind](P)", {"published": "2021-05-03"}),
        ("[ICML 2021] [Kites on Wind](P)", ICML),
        ("`ICML 2021` [Kites on Wind](P)", ICML),
        ("ICML 2021: [Kites on Wind](P)", ICML),
        ("(Ann Bly et al., 2021) [Kites on Wind](P)", ET_AL | {"year": 2021}),
        ("Ann Bly, Carl Dorn. [Kites on Wind](P). ICML 2021", TWO | ICML),
        ("[x] [Kites on Wind](P)", {"read": True}),
        ("[ ] [Kites on Wind](P)", {"read": False}),
        ("1. [Kites on Wind](P)", {}),
        ("#12 [Kites on Wind](P)", {}),
        ("\U0001f525 [Kites on Wind](P)", {"fields": {"Sign": "\U0001f525"}}),
        (":fire: [Kites on Wind](P)", {"fields": {"Sign": ":fire:"}}),
    ],
)
def test_a_linked_title_and_what_stands_before_it(line: str, more: Fields) -> None:
    assert fields(f"- {line}") == said(more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("Kites on Wind. [[paper](P)]", {}),
        ("_Kites on Wind_ [paper](P)", {}),
        ("Kites on Wind | [paper](P) | -", {}),
        ("Kites on Wind? [paper](P)", {"title": "Kites on Wind?"}),
        ("Kites on Wind, ICML 2021, [paper](P)", ICML),
        ("Kites on Wind (ICML 2021), [paper](P)", ICML),
        ("Kites on Wind, Ann Bly, Carl Dorn, ICML 2021 [[paper]](P)", TWO | ICML),
        ("Kites on Wind, Ann Bly et al. [[paper](P)]", ET_AL),
        ("Kites on Wind, 2021-05-03 [[paper](P)]", {"published": "2021-05-03"}),
        ("Kites on Wind -- Ann Bly et al., 2021 [[paper](P)]", ET_AL | {"year": 2021}),
        ("Ann Bly et al., 2021 \u2014 Kites on Wind [[paper](P)]", ET_AL | {"year": 2021}),
        (
            "Kites on Wind - a look at kites that fly [[paper](P)]",
            {"note": "a look at kites that fly"},
        ),
        (
            "Kites on Wind  A look at kites that fly. [[paper](P)]",
            {"note": "A look at kites that fly."},
        ),
        ("Kites on Wind (a poem)  [paper](P)", {"note": "(a poem)"}),
        ("ICML 2021, Kites on Wind [[paper](P)]", ICML),
        ("2021-05-03: Kites on Wind [[paper](P)]", {"published": "2021-05-03"}),
        ("2021-15-93: Kites on Wind [[paper](P)]", {"title": "2021-15-93: Kites on Wind"}),
        (
            "[2021-05-03] [ICML] Kites on Wind [[paper](P)]",
            {"published": "2021-05-03", "venue": "ICML"},
        ),
        ("**[12]** Kites on Wind [[paper](P)]", {}),
        ("**Kites on Wind**, Ann Bly, Carl Dorn [[paper](P)]", TWO),
        ("**Kites on Wind** - a first look [[paper](P)]", {"note": "a first look"}),
        ("**Kites on Wind (ICML 2021)** [[paper](P)]", ICML),
        ("**Kites** on Wind [[paper](P)]", {}),
        ("**Kites** *on* Wind [[paper](P)]", {}),
        ("**Kites on Wind** *Ann Bly, Carl Dorn*, ICML 2021 [[paper](P)]", TWO | ICML),
        (
            "**KWind**: Kites on Wind [[paper](P)]",
            {"title": "KWind: Kites on Wind", "short": "KWind"},
        ),
        (
            "**KWind:** Kites on Wind, ICML 2021 [[paper](P)]",
            ICML | {"title": "KWind: Kites on Wind", "short": "KWind"},
        ),
        ("ICML 2021, **Kites on Wind** [[paper](P)]", ICML),
        ("(ICML 2021) **Kites on Wind** [[paper](P)]", ICML),
        ("**[ICML 2021]** Kites on Wind, *Ann Bly et al.* [[paper](P)]", ET_AL | ICML),
        ("Ann Bly, Carl Dorn. **Kites on Wind**. ICML 2021 [[paper](P)]", TWO | ICML),
        (
            "**2021-05-03**, **Kites on Wind**, Ann Bly et.al., paper: [2101.00001](P)",
            ET_AL | {"published": "2021-05-03"},
        ),
        ("[paper](P) Kites on Wind", {}),
        ("[paper](P): Kites on Wind", {}),
        ("[paper](P) [Code](C) Kites on Wind", {"links": {"paper": "P", "Code": "C"}}),
        ("[ICML 2021](P) - Kites on Wind", ICML | {"links": {"ICML 2021": "P"}}),
        (
            "[arXiv](P), Kites on Wind [code](C)",
            {"venue": "arXiv", "links": {"arXiv": "P", "code": "C"}},
        ),
        ("Kites on Wind, https://arxiv.org/abs/2101.00001", {"links": {"Link": "P"}}),
        ("<https://arxiv.org/abs/2101.00001> Kites on Wind", {"links": {"Link": "P"}}),
        ("Kites on Wind [arXiv:2101.00001]", {"links": None}),
        ("Kites on Wind [Code] [[paper](P)]", {"links": {"Code": "", "paper": "P"}}),
    ],
)
def test_a_title_in_text(line: str, more: Fields) -> None:
    assert fields(f"- {line}") == said(PAPER | more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ('"Kites on Wind" [paper](P)', {}),
        ('Ann Bly, Carl Dorn: "Kites on Wind" [paper](P)', TWO),
        ('Ann Bly et al. (2021), "Kites on Wind", ICML [paper](P)', ET_AL | ICML),
        ('"Kites on Wind", ICML 2021 [paper](P)', ICML),
        ('"Kites on Wind", Ann Bly et al., 2021, [paper](P)', ET_AL | {"year": 2021}),
        ('KWind: "Kites on Wind", ICML 2021 [paper](P)', ICML | {"short": "KWind"}),
        ('Ann Bly, Carl Dorn, "Kites on Wind", ICML, 2021. [[paper](P)]', TWO | ICML),
        (
            'Ann Bly, Carl Dorn, "[Kites on Wind](P)", ICML 2021',
            TWO | ICML | {"links": {"@title": "P"}},
        ),
        (
            '[1] A. Bly, C. Dorn. "Kites on Wind". ICML 2021 [paper](P)',
            ICML | {"authors": ["A. Bly", "C. Dorn"]},
        ),
        ('Ann van Bly. "Kites on Wind". ICML 2021 [paper](P)', ICML | {"authors": ["Ann van Bly"]}),
        ('Bly et al "Kites on Wind". [paper](P)', {"authors": ["Bly"], "etal": True}),
        (
            'Bly, Ann, et al. "Kites on Wind." arXiv preprint arXiv:2101.00001 (2021).',
            ET_AL | {"venue": "arXiv", "year": 2021, "links": None},
        ),
        (
            'Bly, Ann, and Carl Dorn. **"Kites on Wind."** Nature (2021). [[paper]](P) :star:',
            TWO | {"venue": "Nature", "year": 2021, "fields": {"Rating": ":star:"}},
        ),
        (
            'Ann Bly. "Kites on Wind", Nature, 12 May 2021 [paper](P)',
            {"authors": ["Ann Bly"], "venue": "Nature", "published": "2021-05-12"},
        ),
        (
            "Bly, A., Dorn, C., et al. (2021). Kites on Wind. *ICML*. [[paper](P)]",
            ICML | {"authors": ["A. Bly", "C. Dorn"], "etal": True},
        ),
        (
            "Bly et al. (2021) Kites on Wind. [[paper](P)]",
            {"authors": ["Bly"], "etal": True, "year": 2021},
        ),
        (
            "Bly et al. (2021). [Kites on Wind](P). *ICML*.",
            ICML | {"authors": ["Bly"], "etal": True, "links": {"@title": "P"}},
        ),
    ],
)
def test_a_citation(line: str, more: Fields) -> None:
    assert fields(f"- {line}") == said(PAPER | more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("https://kites.example/blog/post", {"kind": "post"}),
        ("https://www.youtube.com/watch?v=kite1", {"kind": "video"}),
        ("https://github.com/a/sails", {"kind": "code"}),
        ("https://www.coursera.org/learn/kites", {"kind": "course"}),
        ("https://openreview.net/forum?id=kite", {}),
        ("https://kites.example/kites.pdf", {}),
        ("http://dx.doi.org/10.1000/kite.1", {"doi": "10.1000/kite.1"}),
    ],
)
def test_what_is_not_on_arxiv_has_an_address_of_its_own(line: str, more: Fields) -> None:
    expected = {"arxiv_id": None, "url": line, "links": {"@title": line}} | more
    assert fields(f"- [Kites on Wind]({line})") == said(expected)


@pytest.mark.parametrize(
    "line",
    [
        "A long sentence that has many words before [Kites on Wind](P)",
        "See [Kites on Wind](P)",
        "Available on [arXiv](P)",
        "[Kites on Wind](#kites)",
        "[Kites on Wind](mailto:ann@kites.example)",
        "[https://arxiv.org/abs/2101.00001](P)",
        "https://arxiv.org/abs/2101.00001",
        "Notes on flying (2021) by me",
        "Bly, A. (2021).",
        "Bly, A. (2021). ![](https://kites.example/i.png)",
        "[CVPR 2021]",
        "** **",
        "12.",
        '[paper](P) "Kites"',
        'KWind: "Kites"',
        "[paper](P) Ann Bly, Carl Dorn. **Kites on Wind**",
        f"[{'Kites ' * 80}](P)",
        f"[Kites on Wind](P) {'x' * 20_000}",
        "[Kites on Wind](P) " + " ".join(f"[Kites of {n} Tails](Q)" for n in "abc"),
        "[Kites on Wind](P) " + "[code](C) " * 101,
    ],
    ids=lambda line: line[:60],
)
def test_a_line_that_names_no_entry(line: str) -> None:
    assert fields(f"- {line}") == []


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Kites in *Wind*", "Kites in \\*Wind\\*"),
        ("Kites", "Kites\\*"),
        ("", f"arXiv:{P}"),
    ],
)
def test_a_title_as_it_is_kept(printed: str, title: str) -> None:
    found = entry(f"- **{title}** [[Paper](P)]\n")
    assert found.get("title", "") == printed
