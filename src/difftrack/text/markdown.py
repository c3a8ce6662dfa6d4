r"""Plain text and the owner's Markdown, written so that GitHub shows what was meant.

Sources: the CommonMark 0.31 and GitHub Flavored Markdown 0.29 specifications, the allow-list of
GitHub's html-pipeline, and measurements against cmark-gfm (the tests repeat them).
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Literal
from urllib.parse import quote

from difftrack.text.folding import clean, drop_invisible

_SPECIAL = re.compile(r"[\\`*\[\]<|~$_&:]")
_WWW = r"(?i)(www)(?=\.)"
_LINE_START = re.compile(r"\A(?:(?P<mark>[-+=#>])|(?P<digits>\d+)(?P<stop>[.)]))")

_SCHEME = r"(?i)[a-z][a-z0-9+.-]*:"
_SAFE_SCHEMES = {"http:", "https:", "mailto:"}
_URL_SAFE = "%/:?#@!$&'*+,;=-._~"
_UNPRINTABLE = re.compile(r"[\s\"{}^\x00-\x1f]")
_SPECIAL_IN_URL = re.compile(r"[\\<>\[\]|`]")
_SPECIAL_AND_PARENTHESES = re.compile(r"[\\<>\[\]|`()]")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9%/:?#@!$'*+,;=._~-]+")


def escape(text: str, *, in_link: bool = False, at_line_start: bool = False) -> str:
    """Return plain `text` as one line of Markdown that shows exactly `text`.

    `in_link`: it becomes the text of a link, where a bare address is no link of its own.
    `at_line_start`: nothing stands before it, so it could open a list, heading or quote.
    """
    escaped = text = clean(text)
    if _SPECIAL.search(text):
        escaped = _SPECIAL.sub(lambda m: _escaped(m, text, in_link=in_link), text)
    if not in_link and "www." in escaped.lower():
        escaped = re.sub(_WWW, r"\1\\", escaped)
    if at_line_start:
        escaped = _LINE_START.sub(_escape_line_start, escaped)
    return escaped


def _escaped(match: re.Match[str], text: str, *, in_link: bool) -> str:
    char, at = match[0], match.start()
    if char == "_":
        is_special = not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum())
    elif char == "&":
        is_special = re.match(r"&#?\w+;", text[at:]) is not None
    elif char == ":":
        is_special = not in_link and text.startswith("://", at)
    else:
        is_special = True
    return "\\" + char if is_special else char


def escape_heading(text: str) -> str:
    """Return plain `text` as the content of an ATX heading (`## ` is written before it)."""
    escaped = escape(text)
    return re.sub(r"(#+)$", r"\\\1", escaped)


def _escape_line_start(match: re.Match[str]) -> str:
    return f"\\{match['mark']}" if match["mark"] else rf"{match['digits']}\{match['stop']}"


def safe_url(target: str) -> str | None:
    """Return `target` as a link destination, or `None` where it is not http(s), mailto or relative.

    Brackets, blanks and what else would end the destination early are percent-encoded.
    """
    if _PLAIN_URL.fullmatch(target):
        return target
    target = _unbroken(target)
    scheme = re.match(_SCHEME, target)
    if not target or (scheme and scheme[0].lower() not in _SAFE_SCHEMES):
        return None
    return _without_entities(quote(target, safe=_URL_SAFE))


def destination(target: str) -> str | None:
    """Return `target` for a Markdown link, each sign as it is; `None` where it is not a safe one.

    Blanks and quotes are percent-encoded, what would end a link is escaped (CommonMark 6.3).
    """
    if _PLAIN_URL.fullmatch(target) or safe_url(target) is None:
        return safe_url(target)
    url = _UNPRINTABLE.sub(lambda m: quote(m[0]), _unbroken(target))
    special = _SPECIAL_IN_URL if _is_balanced(url) else _SPECIAL_AND_PARENTHESES
    return _without_entities(special.sub(r"\\\g<0>", url))


def _unbroken(target: str) -> str:
    """Return an address as a browser reads it: without the ends of lines and tabs in it."""
    return drop_invisible(target).strip().replace("\n", "").replace("\t", "")


def _without_entities(url: str) -> str:
    """Return an address in which nothing reads as a character reference (CommonMark 6.2)."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", url)


