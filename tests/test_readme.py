import re
from html import unescape
from urllib.parse import unquote

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from conftest import Golden
from difftrack.errors import UsageError
from difftrack.exporters import readme
from difftrack.exporters.styles import STYLES
from difftrack.library import edits
from difftrack.library.settings import Settings
from difftrack.text.slug import Slugger
from example import example_library
from gfm import Page


def html(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def visible(rendered: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", rendered))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_a_readme_to_look_at(style: str, golden: Golden) -> None:
    text = readme.render(example_library(), Settings(style=style))
    golden(f"{style}.md", text)
    assert text == readme.render(example_library(), Settings(style=style))


@pytest.mark.parametrize("style", STYLES)
def test_a_reader_sees_every_title_and_reaches_every_page(style: str) -> None:
    library = example_library()
    page = Page(readme.render(library, Settings(style=style)))
    targets = [unquote(value) for name, value in page.attributes if name == "href"]
    for entry in library.entries.values():
        assert entry.title in page.words()
        if entry.arxiv_id and style != "references":  # which has no links
            assert any(entry.arxiv_id in target for target in targets)
    assert set(page.tags) <= {
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "br",
        "strong",
        "em",
        "a",
        "ul",
        "ol",
        "li",
    } | ({"code", "span", "hr", "u", "table", "thead", "tbody", "tr", "th", "td"}) | {
        "details",
        "summary",
        "img",
        "pre",
    }


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
    anchors = {slugger.slug(visible(h)) for h in re.findall(r"<h\d>(.*?)</h\d>", rendered)}
    links = re.findall(r'<a href="#([^"]*)"', rendered)
    assert len(links) == 7
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
