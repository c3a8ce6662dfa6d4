import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.blocks import (
    all_headings,
    headings,
    headings_with_level,
    open_fence,
    starts_a_block,
)
from gfm import Page

LINES = st.sampled_from(
    [
        *(
            "# a",
            "## b ##",
            "#c",
            "###",
            "a",
            "==",
            "---",
            "- x",
            "> q",
            "```",
            "~~~",
            "",
            "  ## d",
        ),
        *("1. y", "####### g", "# *e* `f`", "# [l](u)", "# a\\#", "a *b*", "***", "# &amp;"),
    ]
)


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_headings_are_those_that_github_sees(text: str) -> None:
    found = re.findall(r"(?s)<h([1-6])>(.*?)</h\1>", Page(text).html)
    seen = [(int(level), unescape(re.sub(r"<[^>]*>", "", h)).strip()) for level, h in found]
    ours = [(level, " ".join(h.split())) for level, h, _ in all_headings(text)]
    assert ours == [(level, " ".join(h.split())) for level, h in seen]


def test_a_heading_in_a_list_or_quote_is_told_apart() -> None:
    text = "# a\n- x\n  ## b\n\n> # c\n\n## d"
    assert list(headings_with_level(text)) == [(1, "a"), (2, "d")]
    assert list(headings(text)) == ["a", "b", "c", "d"]


def test_a_comment_has_no_headings() -> None:
    text = "# a\n\n<!--\n\n# b\n\nc\n===\n-->\n\n## d <!-- e -->\n"
    assert list(headings(text)) == ["a", "d "]


def test_what_a_reader_sees_of_a_heading() -> None:
    text = (
        "## [Linked](https://x.org) `code` **bold** <!-- omit in toc -->\nTwo lines\nof text\n===\n"
    )
    assert list(headings(text)) == ["Linked code bold ", "Two lines of text"]


@pytest.mark.parametrize(
    ("text", "fence"),
    [
        ("```", "```"),
        ("```\n~~~\n```", ""),
        ("````\n```", "````"),
        ("~~~ info\nx", "~~~"),
        ("``` a`b", ""),
        ("    ```", ""),
        ("```\n``` not closed by this", "```"),
    ],
)
def test_fences_are_closed_as_commonmark_says(text: str, fence: str) -> None:
    assert open_fence(text) == fence


@pytest.mark.parametrize(
    ("text", "is_block"),
    [
        ("- a", True),
        ("1. a", True),
        ("# a", True),
        ("> a", True),
        ("| a |", True),
        ("```", True),
        ("    code", True),
        ("Plain text", False),
        ("-5 degrees", False),
        ("2020 was", False),
        ("*emphasis*", False),
        ("#hashtag", False),
        ("Two lines\nunderlined\n---\ntext", True),
        ("A rule\n\n---", False),
    ],
)
def test_a_block_is_told_from_a_line_of_text(text: str, is_block: bool) -> None:  # noqa: FBT001 - a case
    assert starts_a_block(text) is is_block
