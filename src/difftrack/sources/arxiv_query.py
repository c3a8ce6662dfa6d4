"""What a person typed as a query, in the language of arXiv's API.

What is relied on of that language stands in `arxiv_facts`: every chain of operators has parentheses
around it, and nothing that was typed gets out of its quotes, or is of letters and digits only.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal
from urllib.parse import quote

from difftrack.errors import UsageError
from difftrack.sources.arxiv_facts import (
    ARCHIVES_SINCE,
    LAST_DAY,
    LONGEST_QUERY,
    PREFIXES,
    STOP_WORDS,
)
from difftrack.text import arxiv_id
from difftrack.text.folding import fold
from difftrack.text.query_language import parse
from difftrack.text.query_tree import (
    All,
    Days,
    Either,
    Field,
    Node,
    Not,
    Numbers,
    Query,
    Words,
    mistake,
)

Sort = Literal["relevance", "newest", "updated"]
"""What comes first: what fits best, the latest first version, the latest version."""

_DATE = Field("date", "day")
_ALSO = {"au": "author", "ti": "title", "abs": "abstract", "cat": "category", "co": "comment"}
FIELDS = {name: Field(name) for name in PREFIXES} | {
    **{typed: Field(name) for typed, name in {**_ALSO, "jr": "journal"}.items()},
    **dict.fromkeys(("date", "year", ""), _DATE),
}
"""The fields of arXiv's papers, by all the names that people type."""

_BEGINNING = re.compile(r"[a-z0-9]{2,}\*")
_NO_PART_OF_A_PHRASE = re.compile(r"[^\w'.,-]+|_")
_CATEGORY = re.compile(
    r"[a-z]+(?:-[a-z]+)*(?:\.(?:[a-z]+(?:-[a-z]+)*|\*))?", re.IGNORECASE | re.ASCII
)


def asked(text: str, since: date | None = None, until: date | None = None) -> str:
    """Return a typed query in arXiv's language, asking only for what was submitted in a time.

    Both days count. Raises `UsageError`, with a caret below the place, for what is no query or what
    arXiv cannot be asked.
    """
    query = parse(text, FIELDS)
    said = _said(query, query.tree)
    if since or until:
        said = f"({said} AND {_submitted(since, until)})"
    if len(quote(said)) > LONGEST_QUERY:
        raise UsageError("The query is longer than arXiv takes. Leave something out")
    return said


def _said(query: Query, node: Node) -> str:
    match node:
        case Words():
            return _words(query, node)
        case Days(first=first, last=last):
            return _submitted(first, last)
        case All(parts=parts):
            return _all(query, parts)
        case Either(parts=parts):
            return _chain("OR", [_said(query, part) for part in parts])
        case Not():
            return _all(query, (node,))
        case Numbers():  # arXiv has no field of numbers
            raise mistake(query.text, node.place, "arXiv has no numbers to compare")


def _all(query: Query, parts: Sequence[Node]) -> str:
    wanted = _telling([part for part in parts if not isinstance(part, Not)])
    unwanted = [part for part in parts if isinstance(part, Not)]
    if not wanted:
        told = "arXiv leaves out only of what else is asked for. Say before it what to look for"
        raise mistake(query.text, unwanted[0].place, told)
    found = _chain("AND", [_said(query, part) for part in wanted])
    if not unwanted:
        return found
    without = _chain("OR", [_said(query, part.part) for part in unwanted])
    return f"({found} ANDNOT {without})"


def _telling(parts: list[Node]) -> list[Node]:
    """Leave out words like `of`, which arXiv knows of no paper, where others are asked for."""
    telling = [part for part in parts if not _is_stop_word(part)]
    return telling or parts


def _is_stop_word(part: Node) -> bool:
    return isinstance(part, Words) and not part.field and part.text.lower() in STOP_WORDS


def _chain(operator: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {operator} '.join(parts)})"


def _words(query: Query, words: Words) -> str:
    if words.field == "category":
        return _category(query, words)
    if words.field == "id":
        return _id(query, words)
    prefix = PREFIXES[words.field or "all"]
    text = words.text.lower()
    if not words.is_phrase and _BEGINNING.fullmatch(text):
        return f"{prefix}:{text}"
    phrase = " ".join(_NO_PART_OF_A_PHRASE.sub(" ", words.text).split())
    if not fold(phrase):
        raise mistake(query.text, words.place, "There is no word in this that arXiv knows")
    return f'{prefix}:"{phrase}"'


def _category(query: Query, words: Words) -> str:
    name = words.text.strip()
    if not _CATEGORY.fullmatch(name):
        told = f"{name[:40]!r} is no category. One looks like cs.CV, cs or quant-ph"
        raise mistake(query.text, words.place, told)
    return f"cat:{name}" if "." in name else f"(cat:{name} OR cat:{name}.*)"


def _id(query: Query, words: Words) -> str:
    known = arxiv_id.recognise(words.text)
    if known is None:
        told = f"{words.text[:40]!r} is no arXiv id. One looks like 2006.11239"
        raise mistake(query.text, words.place, told)
    if "/" in known.base:  # see `arxiv_facts`
        told = f"arXiv's search does not find ids of this form. Add it: difftrack add {known}"
        raise mistake(query.text, words.place, told)
    return f"id:{known.base}"


def _submitted(first: date | None, last: date | None) -> str:
    begin, end = first or ARCHIVES_SINCE, last or LAST_DAY
    return f"submittedDate:[{_day(begin)}0000 TO {_day(end)}2359]"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
