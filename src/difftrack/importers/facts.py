"""What a piece of text beside a title says: authors, venue, date, or a note."""

import re
from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from difftrack.text import dates, names, venues
from difftrack.text.dates import PrintedDate
from difftrack.text.folding import clean

_ARXIV_ID = re.compile(
    r"(?i)\s*\[?\b(?:arxiv:\s*)(?:[a-z-]+(?:\.[A-Z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[\w.-]+\])?\]?"
)
_PREPRINT = re.compile(r"(?i)\barxiv(?:\.org)?\s+(?:e-?|pre-?)?prints?\b")
_VOLUME = re.compile(
    r"(?i)[\s,.]*(?:\bvol(?:ume)?\.?\s*\d+|\bno\.?\s*\d+|\bpp?\.?\s*\d[\d\s\u2013-]*|\s\d[\d.:()/\u2013-]*)+\s*$"
)
_LAST_YEAR = re.compile(
    r"(?:\((?P<inside>(?:19|20)\d\d)\)|(?<![\d.:-])(?P<bare>(?:19|20)\d\d))(?!\d)"
)
_ENCLOSED = re.compile(
    r"^[\s,;]*\((?P<inside>[^()]{4,80})\)[\s:,.\u2013\u2014-]*(?P<rest>.*)$", re.DOTALL
)
_LEAD = re.compile(r"^[\s,;>]*(?:(?:in|by):?\s+(?=[A-Z]))?")
_ALL_BRACKETED = re.compile(r"\s*(?:\[[^\[\]]+\]\s*)+")
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_JOURNAL = re.compile(
    r"[A-Z][\w&-]+(?: (?:[A-Z][\w&-]+|of|and|in|on|the|for|&)){0,6} (?:19|20)\d\d\.?"
    r"|(?:[A-Z][a-z]+\.? ){1,6}[A-Z][a-z]+\., (?:19|20)\d\d\.?"
)
_DATED = re.compile(r"(?P<venue>[^,]{2,60}),\s+(?P<date>[\w.\s-]{6,20})")
_NAME = r"[A-Z][\w'.-]*(?: [A-Z][\w'.-]*)+"
_PAIR = re.compile(rf"{_NAME} (?:and|&) {_NAME}")
_SENTENCE_END = re.compile(r"(?<![\s.][A-Z])(?<!^[A-Z])\. ")
_DATED_AUTHORS = re.compile(r"(?P<authors>[^()]+?),? \((?P<year>(?:19|20)\d\d)\)")
_VENUE_AND_DATE = re.compile(
    r"(?P<venue>[A-Za-z]+),? (?:(?:19|20)\d\d \((?P<day>[^()]+)\)|(?P<date>\S.{2,20}))"
)
_SHORT_MONTH = re.compile(r"(?P<year>\d\d)\.(?P<month>0\d|1[0-2])")
_YEAR_AND_VENUE = re.compile(r"(?P<year>(?:19|20)\d\d)[-\s]+(?P<venue>[A-Za-z][A-Za-z &]{1,40})")
_VENUE_AND_YEAR = re.compile(
    r"(?P<venue>[A-Za-z]{3,12})"
    r"(?:[- ]?(?P<year>\d\d)| ?\((?i:(?P<note>oral|poster|spotlight|highlight))\))"
)
_GLUED = re.compile(r"(et al)\.(?=[^\W\d_])")
_IN = re.compile(r"^[Ii]n:?\s+")
_EDGES = " \t\n,;:|/\u00b7\u2022-\u2013\u2014"
_MOST_WORDS_OF_FACTS = 30


class Facts(NamedTuple):
    """What was found in a text; `note` is what is left of it."""

    authors: Sequence[str] = ()
    etal: bool = False
    venue: str | None = None
    year: int | None = None
    venue_note: str | None = None
    published: str | None = None
    note: str = ""


def dated(when: PrintedDate) -> Facts:
    """Return what a date says: the day or month it was published, a bare year only the year."""
    return Facts(year=None if when.iso else when.year, published=when.iso)


def venue(text: str) -> Facts:
    """Read a text that is a venue: `NeurIPS Workshop 2021 (Oral)`, `arXiv:2006.11239`."""
    text = clean(_PREPRINT.sub("arXiv", _ARXIV_ID.sub("", text))).strip(_EDGES + ".")
    if not text:
        return Facts()
    when = dates.parse(text)
    if when:
        return dated(when)
    said = _numbered(text)
    if said:
        return said
    parts = venues.split(_IN.sub("", text))
    if parts.venue is None and parts.note:  # `2021 ICML`
        is_venue = venues.is_known(parts.note)
        return Facts(venue=parts.note, year=parts.year) if is_venue else cited_venue(text)
    return Facts(venue=_name(parts.venue), year=parts.year, venue_note=parts.note)


