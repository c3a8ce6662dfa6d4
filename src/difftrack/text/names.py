"""People's names and the keys by which papers are cited."""

import re
from collections.abc import Container
from typing import NamedTuple

from difftrack.text.folding import plain_letters

# Words that no one would cite a paper by: articles, prepositions, question words, copulas.
_STOP_WORDS = frozenset(
    "a an the on of for in to and or with without from by as at via towards toward using is are be "
    "do does can how what why when where which who whom your you we it its this that into over "
    "under more not no".split()
)
PARTICLES = frozenset(
    "al bin da das de del della den der di do dos du el la le ten ter van von".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^()]*\)")  # a handle or an affiliation


def surname(name: str) -> str:
    """Return the family name of a printed name, with its particles.

    `Jonathan Ho` -> `Ho`, `Kingma, Diederik P.` -> `Kingma`, `Fernando De la Torre` ->
    `De la Torre`, `Robert Downey Jr.` -> `Downey`. A name of one word is returned whole.
    """
    bare = _ASIDE.sub(" ", name)
    family, comma, _ = bare.partition(",")
    words = family.split()
    if not words:
        return name.strip()
    if comma and not is_suffix(bare.rpartition(",")[2].strip()):
        return " ".join(words)
    while len(words) > 1 and is_suffix(words[-1]):
        words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    is_alone = len(words) > 2 or words[0].islower()  # noqa: PLR2004 - `De la Torre`, `van Dam`
    if start == 1 and words[0].lower() in PARTICLES and is_alone:
        start = 0
    return " ".join(words[start:])


def same_surname(one: str, other: str) -> bool:
    """Tell whether two names may be of one family: of a surname, a part may be missing."""
    first, second = (set(plain_letters(surname(name)).split()) for name in (one, other))
    return first <= second or second <= first


def is_suffix(word: str) -> bool:
    """Tell whether a word is what stands behind a name: `Jr.`, `III`."""
    return word.lower().rstrip(".") in _SUFFIXES


def citation_key(authors: list[str], year: int | None, title: str) -> str:
    """Return the key people expect for a paper: `ho2020denoising`.

    Surname of the first author, year, first word of the title that says something; small ASCII
    letters and digits only. Parts that are missing are left out; `entry` where all are.
    """
    family = "".join(_WORD.findall(plain_letters(surname(authors[0])))) if authors else ""
    words = _WORD.findall(plain_letters(title).replace("'", "").replace("\u2019", ""))
    telling = next((w for w in words if w not in _STOP_WORDS), words[0] if words else "")
    return f"{family}{year or ''}{telling}" or "entry"


def numbered(key: str, taken: Container[str], counts: dict[str, int] | None = None) -> str:
    """Return `key`, or where it is taken `key-2`, `key-3`, ...

    `counts` is for who numbers many: it remembers how far each key has come.
    """
    counts = {} if counts is None else counts
    candidate, n = key, counts.get(key, 1)
    while candidate in taken:
        n += 1
        candidate = f"{key}-{n}"
    counts[key] = n
    return candidate


# -- Lists of authors -----------------------------------------------------------------------------

# Of texts whose blanks are single: no pattern has to try how to part a run of them.
_ET_AL = re.compile(r"(?i)\b(?:et\.? ?al\.?|and others|等) ?[.,]* ?$")
_AND = re.compile(r" ?,? (?:and|AND|&) | ?[,;\uff0c\u3001] ?(?:(?:and|AND|&) )?")
_AFFILIATION = re.compile(r" ?\((?!@)[^()]*\)(?= ?(?:[,;\uff0c\u3001*.]|(?:and|AND|&) |$))")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'\u2019\u2010-]*|\([\w@-]+\)")
_TURNED = re.compile(r"[^,\s]+\s*,\s*(?!(?:and|AND)\b|&)")
_AND_ALONE = re.compile(r" ?,? (?:and|AND|&) | ?; ?")
_TURNED_NAME = re.compile(r"(?P<family>[^,\s]+(?: [^,\s]+)?), (?P<given>[^,]{1,40})")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,3}")
_ENDS_IN_INITIAL = re.compile(r"\b(?:[^\W\d_a-z]|Jr|Sr)\.$")
_MOST_WORDS = 6
_LONGEST_ET_AL = 20  # letters at the end in which `and others` stands
_LONGEST = 4000  # letters; a collaboration has three thousand authors, and a list `et al.`


class Authors(NamedTuple):
    """Names in the order printed, and whether `et al.` stands behind them."""

    names: list[str]
    etal: bool = False


