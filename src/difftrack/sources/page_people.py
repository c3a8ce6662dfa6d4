"""The authors of a page, from tags that each write them in another way."""

from difftrack.text import names
from difftrack.text.latex import accents_to_unicode

BY_NAME = (
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "eprints.creators_name",
)
"""Tags that hold a name each, perhaps turned round (`Ho, Jonathan`), or names with semicolons."""

BY_LIST = ("ld:author", "author", "itemprop:author", "article:author", "itemprop:author.name")
"""Tags that hold names as people print them, perhaps several."""

_NOBODY = {
    "anonymous",
    "anonymous author",
    "anonymous authors",
    "unknown",
    "admin",
    "administrator",
}


def people(name: str, texts: list[str]) -> list[str]:
    """Return the people whom the tags of one name give, each once, none where they name nobody."""
    found = [person for text in texts for person in _parted(name, accents_to_unicode(text))]
    return list(dict.fromkeys(person for person in found if _is_somebody(person)))


def _parted(name: str, text: str) -> list[str]:
    if name in BY_LIST:
        listed = names.authors(text).names
        if ";" in text or all(" " in person for person in listed):
            return listed
    return [_turned(part) for part in text.split(";")]


def _turned(name: str) -> str:
    """Return `Ho, Jonathan` as people print it; `Davis, Sammy, Jr.` too."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or names.is_suffix(given):
        return f"{family} {given}".strip()
    first, _, suffix = (part.strip() for part in given.partition(","))
    return " ".join(part for part in (first, family, suffix) if part)


def _is_somebody(name: str) -> bool:
    return bool(name) and "://" not in name and name.lower() not in _NOBODY