def _is_balanced(url: str) -> bool:
    """Tell whether parentheses stand in pairs, at most one in another."""
    bare = re.sub(r"[^()]", "", url)
    return bare.replace("(())", "").replace("()", "") == ""


def link(label: str, target: str) -> str:
    """Return a Markdown link that shows `label`; only its text where `target` is not a safe one."""
    url = destination(target)
    return escape(label) if url is None else f"[{escape(label, in_link=True)}]({url})"


def address(target: str, shown: str) -> str:
    """Return a link that shows its own address; `shown` where it is one within the repository."""
    url = safe_url(target)
    return f"<{url}>" if url and re.match(_SCHEME, url) else link(shown, target)


def image(shown: str, target: str) -> str:
    """Return an image; only the text of its address where that is not a safe one."""
    url = safe_url(target)
    return escape(target) if url is None else f"![{escape(shown, in_link=True)}]({url})"


CELL_BREAK = "<br>"
"""What parts the lines of a text in a cell of a table."""


def cell(markdown: str) -> str:
    """Return Markdown as one cell of a table: a bar in it parts no cells (GFM 4.10)."""
    return re.sub(r"(\\.)|\|", lambda m: m[1] or r"\|", CELL_BREAK.join(markdown.split("\n")))


def fenced(text: str, language: str) -> str:
    """Return a code block that holds `text` as it is, fences among it."""
    fence = max(["``", *re.findall("`+", text)]) + "`"  # longer than any in it
    return f"{fence}{language}\n{text}\n{fence}"


# -- Math -------------------------------------------------------------------------------------


def escape_with_math(text: str, *, at_line_start: bool = False) -> str:
    """Return an abstract with its `$x$` as GitHub renders them best, all else escaped.

    Math is written ``$`x`$``, the form that Markdown's own marks cannot break; a dollar sign that
    pairs with none is written `<span>$</span>` (GitHub's documentation on writing mathematics).
    """
    if "$" not in text:
        return escape(text, at_line_start=at_line_start)
    write = {"text": _literal, "math": "$`{}`$".format, "dollar": "<span>{}</span>".format}
    written = [write[kind](part) for kind, part in math_parts(clean(text))]
    if at_line_start:
        written[0] = _LINE_START.sub(_escape_line_start, written[0])
    return "".join(written)


def math_parts(text: str) -> Iterator[tuple[Literal["text", "math", "dollar"], str]]:
    r"""Yield the parts of a text in order: first what is no math, then what stands between dollars.

    A dollar sign that pairs with none is a part of its own; `\$` parts nothing.
    """
    first, *parts = re.split(r"(?<!\\)\$", text)
    yield "text", first
    waiting = zip_longest(parts, parts[1:])
    for part, after in waiting:
        if after is not None and is_math(part, after):
            yield "math", part
            yield "text", after
            next(waiting)
        else:
            yield "dollar", "$"
            yield "text", part


def is_math(content: str, after: str) -> bool:
    """Tell math from money: math stands tight, and no amount follows an amount."""
    tight = bool(content) and not content[0].isspace() and not content[-1].isspace()
    money = content[:1].isdigit() and after[:1].isdigit()
    return tight and not money and "`" not in content and "<!--" not in content


def _literal(text: str) -> str:
    """Return text outside math; its edge blanks matter here, and `escape` would strip them."""
    return "<span>$</span>".join(_with_edges(part) for part in text.split(r"\$"))


def _with_edges(text: str) -> str:
    core = text.strip()
    return text.replace(core, escape(core))
