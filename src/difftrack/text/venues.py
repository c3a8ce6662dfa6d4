"""Where a paper appeared, as people print it."""

import re
from typing import NamedTuple

from difftrack.text.folding import clean

# No part of a longer number, of an arXiv id (`2021.12345`) or of a range (`1990-1999`).
_YEAR = re.compile(
    r"(?<!\d)(?<!\d[.-])(?P<year>(?:19|20)\d{2})(?!\d|-|\.\d)"
    r"|(?:['\u2019] ?|(?<=[A-Z]))(?P<short>[0-4]\d)\b"
    r"|(?<=[A-Za-z] )(?P<behind>[0-4]\d)['\u2019](?!\w)"
)
_BRACKETS = {"(": ")", "[": "]"}
_AND_YEAR = r"(?:['\u2019]?(?:20)?\d\d)?\b"
_ACRONYMS = re.compile(
    r"(?ix)\b(?:arxiv|biorxiv|medrxiv|neurips|nips|iclr|icml|cvpr|iccv|eccv|wacv|bmvc|accv|3dv"
    r"|aaai|ijcai|ecai|acl|emnlp|naacl|eacl|coling|tacl|conll|aistats|uai|corl|icra|iros"
    r"|siggraph(?:\sasia)?|tpami|pami|ijcv|tmlr|jmlr|mlj|miccai|isbi|midl|tmi"
    r"|icassp|interspeech|ismir|taslp|kdd|sigir|wsdm|cikm|recsys|tkde|icdm|ecml|pkdd"
    r"|acm\s?mm|icme|icip|tmm|tcsvt|tvcg|icpr|cvm|cgf|pnas|plos"
    r"|usenix|ndss|tifs|uist|hri|mobicom|mobisys|sigmod|vldb|icde|osdi|sosp|nsdi"
    r"|isca|asplos|hpca|iccad|colm|l4dc|automl|acml|bmva|cvprw|iccvw|eccvw|itsc"
    r"|iswc|ieee|acm|springer|elsevier|openreview|pmlr|lncs|csur)" + _AND_YEAR
)
# Words of other meanings, too: a venue only where they are written as venues are.
_AMBIGUOUS = re.compile(
    r"(?x)\b(?:Nature|NATURE|Science|SCIENCE|Cell|CELL|MedIA|MEDIA|DATE|LoG|LOG|CHI|TIP|TOG|ToG|MM|FG"
    r"|EG|IV|RA-?L|T-?RO|WWW|DAC|CCS|SDM|RSS|COLT|S&P|Nat\.)" + _AND_YEAR
)
_WORDS = re.compile(
    r"(?i)\b(?:conference|proceedings|proc\.|journal|transactions|trans\.|workshops?|symposium"
    r"|letters|advances\sin|preprint|press|review[s]?|findings\sof|magazine|annals|thesis)\b"
)
_LONGEST = 160
_MOST_WORDS_OF_ACRONYM = 8


class Venue(NamedTuple):
    """`NeurIPS Workshop 2021 (Oral)` in its parts; the venue never holds the year."""

    venue: str | None
    year: int | None = None
    note: str | None = None


def split(printed: str) -> Venue:
    """Return venue, year and what stands after it, each `None` where it is not printed."""
    text = _unbracketed(clean(printed).rstrip(".,"))
    year = _YEAR.search(text)
    if year is None:
        return Venue(text or None)
    venue = text[: year.start()].rstrip(" ,-(['\u2019")
    closing = _BRACKETS.get(text[: year.start()][-1:], "")
    note = text[year.end() :].removeprefix(closing).strip(" .,:")
    return Venue(
        venue or None, int(year["year"] or f"20{year['short'] or year['behind']}"), note or None
    )


def years(text: str) -> list[int]:
    """Return the years in a text, in its order: `CVPR 2024`, `ICCV'23`, `WWW25`."""
    found = _YEAR.finditer(text)
    return [int(y["year"] or f"20{y['short'] or y['behind']}") for y in found]


def _unbracketed(text: str) -> str:
    """Return a text without the brackets that it begins with: `(CVPR 2024) Oral`."""
    opening, closing = text[:1], _BRACKETS.get(text[:1], "")
    depth = 0
    for at, sign in enumerate(text if closing else ""):
        depth += (sign == opening) - (sign == closing)
        if depth == 0:
            return (text[1:at] + text[at + 1 :]).strip(" .,")
    return text[1:] if closing else text


def is_one(text: str) -> bool:
    """Tell whether a text names a venue, with or without year: `CVPR 2024`, `Findings of ACL`."""
    text = text.strip(" .,;:()[]")
    if is_known(text):
        return True
    if not text or len(text) > _LONGEST or "://" in text:
        return False
    parts = split(text)
    has_year = parts.year is not None
    return has_year and bool(
        re.fullmatch(r"[A-Z][A-Za-z&/+-]*[A-Z][A-Za-z&/+-]*\d?", parts.venue or "")
    )


def is_known(text: str) -> bool:
    """Tell whether a text names a venue by a name or a word that many venues have."""
    text = text.strip(" .,;:()[]")
    if not text or len(text) > _LONGEST or "://" in text:
        return False
    if len(text.split()) <= _MOST_WORDS_OF_ACRONYM and (
        _ACRONYMS.search(text) or _AMBIGUOUS.search(text)
    ):
        return True
    return _WORDS.search(text) is not None and text[:1].isupper()
