"""The owner's Markdown (notes, intros), kept as it is and kept in its place."""

import re
from collections.abc import Iterator

from difftrack.text.blocks import fenced, open_fence, step_fence
from difftrack.text.code_spans import ADDRESS, code_spans
from difftrack.text.fences import settled
from difftrack.text.folding import drop_invisible
from difftrack.text.html_comments import MASK, masked, unmasked
from difftrack.text.html_ends import CLOSED, SHOWN, balanced
from difftrack.text.markdown import CELL_BREAK, cell
from difftrack.text.owner_links import CONTAINERS, SHOWN_SIGNS, without_unsafe_links
from difftrack.text.owner_tags import end_of_tag

_CLOSING = re.compile(
    rf"(?:\n(?:`{{3,}}|~{{3,}})\n{CLOSED})?(?:\n\n(?:</[a-z0-9]+>\n)*</[a-z0-9]+> {CLOSED})?\Z"
)
_RISKY = re.compile(r"[<`~]|\]\(|\]:")
# A line that begins with HTML, or with a comment that is not all of it, holds no code.
_HTML_LINE = re.compile(rf"(?m)^{CONTAINERS}(?:<(?![\w.+-]+[:@])[A-Za-z/!?]|{MASK}[ \t]*\S)")
_AUTOLINKED = re.compile(r"<(?:(?:https?://|mailto:)[^\s<>]*|[\w.+-]+@[\w.-]+)>")
# A backslash in a bare address is part of it, and shows nothing (GFM 6.9).
_ESCAPED_IN_WORD = re.compile(r"(?<![^ \t\n])[^ \t\n]*\\<[^ \t\n]*")
_TAG_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\<")
_ESCAPED_COMMENT = re.compile(rf"{_ESCAPED.pattern}!--")
_BAR = "| "  # what a cell stands behind


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
        before, text = "", _ESCAPED.sub(r"\1&lt;", text)  # where `\` is a sign
        while before != text:  # where a fence is none, its lines may be HTML
            before, text = text, _without_open_fence(_without_code_in_html(text))
        return unmasked(balanced([(False, _harmless_markup(text))]), comments)
    opened = open_fence(text)
    if opened:
        text, comments = f"{text}\n{opened}\n{MASK}", [*comments, CLOSED]
    parts = [(is_code, t if is_code else _harmless_markup(t)) for is_code, t in _parts(text)]
    return unmasked(balanced(parts), comments)


def harmless_in_cell(markdown: str) -> str:
    """Return the owner's Markdown as one cell of a table: no line of it begins a block."""
    lines = drop_invisible(markdown).strip("\n").rstrip().split("\n")
    return cell(harmless(_BAR + CELL_BREAK.join(lines)).removeprefix(_BAR.rstrip()).lstrip())


def as_written(markdown: str) -> str:
    """Return the owner's Markdown that `harmless` was given, where it is sure which that was."""
    given = _unshown(markdown)
    return given if given != markdown and harmless(given) == markdown else markdown


def as_written_in_cell(markdown: str) -> str:
    """Return what `harmless_in_cell` was given, where it is sure; lines may be lines again."""
    given = _unshown(markdown)
    is_sure = given != markdown and harmless_in_cell(given) == cell(markdown)
    return given if is_sure else markdown


def _unshown(markdown: str) -> str:
    given = _CLOSING.sub("", markdown)
    for written, sign in SHOWN_SIGNS.items():
        given = given.replace(written, sign)
    return given


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text in order, each with whether it is code."""
    for number, (is_code, run) in enumerate(fenced(text)):
        if number:
            yield True, "\n"
        position = 0
        for begin, end, is_sure in () if is_code else code_spans(run):
            yield False, run[position:begin]
            yield is_sure, run[begin:end] if is_sure else _TAG_BEGINS.sub(SHOWN, run[begin:end])
            position = end
        yield is_code, run[position:]


def _without_code_in_html(text: str) -> str:
    """Return `text` with fences and `<https://...>` in a block of HTML, where they are none, shown.

    Such a block runs to an empty line, or to the line with `</pre>` (CommonMark 4.6).
    """
    lines, fence, until = text.split("\n"), "", ""
    for n, line in enumerate(lines):
        if not fence and (until or _HTML_LINE.match(line)):
            until = "</pre>" if "<pre" in line.lower() else until or "\n"
        if not until:
            fence = step_fence(fence, line)
        else:
            lines[n] = _with_code_shown(line)
        if (until == "\n" and not line.strip(" \t")) or (until != "\n" and until in line.lower()):
            until = ""
    return "\n".join(lines)


def _shown_in_address(word: re.Match[str]) -> str:
    address = ADDRESS.search(word[0])
    begin = address.start() if address else len(word[0])
    return word[0][:begin] + word[0][begin:].replace("\\<", f"\\{SHOWN}")


def _with_code_shown(line: str) -> str:
    if step_fence("", line):
        line = re.sub("[`~]", lambda m: f"&#{ord(m[0])};", line, count=1)
    return _AUTOLINKED.sub(lambda m: SHOWN + m[0][1:], line)


def _without_open_fence(text: str) -> str:
    """Return `text` with the code fence that is never closed shown as text."""
    lines = text.split("\n")
    while fence := open_fence("\n".join(lines)):
        last = max(n for n, line in enumerate(lines) if line.lstrip(" ").startswith(fence))
        lines[last] = lines[last].replace(fence, "\\" + fence, 1)
    return "\n".join(lines)


def _harmless_markup(text: str) -> str:
    if "\\<" in text:
        text = _ESCAPED_IN_WORD.sub(_shown_in_address, _ESCAPED_COMMENT.sub(r"\1<\\!--", text))
    text = text.replace("<!--", f"{SHOWN}!--")
    text = without_unsafe_links(text)
    escaped = {match.end() - 1 for match in _ESCAPED.finditer(text)}
    written, position = [], 0
    for bracket in re.finditer("<", text):
        at = bracket.start()
        if at < position or at in escaped:
            continue
        end = end_of_tag(text, at)
        if end is None and (address := _AUTOLINKED.match(text, at)):
            end = address.end()
        if end is not None:
            written.append(text[position:end])
            position = end
        elif _TAG_BEGINS.match(text, at):
            written.append(text[position:at] + SHOWN)
            position = at + 1
    return "".join(written) + text[position:]
