"""The owner's Markdown (notes, intros), kept as it is and kept in its place.

Source of the allow-list: GitHub's html-pipeline and what its documentation shows to pass.
"""

import re
from collections.abc import Iterator

from difftrack.text.blocks import fenced, open_fence, step_fence
from difftrack.text.code_spans import code_spans
from difftrack.text.fences import settled
from difftrack.text.folding import drop_invisible
from difftrack.text.html_comments import MASK, masked, unmasked
from difftrack.text.html_ends import CLOSED, SHOWN, balanced
from difftrack.text.markdown import safe_url

_CLOSING = re.compile(
    rf"(?:\n(?:`{{3,}}|~{{3,}})\n{CLOSED})?(?:\n\n(?:</[a-z0-9]+>\n)*</[a-z0-9]+> {CLOSED})?\Z"
)
_RISKY = re.compile(r"[<`~]|\]\(|\]:")
# A line that begins with HTML, or with a comment that is not all of it, holds no code.
_HTML_LINE = re.compile(rf"(?m)^[ \t>*+\-0-9.)]*(?:<[A-Za-z/!?]|{MASK}[ \t]*\S)")
_TAG = (
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)"
    rf"(?P<attributes>(?:\s(?:[^<>\"'{MASK}]|\"[^\"{MASK}]*\"|'[^'{MASK}]*')*)?)/?>"
)
_ATTRIBUTE = r"([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?"
_AUTOLINKED = r"<(?:https?://|mailto:)[^\s<>]*>|<[\w.+-]+@[\w.-]+>"
# A backslash in a bare address is part of it, and shows nothing (GFM 6.9).
_TAG_BEHIND_ADDRESS = re.compile(r"(?i)((?:www\.|://)[^\s<]*\\)<")
_INLINE_TARGET = r"\]\((?=\s*<?(?P<target>[^\s)>]*))"
_DEFINITION = r"(?m)^([ \t>*+\-0-9.)]*)\[(?=[^\]\n]+\]:\s*<?(?P<target>\S+))"
_TAGS = frozenset(
    "h1 h2 h3 h4 h5 h6 h7 h8 br b i strong em a pre code img tt div ins del sup sub p ol ul table "
    "thead tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike "
    "summary details caption figure figcaption abbr cite dfn mark small span time wbr picture "
    "source u center".split()
)
_ATTRIBUTES = frozenset(
    "align alt border cite class colspan datetime height href id label lang media name open rel "
    "rowspan src srcset start summary target title type valign width".split()
)


def harmless(markdown: str) -> str:
    """Return the owner's Markdown as it is, save for what could reach beyond its place.

    HTML outside GitHub's allow-list, comments that are not closed and such as mark difftrack's own
    text are shown, links of other schemes are no links, and what was opened and not closed (a code
    fence, `<details>`) is closed.
    """
    text = drop_invisible(markdown).strip("\n").rstrip()
    if not _RISKY.search(text):
        return text
    text, comments = masked(settled(text))
    # Inside a block of HTML, what looks like code is none (CommonMark 4.6).
    if _HTML_LINE.search(text):
        text = _without_fences_in_html(text.replace("\\<", "&lt;"))  # where `\\` is a sign
        text = _without_open_fence(_harmless_markup(text))
        return unmasked(balanced([(False, text)]), comments)
    opened = open_fence(text)
    if opened:
        text, comments = f"{text}\n{opened}\n{MASK}", [*comments, CLOSED]
    parts = [(is_code, t if is_code else _harmless_markup(t)) for is_code, t in _parts(text)]
    return unmasked(balanced(parts), comments)


def as_written(markdown: str) -> str:
    """Return the owner's Markdown that `harmless` was given, where it is sure which that was."""
    if SHOWN not in markdown and CLOSED not in markdown:
        return markdown
    given = _CLOSING.sub("", markdown).replace(SHOWN, "<")
    return given if harmless(given) == markdown else markdown


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text in order, each with whether it is code."""
    for number, (is_code, run) in enumerate(fenced(text)):
        if number:
            yield True, "\n"
        position = 0
        for begin, end in () if is_code else code_spans(run):
            yield False, run[position:begin]
            yield True, run[begin:end]
            position = end
        yield is_code, run[position:]


def _without_fences_in_html(text: str) -> str:
    """Return `text` with the fences that are none, for they stand in a block of HTML, as entities.

    Such a block runs to an empty line, or to the line with `</pre>` (CommonMark 4.6).
    """
    lines, fence, until = text.split("\n"), "", ""
    for n, line in enumerate(lines):
        if not fence and not until and _HTML_LINE.match(line):
            until = "</pre>" if re.search("(?i)<pre", line) else "\n"
        if until and step_fence("", line):
            lines[n] = re.sub("[`~]", lambda m: f"&#{ord(m[0])};", line, count=1)
        elif not until:
            fence = step_fence(fence, line)
        if (until == "\n" and not line.strip()) or (until != "\n" and until in line.lower()):
            until = ""
    return "\n".join(lines)


def _without_open_fence(text: str) -> str:
    """Return `text` with the code fence that is never closed shown as text."""
    lines = text.split("\n")
    while fence := open_fence("\n".join(lines)):
        last = max(n for n, line in enumerate(lines) if line.lstrip(" ").startswith(fence))
        lines[last] = lines[last].replace(fence, "\\" + fence, 1)
    return "\n".join(lines)


def _harmless_markup(text: str) -> str:
    text = text.replace("\\<!--", "<\\!--").replace("<!--", f"{SHOWN}!--")
    text = _TAG_BEHIND_ADDRESS.sub(rf"\1{SHOWN}", text)
    text = re.sub(_INLINE_TARGET, lambda m: _unless_safe(m, "]\\("), text)
    text = re.sub(_DEFINITION, lambda m: _unless_safe(m, m[1] + "\\["), text)
    tag, address = re.compile(_TAG), re.compile(_AUTOLINKED)
    written, position = [], 0
    for bracket in re.finditer("<", text):
        at = bracket.start()
        if at < position:
            continue
        whole = tag.match(text, at) or address.match(text, at)
        if whole and ("name" not in whole.re.groupindex or _is_allowed(whole)):
            written.append(text[position : whole.end()])
            position = whole.end()
        elif re.match(r"<[A-Za-z/!?]", text[at : at + 2]):
            written.append(text[position:at] + SHOWN)
            position = at + 1
    return "".join(written) + text[position:]


def _unless_safe(match: re.Match[str], harmless_form: str) -> str:
    return match[0] if _is_safe_target(match["target"]) else harmless_form


def _is_allowed(tag: re.Match[str]) -> bool:
    if tag["name"].lower() not in _TAGS or "<" in tag["attributes"]:
        return False  # what begins as a tag may end as another
    for name, value in re.findall(_ATTRIBUTE, tag["attributes"]):
        if name.lower() not in _ATTRIBUTES:
            return False
        if name.lower() in {"href", "src", "srcset"} and not _is_safe_target(value.strip("\"'")):
            return False
    return True


def _is_safe_target(target: str) -> bool:
    from html import unescape  # noqa: PLC0415 - a long table, for few notes

    plain = unescape(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", target))
    return (
        safe_url("".join(c for c in plain if c.isprintable() and not c.isspace()) or "#")
        is not None
    )
