import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.exporters import readme
from difftrack.importers import formats
from difftrack.importers.written.readme import GRAMMARS as STYLES
from difftrack.library import edits, pages
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Entry, Library
from difftrack.library.reading import Listed, Prose, Reading
from difftrack.library.settings import Settings
from difftrack.text import regions
from example import example_library

PRINTED = {
    "awesome": ("kind", "arxiv_id", "url", "title", "authors", "etal", "published", "year",
                "venue", "venue_note", "links", "note", "read"),
    "detailed": ("kind", "arxiv_id", "url", "title", "short", "authors", "etal", "published",
                 "venue", "venue_note", "abstract", "note", "read"),
    "table": ("kind", "arxiv_id", "url", "title", "authors", "published", "venue", "venue_note",
              "links", "note", "read"),
}  # fmt: skip


def written(library: Library, style: str) -> str:
    text = readme.render(
        library, Settings.model_validate({**dict(library.settings), "style": style})
    )
    return regions.wrap(text, style)


def read(text: str) -> Reading:
    return formats.read(text, "README.md", "markdown")


def taken(text: str) -> Library:
    library = Library(format="difftrack", version=1)
    absorb(library, read(text), Terms(today="2026-11-21"))
    return library


def fields(library: Library, style: str) -> list[dict[str, object]]:
    return [
        {name: getattr(entry, name) or None for name in PRINTED[style]}
        for entry in library.entries.values()
    ]


@pytest.mark.parametrize("style", STYLES)
def test_what_was_written_is_read_back(style: str) -> None:
    library = example_library()
    text = written(library, style)
    again = taken(text)
    assert written(again, style) == text
    for key, entry in library.entries.items():
        if key in again.entries:
            mine, other = (
                fields(Library(entries={key: e}), style) for e in (entry, again.entries[key])
            )
            assert mine == other
    assert again.intro == library.intro
    assert again.outro == library.outro


awkward = st.text(
    st.sampled_from(list("ab *_[]()<>`\\$|&#!~-+.:;,'\"/@é\u4e2d")), min_size=1, max_size=25
).map(lambda text: " ".join(text.split()) or "x")
words = st.text(st.sampled_from("abc XYZ"), min_size=1).map(lambda t: " ".join(t.split()) or "x")
targets = st.sampled_from(
    [
        "https://arxiv.org/abs/2101.00001",
        "https://arxiv.org/pdf/2101.00001v2",
        "https://example.org/a(b)c",
        "https://example.org/a)(b",
        "https://example.org/[x]?a=1&copy=2#z",
        "https://doi.org/10.1000/x",
        "notes/1.md",
        "https://github.com/e/x",
    ]
)
notes = st.one_of(
    awkward,
    st.sampled_from(
        [
            "- a\n- b",
            "one\n\ntwo",
            "*all of it*",
            "19 Jun 2020",
            "CVPR 2020",
            r"see \[[x](https://example.org)\]",
            "*x* \\\ny",
            "```\n# code\n\nmore\n```",
            "**A title** \\\n*Somebody*",
        ]
    ),
)


def told(entry: Entry) -> Entry:
    """Return an entry that is the page that its links tell, as one that was imported is."""
    page = pages.page_of(entry.links)
    if page.arxiv:
        entry.arxiv_id, entry.version = page.arxiv
    elif page.url and not entry.arxiv_id:
        entry.url, entry.doi = page.url, page.doi
        entry.kind = pages.kind_of(entry.links, is_placed=bool(entry.venue))
    return entry


entries = st.builds(
    Entry,
    arxiv_id=st.sampled_from([None, "2101.00001", "2202.00002"]),
    title=awkward,
    authors=st.lists(words, max_size=3),
    published=st.sampled_from([None, "2021-03", "2021-03-09"]),
    venue=st.sampled_from([None, "ICLR", "Journal of X", "Foo", "3DV", "Proc. Y."]),
    year=st.sampled_from([None, 2021]),
    venue_note=st.sampled_from([None, "(Oral)"]),
    links=st.dictionaries(
        st.sampled_from(["@title", "Code", "Page", "arXiv"]), targets, max_size=3
    ),
    note=st.one_of(st.none(), notes),
    read=st.sampled_from([None, True]),
).map(told)


