"""The regions of a file: what is a marker, what is refused, and that all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import RefusedError
from difftrack.exporters import regions as filling
from difftrack.exporters.styles import STYLES
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.settings import Settings
from difftrack.text import regions
from difftrack.text.folding import drop_invisible

BEGIN, END = "<!-- difftrack:begin -->", "<!-- difftrack:end -->"


def whats(text: str) -> list[str]:
    return [region.what for region in regions.find(text, "README.md")]


# -- What is a marker -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BEGIN}\n{END}", [""]),
        (f"\ufeff{BEGIN}\n{END}\n", [""]),
        ("<!--difftrack:begin-->\r\n<!--  difftrack:end sum=0 -->  \r\n", [""]),
        (f"<!-- difftrack:begin readings -->\n<!-- difftrack:end readings -->\n{BEGIN}\n{END}",
         ["readings", ""]),
        (f"<!-- difftrack:begin section=größe -->\n{END}", ["section=größe"]),
        (f"<!-- difftrack:begin count -->\nno list\n{END}", ["count"]),
        (f"```\n{BEGIN}\n```\n", []),
        (f"~~~~ md\n```\n{BEGIN}\n~~~~\n{BEGIN}\n{END}\n", [""]),
        (f"    {BEGIN}\n", []),
        (f"<!--\n{BEGIN}\n", []),
        (f"<!-- a comment\n{BEGIN} of several lines\ntext\n", []),
        (f"text {BEGIN}\n", []),
        (f"`{BEGIN}`\n", []),
        (f"> {BEGIN}\n", []),
        ("nothing of the kind\n", []),
    ],
)  # fmt: skip
def test_what_is_a_region(text: str, expected: list[str]) -> None:
    assert whats(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (f"\n{BEGIN}\n", 2, "never closed"),
        (f"{END}\n", 1, "without a difftrack:begin"),
        (f"<!--\n{BEGIN}\n{END}\n", 3, "without a difftrack:begin"),
        (f"{BEGIN}\n{BEGIN}\n{END}", 2, "inside of the one in line 1"),
        (f"{BEGIN}\n<!-- difftrack:begin count -->\n{END}", 2, "inside of the one in line 1"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}", 3, "what line 1 begins"),
        (f"{BEGIN}\n{END}\n{END}\n", 3, "without a difftrack:begin"),
        (f"{BEGIN}\n```\n{END}\n", 1, "never closed"),
        ("<!-- difftrack:begin everything -->\n", 1, "no region 'everything'"),
        ("<!-- difftrack:begin section= -->\n", 1, "no region 'section='"),
        ("<!-- difftrack:begin section=a b -->\n", 1, "no region 'section=a b'"),
        (f"{BEGIN}\n<!-- difftrack:end count -->\n", 2, "'count' closes 'the list'"),
        ("<!-- difftrack:beginning -->\n", 1, "no marker"),
        ("<!-- Difftrack:Begin -->\n", 1, "no marker"),
        (f"  {BEGIN}\n", 1, "no marker"),
        (f"{BEGIN} text\n", 1, "no marker"),
        (f"a\u2028b\x0c\n{END}\n", 2, "without"),
    ],
)
def test_broken_markers_are_refused_with_the_line_an_editor_shows(
    text: str, line: int, told: str
) -> None:
    with pytest.raises(RefusedError, match=rf"^README\.md:{line}: .*{told}") as refused:
        regions.find(text, "README.md")
    assert "\n" not in str(refused.value)


# -- What is replaced -----------------------------------------------------------------------------

_PLAIN = st.text(st.characters(exclude_characters="`~<\r", exclude_categories=["Cs"]), max_size=20)
_CONTENT = st.text().map(lambda t: drop_invisible(t).replace("<!--", "").replace("`", "") + "\n")
_KINDS = st.lists(
    st.sampled_from(["", " readings", " count", " section=a", " section=b"]), unique=True
)


@given(_KINDS, st.lists(_PLAIN, min_size=6, max_size=6), st.lists(_CONTENT, min_size=5, max_size=5))
def test_only_the_regions_change(kinds: list[str], texts: list[str], contents: list[str]) -> None:
    contents = [content.replace("~", "") for content in contents[: len(kinds)]]
    text = texts[0]
    for kind, own in zip(kinds, texts[1:], strict=False):
        text += f"\n<!-- difftrack:begin{kind} -->\nold\n{END}\n{own}"
    found = regions.find(text, "f")
    written = regions.filled(text, found, contents, "awesome")
    again = regions.find(written, "f")
    assert [f" {r.what}".rstrip() for r in again] == kinds
    assert regions.outside(written, again) == regions.outside(text, found)
    assert [regions.held(written, region) for region in again] == contents
    assert not any(regions.is_edited(written, region) for region in again)
    assert regions.filled(written, again, contents, "awesome") == written


def test_an_edit_is_noticed_and_a_new_line_end_is_none() -> None:
    file = regions.wrap("a\nb\n", "awesome")
    for other, edited in (
        (file, False),
        (file.replace("b\n", "c\n"), True),
        (file.replace("\n", "\r\n"), False),
    ):
        (region,) = regions.find(other, "f")
        assert regions.is_edited(other, region) is edited


# -- No text ends a region ------------------------------------------------------------------------

_HOSTILE = st.lists(
    st.sampled_from(
        f"{BEGIN}|{END}|<!-- difftrack:begin count -->|<!-- difftrack:x|<!--|-->|```|~~~|    |  |- "
        "|> |<pre>|</pre>|`|text|\n|\n|\n\n|\r\n".split("|")
    ),
    max_size=8,
).map("".join)


@given(_HOSTILE, _HOSTILE, _HOSTILE, _HOSTILE, st.sampled_from(sorted(STYLES)))
def test_no_text_of_a_library_is_a_marker(
    title: str, note: str, prose: str, outro: str, style: str
) -> None:
    library = Library(title=f"T {title}", intro=prose, outro=outro)
    section = edits.add_section(library, "Kites")
    section.intro = note
    paper = Entry(title=title, arxiv_id="2101.00001", note=note, abstract=note, authors=[title])
    section.prose[edits.add(library, paper, section)] = prose
    edits.add(library, Entry(title="Last", arxiv_id="2101.00002", note=outro), section)
    text = f"{BEGIN}\n{END}\n\n<!-- difftrack:begin section=kites -->\n{END}\n\nThe end.\n"
    settings = Settings(style=style)
    written = filling.rewritten(library, settings, text, "f", force=False)
    assert whats(written) == ["", "section=kites"]
    assert written.endswith("\n\nThe end.\n")
    assert filling.rewritten(library, settings, written, "f", force=False) == written


# -- What stands where ----------------------------------------------------------------------------


_SECTIONS = [
    ("Kites", None, None),
    ("Box Kites", "kites", None),
    ("Gliders", None, None),
    ("2023-01-02", None, "2023-01-02"),
    ("Motors", "gliders", None),
]


def _library() -> Library:
    library = Library(title="Mine", intro="Of kites.", outro="So much for kites.")
    for number, (title, parent, day) in enumerate(_SECTIONS):
        section = edits.add_section(library, title, parent)
        section.date = day
        paper = Entry(title=f"Paper {number}", arxiv_id=f"2101.0000{number}", read=number == 1)
        edits.add(library, paper, section)
    return library


def _filled(text: str, **settings: str | bool) -> str:
    chosen = Settings.model_validate(settings)
    return filling.rewritten(_library(), chosen, text, "README.md", force=False)


def _headings(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#")]


def _region(what: str) -> str:
    return f"<!-- difftrack:begin {what} -->\n{END}\n"


def test_the_list_leaves_to_other_regions_what_they_hold() -> None:
    text = _filled(f"{BEGIN}\n{END}\n\n{_region('section=kites')}\n{_region('readings')}")
    assert _headings(text) == [
        "# Mine", "## Contents", "## Gliders", "### Motors",
        "## Kites", "### Box Kites", "## 2023-01-02",
    ]  # fmt: skip
    listed = text.partition(END[:18])[0]
    assert "- [Gliders](#gliders)\n  - [Motors](#motors)\n\n" in listed
    assert "So much for kites." in listed


def test_a_section_stands_below_the_heading_above_it() -> None:
    text = f"# M\n\n## Papers\n\n{_region('section=kites')}\n### gliders\n\nA few.\n\n"
    written = _filled(text + _region("section=gliders"))
    assert _headings(written) == [
        "# M", "## Papers", "### Kites", "#### Box Kites", "### gliders", "#### Motors",
    ]  # fmt: skip
    assert "Paper 2" in written


def test_a_section_below_has_a_region_of_its_own() -> None:
    text = _filled(_region("section=box-kites") + _region("section=kites"))
    assert _headings(text) == ["## Box Kites", "## Kites"]


def test_the_count() -> None:
    assert "-->\n5 entries, 1 read (20%)\n<!--" in _filled(_region("count"))


def test_contents_know_the_headings_of_regions_above() -> None:
    text = _filled(f"## Gliders\n\n{_region('section=kites')}\n{BEGIN}\n{END}\n")
    assert "[Gliders](#gliders-1)" in text


def test_what_a_region_above_lists_is_mentioned_in_the_detailed_style() -> None:
    library = _library()
    next(s for s in library.sections if s.date).entries.append("2101.00000")
    text = f"{BEGIN}\n{END}\n{_region('readings')}"
    settings = Settings(style="detailed", contents=False)
    written = filling.rewritten(library, settings, text, "f", force=False)
    assert written.count("Title: Paper 0") == 1
    assert "\n- Paper 0\n" in written.partition("begin readings")[2]


def test_an_unknown_section_is_refused_with_its_line() -> None:
    with pytest.raises(RefusedError, match=r"README\.md:2: there is no section 'boats'"):
        _filled(f"# M\n{_region('section=boats')}")


# -- What the owner's own text says already -------------------------------------------------------


def test_the_end_is_not_written_where_the_file_has_it() -> None:
    assert "So much" in _filled(f"# M\n{BEGIN}\n{END}\n\nAnother end.\n")
    assert _filled(f"# M\n{BEGIN}\n{END}\n\nSo much for my kites.\n").count("So much") == 1


def test_the_beginning_is_not_written_where_the_file_has_it() -> None:
    for head in ("Of kites.\n", "<h1>Kites</h1>\n", "## Kites and More\n\nOf kites.\n", "# K\n"):
        written = _filled(f"{head}{BEGIN}\n{END}\n")
        assert "# Mine" not in written or head == "Of kites.\n"
        assert written.count("Of kites.") == head.count("Of kites.")
    assert "# Mine\n\nOf kites." in _filled(f"[badge]\n\n{BEGIN}\n{END}\n")


def test_a_section_without_entries_is_not_written_where_the_file_has_it() -> None:
    library = _library()
    edits.add_section(library, "License").intro = "As you like."
    license_ = "\n## License\n\nAs you like.\n"
    for tail, expected in ((license_, 1), ("\n## License\n\nMIT.\n", 2), ("", 1)):
        text = f"# M\n{BEGIN}\n{END}\n{tail}"
        written = filling.rewritten(library, Settings(), text, "f", force=False)
        assert written.count("## License") == expected
