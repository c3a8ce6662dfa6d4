"""A list read whole: what depends on all of it. Marks, mentions, doubts, styles, wording."""

import pytest
from documents import doubts, entries, generated, mentions, prose, read

KITES, SAILS, BOWS = "[Kites on Wind](P)", "[Sails on Water](Q)", "[Bows on String](R)"


def titles(text: str) -> list[str]:
    return [found["title"] for found in entries(text)]


# -- What a bullet without a link is --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"- {KITES}\n- Strings of Great Length\n", ["Kites on Wind", "Strings of Great Length"]),
        (f"- {KITES}\n- strings of great length\n", ["Kites on Wind"]),
        (f"- {KITES}\n- Strings\n", ["Kites on Wind"]),
        (f"- {KITES}\n- Strings of Great Length\n- More Strings of Length\n", ["Kites on Wind"]),
        (f"- {KITES}\n\n## Words\n\n- Strings of Great Length\n", ["Kites on Wind"]),
        ("- [x] Kites on Wind\n- [ ] Sails\n", ["Kites on Wind", "Sails"]),
        (f"- {KITES}\n- [x] Sails\n", ["Kites on Wind"]),
        (f"- [ ] {KITES}\n- [x] Sails\n", ["Kites on Wind", "Sails"]),
        (f"- {KITES}\n- Sails [Paper] [Code]\n", ["Kites on Wind", "Sails"]),
        ("- Sails [Paper]\n", []),
        (
            f"{KITES}\n\n[A shop of sails](https://kites.example)\n",
            ["Kites on Wind", "A shop of sails"],
        ),
        ("## A\n\n[A shop of sails](https://kites.example)\n", []),
        (
            f"{KITES}\n\n[A page](https://kites.example) with many words behind it\n",
            ["Kites on Wind"],
        ),
    ],
)
def test_what_only_others_can_speak_for(text: str, found: list[str]) -> None:
    assert titles(text) == found


def test_a_bullet_that_says_no_more_than_what_is_listed_is_a_mention() -> None:
    text = f"- **KWind**: {KITES}\n- {SAILS}\n\n## Again\n\n"
    again = "- Kites on Wind\n- KWind\n- [x] Sails on Water\n- **Kites on Wind**, the second time\n"
    assert mentions(text + again) == ["Kites on Wind", "Kites on Wind", "Sails on Water"]
    assert [found.get("read") for found in entries(text + again)] == [None, True]
    assert prose(text + again) == ["- **Kites on Wind**, the second time"]
    assert mentions(f"{text}- Kites on Wind\n  and more of it\n") == []


# -- Read marks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("legend", "mark"),
    [
        ("Read papers are marked with a :zap:.", ":zap:"),
        ("Papers I have finished reading: \u2705", "\u2705"),
        (":white_check_mark: means read", ":white_check_mark:"),
        ("\u2b50 = papers I have read", "\u2b50"),
        ("", ":zap:"),
        ("", "\u26a1"),
    ],
)
def test_the_mark_that_a_legend_names_or_the_usual_one_means_read(legend: str, mark: str) -> None:
    text = f"# Kites\n\n{legend}\n\n- {KITES} {mark}\n- {SAILS}\n"
    assert [found["read"] for found in entries(text)] == [True, False]
    assert read(text).settings == {"read_mark": mark}
    assert [found["title"] for found in entries(text)] == ["Kites on Wind", "Sails on Water"]


@pytest.mark.parametrize(
    ("legend", "mark"),
    [
        ("", "\u2705"),
        ("Read me first: \u2705", "\u2705"),
        ("Reading is fun. \u2705", "\u2b50"),
    ],
)
def test_any_other_mark_means_nothing(legend: str, mark: str) -> None:
    text = f"# Kites\n\n{legend}\n\n- {KITES} {mark}\n- {SAILS}\n"
    assert not any("read" in found for found in entries(text))
    assert read(text).settings == {}


