"""The style `review`: cards, what they hold, and that they are read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.exporters import readme
from difftrack.exporters.open_card import template
from difftrack.library import edits
from difftrack.library.model import KINDS, Entry
from difftrack.library.settings import Settings
from difftrack.text.markdown import safe_url
from example import example_library
from gfm import Page, own_texts, plain_texts
from round_trip import library_of, taken_in, there_and_back

REVIEW = Settings(style="review")
PRINTED = (
    "title", "short", "arxiv_id", "authors", "institute", "venue", "year", "abstract", "bibtex",
    "review", "note", "score", "figures", "fields", "links",
)  # fmt: skip
BIBTEX = "@article{bly2022kites,\n  title={Kites},\n  note={a\n}\n},\n\tyear={2022}\n}"


def written(*entries: Entry) -> str:
    return readme.render(library_of(*entries), REVIEW)


def test_cards_stand_by_score_and_those_without_one_as_listed() -> None:
    scores = {"A": None, "B": 5, "C": 8.25, "D": None, "E": 5}
    text = written(*(Entry(title=title, score=score) for title, score in scores.items()))
    assert [line[3:] for line in text.split("\n") if line.startswith("## ")] == list("CBEAD")
    as_listed = readme.render(
        library_of(*(Entry(title=title, score=score) for title, score in scores.items())),
        Settings(style="review", order="listed"),
    )
    assert [line[3:] for line in as_listed.split("\n") if line.startswith("## ")] == list("ABCDE")


def test_a_card_without_review_is_short() -> None:
    assert written(Entry(title="Kites", authors=["A. Bly"])) == (
        "# T\n\n## Kites\n\n| | |\n| --- | --- |\n| Title | Kites |\n| Paper | |\n"
        "| Authors | A. Bly |\n"
    )


def test_abstract_and_bibtex_are_folded_as_markdown() -> None:
    entry = Entry(title="Kites", abstract="# of kites: $x_t$", bibtex=f"{BIBTEX}\n% ```", year=2022)
    text = written(entry)
    page = Page(text)
    assert "<summary>Abstract and BibTeX</summary>\n\n\\# of kites: $`x_t`$\n\n````bibtex" in text
    assert page.tags.count("details") == page.tags.count("pre") == 1
    assert "| Year |" not in text, "the BibTeX says it"


@pytest.mark.parametrize("text", ["1. one\n2. two", "- a", "> q", "| a |\n|---|"])
def test_a_note_ends_the_card_whatever_it_is(text: str) -> None:
    entry = Entry(title="Kites", arxiv_id="2101.00001", review={"Task": "Fly."}, note=text)
    back = there_and_back(library_of(entry, Entry(title="Next", year=2020)), REVIEW)
    kites = back.library.entries["2101.00001"]
    assert (kites.note, kites.review) == (text.strip(), {"Task": "Fly."})
    assert back.again == back.text


CONSTRUCTS = [
    "# One",
    "###### Six",
    "#",
    "One\n===",
    "One\n---",
    "## Task\n\ntext",
    "---",
    "* * *",
    "- a\n---",
    "- a\n  - b",
    "1. **Task** none\n2. x",
    "1. **Task**\n\n   deep",
    "> # q",
    "```\n# a\n---\n```",
    "~~~\n<details>\n~~~",
    "```bibtex\n@misc{a,\n}\n```",
    "@misc{a,\n}",
    "| a | b |\n| --- | --- |\n|  | 2 |",
    "a | b\n--- | ---\n1 | 2",
    "| | |\n| --- | --- |\n| Title | Wind |",
    "| Title | Wind |",
    "<h2>One</h2>",
    "<table>\n<tr><td>a</td></tr>\n</table>",
    "<details>\n<summary>Abstract</summary>\n\n## a\n\n</details>",
    "<details>\n<summary>[a](https://a.org)</summary>\nx\n</details>",
    "<pre>\n# x\n\n## y\n</pre>",
    "<!-- a -->",
    "a\n\n<!-- one\n\n# two\n-->",
    "    # code",
    "\tcode",
    "a\n\n    code",
    "`<details>` x",
    "![a](a.png)",
    "see ![a](a.png)",
    "see [a]\n\n[a]: https://a.org/x",
    ":zap:",
    "**Note:** x",
    "**Task**",
    "a\n\n**Note:** x",
    "Task: x",
    "3 entries.",
    "- Kites on Wind",
    "## Contents\n\n- [T](#t)",
    "---\na: b\n---",
    "<!-- difftrack:begin -->",
    "<!-- /difftrack-note -->",
    "\ue0000\ue000 of mine",
    "word " * 6000 + "end",
    "## Wind\n\n| | |\n| --- | --- |\n| Title | X |\n| Link | https://arxiv.org/abs/2101.00009 |",
]


@pytest.mark.parametrize("place", ["{}", "Text.\n\n{}\n\nMore."])
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_whatever_an_answer_or_a_note_is_it_comes_back(construct: str, place: str) -> None:
    own = place.format(construct)
    kites = Entry(
        title="Kites on Wind",
        arxiv_id="2101.00001",
        review={"Task": own, "Method": "By hand.", "Doubts": own},
        abstract="We fly.",
        note=own,
        score=9,
    )
    wind = Entry(title="Wind", arxiv_id="2101.00002", review={"Task": own}, score=8)
    library = library_of(kites, wind, section="Section")
    library.sections[1].prose = {"2101.00002": "Text of the section."}
    back = there_and_back(library, REVIEW)
    assert {key: other.review for key, other in back.library.entries.items()} == {
        key: entry.review for key, entry in library.entries.items()
    }
    read = back.library.entries["2101.00001"]
    assert (read.note, read.abstract, read.figures, read.fields) == (own, "We fly.", [], {})
    assert [(s.title, s.prose) for s in back.library.sections if s.title] == [
        ("Section", {"2101.00002": "Text of the section."})
    ]
    assert back.again == back.text


def test_a_table_typed_into_a_card_of_a_readme_stays_in_its_answer() -> None:
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |"
    entry = Entry(
        title="Kites", arxiv_id="2101.00001", review={"Task": "Old.", "Method": "By hand."}
    )
    text = there_and_back(library_of(entry, section="Section"), REVIEW).text
    for typed in (table, table.replace("|", "   |", 1).replace("\n|", "\n   |")):
        [kites] = taken_in(text.replace("   Old.", f"see\n\n{typed}\n\nafter")).entries.values()
        assert kites.review["Method"] == "By hand."
        rows = [line.strip() for line in kites.review["Task"].split("\n")]
        assert rows == ["see", "", *table.split("\n"), "", "after"]
        assert kites.note is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "links",
    [
        {},
        {"@title": "https://youtu.be/kites"},
        {"Video": "https://a.org/talk"},
        {"Code": "https://github.com/a/kites"},
    ],
)
def test_the_kind_is_printed_where_the_links_tell_another(kind: str, links: dict[str, str]) -> None:
    entry = Entry(title="Kites on Wind", kind=kind, links=links, year=2020)
    back = there_and_back(library_of(entry), REVIEW)
    assert [read.kind for read in back.library.entries.values()] == [kind]
    assert back.again == back.text


def test_namesakes_of_two_kinds_stay_two() -> None:
    library = library_of(Entry(title="Kites on Wind"), Entry(title="Kites on Wind", kind="book"))
    back = there_and_back(library, REVIEW)
    assert "| Title | Kites on Wind |\n| Paper | |\n| Kind | Book |\n" in back.text
    assert sorted(entry.kind for entry in back.library.entries.values()) == ["book", "paper"]
    assert back.again == back.text


def test_figures_keep_what_they_show_instead() -> None:
    entry = Entry(
        title="Kites", figures=["a.png", "b.png"], fields={"Alt text of b.png": "A kite [red]"}
    )
    assert "![Figure 1](a.png)\n![A kite \\[red\\]](b.png)" in written(entry)
    [kites] = there_and_back(library_of(entry), REVIEW).library.entries.values()
    assert (kites.figures, kites.fields) == (entry.figures, entry.fields)


def test_an_empty_template_is_no_entry_and_a_filled_one_is() -> None:
    assert there_and_back(library_of(), REVIEW).library.entries == {}
    filled = (
        template(Settings())
        .replace("## Template", "## KiteNet")
        .replace("| Title | |", "| Title | Kites on Wind |")
        .replace("| Score | |", "| Score | 7.5 |")
        .replace("1. **Task**", "1. **Task** Flying")
        .replace("2. **Problem**", "2. **Problem**\n\n   - wind\n   - rain")
        .replace("```bibtex\n\n```", f"We fly.\n\n```bibtex\n{BIBTEX}\n```")
    )
    assert not taken_in(template(Settings())).entries
    library = taken_in(filled)
    [entry] = library.entries.values()
    assert (entry.short, entry.title, entry.score) == ("KiteNet", "Kites on Wind", 7.5)
    assert (entry.abstract, entry.bibtex) == ("We fly.", BIBTEX)
    assert entry.review["Task"] == "Flying"
    assert entry.review["Problem"] == "- wind\n- rain"
    assert (entry.note, entry.fields) == (None, {})


def test_a_title_that_leads_to_its_own_page_is_no_other_link() -> None:
    page = "https://arxiv.org/abs/2101.00001"
    entry = Entry(title="Kites", arxiv_id="2101.00001", links={"@title": page})
    assert written(entry) == written(entry.model_copy(update={"links": {}}))
    elsewhere = written(Entry(title="Kites", links={"@title": "https://kites.org/"}))
    assert "## [Kites](https://kites.org/)\n" in elsewhere


def test_text_behind_a_card_is_told_apart_by_a_rule() -> None:
    library = library_of(Entry(title="Kites", year=2020), Entry(title="Wind", year=2021))
    library.sections[0].prose = {library.sections[0].entries[0]: "More in the survey."}
    library.outro = "Thank you."
    back = there_and_back(library, REVIEW)
    assert back.text.count("\n\n---\n\n") == 2
    assert back.again == back.text
    assert [e.note for e in back.library.entries.values()] == [None, None]
    assert "---" not in str(back.library.sections)


def test_the_example_is_read_back_as_it_was_written() -> None:
    library = example_library()
    library.intro = library.outro = ""  # headings in them are sections when they are read
    back = there_and_back(library, REVIEW)
    assert back.again == back.text
    for key, entry in library.entries.items():
        other = back.library.entries.get(key) or back.library.entries["prueba2022no"]
        for name in ("short", "authors", "institute", "review", "figures", "abstract", "score"):
            assert getattr(other, name) == getattr(entry, name), (key, name)
        assert (other.read or False, other.note) == (entry.read or False, entry.note)
        assert other.fields == entry.fields
        links = {label: safe_url(target) for label, target in entry.links.items()}
        assert other.links == (links if entry.kind == "paper" else {"Website": entry.url})


answers = st.dictionaries(
    plain_texts.map(lambda t: " ".join(t.split()).strip(" :")).filter(bool), own_texts, max_size=3
)


@given(
    st.builds(
        Entry,
        title=st.just("Kites on Wind"),
        arxiv_id=st.just("2101.00001"),
        institute=plain_texts,
        abstract=plain_texts,
        bibtex=plain_texts | st.just(BIBTEX),
        review=answers,
        note=own_texts,
        score=st.none() | st.floats(),
        figures=st.lists(plain_texts, max_size=2, unique=True),
    )
)
def test_a_hostile_card_stays_in_its_place(entry: Entry) -> None:
    library = library_of(entry, section="First")
    last = edits.add_section(library, "Last Section")
    edits.add(library, Entry(title="Behind"), last)
    text = readme.render(library, REVIEW)
    page = Page(text)
    assert "<h2>Last Section</h2>" in page.html
    assert "<h3>Behind</h3>" in page.html
    assert "script" not in page.tags
    assert readme.render(library, REVIEW) == text


plain_words = st.lists(
    st.sampled_from(
        "Kites on Wind | a*b _c_ [x] <b> `d` $x_t$ 10 < 20 & &amp; C# 1. - # ~ 100% é 木".split(" ")
    ),
    max_size=6,
)


def around(text: str) -> st.SearchStrategy[str]:
    """Return a strategy for the text with hard words in the place of its braces."""
    return plain_words.map(lambda words: text.format(t=" ".join(words)).replace("  ", " ").strip())


markdown = st.lists(
    st.sampled_from(
        [
            "Fly **high**.",
            "- a\n- b",
            "1. **Task** none",
            "> q",
            "```\n1. **x**\n```",
            "$x$",
            "a\nb",
        ]
    ),
    max_size=3,
).map("\n\n".join)


@given(
    st.builds(
        Entry,
        title=around("Kites {t} Wind").filter(lambda t: "$" not in t),  # math is Unicode there
        short=st.none() | st.sampled_from(["KiteNet", "pix2kite", "1-2-3"]),
        arxiv_id=st.just("2101.00001"),
        authors=st.sampled_from([[], ["Ann Bly"], ["Ann Bly", "Carl Dorn", "Eve De la Torre"]]),
        institute=around("Lab {t} x"),
        venue=st.sampled_from([None, "ICLR"]),
        year=st.just(2021),
        abstract=around("{t} we fly."),
        bibtex=st.sampled_from([None, BIBTEX, "@misc{a, note={```}}"]),
        review=st.dictionaries(around("Q {t} x"), markdown, max_size=3),
        note=st.none() | markdown.filter(bool),
        score=st.none() | st.floats(-1e6, 1e6).map(lambda n: round(n, 3)),
        read=st.booleans(),
        figures=st.lists(st.sampled_from(["a.png", "b/c%20d.png"]), max_size=2, unique=True),
        fields=st.dictionaries(
            st.sampled_from(["Licence", "GPU", "Also printed"]), around("x {t} y")
        ),
        links=st.dictionaries(st.sampled_from(["Code", "My Page"]), st.just("https://a.org/x_y_")),
    )
)
def test_a_card_is_read_back_as_it_was_written(entry: Entry) -> None:
    back = there_and_back(library_of(entry, section="Section"), REVIEW)
    [other] = back.library.entries.values()
    for name in PRINTED:
        assert getattr(other, name) == getattr(entry, name), name
    assert bool(other.read) == entry.read
    assert back.again == back.text