def _numbered(text: str) -> Facts | None:
    """Read a known venue with a date or a number: `arXiv 21 Jul 2016`, `2023-EMNLP`, `NIPS-18`.

    `arXiv 2025 (Jun 16, 2025)` has both.
    """
    behind = _VENUE_AND_DATE.fullmatch(text)
    if behind and venues.is_known(behind["venue"]):
        month = _SHORT_MONTH.fullmatch(behind["date"] or "")
        date = behind["day"] or behind["date"]
        when = dates.parse(f"20{month['year']}-{month['month']}" if month else date)
        if when and when.iso:
            return Facts(venue=behind["venue"], year=when.year, published=when.iso)
    before = _YEAR_AND_VENUE.fullmatch(text)
    if before and venues.is_known(before["venue"]):
        return Facts(venue=before["venue"], year=int(before["year"]))
    short = _VENUE_AND_YEAR.fullmatch(text)
    if short and venues.is_known(short["venue"]):
        year = _whole_year(short["year"]) if short["year"] else None
        return Facts(venue=short["venue"], year=year, venue_note=short["note"])
    return None


def _whole_year(two: str) -> int:
    return int(f"{20 if two < '50' else 19}{two}")


def cited_venue(text: str) -> Facts:
    """Read what stands behind a title in a citation: `Nature 521.7553 (2015): 436-444`."""
    text = clean(_PREPRINT.sub("arXiv", _ARXIV_ID.sub("", text))).strip(_EDGES + ".")
    text = _IN.sub("", text)
    when = dates.parse(text)
    if when:
        return dated(when)
    parted = _DATED.fullmatch(text)
    when = dates.parse(parted["date"]) if parted else None
    if parted and when and when.iso:
        return Facts(venue=_name(parted["venue"]), published=when.iso)
    years = list(_LAST_YEAR.finditer(text))
    if not years:
        return Facts(venue=_name(text))
    last = years[-1]
    name = _VOLUME.sub("", text[: last.start()].strip(_EDGES + ".("))
    return Facts(
        venue=_name(name),
        year=int(last["inside"] or last["bare"]),
        venue_note=_behind_year(text[last.end() :]),
    )


def _behind_year(text: str) -> str | None:
    text = text.strip(_EDGES + ".")
    return text if re.search(r"[A-Za-z]{3}", text) and len(text) < 60 else None  # noqa: PLR2004 - no pages


