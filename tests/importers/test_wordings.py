"""Who, where and when beside a title, in the forms that lists print them."""

from typing import Any

import pytest
from documents import P, entries

Fields = dict[str, Any]

TWO = {"authors": ["Ann Bly", "Carl Dorn"]}


def said(more: Fields) -> list[Fields]:
    return [{"arxiv_id": P, "title": "Kites on Wind", "links": {"@title": "P"}, **more}]


@pytest.mark.parametrize(
    ("printed", "more"),
    [
        ("2023-EMNLP", {"venue": "EMNLP", "year": 2023}),
        ("NIPS-18", {"venue": "NIPS", "year": 2018}),
        ("NIPS96", {"venue": "NIPS", "year": 1996}),
        ("CVPR 22", {"venue": "CVPR", "year": 2022}),
        ("arXiv 21 Jul 2016", {"venue": "arXiv", "year": 2016, "published": "2016-07-21"}),
        ("arXiv Dec 2024", {"venue": "arXiv", "year": 2024, "published": "2024-12"}),
        ("arXiv, 14.12", {"venue": "arXiv", "year": 2014, "published": "2014-12"}),
        ("CVPR (Oral)", {"venue": "CVPR", "venue_note": "Oral"}),
        ("CVPR' 14", {"venue": "CVPR", "year": 2014}),
        ("CVPR 24'", {"venue": "CVPR", "year": 2024}),
        ("in *CVPR*, 2024", {"venue": "CVPR", "year": 2024}),
        ("arXiv 2025 (Jun 16, 2025)", {"venue": "arXiv", "year": 2025, "published": "2025-06-16"}),
        ("Machine Learning 2011.", {"venue": "Machine Learning", "year": 2011}),
        ("Winds Sys. Appl., 2017.", {"venue": "Winds Sys. Appl", "year": 2017}),
        ("by Ann Bly and Carl Dorn (2015)", TWO | {"year": 2015}),
        ("(2015), A. Bly and C. Dorn", {"authors": ["A. Bly", "C. Dorn"], "year": 2015}),
        ("(2015), Andrew K. Dorn.", {"authors": ["Andrew K. Dorn"], "year": 2015}),
        ("(Bly et al., 2017)", {"authors": ["Bly"], "etal": True, "year": 2017}),
        ("(Bly and Dorn, 2017)", {"authors": ["Bly", "Dorn"], "year": 2017}),
        (
            "(Bly and Dorn, 2017): a note",
            {"authors": ["Bly", "Dorn"], "year": 2017, "note": "a note"},
        ),
        ("*Deyao Bly. arXiv.*", {"authors": ["Deyao Bly"], "venue": "arXiv"}),
        ("*Ann Bly, Carl Dorn* ICML 2021", TWO | {"venue": "ICML", "year": 2021}),
        (
            "by Bly A, Dorn C. ICML, 2021.",
            {"authors": ["Bly A", "Dorn C"], "venue": "ICML", "year": 2021},
        ),
        ("(KWR)", {"short": "KWR"}),
        ("[2021] [ICML]", {"year": 2021, "venue": "ICML"}),
        ("[2021] [see the talk of it]", {"note": "[2021] [see the talk of it]"}),
    ],
)
def test_behind_a_linked_title(printed: str, more: Fields) -> None:
    assert entries(f"- [Kites on Wind](P), {printed}\n") == said(more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("20181012 [Kites on Wind](P)", {"published": "2018-10-12"}),
        ("201810 [Kites on Wind](P)", {"published": "2018-10"}),
        ("20189999 [Kites on Wind](P)", {"short": "20189999"}),
        ("[[2101.00001] Kites on Wind](P)", {}),
        ("[[2021 ICML] Kites on Wind](P)", {"venue": "ICML", "year": 2021}),
        ("[Kites on Wind, ICML 2021](P)", {"venue": "ICML", "year": 2021}),
        ("[KWR]<[Kites on Wind](P)> by Ann Bly and Carl Dorn", TWO | {"short": "KWR"}),
    ],
)
def test_before_and_within_a_linked_title(line: str, more: Fields) -> None:
    assert entries(f"- {line}\n") == said(more)


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("Kites on Wind. CVPR 2024. [[a](P)]", {"venue": "CVPR", "year": 2024}),
        ("Kites on Wind. In *COLT 2016*. [[a](P)]", {"venue": "COLT", "year": 2016}),
        ("Kites on Wind **`CVPR 2024`** [[a](P)]", {"venue": "CVPR", "year": 2024}),
        (
            "Kites on Wind *Ann Bly, Carl Dorn. ICML 2021* [[a](P)]",
            TWO | {"venue": "ICML", "year": 2021},
        ),
        (
            "Kites on Wind (2021), A. Bly et al. [[a](P)]",
            {"authors": ["A. Bly"], "etal": True, "year": 2021},
        ),
        ("Kites on Wind (Ann Bly, 2021) [[a](P)]", {"authors": ["Ann Bly"], "year": 2021}),
        ("[KWind] Kites on Wind [[a](P)]", {"short": "KWind"}),
        (
            "**[KWind]** Kites on Wind | Ann Bly, Carl Dorn | **[ICML' 14]** | [a](P)",
            TWO | {"short": "KWind", "venue": "ICML", "year": 2014},
        ),
        (
            "**`KWind`**, Kites on Wind and Weather [[a](P)]",
            {"short": "KWind", "title": "Kites on Wind and Weather"},
        ),
        (
            "**KWind** - Kites on Wind and Weather [[a](P)]",
            {"short": "KWind", "title": "Kites on Wind and Weather"},
        ),
        ("**Kites on Wind** - what it is about [[a](P)]", {"note": "what it is about"}),
        (
            "**Do Kites on Wind Fly?** ICML 2021. [[a](P)]",
            {"title": "Do Kites on Wind Fly?", "venue": "ICML", "year": 2021},
        ),
        ("[[a](P)] Kites on Wind", {}),
        (
            "[KWind](P): Kites on Wind and Weather",
            {
                "short": "KWind",
                "title": "KWind: Kites on Wind and Weather",
                "links": {"@title": "P"},
            },
        ),
        (
            "Ann Bly, Carl Dorn, *Kites on Wind*, ICML 2021 [[a](P)]",
            TWO | {"venue": "ICML", "year": 2021},
        ),
        ("Bly, Ann, and Dorn, Carl _Kites on Wind_ [[a](P)]", TWO),
        (
            "[1] Ann Bly, Carl Dorn. Kites on Wind. In *ICML*, 2021. [[a](P)]",
            TWO | {"venue": "ICML", "year": 2021},
        ),
        (
            "Bly, A., Dorn, C.: Kites on Wind. ICML (2021) [[a](P)]",
            {"authors": ["A. Bly", "C. Dorn"], "venue": "ICML", "year": 2021},
        ),
        ("Bly, Ann (2008). _Kites on Wind_ [[a](P)]", {"authors": ["Bly", "Ann"], "year": 2008}),
    ],
)
def test_a_title_in_text(line: str, more: Fields) -> None:
    found = entries(f"- {line.replace('[a]', '[paper]')}\n")
    assert found == said({"links": {"paper": "P"}, **more})


@pytest.mark.parametrize("title", ['"Kites": on Wind', 'Kites on "Wind"', "Kites on Wind"])
def test_quotes_stay_in_pairs(title: str) -> None:
    assert [e["title"] for e in entries(f"- [{title}](P)\n")] == [title]
