"""The style `references`: citations line by line, and that they are read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.exporters import readme
from difftrack.importers import formats
from difftrack.library import edits
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Entry
from difftrack.library.settings import Settings
from example import example_library
from gfm import Page, own_texts, plain_texts
from round_trip import library_of, taken_in, there_and_back

REFERENCES = Settings(style="references", contents=False)
NUMBERED = Settings(style="references", contents=False, numbered=True)


def written(*entries: Entry, settings: Settings = REFERENCES) -> str:
    return readme.render(library_of(*entries), settings).removeprefix("# T\n\n").rstrip("\n")


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            Entry(title="Kites", authors=["Ho"], etal=True, venue="NeurIPS", year=2020),
            'Ho et al., <u>"Kites",</u> NeurIPS 2020',
        ),
        (
            Entry(title="Kites", authors=["Qi Zhang", "Yong Chen"], venue="arXiv", year=2022),
            'Zhang and Chen, <u>"Kites",</u> arXiv 2022',
        ),
        (
            Entry(title="Kites", authors=["A. Bly", "C. Dorn", "E. De la Torre"], year=2022),
            'Bly et al., <u>"Kites",</u> 2022',
        ),
        (
            Entry(title="Negative Kite", authors=["Automatic1111"], venue="GitHub"),
            'Automatic1111, <u>"Negative Kite",</u> GitHub',
        ),
        (Entry(title="Kites", published="2022-10"), '<u>"Kites",</u> Oct 2022'),
        (Entry(title="Kites"), '<u>"Kites"</u>'),
        (
            Entry(title='Say "Kite", Now', authors=["Bly"], arxiv_id="2101.00001", read=True),
            'Bly, <u>"[Say "Kite", Now](https://arxiv.org/abs/2101.00001)"</u> :zap:',
        ),
        (
            Entry(kind="video", title="A Talk", url="https://v.org/1", links={"Slides": "s.pdf"}),
            '<u>"[A Talk](https://v.org/1)"</u> \\[[Slides](s.pdf)\\]',
        ),
    ],
    ids=range(8),
)
def test_a_citation(entry: Entry, line: str) -> None:
    assert written(entry) == line
    back = there_and_back(library_of(entry), REFERENCES)
    assert back.again == back.text
    [other] = back.library.entries.values()
    assert (other.title, other.venue, other.year) == (entry.title, entry.venue, entry.year)
    assert (other.published, bool(other.read)) == (entry.published, bool(entry.read))
    assert (other.arxiv_id, other.url) == (entry.arxiv_id, entry.url)


def test_citations_follow_line_by_line_and_a_note_ends_a_paragraph() -> None:
    one, two = Entry(title="One", note="Read *first*."), Entry(title="Two", venue="ICML")
    assert written(one, two, Entry(title="Three")) == (
        '<u>"One"</u> \\\nRead *first*.\n\n<u>"Two",</u> ICML \\\n<u>"Three"</u>'
    )
    back = there_and_back(library_of(one, two), REFERENCES)
    assert [e.note for e in back.library.entries.values()] == ["Read *first*.", None]


def test_numbers_are_written_anew_and_belong_to_no_entry() -> None:
    library = library_of(Entry(title="One", authors=["Bly"]), section="First")
    second = edits.add_section(library, "Second")
    edits.add(library, Entry(title="Two"), second)
    edits.place(library, library.sections[1].entries[0], second)
    back = there_and_back(library, NUMBERED)
    numbers = [line.split(" ")[0] for line in back.text.split("\n") if line.startswith("\\[")]
    assert numbers == ["\\[1\\]", "\\[2\\]", "\\[1\\]"]
    assert back.again == back.text, "the numbers are a setting of what was read"
    assert sorted(e.title for e in back.library.entries.values()) == ["One", "Two"]
    assert not any(e.note or e.fields for e in back.library.entries.values())


def test_a_citation_taken_in_again_leaves_the_names_in_full() -> None:
    library = library_of(Entry(title="Kites on Wind", authors=["Ann Bly", "Carl Dorn"]))
    text = readme.render(library, REFERENCES)
    report = absorb(library, formats.read(text, "it", "markdown"), Terms("2026-01-01", sync=True))
    [entry] = library.entries.values()
    assert (entry.authors, entry.etal) == (["Ann Bly", "Carl Dorn"], False)
    assert not [d for d in report.differences if d.field == "authors"]


def test_the_example_is_read_back_as_it_was_written() -> None:
    library = example_library()
    library.intro = library.outro = ""  # headings in them are sections when they are read
    back = there_and_back(library, REFERENCES)
    assert back.again == back.text
    titles = [e.title for e in library.entries.values()]
    assert sorted(e.title for e in back.library.entries.values()) == sorted(titles)


def test_a_citation_in_quotes_alone_is_still_one() -> None:
    library = taken_in('Bly et al., "Kites on Wind", ICLR 2021\n')
    assert [e.title for e in library.entries.values()] == ["Kites on Wind"]


plain = st.lists(
    st.sampled_from('Kites on Wind | a*b _c_ [x] <b> `d` 10 < 20 & </u> "so" 1. # é'.split(" ")),
    max_size=6,
).map(" ".join)


@given(
    st.lists(
        st.builds(
            Entry,
            title=plain.map(lambda t: " ".join(f"Kites {t} Wind".split())),
            authors=st.sampled_from([[], ["Bly"], ["Bly", "Dorn"], ["De la Torre"]]),
            venue=st.sampled_from([None, "ICLR", "NeurIPS Workshop"]),
            year=st.none() | st.integers(1950, 2040),
            url=st.none() | st.just("https://arxiv.org/x"),
            links=st.dictionaries(st.sampled_from(["Code", "Slides"]), st.just("https://a.org/x_")),
            read=st.booleans(),
        ),
        min_size=1,
        max_size=1,
    ),
    st.booleans(),
)
def test_citations_are_read_back_as_they_were_written(entries: list[Entry], numbered: bool) -> None:  # noqa: FBT001 - drawn
    settings = NUMBERED if numbered else REFERENCES
    back = there_and_back(library_of(*entries, section="Section"), settings)
    assert back.again == back.text
    for entry, other in zip(entries, back.library.entries.values(), strict=True):
        for name in ("title", "authors", "venue", "year"):
            assert getattr(other, name) == getattr(entry, name), name
        assert bool(other.read) == entry.read


@given(
    st.builds(
        Entry, title=plain_texts, authors=st.lists(plain_texts, max_size=2), venue=plain_texts,
        note=own_texts,
    )
)  # fmt: skip
def test_a_hostile_citation_stays_in_its_place(entry: Entry) -> None:
    page = Page(written(entry, Entry(title="Behind", url="https://behind.org/"), settings=NUMBERED))
    assert ("href", "https://behind.org/") in page.attributes
    assert "script" not in page.tags