def _name(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.strip(_EDGES + ".([")
    return text or None


def read(text: str, *, is_first: bool = True) -> Facts:
    """Read a text beside a title. `is_first`: nothing but the title stands before it."""
    printed, text = text.strip(), _LEAD.sub("", text)
    bare = text.strip(_EDGES)
    found = _enclosed(text) or _bracketed(text) or _numbered(bare.strip(" ."))
    found = found or (venue(bare) if _JOURNAL.fullmatch(bare) else _sentences(bare.lstrip(". ")))
    is_short = len(bare.split()) <= _MOST_WORDS_OF_FACTS
    if found is None and "," in bare and is_short and is_first and not dates.parse(bare):
        found = _parted(bare)
    return found or _whole(bare) or Facts(note=printed)


def _enclosed(text: str) -> Facts | None:
    """Read what begins in parentheses: `(2017)`, `(Vaswani et al., 2017): a note`."""
    match = _ENCLOSED.match(text)
    if match is None:
        return None
    inside, rest = _inside(match["inside"]), match["rest"].strip()
    if inside is None and not rest:
        said = read(match["inside"])
        return None if said.note == match["inside"].strip() else said
    if inside is None or not rest:
        return inside
    behind = Facts([rest.strip(" .")]) if _is_one(inside, rest) else read(rest)
    return inside._replace(note=rest) if behind.note else _both(inside, behind)


def _is_one(inside: Facts, rest: str) -> bool:
    """Tell a single author behind a year: `(2015), Andrew K. Halberstadt`."""
    return not inside.authors and names.is_person(rest) and "." in rest and not venues.is_one(rest)


def _both(one: Facts, other: Facts) -> Facts:
    return one._replace(**{name: value for name, value in other._asdict().items() if value})


def _inside(text: str) -> Facts | None:
    """Read what stands in parentheses: `(2017)`, `(Vaswani et al., 2017)`."""
    when = dates.parse(text)
    if when and not when.iso:
        return Facts(year=when.year)
    said = _parted(text) if "," in text else None
    return said if said and said.year and said.authors and not said.note else None


def _bracketed(text: str) -> Facts | None:
    """Read brackets that each say something else: `[24th Jul., 2023] [arXiv, 2023]`."""
    texts = _BRACKETED.findall(text) if _ALL_BRACKETED.fullmatch(text) else []
    said = [read(part) for part in texts] if len(texts) > 1 else []
    if not said or any(facts.note for facts in said):
        return None
    return reduce(_both, said)


def _whole(text: str) -> Facts | None:
    bare = text.strip(" .()[]*_")
    when = dates.parse(bare)
    if when:
        return dated(when)
    if _ARXIV_ID.fullmatch(bare):
        return Facts()
    if re.search(r"(?i)\bet\.?\s?al\.?,?$", bare) and names.are_authors(bare):
        found = names.authors(bare)
        return Facts(found.names, found.etal)
    is_cited = re.search(r"(?i)\bet\.?\s?al\b", bare) is not None
    if not is_cited and venues.is_one(bare) and len(bare.split()) <= 8 and not bare.endswith("?"):  # noqa: PLR2004
        return venue(text.strip("[] ") if text.startswith("[") else text)
    return venue(bare) if _JOURNAL.fullmatch(bare) else None


def _sentences(text: str) -> Facts | None:
    """Read `Ann Bly, Carl Dorn. CVPR 2021`: authors and venue, each a sentence."""
    text = _GLUED.sub(r"\1. ", text)
    end = _SENTENCE_END.search(text)
    who, where = (text[: end.start()], text[end.end() :]) if end else (text, "")
    if text.startswith("[") or "?" in text:
        return None
    dated = _DATED_AUTHORS.fullmatch(text)
    if dated and names.are_authors(dated["authors"]):
        found = names.authors(dated["authors"])
        return Facts(found.names, found.etal, year=int(dated["year"]))
    if end is None:
        is_list = ("," in text or _PAIR.fullmatch(text)) and names.are_authors(text)
        who_all = names.authors(text)
        return Facts(who_all.names, who_all.etal) if is_list else _after_initial(text)
    said = _whole(where)
    is_one = names.is_person(who) and said is not None and said.venue is not None
    if not (is_one or names.are_authors(who)):
        return None
    found = names.authors(who)
    return said._replace(authors=found.names, etal=found.etal) if said else None


def _after_initial(text: str) -> Facts | None:
    """Read `Bly A, Dorn C. ICML, 2021`: the venue behind the last initial."""
    who, stop, where = text.rpartition(". ")
    said = _whole(where) if stop and names.are_authors(who) else None
    if said is None or not (said.venue and said.year):
        return None
    found = names.authors(who)
    return said._replace(authors=found.names, etal=found.etal)


def _parted(text: str) -> Facts | None:
    """Read `Poole et al., arXiv 2022` and `Jul 2019, from NVIDIA, NeurIPS 2022 (Oral)`."""
    found = Facts()
    left: list[str] = []
    tokens = [t.strip() for t in re.split(r",\s+", text) if t.strip()]
    at = _authors_end(tokens)
    if at:
        who = names.authors(", ".join(tokens[:at]))
        found = found._replace(authors=who.names, etal=who.etal)
    for token in tokens[at:]:
        said = _whole(token)
        if said is None or (said.venue and found.venue) or (said.published and found.published):
            left.append(token)
        else:
            found = _both(found, said)
    if not (found.authors or found.venue or found.published or found.year):
        return None
    return found._replace(note=", ".join(left))


def _authors_end(tokens: list[str]) -> int:
    """Return how many of the tokens are authors: up to `et al.`, or up to the venue."""
    for n, token in enumerate(tokens):
        if re.search(r"(?i)\bet\.?\s?al\.?$", token.strip(" .")):
            return n + 1
    at = next((n for n, token in enumerate(tokens) if _whole(token) is not None), 0)
    people = ", ".join(tokens[:at])
    is_pair = re.fullmatch(
        r"[A-Z][\w'-]+(?: [A-Z][\w'.-]+)* (?:and|&) [A-Z][\w'-]+(?: [A-Z][\w'.-]+)*", people
    )
    is_one = names.is_person(people)
    return at if at and (is_pair or is_one or names.are_authors(people)) else 0
