"""Where in a document entries are: outline, nested topics, contents, news, quotes, code."""

import pytest
from documents import entries, generated, places, prose, read

KITES, SAILS, BOWS = "[Kites on Wind](P)", "[Sails on Water](Q)", "[Bows on String](R)"


def titles(text: str) -> list[str]:
    return [title for title, _ in places(text)]


# -- Sections -------------------------------------------------------------------------------------


def test_headings_are_sections_nested_as_their_levels_are() -> None:
    text = f"# Kites\n\n## A\n\n#### B\n\n- {KITES}\n\n### C\n\n- {SAILS}\n\n# D\n\n- {BOWS}\n"
    assert read(text).title == "Kites"
    assert places(text) == [
        ("Kites on Wind", ["A", "B"]),
        ("Sails on Water", ["A", "C"]),
        ("Bows on String", ["D"]),
    ]


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("", "Kites"),
        ("[![badge](b.svg)](https://kites.example)\n<p>\n\n", "Kites"),
        ("<!-- a comment -->\n", "Kites"),
        ("<!-- of two\nlines -->\n", "Kites"),
        ("Words above.\n\n", ""),
        ("## Another\n\n", ""),
    ],
)
def test_the_first_heading_is_the_title_where_it_opens_the_document(above: str, title: str) -> None:
    assert read(f"{above}# Kites\n\n- {KITES}\n").title == title


@pytest.mark.parametrize(
    ("heading", "shown", "beside"),
    [
        ("Kites <!-- omit in toc -->", "Kites", ""),
        ("<!-- of wind --> Kites", "Kites", "<!-- of wind -->"),
        ("Kites [:link:](#kites)", "Kites :link:", ""),
        ("[Kites](#kites)", "Kites", ""),
        ("[Kites](https://kites.example)", "Kites", "[Kites](https://kites.example)"),
        (
            "Kites [![of wind](w.svg)](https://kites.example) ![](k.svg)",
            "Kites",
            "[![of wind](w.svg)](https://kites.example) ![](k.svg)",
        ),
        ('Kites <img alt="of wind" src="w.svg">', "Kites", '<img alt="of wind" src="w.svg">'),
    ],
)
def test_what_a_heading_says_beside_its_title(heading: str, shown: str, beside: str) -> None:
    section = read(f"## {heading}\n\n- {KITES}\n").sections[0]
    assert (section.title, section.beside) == (shown, beside)
    reading = read(f"# {heading}\n\n- {KITES}\n")
    assert (reading.title, reading.beside) == (shown, beside)


def test_a_section_of_readings_has_the_day_of_its_heading() -> None:
    sections = read(f"## Mon Jan 23, 2023 Readings\n\n- {KITES}\n\n## May 2023\n").sections
    assert [section.date for section in sections] == ["2023-01-23", None]


def test_bullets_that_others_hang_from_are_sections() -> None:
    text = (
        f"## Papers\n\n- **Wind**:\n  - 2021\n    - {KITES}\n  - 2022\n    - {SAILS}\n"
        f"- ![](b.png)\n  - {BOWS}\n\n- **Wind**\n  - [Tails](R)\n"
    )
    assert places(text) == [
        ("Kites on Wind", ["Papers", "Wind", "2021"]),
        ("Sails on Water", ["Papers", "Wind", "2022"]),
        ("Bows on String", ["Papers"]),
        ("Tails", ["Papers", "Wind"]),
    ]


def test_bullets_are_sections_as_deep_as_headings_are() -> None:
    text = "".join(f"{'  ' * n}- level {n}\n" for n in range(8)) + f"{'  ' * 8}- {KITES}\n"
    assert places(text) == [("Kites on Wind", [f"level {n}" for n in range(6)])]


def test_venue_and_year_of_the_bullets_above_are_the_entry_s() -> None:
    found = entries(f"- Year 2021\n  - ICML\n    - {KITES}\n    - {SAILS}, arXiv 2022\n")
    assert [(e["venue"], e["year"]) for e in found] == [("ICML", 2021), ("arXiv", 2022)]


@pytest.mark.parametrize("heading", ["News", "Contributing", "How to cite us", "更新日志"])
def test_what_stands_below_news_and_the_like_is_no_entry(heading: str) -> None:
    text = f"## {heading}\n\n- {KITES} is out\n\n**{SAILS}**\n\n### More\n\n- {SAILS}\n\n"
    assert titles(f"{text}## Papers\n\n- {BOWS}\n") == ["Bows on String"]
    assert prose(f"{text}## Papers\n\n- {BOWS}\n")[0] == (
        "- [Kites on Wind](https://arxiv.org/abs/2101.00001) is out\n\n"
        "**[Sails on Water](https://arxiv.org/abs/2202.00002)**"
    )


