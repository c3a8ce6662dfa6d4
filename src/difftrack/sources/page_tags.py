"""The tags of a web page that describe it, found in one pass over text that may be anything.

Not `html.parser`: on tags that never end it takes time with the square of their number. Here each
letter is looked at a bounded number of times, and what is malformed is passed over.
"""

import re
from collections.abc import Iterator
from html import unescape

from difftrack.text.folding import clean

Tags = dict[str, list[str]]
"""What the tags of a page say, by name, in the order found."""

LINKED_DATA = "ld+json"
"""The name under which the JSON of `script` tags that describe the page is found."""

_LONGEST, _LONGEST_DATA = 40_000, 300_000  # letters of a tag, of JSON; longer ones are not read

_BEGIN = re.compile(
    r"<(?:!--|(?P<tag>meta|link|title|script|style|noscript|textarea)(?=[\s/>])"
    r"|(?P<scope>[a-z][a-z0-9-]*)(?=[^<>]{0,300}?\sitemscope))",
    re.IGNORECASE,
)
_REST = re.compile(r"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>?")
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'/])([^\s=>\"'/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++))"
)
_IN_TEXT = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # HTML in a title
_LONGEST_TEXT, _MOST = 1000, 5000  # letters, tags of one name
_SMALL = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_COLON = re.compile(r"^(dc|dcterms|prism|eprints):")


def read(html: str, wanted: set[str]) -> Tags:
    """Return what `meta` and `link` tags of these names say, in the order found.

    Names are in small letters, `dc:title` is `dc.title`. That of an `itemprop` within the one of an
    author is `itemprop:author.name`. `title` and `LINKED_DATA` are found, too.
    """
    found: Tags = {}
    for name, content in _named(html):
        if name in wanted or name in {"title", LINKED_DATA}:
            text = content.strip() if name == LINKED_DATA else unescape(content).strip()
            if text:
                found.setdefault(name, []).append(text)
    return found


def _named(html: str) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page outside comments and scripts as name and content."""
    small, at, scope = html.translate(_SMALL), 0, ""
    while begin := _BEGIN.search(html, at):
        tag = (begin["tag"] or "").lower()
        rest = _rest(html, begin.end()) if tag or begin["scope"] else ""
        at = begin.end() + len(rest)
        given = _attributes(rest) if rest.endswith(">") and len(rest) < _LONGEST else {}
        if begin["scope"]:
            scope = given.get("itemprop", "").lower()
        elif tag in {"meta", "link"}:
            yield _name(given, scope), given.get("content", "")
        else:
            end = small.find(f"</{tag}" if tag else "-->", at)
            if end < 0:
                return
            yield from _enclosed(tag, given, html[at:end])
            at = end


def _rest(html: str, at: int) -> str:
    """Return the rest of a tag, to its end or that of the page."""
    match = _REST.match(html, at)
    return match[0] if match else ""


def _enclosed(tag: str, given: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between the ends of a tag, where that describes the page."""
    if tag == "title":
        yield tag, text[:_LONGEST]
    is_data = tag == "script" and given.get("type", "").strip().lower() == "application/ld+json"
    if is_data and len(text) <= _LONGEST_DATA:
        yield LINKED_DATA, text


def _attributes(rest: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        given.setdefault(match[1].lower(), match[2] or match[3] or match[4] or "")
    return given


def _name(given: dict[str, str], scope: str) -> str:
    """Return the name of a tag, whichever of three attributes has it."""
    item = given.get("itemprop", "")
    if item:
        item = f"itemprop:{scope}.{item}" if scope and item == "name" else f"itemprop:{item}"
    name = given.get("name") or given.get("property") or item
    return _COLON.sub(r"\1.", name.strip().lower().removeprefix("bepress_"))


def texts(tags: Tags, wanted: tuple[str, ...], longest: int = _LONGEST_TEXT) -> list[str]:
    """Return the texts of some tags as plain lines, the best first."""
    found = (text for name in wanted for text in tags.get(name, ())[:_MOST])
    return [line for text in found if (line := clean(_IN_TEXT.sub("", text[:longest])))]


def first(tags: Tags, wanted: tuple[str, ...], longest: int = _LONGEST_TEXT) -> str:
    """Return the best of `texts`, "" where there is none."""
    return next(iter(texts(tags, wanted, longest)), "")
