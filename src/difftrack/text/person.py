"""The parts of a person's name, as bibliographies need them; what is no person's stays whole.

Source of the parts: Oren Patashnik, "BibTeXing", section 4 (First, von, Last, Jr).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from difftrack.text.folding import clean
from difftrack.text.names import PARTICLES, is_suffix, surname

_ASIDE = re.compile(r"\s*\([^()]*\)|\s*<[^<>]*>")  # an affiliation or a handle behind a name
_GROUP = re.compile(
    r"\band\b|&|^the\b|\b(?:collaborations?|teams?|consortium|group|project|initiative|labs?"
    r"|laborator(?:y|ies)|universit(?:y|ies)|institutes?|foundation|inc\.?|research|deepmind)$",
    re.IGNORECASE,
)
_MOST_PARTS = 3  # between commas: family, suffix, given
_MOST_REMEMBERED = 50_000  # a library of 10,000 papers names its authors thrice


class Person(NamedTuple):
    """`van den Oord`, `Aaron` in parts; a group has only `family`, its whole name.

    `particle` are the small words before the family name: `van den`, not the `De` of `De Bortoli`.
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_group: bool = False


@lru_cache(_MOST_REMEMBERED)
def person(name: str) -> Person:
    """Return the parts of a printed name: `Aaron van den Oord`, `Oord, Aaron van den`, `A. Ho Jr.`.

    A handle or an affiliation behind it is left out.
    """
    name = clean(_ASIDE.sub("", name)) or clean(name)
    parts = [part.strip() for part in name.split(",")]
    if _GROUP.search(name) or len(parts) > _MOST_PARTS or not parts[0]:
        return Person(name, is_group=True)
    if len(parts) == 1:
        return _in_order(name)
    *middle, last = parts[1:]
    if not middle and is_suffix(last):  # `Sammy Davis, Jr.`
        return _in_order(f"{parts[0]} {last}")
    if middle and not is_suffix(middle[0]):
        return Person(name, is_group=True)
    return _with_particle(parts[0], last, "".join(middle))


def _in_order(name: str) -> Person:
    """Return the parts of `Robert De la Torre Jr.`."""
    family = surname(name).split()
    words = name.split()
    suffix: list[str] = []
    while len(words) > len(family) and words[-1] != family[-1]:
        suffix.insert(0, words.pop())
    given = words[: len(words) - len(family)]
    return _with_particle(" ".join(family), " ".join(given), " ".join(suffix))


def _with_particle(family: str, given: str, suffix: str) -> Person:
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return Person(" ".join(words[count:]), given, " ".join(words[:count]), suffix)
