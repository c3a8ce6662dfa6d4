"""The comment that excuses a list from rules of awesome-lint that its titles and papers break.

A title with `!!` or one `"` (inches) cannot be written otherwise, and a paper that stands in two
sections has its links twice; the anchor of an emoji with U+FE0F has that on GitHub, and not in the
rule on contents. Source: awesome-lint 2.3, the rules named below, and remark's message control,
which reads the comment. What is found here is at least what they find.
"""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

AWESOME_BADGE = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
"""What awesome-lint looks for beside the title."""

EXEMPTION = re.compile(r"<!--lint disable [a-z -]+ difftrack-->")
"""The comment as it is written; the last word tells it from one of the owner's."""

# An address in a link's own label is no second link.
_TARGET = re.compile(r"\]\(<?([^\s)>]+)|(https?://[^\s<>()\[\]]++)(?!\]\()")
_SAME_ADDRESS = re.compile(r"^(?:https?:)?//(?:www\.)?|(?<=[?&])utm_\w+=[^&#]*|/index\.[a-z]+$")
_UNSEEN = re.compile(
    r"\\(?P<escaped>.)|(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)|\]\([^)]*\)|<!--.*?-->|</?[a-zA-Z][^>]*>|[*_]"
)
_CHUNK = re.compile(r"\n[ \t]*\n|\n(?=[ \t>]*(?:[-*+]|\d+[.)]|\|)[ \t])")
_VARIANT_IN_HEADING = re.compile(r"(?m)^#.*\ufe0f")
_REPEATED = re.compile(r"([!~,?\uff01\uff5e\uff0c\uff1f\u00b7])\1")
_PAIRS = {
    "\u201c": "\u201d",
    "\u2018": "\u2019",
    "\u300e": "\u300f",
    "\uff08": "\uff09",
    "\u300a": "\u300b",
    "\u300c": "\u300d",
    "\u3010": "\u3011",
}
_QUOTES = re.compile(f'["{"".join(_PAIRS)}{"".join(_PAIRS.values())}]')


def exemption(markdown: str) -> str:
    """Return the comment that a document needs above it, or "" where it keeps all the rules."""
    chunks = [_UNSEEN.sub(_seen, chunk) for chunk in _CHUNK.split(markdown)]
    rules = {
        "awesome-toc": _VARIANT_IN_HEADING.search(markdown) is not None,
        "balanced-punctuation": any(map(_is_unbalanced, chunks)),
        "double-link": any(times > 1 for times in Counter(_addresses(markdown)).values()),
        "no-repeat-punctuation": any(map(_REPEATED.search, chunks)),
    }
    broken = [rule for rule, is_broken in rules.items() if is_broken]
    return f"<!--lint disable {' '.join(broken)} difftrack-->" if broken else ""


def _seen(match: re.Match[str]) -> str:
    return match["escaped"] or ("`" if match["code"] else "")


def _addresses(markdown: str) -> Iterator[tuple[str, ...]]:
    """Yield what is linked, told by what the rule compares: no scheme, no order of parameters."""
    for match in _TARGET.finditer(markdown):
        address = unquote(match[1] or match[2])
        yield tuple(sorted(re.split("[?&]", _SAME_ADDRESS.sub("", address).rstrip("/?&"))))


def _is_unbalanced(text: str) -> bool:
    """Tell whether quotes and brackets do not close each other in turn; `don't` has none."""
    opened: list[str] = []
    for match in _QUOTES.finditer(text):
        sign = match[0]
        if sign == "\u2019" and _is_apostrophe(text, match.start()):
            continue
        if sign in _PAIRS or (sign == '"' and sign not in opened):
            opened.append(_PAIRS.get(sign, sign))
        elif sign not in opened or (sign == '"' and opened[-1] != sign):
            return True
        else:
            del opened[len(opened) - 1 - opened[::-1].index(sign)]
    return bool(opened)


def _is_apostrophe(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    in_word = before.isalnum() or before == "_"
    return in_word and (
        not after or after.isalnum() or after in "_.,;:!?()[]{}\"' \t\n\u2019\u2014\u2013"
    )
