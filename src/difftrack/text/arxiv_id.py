"""The identifier of an arXiv paper, in every form that people write it.

Source of the rules: https://info.arxiv.org/help/arxiv_identifier.html (`YYMM.NNNN` from April 2007,
`YYMM.NNNNN` from January 2015, `archive/YYMMNNN` before, where a subject class such as `math.AG` is
not part of the id), and the slips found in real lists: `abs//`, `/apdf/`, `/abs/....pdf`.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from difftrack.errors import InvalidArxivIdError

_ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas "
    "cond-mat cs dg-ga econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th "
    "nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio q-fin quant-ph solv-int stat "
    "supr-con test".split()
)

_FIRST_NEW, _FIRST_FIVE_DIGITS = 704, 1501  # April 2007 and January 2015, as YYMM
_FIRST_OLD_YEAR = 91  # arXiv began in August 1991; some archives hold papers from earlier that year

_VERSION = r"(?:v(?P<version>[1-9]\d{0,3}))?"
_NEW = rf"(?P<yymm>\d{{4}})\.(?P<number>\d{{4,5}}){_VERSION}"
_OLD = r"(?P<archive>[a-z-]+)(?:\.[a-z-]{2,})?/(?P<old_yymm>\d{4})(?P<old_number>\d{3})"
_OLD_VERSION = _VERSION.replace("version", "old_version")
_ID = rf"(?:{_NEW}|{_OLD}{_OLD_VERSION})"

_PATHS = r"(?:a?abs|abd|a?pdf|html|format|ps|src|e-print|overview|papers)"
_HOSTS = (
    r"(?:[\w-]+\.)*arxiv\.org|(?:www\.)?arxiv-vanity\.com|ar5iv\.(?:labs\.arxiv\.org|org)|"
    r"(?:www\.)?alphaxiv\.org|(?:www\.)?(?:huggingface\.co|hf\.co)"
)
_URL = rf"(?:https?:/+)?(?:{_HOSTS})(?::\d+)?/+{_PATHS}/+(?:arxiv:)?"
_SHORT_URL = r"(?:https?:/+)?ar5iv\.(?:labs\.arxiv\.org|org)/+"
_DOI = r"(?:(?:https?:/+)?(?:dx\.|www\.)?doi\.org/+|doi:\s*)?10\.48550/arxiv\."
_PREFIX = rf"(?:{_URL}|{_SHORT_URL}|{_DOI}|arxiv:\s*)?"

_REFERENCE = rf"{_PREFIX}{_ID}(?:\.pdf)*/*(?:[?#&]\S*)?(?:\s*\[[\w.-]+\])?"
_FEWEST_DIGITS = 7  # in any id: 0211159
_OUTER = " \t\r\n\"'`<>()[]{},;.:!*_\u201c\u201d\u2018\u2019"
_LOOKS_LIKE_ID = r"(?i)\d{4}\.\d|arxiv|://|/\d{7}"
_COMMENT = r"(?:^|\s)#.*"


class ArxivId(NamedTuple):
    """One paper on arXiv, and perhaps one version of it.

    `base` has no version and no subject class (`2006.11239`, `math/0211159`): it is what a library
    files the paper under. `str()` gives the id with its version, as arXiv's API takes it.
    """

    base: str
    version: int | None = None

    def __str__(self) -> str:
        return self.base if self.version is None else f"{self.base}v{self.version}"


def parse(text: str) -> ArxivId:
    """Read the id that `text` consists of: bare, prefixed, a URL or a DOI.

    Raises `InvalidArxivIdError` for anything else, also for a well-shaped id that cannot exist
    (month 13, five digits in 2010).
    """
    found = recognise(text)
    if found is None:
        raise InvalidArxivIdError(text.strip())
    return found


def recognise(text: str) -> ArxivId | None:
    """`parse`, but `None` where `text` is no arXiv id."""
    if sum(map(text.count, "0123456789")) < _FEWEST_DIGITS:
        return None
    stripped = (unquote(text) if "%" in text else text).strip(_OUTER)
    match = _pattern().fullmatch(stripped)
    if match is None and text.strip().endswith("]"):  # "arXiv:2006.11239 [cs.LG]"
        match = _pattern().fullmatch(text.strip())
    return None if match is None else _checked(match)


@cache
def _pattern() -> re.Pattern[str]:
    # Made when it is first needed: that takes longer than most commands have.
    return re.compile(_REFERENCE, re.IGNORECASE | re.ASCII)


def _checked(match: re.Match[str]) -> ArxivId | None:
    if match["yymm"]:
        yymm = int(match["yymm"])
        digits = 5 if yymm >= _FIRST_FIVE_DIGITS else 4
        if yymm < _FIRST_NEW or not _is_month(yymm) or len(match["number"]) != digits:
            return None
        return ArxivId(f"{match['yymm']}.{match['number']}", _version(match["version"]))
    archive, yymm = match["archive"].lower(), int(match["old_yymm"])
    in_time = yymm < _FIRST_NEW or yymm // 100 >= _FIRST_OLD_YEAR
    if archive not in _ARCHIVES or not in_time or not _is_month(yymm):
        return None
    base = f"{archive}/{match['old_yymm']}{match['old_number']}"
    return ArxivId(base, _version(match["old_version"]))


def _is_month(yymm: int) -> bool:
    return 1 <= yymm % 100 <= 12  # noqa: PLR2004 - the months


def _version(digits: str | None) -> int | None:
    return int(digits) if digits else None


def read_list(text: str) -> Iterator[ArxivId]:
    """Yield the ids of a hand-kept list: one or many a line, `#` begins a comment.

    Words beside an id are passed over. Raises `InvalidArxivIdError` for a line that holds text but
    no id, and for a word that looks like an id and is none.
    """
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        content = re.sub(_COMMENT, "", line).strip()
        if not content:
            continue
        words = re.split(r"[\s,;|]+", re.sub(r"(?i)\b(arxiv|doi):\s+", r"\1:", content))
        found = [(word, recognise(word)) for word in words if word]
        wrong = next((w for w, i in found if i is None and re.search(_LOOKS_LIKE_ID, w)), None)
        if wrong is not None or not any(i for _, i in found):
            raise InvalidArxivIdError(wrong or content, f" (line {number})")
        yield from (i for _, i in found if i)


def abs_url(base: str) -> str:
    """Return the paper's own page, the one link that arXiv asks others to use."""
    return f"https://arxiv.org/abs/{base}"


def pdf_url(base: str) -> str:
    """Return the address of the paper's PDF."""
    return f"https://arxiv.org/pdf/{base}"


def html_url(base: str) -> str:
    """Return the address of the paper as HTML, which arXiv makes since December 2023."""
    return f"https://arxiv.org/html/{base}"