# -- Contents and other text that is written anew -------------------------------------------------


@pytest.mark.parametrize(
    "contents",
    [
        "- [Papers](#papers)\n- [More](#more)",
        "- [Papers](#papers)\n  - [More](#more)",
        "- [Papers](./#papers)\n- Models\n- [More](More)",
        "1. <a href='#papers'>Papers</a>\n2. <a href=#more>More</a>",
        "[Papers](#papers)",
        "[Papers](#papers) and [More](#more)",
    ],
)
def test_contents_are_known_by_where_they_lead(contents: str) -> None:
    heading = "## News\n\n" if contents[0] == "[" else "## Contents\n\n"
    text = f"{heading}{contents}\n\n## Papers\n\n- {KITES}\n\n## More\n\n- {SAILS}\n"
    assert titles(text) == ["Kites on Wind", "Sails on Water"]
    assert generated(text) == [("contents", heading.strip()), ("contents", contents)]


@pytest.mark.parametrize(
    "text",
    [
        "- Papers\n- More\n- [Papers](#papers)",
        "- [Papers](#papers)\n- [A page](https://kites.example)",
        "- [Papers](#papers) of kites on wind",
        "- [Papers](papers.md)\n- [More](#more)",
        "[Papers](#papers)",
        "[Papers](#papers) are kites",
    ],
)
def test_what_leads_elsewhere_or_says_more_is_prose(text: str) -> None:
    assert prose(f"## List\n\n{text}\n\n## Papers\n\n- {KITES}\n")[0] == text
    assert generated(f"## List\n\n{text}\n\n## Papers\n\n- {KITES}\n") == []


def test_what_stands_behind_contents_is_not_of_their_section() -> None:
    text = "## Contents\n\n- [Papers](#papers)\n\n**Kites on Wind** [[Paper](P)]\n\n## Papers\n"
    assert places(text) == [("Kites on Wind", [])]


def test_a_heading_of_links_within_is_contents() -> None:
    contents = "### [Papers](#papers) | [More](#more)\n## [Back](#back)\n"
    text = f"# Kites\n{contents}## Papers\n- {KITES}\n## [More](#papers)\n## Back\n"
    assert generated(text) == [
        ("contents", "### [Papers](#papers) | [More](#more)"),
        ("contents", "## [Back](#back)"),
    ]
    assert [section.title for section in read(text).sections] == ["Papers", "More", "Back"]


def test_the_own_region_with_its_count_and_rule() -> None:
    begin, end = "<!-- difftrack:begin -->", "<!-- difftrack:end -->"
    contents = "count=1\n\n- [Papers](#papers)\n\n----"
    text = f"{begin}\n\n{contents}\n\n## Papers\n\n- {KITES}\n\n---\n{end}\n"
    assert generated(text) == [
        ("marker", begin),
        ("count", "count=1"),
        ("contents", "- [Papers](#papers)"),
        ("contents", "----"),
        ("marker", end),
    ]
    assert prose(text) == ["---"]


# -- What is no entry, and what is one all the same -----------------------------------------------


def test_code_comments_and_front_matter_list_nothing() -> None:
    hidden = (
        f"---\ntitle: Kites\n---\n\n```\n- {SAILS}\n```\n\n<!--\n- {SAILS}\n-->\n\n"
        f"    - {SAILS}\n\n"
    )
    text = f"{hidden}- {KITES}\n"
    assert titles(text) == ["Kites on Wind"]
    assert prose(text)[0].startswith("---\ntitle: Kites\n---\n\n```\n- [Sails")


def test_a_comment_without_an_end_hides_nothing() -> None:
    assert titles(f"<!--\n\n- {KITES}\n") == ["Kites on Wind"]


