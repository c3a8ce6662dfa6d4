"""People's names and the keys by which papers are cited."""

import re

from difftrack.text.folding import plain_letters

# Words that no one would cite a paper by: articles, prepositions, question words, copulas.
_STOP_WORDS = frozenset(
    "a an the on of for in to and or with without from by as at via towards toward using is are be "
    "do does can how what why when where which who whom your you we it its this that into over "
    "under more not no".split()
)
_PARTICLES = frozenset(
    "al bin da das de del della den der di do dos du el la le ten ter van von".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[a-z0-9]+")


def surname(name: str) -> str:
    """Return the family name of a printed name, with its particles.

    `Jonathan Ho` -> `Ho`, `Kingma, Diederik P.` -> `Kingma`, `Fernando De la Torre` ->
    `De la Torre`, `Robert Downey Jr.` -> `Downey`. A name of one word is returned whole.
    """
    name = re.sub(r"\s*\([^()]*\)", "", name) or name  # a handle or an affiliation
    family, comma, _ = name.partition(",")
    words = family.split()
    if not words:
        return name.strip()
    if comma and not _is_suffix(name.rpartition(",")[2].strip()):
        return " ".join(words)
    while len(words) > 1 and _is_suffix(words[-1]):
        words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _is_suffix(word: str) -> bool:
    return word.lower().rstrip(".") in _SUFFIXES


def citation_key(authors: list[str], year: int | None, title: str) -> str:
    """Return the key people expect for a paper: `ho2020denoising`.

    Surname of the first author, year, first word of the title that says something; small ASCII
    letters and digits only. Parts that are missing are left out; `entry` where all are.
    """
    family = "".join(_WORD.findall(plain_letters(surname(authors[0])))) if authors else ""
    words = [w for w in _WORD.findall(re.sub("['\u2019]", "", plain_letters(title))) if w]
    telling = next((w for w in words if w not in _STOP_WORDS), words[0] if words else "")
    return f"{family}{year or ''}{telling}" or "entry"


def numbered(key: str, taken: set[str], separator: str = "-") -> str:
    """Return `key`, or where it is taken `key-2`, `key-3`, ..."""
    candidate, n = key, 1
    while candidate in taken:
        n += 1
        candidate = f"{key}{separator}{n}"
    return candidate
