"""Where a paper appeared, from what its authors wrote to arXiv: a comment, a journal reference.

A wrong venue is worse than none. A part of a comment names one only where it consists of the venue
and of words that go with an acceptance: `18 pages, accepted to CVPR 2024 (oral)` does, `uses the
CVPR 2024 template` does not. Where a sentence speaks of another version, of a submission or of a
challenge, it names none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from difftrack.text import venues
from difftrack.text.acceptance import (
    ACCEPTED,
    ASIDE,
    FINDINGS,
    GO_WITH_IT,
    MISSPELT,
    NOTES,
    OF_A_REFERENCE,
    OTHERWISE,
    POSTER,
    TELLING,
    WORKSHOP,
)
from difftrack.text.folding import clean
from difftrack.text.venue_names import PRINTED_IN, Named, names_in, unknown_in
from difftrack.text.venues import Venue

_LONGEST = 2_000  # characters; arXiv allows fewer
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|io|org|net|ai|cn)\b\S*"
)
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|[{}*_~`\"]")
_COUNTED = re.compile(
    r"(?i)\b\d+ ?(?:\+ ?\d+ ?)?(?:main |total )?(?:pages?|pp\.?|fig(?:ure)?s?\.?|tables?)\b"
    r"(?: and)?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SHORT_YEAR = re.compile(r"(?<=[A-Z]{2})[- ](?=[0-2]\d(?![\w.-]))")  # AAAI-26, ICLR 25
_NUMBERS = re.compile(
    r"(?i)\b(?:vol(?:ume)?|no|number|pp|pages?|article|issue)\b\.? ?\d+(?: ?[-\u2013\u2014]+ ?\d+)?"
    r"|\b\d+ ?(?:[-\u2013\u2014]+) ?\d+\b|\b\d+ ?\(\d{1,2}(?:-\d+)?\)"
)
_SENTENCE = re.compile(
    r"(?<![.\s][A-Z])(?<!\bProc)(?<!\bConf)(?<!\bInt)(?<!\bTrans)(?<!\bSymp)\.\s+(?=\W|[A-Z0-9])"
    r"|[;|!]"
)
_PARTS = re.compile(r"[,:]|\s[-\u2013\u2014]+\s")
_PARTS_OF_REFERENCE = re.compile(r"[,:;]|\.\s")
_WORDS = re.compile(r"[^\W\d_]+")
_AND = re.compile(r"(?i)\band\b|&")


def from_comment(comment: str) -> Venue | None:
    """Return where a paper appeared by its authors' comment, `None` where that is not sure."""
    if len(comment) > _LONGEST:
        return None
    text = _SHORT_YEAR.sub("'", _bare(comment))
    sentences = _SENTENCE.split(text)
    of_workshops = any(WORKSHOP.search(said) and not names_in(said) for said in sentences)
    is_plain = not (OTHERWISE.search(text) or of_workshops)
    found = [
        venue
        for sentence in sentences
        if not OTHERWISE.search(sentence)
        for venue in _in_sentence(sentence, is_plain=is_plain)
    ]
    return _one(found)


def from_journal_ref(printed: str) -> Venue | None:
    """Return where a paper appeared by a reference to it, `None` where it names no known venue."""
    if len(printed) > _LONGEST:
        return None
    text = _NUMBERS.sub(" ", _bare(printed))
    parts = _PARTS_OF_REFERENCE.split(text)
    found = []
    for at, part in enumerate(parts):
        named = _named(part, names_in(part))
        year = _year(part, [" ".join(parts[:at] + parts[at + 1 :])])
        if named and year and not _says_else(part, named, text, OF_A_REFERENCE):
            found.append(Venue(_of_kind(named, text), year))
    return _one(found)


def _bare(text: str) -> str:
    """Return a text without addresses, LaTeX and counts, acceptance spelled as usual."""
    text = _COMMAND.sub(" ", _ADDRESS.sub(" ; ", clean(text)))
    text = MISSPELT.sub("Accepted", _COUNTED.sub(" , ", text))
    return _BRACKETS.sub(_telling, text)


