"""The DOI of a publication, in every form that people write it.

Source of the rules: the DOI Handbook (any printable sign may stand behind the slash) and Crossref's
display guidelines (`https://doi.org/10...`). arXiv's own DOIs are ids: `arxiv_id` reads them.
"""

import re
from urllib.parse import quote, unquote

_ADDRESS = re.compile(r"(?i)(?:https?:/+)?(?:dx\.|www\.)?doi\.org/+([^?#]+).*")
_DOI = re.compile(r"(?i)(?:doi:\s*)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)")
_OUTER = {"(": ")", "[": "]", "<": ">", '"': '"', "'": "'"}
_PLAIN = "/:;()@!$*,'=&+"  # signs that stand in an address as they are


def recognise(text: str) -> str | None:
    """Return the DOI that `text` consists of, as it is registered; `None` where it is none.

    Of an address, what stands behind `?` and `#` is not part of it.
    """
    text = text.strip(" \t\r\n.,;")
    if text[:1] in _OUTER and text.endswith(_OUTER[text[0]]):
        text = text[1:-1]
    address = _ADDRESS.fullmatch(text)
    match = _DOI.fullmatch(unquote(address[1]) if address else text)
    return match[1] if match else None


def url(doi: str) -> str:
    """Return the address that leads to what has a DOI, wherever it moves."""
    return f"https://doi.org/{quote(doi, safe=_PLAIN)}"
