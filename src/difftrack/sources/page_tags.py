"""The tags of a web page that describe it, found in one pass over text that may be anything.

Not `html.parser`: on tags that never end it takes time with the square of their number. Here each
letter is looked at a bounded number of times, and what is malformed is passed over.
"""

import re
from collections.abc import Iterator
from html import unescape

LINKED_DATA = "ld+json"
"""The name under which the JSON of `script` tags that describe the page is found."""

_LONGEST, _LONGEST_DATA = (
    40_000,
    300_000,
)  # letters of a tag, of JSON; of longer ones nothing is read

_BEGIN = re.compile(
    r"<(?:!--|(?P<tag>meta|link|title|script|style|noscript|textarea)(?=[\s/>])"
    r"|(?P<scope>[a-z][a-z0-9-]*)(?=[^<>]{0,300}?\sitemscope))",
    re.IGNORECASE,
)
_REST = re.compile(r"(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>?")
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'/])([^\s=>\"'/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++))"
)
_SMALL = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_COLON = re.compile(r"^(dc|dcterms|prism|eprints):")


def read(html: str, wanted: set[str]) -> dict[str, list[str]]:
    """Return what `meta` and `link` tags of these names say, in the order found.

    Names are in small letters, `dc:title` is `dc.title`. That of an `itemprop` within the one of an
    author is `itemprop:author.name`. `title` and `LINKED_DATA` are found, too.
    """
    found: dict[str, list[str]] = {}
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
        rest = _REST.match(html, begin.end())
        tag = (begin["tag"] or "").lower()
        is_tag = rest is not None and bool(tag or begin["scope"])
        at = rest.end() if rest and is_tag else begin.end()
        is_whole = rest is not None and rest[0].endswith(">") and len(rest[0]) < _LONGEST
        given = _attributes(rest[0]) if rest and is_tag and is_whole else {}
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
    within = f"{scope}." if scope and item.lower() == "name" else ""
    name = (
        given.get("name") or given.get("property") or (f"itemprop:{within}{item}" if item else "")
    )
    return _COLON.sub(r"\1.", name.strip().lower().removeprefix("bepress_"))
