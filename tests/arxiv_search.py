"""What arXiv's search finds among invented papers; it takes only queries that can be read one way.

A chain within parentheses, or the whole query, has one operator; ANDNOT parts exactly two things.
Words are compared as they are, not by their stems; there is no order by relevance.
"""

import re
from collections.abc import Callable, Iterable
from typing import Protocol

_PART = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<operator>ANDNOT|AND|OR)(?=[\s(])"
    r'|(?P<field>au|ti|abs|co|jr|all):(?:"(?P<phrase>[^"\\:*\[\]]*)"|(?P<begin>[a-z0-9]{2,})\*)'
    r"|(?P<exact>cat|id):(?P<value>[A-Za-z-]+(?:\.(?:[A-Za-z-]+|\*))?|\d{4}\.\d{4,5})(?=[\s)]|$)"
    r"|submittedDate:\[(?P<first>\d{12}) TO (?P<last>\d{12})\])"
)


class Paper(Protocol):
    """What is looked at of a paper."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def abstract(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def comment(self) -> str | None: ...
    @property
    def journal_ref(self) -> str | None: ...


Fits = Callable[[Paper], bool]


def fitting(query: str) -> Fits:
    """Return what tells whether a paper is found; `ValueError` where the query is not clear."""
    parts = _parts(query)
    fits, rest = _chain(parts)
    if rest:
        raise ValueError(f"behind the end: {query}")
    return fits


def words(text: str) -> str:
    """Return the words of a text in small letters, a blank on either side of each."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "


def _parts(query: str) -> list[re.Match[str]]:
    parts, at = [], 0
    while at < len(query):
        part = _PART.match(query, at)
        if part is None:
            raise ValueError(f"not understood at {at}: {query}")
        parts.append(part)
        at = part.end()
    return parts


def _chain(parts: list[re.Match[str]]) -> tuple[Fits, list[re.Match[str]]]:
    first, parts = _single(parts)
    fits, operators = [first], []
    while parts and parts[0]["operator"]:
        operators.append(parts[0]["operator"])
        following, parts = _single(parts[1:])
        fits.append(following)
    if len(set(operators)) > 1 or operators.count("ANDNOT") > 1:
        raise ValueError(f"can be read in several ways: {operators}")
    return _combined(operators, fits), parts


def _combined(operators: list[str], fits: list[Fits]) -> Fits:
    if operators == ["ANDNOT"]:
        return lambda paper: fits[0](paper) and not fits[1](paper)
    every: Callable[[Iterable[bool]], bool] = any if "OR" in operators else all
    return lambda paper: every(one(paper) for one in fits)


def _single(parts: list[re.Match[str]]) -> tuple[Fits, list[re.Match[str]]]:
    if not parts or parts[0]["close"] or parts[0]["operator"]:
        raise ValueError("something is missing")
    if not parts[0]["open"]:
        return _term(parts[0]), parts[1:]
    fits, rest = _chain(parts[1:])
    if not rest or not rest[0]["close"]:
        raise ValueError("not closed")
    return fits, rest[1:]


def _term(part: re.Match[str]) -> Fits:
    if part["first"]:
        return lambda paper: part["first"] <= _moment(paper) <= part["last"]
    if part["exact"] == "id":
        return lambda paper: paper.id == part["value"]
    if part["exact"]:
        name = part["value"].casefold()
        pattern = re.compile(re.escape(name).replace(r"\*", ".*"))
        return lambda paper: any(pattern.fullmatch(c.casefold()) for c in paper.categories)
    wanted = f" {part['begin']}" if part["begin"] else words(part["phrase"])
    return lambda paper: any(wanted in words(text) for text in _texts(paper)[part["field"]])


def _moment(paper: Paper) -> str:
    return paper.published.replace("-", "") + "1700"


def _texts(paper: Paper) -> dict[str, list[str]]:
    texts = {
        "au": list(paper.authors),
        "ti": [paper.title],
        "abs": [paper.abstract],
        "co": [paper.comment or ""],
        "jr": [paper.journal_ref or ""],
    }
    return {**texts, "all": [text for some in texts.values() for text in some]}