def test_links_by_reference() -> None:
    text = (
        "- [Kites on Wind][1]\n- [Sails on Water]\n- [Bows on String][]\n- [Nowhere][2]\n\n"
        "[1]: https://arxiv.org/abs/2101.00001\n"
        '[sails on  water]: <https://arxiv.org/abs/2202.00002> "Sails"\n'
        "[Bows on String]: https://arxiv.org/abs/2303.00003\n"
    )
    assert [found["arxiv_id"] for found in entries(text)] == [
        "2101.00001", "2202.00002", "2303.00003",
    ]  # fmt: skip
    assert prose(text)[0].startswith("- [Nowhere][2]\n\n[1]: ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"> {KITES}", ["Kites on Wind"]),
        (f"> - {KITES}\n> - [A shop](https://kites.example)", ["Kites on Wind"]),
        ("> - [kites](P) are what we fly", []),
        ("> - [2021](P), kites", []),
        ("> words with [a page](https://kites.example) in them", []),
        (f"{KITES}", ["Kites on Wind"]),
        ("[kites](P) are what we fly", []),
        ("Kites on Wind: https://arxiv.org/abs/2101.00001", ["Kites on Wind"]),
        (f"{KITES}\n[[Code](C)]\n{SAILS}", ["Kites on Wind", "Sails on Water"]),
        (f"Words first,\n{KITES}", []),
        ("[Kites](#kites) and [sails](#sails)", []),
        ("**Kites** [[Paper](P)]\n**Sails on Water** [[Paper](Q)]", ["Kites", "Sails on Water"]),
        ("**Kites on Wind**\narXiv:2101.00001", ["Kites on Wind"]),
        ("**Kites on Wind**\n*Ann Bly, Carl Dorn*", ["Kites on Wind"]),
        ("**Kites on Wind**\n- Paper: https://arxiv.org/abs/2101.00001", ["Kites on Wind"]),
        ("**Kites on Wind**\n- https://kites.example", ["Kites on Wind"]),
        ("**Kites on Wind**\n- a word", []),
        ("**Kites on Wind**\n\nA word.", []),
        ("**Kites on Wind**\nSee all on [a page](https://kites.example)", []),
        ("**Kites on Wind** is what we read on [arXiv](P)", []),
        ("**Kites on Wind**, available on [arXiv](P)", []),
        ("**Paper**\n[arXiv](P)", []),
        ("** **\n[arXiv](P)", []),
        ('Ann Bly, "Kites on Wind", ICML 2021\nCarl Dorn, "Sails on Water", ICML 2022',
            ["Kites on Wind", "Sails on Water"]),
    ],
)  # fmt: skip
def test_entries_in_paragraphs_and_quotes(text: str, found: list[str]) -> None:
    assert titles(text + "\n") == found


def test_a_paragraph_goes_on_where_a_break_promises_it() -> None:
    text = "**Kites on Wind** [[Paper](P)] \\\n\nA note.\n\n**Sails** [[Paper](Q)] \\\n\n**Bows**\n"
    assert [found.get("note") for found in entries(text)] == ["A note.", None]
    assert prose(text) == ["**Bows**"]


def test_fields_in_a_list_below_a_paragraph_are_its_own_and_entries_are_not() -> None:
    text = "**Kites on Wind** [[Paper](P)]\n\n- Code: https://github.com/a/kites\n\n"
    assert entries(text)[0]["links"] == {"Paper": "P", "Code": "C"}
    assert titles(f"{text}1. {SAILS}\n") == ["Kites on Wind", "Sails on Water"]


def test_entries_below_an_entry_are_their_own() -> None:
    text = f"- {KITES}\n  - Code: https://github.com/a/kites\n\n  1. {SAILS}\n"
    assert titles(text) == ["Kites on Wind", "Sails on Water"]
    assert entries(text)[0]["links"] == {"@title": "P", "Code": "C"}


@pytest.mark.parametrize(
    ("below", "is_one"),
    [
        ("[[Paper](P)]", True),
        ("ICML 2021 [Paper](P)", True),
        ("on [arXiv](P)", False),
        ("[Paper](kites.pdf)", False),
        ("nothing", False),
    ],
)
def test_a_bullet_without_a_link_is_an_entry_where_the_paper_s_stands_below(
    below: str,
    is_one: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert titles(f"- Kites on Wind\n  {below}\n") == ["Kites on Wind"] * is_one


def test_a_link_over_several_lines_is_one() -> None:
    assert titles("- [Kites on\n  Wind](P)\n") == ["Kites on Wind"]


def test_difftrack_reads_tables_below_a_topic() -> None:
    text = f"- Winds\n\n  | Title | Code |\n  |---|---|\n  | {KITES} | - |\n"
    assert places(text) == [("Kites on Wind", ["Winds"])]


def test_a_marker_within_an_entry_is_a_line_of_it() -> None:
    text = f"- {KITES}\n\n<!-- difftrack:begin -->\n\n  More.\n"
    assert entries(text)[0]["note"] == "More."
    assert generated(text) == []