@given(entries, notes, st.sampled_from(sorted(STYLES)))
def test_any_entry_is_read_back_with_the_text_around_it(
    entry: Entry, prose: str, style: str
) -> None:
    library = edits.new_library("T")
    library.sections.clear()
    section = edits.add_section(library, "Section")
    section.intro = prose
    edits.add(library, entry, section)
    section.prose = {section.entries[0]: prose}
    edits.add(library, Entry(arxiv_id="2303.00003", title="Another"), section)
    text = written(library, style)
    again = taken(text)
    assert written(again, style) == text
    assert len(again.entries) == len(library.entries)


def test_entries_typed_by_hand_are_found_among_those_that_were_written() -> None:
    text = written(example_library(), "awesome")
    typed = "- [Learning from Noise](https://arxiv.org/abs/2404.00001) - Ada Example, 2024.\n"
    edited = text.replace("## Image Editing\n", f"## Image Editing\n\n{typed}")
    before, after = (
        [item.entry.title for item in read(t).items if isinstance(item, Listed)]
        for t in (text, edited)
    )
    assert set(after) - set(before) == {"Learning from Noise"}
    assert len(after) == len(before) + 1


def test_text_that_looks_like_an_entry_stays_text() -> None:
    library = edits.new_library("T")
    section = library.sections[0]
    section.intro = (
        "**Not a Paper** \\\n*Nobody*\n\n## No Section\n\n- [No](https://arxiv.org/abs/2101.00001)"
    )
    edits.add(library, Entry(arxiv_id="2303.00003", title="One"), section)
    for style in STYLES:
        reading = read(written(library, style))
        assert [i.entry.title for i in reading.items if isinstance(i, Listed)] == ["One"]
        prose = [i for i in reading.items if isinstance(i, Prose) and i.role == "text"]
        assert [item.text for item in prose] == [section.intro]


@pytest.mark.parametrize("style", STYLES)
def test_every_line_is_accounted_for(style: str) -> None:
    text = written(example_library(), style)
    told = {n for item in read(text).items for n in range(item.line, item.end_line + 1)}
    assert {n for n, line in enumerate(text.split("\n"), start=1) if line.strip()} <= told


def test_what_stands_around_a_region_is_read_as_any_list() -> None:
    text = "# Mine\n\nHead.\n\n" + written(example_library(), "awesome") + "\n## Foot\n\nText.\n"
    reading = read(text.replace("# Papers on Examples & Noise\n\n", ""))
    titles = [section.title for section in reading.sections]
    assert reading.title == "Mine"
    assert titles[-1] == "Foot"
    assert "Image Editing" in titles
    last = reading.items[-1]
    assert isinstance(last, Prose)
    assert last.section == len(titles) - 1


@pytest.mark.parametrize("style", STYLES)
def test_how_it_was_written_is_read_back_too(style: str) -> None:
    library = example_library()
    chosen = {"read_mark": "✅", "contents": False, "badges": True, "heading_level": 3}
    library.settings = Settings.model_validate(chosen)
    again = taken(written(library, style))
    assert {name: getattr(again.settings, name) for name in chosen} == chosen
    assert again.settings.style == style


# -- What is typed into a README that was written -------------------------------------------------

SMALL = """\
## Editing

**SDEdit** :zap: \\
*Chenlin Meng* \\
ICLR 2022. \\[[Paper](https://arxiv.org/abs/2108.01073)\\] \\
2 Aug 2021
"""


def edited(content: str, style: str = "awesome") -> Library:
    return taken(f"<!-- difftrack:begin -->\n{content}<!-- difftrack:end style={style} sum=0 -->\n")


@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        ("2 Aug 2021\n", "2 Aug 2021\nVery strong.\n", "note", "Very strong."),
        ("2 Aug 2021\n", "2 Aug 2021 \\\n*all of it*\n", "note", "*all of it*"),
        ("2 Aug 2021\n", "2 Aug 2021 \\\nCVPR 2024.\n", "note", "CVPR 2024."),
        ("\\] \\\n2", "\\] [[Code](https://c.d)] \\\n2", "links", {"Code": "https://c.d"}),
        ("\\] \\\n2", "\\], [Code](https://c.d) \\\n2", "links", {"Code": "https://c.d"}),
        ("Meng*", "Meng, and Yang Song*", "authors", ["Chenlin Meng", "Yang Song"]),
        (" :zap:", "", "read", None),
    ],
)
def test_what_is_typed_into_an_entry_is_taken(
    before: str, after: str, field: str, value: object
) -> None:
    assert before in SMALL
    (entry,) = edited(SMALL.replace(before, after)).entries.values()
    assert getattr(entry, field) == value
    assert (entry.title, entry.venue, entry.published) == ("SDEdit", "ICLR", "2021-08-02")
    assert entry.fields == {}


