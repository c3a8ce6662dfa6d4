"""Addresses that a person may type for a link."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import UsageError
from difftrack.text.markdown import destination
from difftrack.text.targets import checked


@pytest.mark.parametrize(
    "typed",
    [
        *("https://example.org/a?b=c#d", "HTTP://EXAMPLE.org", "mailto:ada@example.org", "#top"),
        *("code.zip", "img/1.png", "./code", "../code", "/code", "?page=2", "https://[::1]/"),
        *("./www.example.org", "./x.org", "notes.md", "v1.0/code", ".hidden/x"),
    ],
)
def test_what_can_be_a_link_is_kept_as_it_was_typed(typed: str) -> None:
    assert checked(f" {typed}\x1b ") == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "it is empty. Write one such as https://example.org/code"),
        ("a b", "a blank is in it. Write %20"),
        ("javascript:alert(1)", "javascript: is none of http, https and mailto"),
        ("JavaScript\u200b:x", "JavaScript: is none of http, https and mailto"),
        ("data:text/html,x", "data: is none of http, https and mailto"),
        ("ftp://example.org", "ftp: is none of http, https and mailto"),
        ("https://", "no host is in it. Write one such as https://example.org/code"),
        ("http:x", "no host is in it. Write one such as https://example.org/code"),
        ("notaurl", "write https://notaurl, or ./notaurl for a file beside the list"),
        ("x.org", "write https://x.org, or ./x.org for a file beside the list"),
        ("a.b.AI?c", "write https://a.b.AI?c, or ./a.b.AI?c for a file beside the list"),
        ("a.com/b", "write https://a.com/b, or ./a.com/b for a file beside the list"),
        ("www.a.org", "write https://www.a.org, or ./www.a.org for a file beside the list"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(UsageError, match=rf"is no address of a link: {re.escape(said)}$"):
        checked(typed)


@given(st.text())
def test_what_is_taken_is_written_as_a_link(typed: str) -> None:
    try:
        target = checked(typed)
    except UsageError:
        return
    assert destination(target) is not None
    assert checked(target) == target
