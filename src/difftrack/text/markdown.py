r"""Plain text and the owner's Markdown, written so that GitHub shows what was meant.

Sources: the CommonMark 0.31 and GitHub Flavored Markdown 0.29 specifications, the allow-list of
GitHub's html-pipeline, and measurements against cmark-gfm (the tests repeat them).
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import quote

from difftrack.text.folding import clean, drop_invisible

_SPECIAL = re.compile(r"[\\`*\[\]<|~$_&:]")
_ENTITY_LIKE = re.compile(r"&#?\w+;")
_WWW = re.compile(r"(?i)\b(www)(?=\.)")
_LINE_START = re.compile(r"\A(?:(?P<mark>[-+=#>])|(?P<digits>\d+)(?P<stop>[.)]))")
_CLOSING_HASHES = re.compile(r"(#+)$")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = {"http:", "https:", "mailto:"}
_URL_SAFE = "%/:?#@!$&'*+,;=-._~"
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
        escaped = _WWW.sub(r"\1\\", escaped)
    if at_line_start:
        escaped = _LINE_START.sub(_escape_line_start, escaped, count=1)
    return escaped


def _escaped(match: re.Match[str], text: str, *, in_link: bool) -> str:
    char, at = match[0], match.start()
    if char == "_":
        is_special = not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum())
    elif char == "&":
        is_special = _ENTITY_LIKE.match(text, at) is not None
    elif char == ":":
        is_special = not in_link and text.startswith("://", at)
    else:
        is_special = True
    return "\\" + char if is_special else char


def escape_heading(text: str) -> str:
    """Return plain `text` as the content of an ATX heading (`## ` is written before it)."""
    return _CLOSING_HASHES.sub(r"\\\1", escape(text))


def _escape_line_start(match: re.Match[str]) -> str:
    return f"\\{match['mark']}" if match["mark"] else rf"{match['digits']}\{match['stop']}"


def safe_url(target: str) -> str | None:
    """Return `target` as a link destination, or `None` where it is not http(s), mailto or relative.

    Brackets, blanks and what else would end the destination early are percent-encoded.
    """
    if _PLAIN_URL.fullmatch(target):
        return target
    target = drop_invisible(target).strip().replace("\n", "").replace("\t", "")
    scheme = _SCHEME.match(target)
    if not target or (scheme and scheme[0].lower() not in _SAFE_SCHEMES):
        return None
    return re.sub(r"&(?=#?\w+;)", "&amp;", quote(target, safe=_URL_SAFE))


def link(label: str, target: str) -> str:
    """Return a Markdown link that shows `label`; only its text where `target` is not a safe one."""
    url = safe_url(target)
    return escape(label) if url is None else f"[{escape(label, in_link=True)}]({url})"


# -- Math -------------------------------------------------------------------------------------

_DOLLAR = re.compile(r"(?<!\\)\$")


def escape_with_math(text: str) -> str:
    """Return an abstract with its `$x$` as GitHub renders them best, all else escaped.

    Math is written ``$`x`$``, the form that Markdown's own marks cannot break; a dollar sign that
    pairs with none is written `<span>$</span>` (GitHub's documentation on writing mathematics).
    """
    if "$" not in text:
        return escape(text)
    parts = _DOLLAR.split(clean(text))
    written, i = [_literal(parts[0])], 1
    while i < len(parts):
        if i + 1 < len(parts) and _is_math(parts[i], parts[i + 1]):
            written.append(f"$`{parts[i]}`$")
            written.append(_literal(parts[i + 1]))
            i += 2
        else:
            written.append("<span>$</span>" + _literal(parts[i]))
            i += 1
    return "".join(written)


def _is_math(content: str, after: str) -> bool:
    """Tell math from money: math stands tight, and no amount follows an amount."""
    tight = bool(content) and not content[0].isspace() and not content[-1].isspace()
    money = content[:1].isdigit() and after[:1].isdigit()
    return tight and not money and "`" not in content and "<!--" not in content


def _literal(text: str) -> str:
    # Edge blanks matter here, and `escape` would strip them.
    core = text.strip()
    if not core:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return start + escape(core.replace(r"\$", "\0")).replace("\0", "<span>$</span>") + end


# -- Reading Markdown --------------------------------------------------------------------------

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_BLOCK_START = re.compile(
    r" {0,3}(?:[-+*](?:\s|$)|\d+[.)](?:\s|$)|#{1,6}(?:\s|$)|>|`{3}|~{3}|\||<|\$\$|=+\s*$|-{2,}\s*$)"
    r"| {4}|\t"
)


def step_fence(fence: str, line: str) -> str:
    """Return the code fence that is open after `line`, where `fence` (or "") was open before it.

    CommonMark 4.5: an opening fence may be indented by three blanks, and is closed by one of the
    same character that is at least as long and has nothing behind it.
    """
    match = _FENCE.match(line)
    if match is None:
        return fence
    marks, info = match["fence"], match["info"]
    if not fence:
        return "" if marks[0] == "`" and "`" in info else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not info.strip()
    return "" if closes else fence


def open_fence(text: str) -> str:
    """Return the code fence that `text` leaves open, or ""."""
    fence = ""
    for line in text.split("\n"):
        fence = step_fence(fence, line)
    return fence


def starts_a_block(markdown: str) -> bool:
    """Tell whether `markdown` opens with a list, table or such, and needs an empty line before."""
    return _BLOCK_START.match(markdown) is not None


_MAYBE_HEADING = re.compile(r"(?m)^ {0,3}(?:#|=+[ \t\r]*$|-+[ \t\r]*$)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?P<mark>=|-)(?P=mark)*[ \t]*")


def headings(markdown: str) -> Iterator[str]:
    """Yield the text of each heading in the owner's Markdown, as GitHub's anchors see it."""
    return (text for _, text in headings_with_level(markdown))


def headings_with_level(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield level (1 to 6) and visible text of each heading, `#` and underlined ones alike."""
    if not _MAYBE_HEADING.search(markdown):
        return
    fence, before = "", ""
    for line in markdown.replace("\r\n", "\n").split("\n"):
        was_open, fence = fence, step_fence(fence, line)
        if fence or was_open:
            before = ""
            continue
        if match := _HEADING.fullmatch(line):
            yield len(match["marks"]), visible_text(match["text"] or "")
            line = ""  # noqa: PLW2901 - a heading is not the text of an underlined one
        elif before.strip() and not starts_a_block(before) and (under := _SETEXT.fullmatch(line)):
            yield 1 if under["mark"] == "=" else 2, visible_text(before)
        before = line


def visible_text(inline: str) -> str:
    """Return what a reader sees of one line of Markdown: no markup, links as their text."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->|</?[A-Za-z][^<>]*>", "", inline)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(?<!\\)(?:\*+|`+|~~)", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return html.unescape(text).strip()