def test_a_mark_within_a_title_or_before_it_is_no_word_of_the_title() -> None:
    legend = "Read papers are marked with :zap:\n\n"
    text = f"{legend}- **Kites on Wind:zap:** [[Paper](P)]\n- :zap: **Sails** [[Paper](Q)]\n"
    assert [(e["title"], e["read"], "fields" in e) for e in entries(text)] == [
        ("Kites on Wind", True, False),
        ("Sails", True, False),
    ]


def test_headings_say_what_was_read() -> None:
    text = f"## Papers I've read\n\n- {KITES}\n\n### Old\n\n- {SAILS}\n\n## To read\n\n- {BOWS}\n"
    assert [found["read"] for found in entries(text)] == [True, True, False]
    text = f"## Papers I've read\n\n- [ ] {KITES}\n\n## Others\n\n- {SAILS}\n"
    assert [found.get("read") for found in entries(text)] == [False, None]
    assert [found.get("read") for found in entries(f"## To read\n\n- {KITES}\n")] == [None]


def test_headings_and_marks_together() -> None:
    text = f"## Read\n\n- {KITES}\n\n## Papers\n\n- {SAILS} :zap:\n- {BOWS}\n"
    assert [found["read"] for found in entries(text)] == [True, True, False]


# -- Doubts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            f"- {KITES}\n- [Sails](P)\n",
            (2, "2101.00001 stands in line 1 under another title: 'Kites on Wind', here 'Sails'"),
        ),
        (
            f"- {KITES}\n- [Kites on Wind](Q)\n",
            (2, "'Kites on Wind' is 2101.00001 in line 1, here 2202.00002"),
        ),
        (
            "- [Kites](https://kites.example/k.pdf)\n- [Sails](https://kites.example/k.pdf)\n",
            (2, "'Sails' has the address of 'Kites' in line 1, and is taken for it"),
        ),
        (
            f"- {KITES} [code](Q)\n",
            (1, "The link 'code' leads to a paper: https://arxiv.org/abs/2202.00002"),
        ),
        (f"- {KITES} [Code]()\n", (1, "The link 'Code' has no address")),
    ],
)
def test_what_the_owner_should_look_at(text: str, doubt: tuple[int, str]) -> None:
    assert doubts(text) == [doubt]


def test_a_paper_listed_twice_and_a_title_in_short_are_no_doubt() -> None:
    assert (
        doubts(f"- {KITES}\n- [Kites](P)\n- {KITES} [code](C)\n- [Sails](https://k.example)\n")
        == []
    )


# -- What the document is like --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("**Kites** [[Paper](P)]\n\n**Sails** [[Paper](Q)]\n", {"style": "awesome"}),
        (f"- {KITES}\n  - Authors: Ann Bly\n- {SAILS}\n  - Title: Sails\n", {"style": "detailed"}),
        (f"- {KITES}\n  - Code: none\n- {SAILS}\n", {}),
        ("no entries\n", {}),
    ],
)
def test_the_style_that_most_entries_are_written_in(text: str, settings: dict[str, str]) -> None:
    assert read(text).settings == settings


def test_words_that_difftrack_writes_anew_are_said_once() -> None:
    text = f"- {KITES}, Ann Bly et al., 4 May 2021\n- {SAILS}, Carl Dorn et al., May 2021\n"
    assert generated(text) == [("wording", "et al May")]
    assert generated(f"In May we fly, et al.\n\n{text}") == []
    text = f"- {KITES}\n\n## Again\n\n- Kites on Wind\n- {SAILS}, May 2021\n"
    assert generated(text) == [("wording", "May")]


def test_lines_are_those_of_the_document_whatever_ends_them() -> None:
    text = f"# Kites\n\nWords{' ' * 40}apart.\n\n- {KITES}\n  4 May 2021\n\n\nMore.\n"
    for end in ("\n", "\r\n", "\r"):
        items = read(text.replace("\n", end)).items
        lines = [(type(i).__name__, i.line, i.end_line) for i in items]
        assert lines == [
            ("Prose", 1, 1),
            ("Prose", 3, 3),
            ("Listed", 5, 6),
            ("Generated", 5, 6),
            ("Prose", 9, 9),
        ]
    assert prose(text)[0] == f"Words{' ' * 40}apart."
