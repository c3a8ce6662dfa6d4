"""Tags in the owner's Markdown: which are those that GitHub shows, and end where they seem to.

Source of the allow-list: GitHub's html-pipeline and what its documentation shows to pass.
"""

import re

from difftrack.text.html_comments import MASK
from difftrack.text.owner_links import CONTAINERS, is_safe_target

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][\w-]*)"
    rf"(?P<attributes>(?:\s(?:[^<>\"'{MASK}]|\"[^\"{MASK}]*\"|'[^'{MASK}]*')*)?)/?>"
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_PREFIX = re.compile(CONTAINERS)
_QUOTE = re.compile(rf"(?m)^{CONTAINERS}(?<=>)")
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


def end_of_tag(text: str, at: int) -> int | None:
    """Return where the tag ends that begins at a `<`; `None` where it is none that may stay."""
    tag = _TAG.match(text, at)
    return tag.end() if tag and _is_allowed(tag) and _is_in_block(tag) else None


def _is_allowed(tag: re.Match[str]) -> bool:
    if tag["name"].lower() not in _TAGS or "<" in tag["attributes"]:
        return False  # what begins as a tag may end as another
    for name, value in _ATTRIBUTE.findall(tag["attributes"]):
        if name.lower() not in _ATTRIBUTES:
            return False
        if name.lower() in {"href", "src", "srcset"} and not is_safe_target(value.strip("\"'")):
            return False
    return True


def _is_in_block(tag: re.Match[str]) -> bool:
    """Tell whether a tag ends in the block of HTML, if any, that it begins in.

    That ends with an empty line, and with the list that it stands in. In a quote, what looks like
    the end of a tag may be the quote's mark.
    """
    if "\n" not in tag[0]:
        return True
    text, at = tag.string, tag.start()
    prefix = text[text.rfind("\n", 0, at) + 1 : at]
    marks = _PREFIX.match(prefix)
    column = len(marks[0].expandtabs(4)) if marks else 0
    lines = tag[0].expandtabs(4).split("\n")[1:]
    if ">" in prefix[:column] or not all(n.strip() and not n[:column].strip() for n in lines):
        return False
    may_be_mark = any(line.lstrip().startswith(">") for line in lines)
    return not (may_be_mark and _QUOTE.search(text, text.rfind("\n\n", 0, at) + 1, at))
