r"""Plain text and links out of the Markdown that `markdown` writes: what `escape` and `link` undo.

It reads what difftrack itself printed, where each sign means one thing. What people type is read by
the importers.
"""

import re
from typing import NamedTuple

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MATH = re.compile(r"\$`([^`]*)`\$|<span>\$</span>")
_ENTITY = re.compile(r"&amp;(?=#?\w+;)")
_LABEL = r"(?:[^\[\]\\]|\\.)*"
_TARGET = r"<[^<>]*>|(?:[^\s()<>\\]|\\.|\((?:[^\s()<>\\]|\\.|\((?:[^\s()<>\\]|\\.)*\))*\))*"

LINK = rf"\[(?P<label>{_LABEL})\]\((?P<target>{_TARGET})\)"
"""A link as `markdown.link` writes it."""

_WHOLE = re.compile(LINK)
_BARE = rf"\[{_LABEL}\]\((?:{_TARGET})\)"
_ONE = rf"\\\[{_BARE}\\\]"
_TYPED = rf"(?:{_ONE}|\[?{_BARE}\]?)"  # as somebody may write one beside those that we wrote
_AT_END = re.compile(
    rf"(?:(?P<before>.*?) )??(?P<links>(?:{_TYPED}[ ,]+)*{_ONE}(?:[ ,]+{_TYPED})*)"
)
_EACH = re.compile(LINK)


class Link(NamedTuple):
    """Label and target as plain text; `is_angled` where the target stands in `<...>`."""

    label: str
    target: str
    is_angled: bool = False


def unescape(markdown: str) -> str:
    """Return the plain text that `markdown.escape` was given."""
    return _ESCAPED.sub(r"\1", markdown) if "\\" in markdown else markdown


def unescape_with_math(markdown: str) -> str:
    """Return the abstract that `markdown.escape_with_math` was given."""
    parts = _MATH.split(markdown)  # every second one is a formula, `None` for a sign of money
    parts[::2] = map(unescape, parts[::2])
    parts[1::2] = ("$" if formula is None else f"${formula}$" for formula in parts[1::2])
    return "".join(parts)


def link(markdown: str) -> Link | None:
    """Return the link that a text consists of; `None` for any other text."""
    match = _WHOLE.fullmatch(markdown)
    return link_of(match) if match else None


def link_of(match: re.Match[str]) -> Link:
    """Return the link that a match of `LINK` is."""
    target = match["target"]
    is_angled = target.startswith("<")
    plain = unescape(target[1:-1] if is_angled else target)
    return Link(unescape(match["label"]), _ENTITY.sub("&", plain), is_angled)


def links(markdown: str) -> tuple[str, list[Link]] | None:
    r"""Return the text before links in brackets, and the links: `ICLR 2021. \[[Code](url)\]`.

    `None` where no link in brackets ends the text.
    """
    match = _AT_END.fullmatch(markdown) if r"\[[" in markdown else None
    if match is None:
        return None
    return match["before"] or "", [link_of(one) for one in _EACH.finditer(match["links"])]