@pytest.mark.parametrize(
    "typed",
    [
        "**Glued Kites** \\\n*Ada Example*\n",
        "\n- [Glued Kites](https://arxiv.org/abs/2401.00001) - great\n",
    ],
)
def test_what_is_typed_behind_an_entry_is_another(typed: str) -> None:
    library = edited(SMALL + typed)
    assert [entry.title for entry in library.entries.values()] == ["SDEdit", "Glued Kites"]
    assert library.entries["2108.01073"].note is None


DETAILED = """\
- \\[[SDEdit](https://arxiv.org/abs/2108.01073)\\]
  \\[[pdf](https://arxiv.org/pdf/2108.01073)\\]
  - Title: Guided Image Synthesis
  - Authors: Chenlin Meng
"""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  [[Code](https://g.h/i)]\n", "https://g.h/i"),
        ("  - Code: https://g.h/i\n", "https://g.h/i"),
        ("  - Institute: Stanford\n", "Stanford"),
        ("  - very good paper\n", "very good paper"),
        ("- [New Paper on Kites](https://arxiv.org/abs/2401.00001), ICML 2024\n", "2401.00001"),
        ("- first thing to say\n- second thing\n", "second thing"),
    ],
)
def test_nothing_that_is_typed_among_facts_is_lost(typed: str, words: str) -> None:
    library = edited(DETAILED + typed, "detailed")
    assert words in library.model_dump_json()
    assert library.entries["2108.01073"].short == "SDEdit"


def test_an_entry_may_be_named_by_its_short_name() -> None:
    library = edited(DETAILED + "\n## Read again\n\n- SDEdit\n", "detailed")
    assert library.sections[-1].entries == ["2108.01073"]


TABLE = """\
| Title                                          | Links |
| ---------------------------------------------- | ----- |
| [SDEdit](https://arxiv.org/abs/2108.01073) :zap: |       |
"""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("|       |", "| https://g.h/i |", "https://g.h/i"),
        ("|       |", "| | more words |", "more words"),
        ("Links |\n", "My rating |\n", "SDEdit"),
        ("| ----- |", "|:-----:|", "SDEdit"),
    ],
)
def test_nothing_that_is_typed_into_a_table_is_lost(before: str, after: str, words: str) -> None:
    library = edited(TABLE.replace(before, after), "table")
    assert words in library.model_dump_json()
    assert library.entries["2108.01073"].read
    assert library.intro == ""


@pytest.mark.parametrize("style", STYLES)
def test_an_edit_elsewhere_adds_nothing_to_an_entry(style: str) -> None:
    text = written(example_library(), style)
    plain, with_edit = (
        taken(text),
        taken(text.replace("## Image Editing\n", "## Image Editing\n\nA word.\n")),
    )
    assert {k: e.fields for k, e in plain.entries.items()} == {
        k: e.fields for k, e in with_edit.entries.items()
    }


@pytest.mark.parametrize(
    ("style", "entry"),
    [
        ("detailed", Entry(arxiv_id="2101.00001", title="K", published="2020-06", year=2021)),
        ("table", Entry(arxiv_id="2101.00001", title="K", score=7.123456789)),
        ("awesome", Entry(arxiv_id="2101.00001", title="K", authors=["Robert Downey, Jr."])),
    ],
)
def test_no_part_of_a_field_goes(style: str, entry: Entry) -> None:
    library = edits.new_library("T")
    library.settings = Settings(columns="authors, score")
    edits.add(library, entry, library.sections[0])
    again = taken(written(library, style)).entries["2101.00001"]
    for name in ("authors", "published", "year", "score"):
        assert getattr(again, name) == getattr(entry, name), name
