"""No link of any contents leads nowhere: anchors of GitHub's for what GitHub's parser shows."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import GOLDEN
from difftrack.errors import RefusedError
from difftrack.exporters import readme
from difftrack.exporters.styles import STYLES
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.settings import Settings
from difftrack.text.slug import Slugger
from gfm import Page

WORDS = [
    *(
        "Same",
        "Same 1",
        "a_b",
        "snake _case_",
        "🔥 Hot",
        "⚡\ufe0f",
        "C++ & C#",
        "x² ①",
        "`<b>` code",
    ),
    *("**bold**", "*it* done", "[link](https://example.org)", "![img](x.png)", "&amp; &copy;", "#"),
    *(
        "trailing #",
        "\\# \\*",
        "<b>tag</b>",
        "a <!-- note -->",
        "Ünï – “q”",
        "---",
        "1. one",
        ":zap:",
    ),
    *("~~gone~~", "`a_b`", "__init__", "a*b*c", "5 * 3 * 2", "[x]", "(y)", "&lt;b&gt;"),
]
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
owned = st.sampled_from(
    ["## {}", "### {} ##", "{}\n===", "- {}\n- # {}", "> ## {}", "<!--\n# {}\n-->"]
)


def broken_links(markdown: str) -> set[str]:
    """Return the links within a document that lead to no heading of it."""
    html = Page(markdown).html
    slugger = Slugger()
    shown = re.findall(r"(?s)<h[1-6]>(.*?)</h[1-6]>", html)
    anchors = {slugger.slug(unescape(re.sub(r"<[^>]*>|<!--.*?-->", "", text))) for text in shown}
    links = {unescape(target) for target in re.findall(r'<a href="#([^"]*)"', html)}
    return {unquote(link) for link in links} - anchors


@pytest.mark.parametrize("style", STYLES)
@given(st.lists(titles, min_size=1, max_size=4), titles, owned)
@example(["Same", "Same", "Same 1"], "Same", "- {}\n- # {}")
def test_the_contents_lead_to_every_section(
    style: str, sections: list[str], title: str, form: str
) -> None:
    text = form.replace("{}", title)
    library = Library(format="difftrack", version=1, title=title, intro=text, outro=text)
    for number, name in enumerate(sections):
        try:
            section = edits.add_section(library, name)
        except RefusedError:
            section = library.sections[-1]
        section.intro = text
        entry = Entry(arxiv_id=f"2101.0000{number + 1}", title="Title", note=text)
        edits.add(library, entry, section)
        section.prose[f"2101.0000{number + 1}"] = text
    written = readme.render(library, Settings(style=style), head=text + "\n\n")
    assert broken_links(f"{text}\n\n{written}") == set()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.name)
def test_no_link_within_a_golden_file_is_broken(path: Path) -> None:
    assert broken_links(path.read_text(encoding="utf-8")) == set()