def authors(printed: str, *, cited: bool = False) -> Authors:
    """Return the authors of a printed list: `Jonathan Ho and Ajay Jain`, `Ho et al.`.

    `cited`: it stands in a citation, where the first name may be turned round (`He, Kaiming, et
    al.`; MLA Handbook 5.6). An affiliation in parentheses is left out, a handle (`(@name)`) is not.
    """
    text = " ".join(printed.split()).strip(" ,;:*_")
    end = _ET_AL.search(text, max(len(text) - _LONGEST_ET_AL, 0))
    is_etal = end is not None
    text = text[: end.start()].rstrip(" ,") if end else text
    turned = _all_turned(text)
    if turned:
        return Authors(turned, is_etal)
    names = _parted(text)
    is_sure = len(names) > 3 and not any(" " in name for name in names[:2])  # noqa: PLR2004
    if (cited or is_sure) and _TURNED.match(text) and _is_turned(names, is_etal=is_etal):
        names[:2] = [f"{names[1]} {names[0]}"]
    return Authors(names, is_etal)


def _all_turned(text: str) -> list[str]:
    """Return the names of `Bly, Ann and Dorn, Carl`, each turned back; none for another list."""
    if not any(sign in text for sign in (" and ", " AND ", "&", ";")):  # most lists
        return []
    *others, last = [part.strip(" ,") for part in _AND_ALONE.split(text)]
    if len(others) == 1:  # `Bly, Ann, Dorn, Carl, and Frost, Eve`
        tokens = [token.strip() for token in others[0].split(",")]
        others = [", ".join(tokens[n : n + 2]) for n in range(0, len(tokens), 2)]
    found = [_TURNED_NAME.fullmatch(part) for part in [*others, last]]
    names = [f"{_name(m['given'])} {m['family']}" for m in found if m]
    is_list = others and len(names) == len(found) and all(map(_may_be_name, names))
    return names if is_list else []


def _parted(text: str) -> list[str]:
    """Return the names of a list; a comma within an affiliation parts none."""
    text = _AFFILIATION.sub("", text) if "(" in text else text
    return _with_initials([name for part in _AND.split(text) if (name := _name(part))])


def _with_initials(names: list[str]) -> list[str]:
    """Put initials that follow a surname before it: `Ho, J., Jain, A.` -> `J. Ho`, `A. Jain`."""
    joined: list[str] = []
    for name in names:
        if joined and _are_initials(name) and _is_family(joined[-1]):
            joined[-1] = f"{name} {joined[-1]}"
        else:
            joined.append(name)
    return joined


def _are_initials(name: str) -> bool:
    return name.isupper() and _INITIALS.fullmatch(name) is not None


def _is_family(name: str) -> bool:
    """Tell whether a name is a surname alone: one word, and particles before it."""
    *before, _ = name.split()
    return all(word.lower() in PARTICLES for word in before)


def _name(text: str) -> str:
    """Return a name without what surrounds it; the full stop of an initial or `Jr.` stays."""
    text = text.strip(" ,;*_").lstrip(". ")
    is_whole = not text.endswith(".") or _ENDS_IN_INITIAL.search(text)
    return text if is_whole else text.rstrip(".")


def _is_turned(names: list[str], *, is_etal: bool) -> bool:
    if len(names) < 2 or " " in names[0].strip():  # noqa: PLR2004 - surname and given name
        return False
    rest = names[2:]
    return all(" " in name for name in rest) and (bool(rest) or is_etal or "." in names[1])


def are_authors(text: str) -> bool:
    """Tell whether a text is a list of people: names in capitals, parted by commas."""
    if len(text) > _LONGEST or any(c in text for c in '?!"=<>|') or re.search(r"\d{2}", text):
        return False
    text = " ".join(text.split()).strip(" ,;:*_")
    if _ET_AL.search(text) or _all_turned(text):
        return True
    names = _parted(text)
    return (
        len(names) > 1
        and all(map(_may_be_name, names))
        and sum(" " in name for name in names) * 2 >= len(names)
    )


def is_person(text: str) -> bool:
    """Tell whether a text looks like the full name of one person."""
    text = text.strip(" .")
    return " " in text and _may_be_name(text)


def _may_be_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and all(map(_is_word_of_name, words))


def _is_word_of_name(word: str) -> bool:
    """Tell whether a word has a capital in front (of any alphabet), is a particle or a handle."""
    if word in PARTICLES:
        return True
    return _NAME_WORD.fullmatch(word) is not None and (word[0].isupper() or word[0] == "(")
