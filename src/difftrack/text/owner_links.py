"""Links in the owner's Markdown: where they may lead.

Source: CommonMark 0.31, sections 4.7 (the label and the target of a definition may be on several
lines, in a quote behind its marks), 6.3 and 6.5; GFM's footnotes hold blocks.
"""

import re

from difftrack.text.html_ends import SHOWN
from difftrack.text.markdown import safe_url

CONTAINERS = r"(?:[ \t>*+\-0-9.)]|\[\^[^\]\n]+\]:)*"
"""What may stand before a block in its line: the marks of lists, quotes and footnotes."""

_SHOWN_BRACKET, _SHOWN_PARENTHESIS = "&#91;", "&#40;"
SHOWN_SIGNS = {SHOWN: "<", _SHOWN_BRACKET: "[", _SHOWN_PARENTHESIS: "("}
"""Signs of the owner's that are shown, as they are written; nobody types them so."""

_INLINE_TARGET = re.compile(r"\]\((?=[\s<>]*(?P<target>[^\s)>]*))")
_DEFINITION = re.compile(
    rf"(?m)^(?P<before>{CONTAINERS})"
    r"\[(?=(?:[^\[\]\\]|\\[\s\S])+\]:[\s<>]*(?P<target>[^\s>]*))"
)


def without_unsafe_links(text: str) -> str:
    """Return `text` with links that lead to another scheme than http(s) and mailto shown."""
    text = _INLINE_TARGET.sub(lambda m: _unless_safe(m, f"]{_SHOWN_PARENTHESIS}"), text)
    return (
        text
        if "]:" not in text
        else _DEFINITION.sub(lambda m: _unless_safe(m, m["before"] + _SHOWN_BRACKET), text)
    )


def is_safe_target(target: str) -> bool:
    """Tell whether a link leads into the web, to a person or within the repository."""
    from html import unescape  # noqa: PLC0415 - a long table, for few notes

    plain = unescape(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", target))
    return (
        safe_url("".join(c for c in plain if c.isprintable() and not c.isspace()) or "#")
        is not None
    )


def _unless_safe(match: re.Match[str], harmless_form: str) -> str:
    return match[0] if is_safe_target(match["target"]) else harmless_form
