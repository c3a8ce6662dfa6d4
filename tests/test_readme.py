import re
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.errors import UsageError
from difftrack.exporters import readme
from difftrack.exporters.styles import STYLES
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.settings import Settings
from difftrack.text import regions
from difftrack.text.folding import clean
from difftrack.text.slug import Slugger
from example import example_library


def html(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def visible(rendered: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", rendered))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_a_readme_to_look_at(style: str, golden: Golden) -> None:
    text = readme.render(example_library(), Settings(style=style))
    golden(f"{style}.md", text)
    assert text == readme.render(example_library(), Settings(style=style))


def test_options_change_what_is_written(golden: Golden) -> None:
    settings = Settings(
        read_mark="✅", order="published", contents=False, count=True, empty_sections=True
    )
    golden("options.md", readme.render(example_library(), settings))


def test_a_style_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="There are: awesome, detailed"):
        readme.render(example_library(), Settings(style="baroque"))


@pytest.mark.parametrize("style", STYLES)
def test_the_contents_lead_to_every_heading(style: str) -> None:
    text = readme.render(example_library(), Settings(style=style))
    rendered = html(text)
    slugger = Slugger()
    anchors = {slugger.slug(visible(h).strip()) for h in re.findall(r"<h\d>(.*?)</h\d>", rendered)}
    links = re.findall(r'<a href="#([^"]*)"', rendered)
    assert len(links) == 6
    assert set(links) <= anchors


def test_headings_above_the_list_take_their_anchors_first() -> None:
    head = "# Mine\n\n## Image Editing\n"
    text = readme.render(example_library(), Settings(), head=head)
    assert "(#image-editing-1)" in text
    assert "# Papers on Examples" not in text


def test_a_title_below_the_list_counts_too() -> None:
    assert not readme.render(example_library(), Settings(), tail="Mine\n====\n").startswith("# ")


def test_an_entry_with_html_page_and_one_without() -> None:
    text = readme.render(example_library(), Settings(style="detailed"))
    assert "[html](https://arxiv.org/html/2312.00002)" in text
    assert "arxiv.org/html/2101.00001" not in text


def test_an_empty_library_is_a_readme_all_the_same() -> None:
    assert readme.render(edits.new_library("T"), Settings()) == "# T\n"


hostile = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(list("|`$*_[]()<>!#~@&\\-+=.:/\n\"'0123456789 ")),
    ),
    max_size=40,
) | st.sampled_from(
    [
        "<!-- difftrack:end -->",
        "<script>alert(1)</script>",
        "](javascript:alert(1))",
        "[x](javascript:alert(1))",
        "</details>",
        "```\nfence",
        "1. one",
        "# heading",
        "- [x] task",
        "a | b | c\n--|--|--",
        "$x$ `y` $`z`$",
        "www.example.org and http://example.org",
        "&lt;b&gt; &amp;",
        "שלום \u202eabc",
        "x" * 10_000,
    ]
)


_CARD = {"h3", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}


@given(
    st.builds(
        Entry,
        title=hostile,
        authors=st.lists(hostile, max_size=2),
        venue=hostile,
        year=st.none() | st.integers(1900, 2100),
        abstract=hostile,
        published=st.sampled_from([None, "2021-05", "2024-05-06"]),
        arxiv_id=st.sampled_from([None, "2101.00001"]),
        links=st.dictionaries(hostile, hostile, max_size=2),
        read=st.booleans(),
        short=st.none() | hostile,
    ),
    hostile,
    st.sampled_from(sorted(STYLES)),
)
def test_text_from_outside_stays_in_its_place(entry: Entry, heading: str, style: str) -> None:
    library = Library(format="difftrack", version=1, title=heading)
    if clean(heading):
        edits.add(library, entry, edits.add_section(library, heading))
    else:
        edits.add(library, entry)
    text = readme.render(library, Settings(style=style, contents=False))

    rendered = html(text)
    shown = visible(rendered.replace("<br />\n", " "))
    authors = entry.authors if style != "references" else []  # a citation names them in short
    for part in (entry.title, *authors, heading):
        assert "".join(clean(part).split()) in "".join(shown.split())
    assert len(re.findall(r"<h\d", rendered)) == (3 if style == "review" else 2)
    tags = set(re.findall(r"</?([a-z0-9]+)", re.sub(r'"[^"]*"', "", rendered)))
    own = {"review": _CARD, "references": {"u"}}.get(style, set())
    assert tags - own <= {"h1", "h2", "p", "br", "strong", "em", "a", "ul", "li", "code", "span"}
    assert not re.search(r'href="(?!https?:|mailto:|#|/)[a-z]+:', rendered)
    assert regions.find(regions.wrap(text), "README.md") is not None


@given(hostile, st.sampled_from(sorted(STYLES)))
def test_a_note_never_takes_what_stands_after_it(note: str, style: str) -> None:
    library = Library(format="difftrack", version=1, title="T")
    section = edits.add_section(library, "Section")
    edits.add(library, Entry(arxiv_id="2101.00001", title="First", note=note), section)
    edits.add(library, Entry(arxiv_id="2101.00002", title="Second"), section)
    last = edits.add_section(library, "Last Section")
    edits.add(library, Entry(arxiv_id="2101.00003", title="Third"), last)

    rendered = html(readme.render(library, Settings(style=style)))

    assert "<h2>Last Section</h2>" in rendered
    assert 'href="https://arxiv.org/abs/2101.00002"' in rendered
    assert "<script" not in rendered
    assert "<!--" not in rendered.replace("<!-- omit in toc -->", "")
