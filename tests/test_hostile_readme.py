"""What stands in one place of a list stays there: every style, held against GitHub's parser."""

import re
from html.parser import HTMLParser

import hypothesis
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from difftrack.exporters import readme
from difftrack.exporters.styles import STYLES
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.settings import Settings
from difftrack.text import regions
from difftrack.text.folding import clean
from gfm import Page, own_texts, plain_texts

HOSTILE = [
    "a | b \\| c",
    "`` ` ``` `",
    "$x$ and $5, $6",
    "@somebody and #12",
    "שלום \u202eabc \u0627\u0644",
    "🔥👩\u200d🚀⚡\ufe0f",
    "x" * 10_000,
    "one\ntwo\n\nthree\r\nfour",
    "<!-- difftrack:end -->",
    "<!-- difftrack:begin -->\n# h",
    "</details></summary></td></table>",
    "```\ncode\n~~~",
    "[x]: https://example.org",
    "text[^1]\n\n[^1]: note",
    "Title\n=====\n\nOther\n---",
    "# heading #",
    "1. one",
    "2) two",
    "- [x] task",
    "+",
    "> quote",
    "| a |\n|---|\n| b |",
    "![x](https://example.org/x.png)",
    "<https://example.org> https://example.org www.example.org",
    "**bold** __bold__ _it_ ~~gone~~ ~gone~",
    "&lt;b&gt; &amp; &copy &#65;",
    "\\",
    "a\\",
    "*",
    "_",
    ":zap:",
    "!",
    "[",
    "]",
    "***",
    "---",
    "===",
    "(",
    "2020.",
    "2021",
    "et al.",
]
texts = (plain_texts | st.sampled_from(HOSTILE)).filter(lambda text: bool(clean(text)))
PLACES = ["title", "short", "author", "venue", "venue_note", "institute", "label", "tag", "field"]
PLACES += ["section", "library", "mark"]


class Places(HTMLParser):
    """In which elements a text stands, paragraphs aside: `{"Second Paper": ["ul", "li"]}`."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: dict[str, list[str]] = {}
        self.feed(Page(markdown).html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in {"br", "img", "hr", "input", "source", "wbr", "p"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for name in ("Second Paper", "Third Paper", "Last Section"):
            if name in data:
                self.found[name] = list(self.open)


def library_with(text: str, place: str) -> tuple[Library, Settings]:
    """Return a library in which `text` stands in `place`, and plain words everywhere else."""
    said = dict.fromkeys(PLACES, "word") | {place: text}
    library = Library(format="difftrack", version=1, title=said["library"])
    section = edits.add_section(library, said["section"])
    first = Entry(
        arxiv_id="2101.00001",
        title=said["title"],
        short=said["short"],
        authors=["Ada Example", said["author"]],
        venue=said["venue"],
        venue_note=said["venue_note"],
        year=2021,
        published="2021-05-06",
        institute=said["institute"],
        links={said["label"]: "https://example.org/code"},
        tags=[said["tag"]],
        fields={"Data": said["field"]},
        read=True,
    )
    edits.add(library, first, section)
    edits.add(library, Entry(arxiv_id="2101.00002", title="Second Paper"), section)
    last = edits.add_section(library, "Last Section")
    edits.add(library, Entry(arxiv_id="2101.00003", title="Third Paper"), last)
    return library, Settings(read_mark=said["mark"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", PLACES)
@hypothesis.settings(max_examples=40)
@given(texts)
@example("x" * 10_000)
@example("*")
@example("2020.")
def test_text_changes_nothing_but_the_words(style: str, place: str, text: str) -> None:
    assume(place != "section" or clean(text) != "Last Section")
    if (place, style) == ("field", "review"):  # it writes fields as their owner's Markdown
        place = "title"
    library, settings = library_with(text, place)
    tame, tame_settings = library_with("somewhere", place)
    settings.style = tame_settings.style = style
    written = readme.render(library, settings)
    page, plain = Page(written), Page(readme.render(tame, tame_settings))
    assert page.tags == plain.tags
    assert page.comments == plain.comments
    is_shortened = (place, style) == ("author", "references") or (place == "label" and "#" in text)
    if "somewhere" in plain.text and not is_shortened:  # by surname, `Code#2` as Code
        assert "".join(clean(text).split()) in "".join(page.text.split())
    assert regions.find(regions.wrap(written, style), "README.md") is not None


@pytest.mark.parametrize("style", STYLES)
@given(texts)
def test_an_abstract_stays_in_its_place(style: str, text: str) -> None:
    library, settings = library_with("word", "title")
    tame, _ = library_with("word", "title")
    library.entries["2101.00001"].abstract = text
    tame.entries["2101.00001"].abstract = "word"
    settings.style = style
    page = Page(readme.render(library, settings))
    plain = Page(readme.render(tame, settings))
    math = {"code", "span"}
    assert [t for t in page.tags if t not in math] == [t for t in plain.tags if t not in math]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("place", ["note", "review", "intro", "prose", "outro", "library"])
@hypothesis.settings(max_examples=60)
@given(own_texts | texts)
@example("</li></ul></td></tr></table>")
@example("<b><i><a href='https://example.org'>")
@example("www.\\<Q>")
@example("a<b title='<!-- <script> -->'>")
@example("https://x.org/`<details>`")
@example("word \\\\<details>")
@example("</details>[x]: <https://evil>\n<x-y>")
@example('<div title="\n\n">')
def test_the_owners_text_takes_nothing_of_what_follows(style: str, place: str, text: str) -> None:
    library, settings = library_with("word", "title")
    settings.style = style
    plain = Places(readme.render(library, settings)).found
    first, section = library.entries["2101.00001"], library.sections[-2]
    if place == "note":
        first.note = text
    elif place == "review":
        first.review = {"Task": text, "Method": "word"}
    elif place == "intro":
        section.intro = text
    elif place == "prose":
        section.prose["2101.00001"] = text
    elif place == "outro":
        library.outro = text
    else:
        library.intro = text
    written = readme.render(library, settings)
    assert Places(written).found == plain
    page = Page(written)
    assert not {"script", "style", "x-y"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    targets = [value for name, value in page.attributes if name in {"href", "src"}]
    assert not [t for t in targets if re.match(r"(?i)(?:javascript|data):", t)]
    assert "<script" not in Page(written).html
    assert regions.find(regions.wrap(written, style), "README.md") is not None


@pytest.mark.parametrize("style", STYLES)
@given(texts)
def test_a_target_leads_where_it_says_or_nowhere(style: str, target: str) -> None:
    library, settings = library_with("word", "title")
    library.entries["2101.00001"].links["Code"] = target
    settings.style = style
    page = Page(readme.render(library, settings))
    targets = [value for name, value in page.attributes if name == "href"]
    assert not any(re.match(r"(?i)(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", t) for t in targets)
    assert targets.count("https://arxiv.org/abs/2101.00003") == 1