def _telling(brackets: re.Match[str]) -> str:
    """Return what stands in brackets without them; nothing where it is a place or an aside."""
    inside = brackets[0][1:-1]
    is_told = names_in(inside) or venues.years(inside) or TELLING.search(inside)
    return f" {inside} " if is_told or OTHERWISE.search(inside) else " "


def _in_sentence(sentence: str, *, is_plain: bool) -> Iterator[Venue]:
    """Yield the venues that a sentence names; one without a word of acceptance needs its year."""
    parts = [ASIDE.sub("", part) for part in _PARTS.split(sentence)]
    for at, part in enumerate(parts):
        is_accepted = bool(ACCEPTED.search(part))
        may_be_unknown = is_accepted and not WORKSHOP.search(sentence)
        named = _named(part, names_in(part) or (unknown_in(part) if may_be_unknown else []))
        if named is None and _left(part) - GO_WITH_IT:
            is_plain = False  # `Vision for Rivers, ICCV 2025` is a workshop
            if is_accepted:
                return  # accepted to what is not known: what follows goes with that
        year = _year(part, parts[at + 1 :])
        said = " ".join([part, *_behind(parts[at + 1 :])])
        if named and (is_accepted or (is_plain and year)) and not _says_else(said, named, sentence):
            yield Venue(_of_kind(named, sentence), year, _note(said))


def _named(part: str, names: list[Named]) -> Named | None:
    """Return the one venue that a part names; `None` where there is none, or several."""
    meetings = [named for named in names if named.venue not in PRINTED_IN]
    journals = [named for named in names if named.venue in PRINTED_IN]
    ours = meetings or journals
    if len({named.venue for named in ours}) != 1 or _is_twofold(part, ours):
        return None
    fits = all(ours[0].venue.startswith((j.venue, PRINTED_IN[j.venue])) for j in journals)
    return ours[0] if fits else None


def _is_twofold(part: str, names: list[Named]) -> bool:
    """Tell `CVPR 2026 and CVPR 2026 Workshop on Y` from a venue whose short name stands behind."""
    return any(_AND.search(part[one.span[1] : other.span[0]]) for one, other in pairwise(names))


def _says_else(said: str, named: Named, sentence: str, more: frozenset[str] = frozenset()) -> bool:
    """Tell whether a part has words that do not go with a venue; workshops are called anything."""
    if _of_kind(named, sentence).endswith("Workshop"):
        return False
    is_poster = named.venue.startswith("SIGGRAPH") and POSTER.search(said)  # is no paper there
    return bool(is_poster or _left(said) - GO_WITH_IT - more)


def _of_kind(named: Named, said: str) -> str:
    """Return the venue, or its workshops or findings where those are spoken of."""
    if named.of_workshops or WORKSHOP.search(said):
        return f"{named.venue} Workshop"
    return f"{named.venue} Findings" if FINDINGS.search(said) else named.venue


def _left(part: str) -> set[str]:
    """Return the words of a part, without the venues that it names."""
    for named in reversed(names_in(part) or unknown_in(part)):
        part = part[: named.span[0]] + " " + part[named.span[1] :]
    return {word.lower() for word in _WORDS.findall(part)} - {"w"}


def _year(part: str, others: list[str]) -> int | None:
    """Return the year in a part, else the first in the others; `None` where a part has two."""
    for text in (part, *(other for other in others if not names_in(other))):
        found = set(venues.years(text))
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _behind(parts: list[str]) -> Iterator[str]:
    """Yield the parts behind a venue that go on about it: `CVPR 2024, oral presentation`."""
    for part in parts:
        if names_in(part) or _left(part) - GO_WITH_IT:
            return
        yield part


def _note(said: str) -> str | None:
    return " ".join(note for note, words in NOTES.items() if words.search(said)) or None


def _one(found: list[Venue]) -> Venue | None:
    """Return the venue that all agree on; beside a meeting its workshops, or others', do not count.

    Two meetings, or one in two years, are none.
    """
    main = [one for one in found if not str(one.venue).endswith("Workshop")] or found
    if len({one.venue for one in main}) != 1 or len({one.year for one in main} - {None}) > 1:
        return None
    year = next((one.year for one in main if one.year), None)
    return Venue(main[0].venue, year, next((one.note for one in main if one.note), None))
