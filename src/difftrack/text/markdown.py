r"""Plain text and the owner's Markdown, written so that GitHub shows what was meant.

Sources: the CommonMark 0.31 and GitHub Flavored Markdown 0.29 specifications, the allow-list of
GitHub's html-pipeline, and measurements against cmark-gfm (the tests repeat them).
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import quote

from difftrack.text.folding import clean, drop_invisible

_ALWAYS = re.compile(r"[\\`*\[\]<|~$]")
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
_AUTOLINK = re.compile(r"(?i)(?:(?P<scheme>:)(?=//)|(?P<www>\bwww)(?=\.))")
_LINE_START = re.compile(r"\A(?:(?P<mark>[-+=#>])|(?P<digits>\d+)(?P<stop>[.)]))")
_CLOSING_HASHES = re.compile(r"(#+)$")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = {"http:", "https:", "mailto:"}
_URL_SAFE = "%/:?#@!$&'*+,;=-._~"


def escape(text: str, *, in_link: bool = False, at_line_start: bool = False) -> str:
    """Return plain `text` as one line of Markdown that shows exactly `text`.

    `in_link`: it becomes the text of a link, where a bare address is no link of its own.
    `at_line_start`: nothing stands before it, so it could open a list, heading or quote.
    """
    text = clean(text)
    escaped = _ALWAYS.sub(r"\\\g<0>", text)
    escaped = _LOOSE_UNDERSCORE.sub(r"\\_", escaped)
    escaped = _ENTITY_LIKE.sub(r"\\&", escaped)
    if not in_link:
        escaped = _AUTOLINK.sub(_break_autolink, escaped)
    if at_line_start:
        escaped = _LINE_START.sub(_escape_line_start, escaped, count=1)
    return escaped


def escape_heading(text: str) -> str:
    """Return plain `text` as the content of an ATX heading (`## ` is written before it)."""
    return _CLOSING_HASHES.sub(r"\\\1", escape(text))


def _break_autolink(match: re.Match[str]) -> str:
    return r"\:" if match["scheme"] else match["www"] + "\\"


def _escape_line_start(match: re.Match[str]) -> str:
    return f"\\{match['mark']}" if match["mark"] else rf"{match['digits']}\{match['stop']}"


def safe_url(target: str) -> str | None:
    """Return `target` as a link destination, or `None` where it is not http(s), mailto or relative.

    Brackets, blanks and what else would end the destination early are percent-encoded.
    """
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
    r"""Return an abstract with its `$x$` as GitHub renders them best, all else escaped.

    Math is written ``$`x`$``, the form that Markdown's own marks cannot break; a dollar sign that
    pairs with none is written `<span>$</span>` (GitHub's documentation on mathematical expressions).
    """
    parts = _DOLLAR.split(clean(text))
    if len(parts) == 1:
        return _literal(parts[0])
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
    """Tell math (`128$\\times$128`) from money: math stands tight, and no amount follows an amount."""
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


# -- The owner's Markdown -----------------------------------------------------------------------

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\1(?!`)")
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)/?>"
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_AUTOLINKED = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>|<[\w.+-]+@[\w.-]+>")
_INLINE_TARGET = re.compile(r"\]\(\s*<?(?P<target>[^\s)>]*)")
_DEFINITION = re.compile(r"(?m)^( {0,3})\[(?=[^\]\n]+\]:\s*<?(?P<target>\S+))")
_BLOCK_START = re.compile(
    r" {0,3}(?:[-+*](?:\s|$)|\d+[.)](?:\s|$)|#{1,6}(?:\s|$)|>|`{3}|~{3}|\||<|\$\$|={1,}\s*$|-{2,}\s*$)| {4}|\t"
)

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
_CONTAINERS = ("details", "div", "table", "pre", "blockquote", "ol", "ul")


def harmless(markdown: str) -> str:
    """Return the owner's Markdown as it is, save for what could reach beyond its place.

    HTML comments and HTML outside GitHub's allow-list are shown as text, links of other schemes are
    no links, and what was opened and not closed (a code fence, `<details>`) is closed.
    """
    text = drop_invisible(markdown).strip("\n").rstrip()
    parts: list[str] = []
    for is_code, lines in _fenced(text):
        parts.append(lines if is_code else _harmless_text(lines))
    written = "\n".join(parts)
    opened = open_fence(written)
    if opened:
        return f"{written}\n{opened}"
    return written + _missing_ends(written)


def _fenced(text: str) -> Iterator[tuple[bool, str]]:
    """Yield runs of lines, each with whether it is a fenced code block."""
    run: list[str] = []
    fence = ""
    for line in text.split("\n"):
        was_open = fence
        fence = step_fence(fence, line)
        if fence and not was_open and run:
            yield False, "\n".join(run)
            run = []
        run.append(line)
        if was_open and not fence:
            yield True, "\n".join(run)
            run = []
    if run:
        yield bool(fence), "\n".join(run)


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


def _harmless_text(text: str) -> str:
    text = text.replace("<!--", "&lt;!--")
    written, position = [], 0
    for span in _CODE_SPAN.finditer(text):
        written.append(_harmless_markup(text[position : span.start()]))
        written.append(span[0])
        position = span.end()
    written.append(_harmless_markup(text[position:]))
    return "".join(written)


def _harmless_markup(text: str) -> str:
    text = _INLINE_TARGET.sub(
        lambda m: m[0] if _is_safe_target(m["target"]) else "]\\" + m[0][1:], text
    )
    text = _DEFINITION.sub(lambda m: m[0] if _is_safe_target(m["target"]) else m[1] + "\\[", text)
    written, position = [], 0
    for bracket in re.finditer("<", text):
        at = bracket.start()
        if at < position:
            continue
        whole = _TAG.match(text, at) or _AUTOLINKED.match(text, at)
        if whole and ("name" not in whole.re.groupindex or _is_allowed(whole)):
            written.append(text[position : whole.end()])
            position = whole.end()
        elif re.match(r"<[A-Za-z/!?]", text[at : at + 2]):
            written.append(text[position:at] + "&lt;")
            position = at + 1
    return "".join(written) + text[position:]


def _is_allowed(tag: re.Match[str]) -> bool:
    if tag["name"].lower() not in _TAGS:
        return False
    for name, value in _ATTRIBUTE.findall(tag["attributes"]):
        if name.lower() not in _ATTRIBUTES:
            return False
        if name.lower() in {"href", "src", "srcset"} and not _is_safe_target(value.strip("\"'")):
            return False
    return True


def _is_safe_target(target: str) -> bool:
    plain = html.unescape(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", target))
    return (
        safe_url("".join(c for c in plain if c.isprintable() and not c.isspace()) or "#")
        is not None
    )


def _missing_ends(text: str) -> str:
    outside = "\n".join(lines for is_code, lines in _fenced(text) if not is_code)
    outside = _CODE_SPAN.sub("", outside).lower()
    ends = []
    for name in _CONTAINERS:
        opened = len(re.findall(rf"<{name}[\s>]", outside)) - outside.count(f"</{name}>")
        ends += [f"</{name}>"] * opened
    return "\n\n" + "\n".join(reversed(ends)) if ends else ""


def starts_a_block(markdown: str) -> bool:
    """Tell whether `markdown` opens with a list, table, heading or such, and needs a line before it."""
    return _BLOCK_START.match(markdown) is not None


_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def headings(markdown: str) -> Iterator[str]:
    """Yield the text of each heading in the owner's Markdown, as GitHub's anchors see it."""
    fence, before = "", ""
    for line in markdown.split("\n"):
        was_open, fence = fence, step_fence(fence, line)
        if fence or was_open:
            before = ""
            continue
        if match := _HEADING.fullmatch(line):
            yield visible_text(match["text"] or "")
        elif before.strip() and _SETEXT.fullmatch(line) and not starts_a_block(before):
            yield visible_text(before.strip())
        before = line


def visible_text(inline: str) -> str:
    """Return what a reader sees of one line of Markdown: no markup, links as their text."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->|</?[A-Za-z][^<>]*>", "", inline)
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(?<!\\)(?:\*+|`+|~~)", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return html.unescape(text).strip()
