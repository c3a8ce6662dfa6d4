"""CSL-JSON, which citation processors read: Zotero, pandoc, citeproc.

Names of types and variables from the CSL 1.0.2 specification (docs.citationstyles.org); what an
item may hold from csl-data.json of citation-style-language/schema: nothing but its variables, and
`custom` for what is the writer's own.
"""

import json
from typing import Any

from difftrack.exporters.appearance import Appearance, address, appearance, date_parts
from difftrack.exporters.json_text import array
from difftrack.library.model import Entry, Library
from difftrack.library.query import citation_keys
from difftrack.text.folding import clean
from difftrack.text.person import person

_TYPES = {
    "book": "book",
    "post": "post-weblog",
    "video": "motion_picture",
    "code": "software",
    "course": "webpage",
}
_PAPER_TYPES = {
    "conference": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "thesis": "thesis",
}
_OURS = "difftrack"  # in `custom`: the entry's key in the library


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys as a list of CSL items, in this order."""
    cited = citation_keys(library)
    items = [_item(key, cited[key], library.entries[key]) for key in keys]
    return array(items) + "\n"


def is_ours(text: str) -> bool:
    """Tell whether every item of a file was written by `render`; an empty list holds nothing."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(items, list) and all(map(_is_our_item, items))


def _is_our_item(item: object) -> bool:
    custom = item.get("custom") if isinstance(item, dict) else None
    return isinstance(custom, dict) and _OURS in custom


def _item(key: str, cited: str, entry: Entry) -> dict[str, Any]:
    place = appearance(entry)
    item = {
        "id": cited,
        "type": _TYPES.get(entry.kind) or _PAPER_TYPES[place.kind],
        "title": clean(entry.title),
        "title-short": clean(entry.short or ""),
        "author": _authors(entry),
        "issued": _issued(entry, place),
        **_place(entry, place),
        "DOI": clean(entry.doi or ""),
        "URL": address(entry),
        "abstract": clean(entry.abstract or ""),
        "keyword": ", ".join(tag for tag in map(clean, entry.tags) if tag),
        "note": clean(entry.venue_note or ""),
        "custom": {_OURS: key},
    }
    return {name: value for name, value in item.items() if value}


def _place(entry: Entry, place: Appearance) -> dict[str, str]:
    """Return where a thing appeared, and how arXiv has it: as Zotero writes both."""
    if entry.kind == "book" or place.kind == "thesis":
        return {"publisher": place.where, "genre": place.genre}
    on_arxiv = entry.arxiv_id or ""
    if entry.kind == "paper" and place.kind == "preprint":
        return {
            "publisher": "arXiv" if on_arxiv else place.where,
            "number": on_arxiv and f"arXiv:{on_arxiv}",
        }
    return {
        "container-title": place.where,
        "archive": on_arxiv and "arXiv",
        "archive_location": on_arxiv,
    }


def _authors(entry: Entry) -> list[dict[str, str]]:
    """Return names in parts; `et al.` is the author `others`, as BibTeX readers make of it."""
    names = [_name(name) for name in entry.authors if clean(name)]
    return [*names, {"literal": "others"}] if entry.etal and names else names


def _name(printed: str) -> dict[str, str]:
    parts = person(printed)
    if parts.is_group:
        return {"literal": parts.family}
    name = {
        "family": parts.family,
        "given": parts.given,
        "non-dropping-particle": parts.particle,
        "suffix": parts.suffix,
    }
    return {part: text for part, text in name.items() if text}


def _issued(entry: Entry, place: Appearance) -> dict[str, list[list[int]]]:
    """Return the date of issue: of a preprint or a page to the day, else the year of the venue."""
    is_venues = entry.kind == "paper" and place.kind != "preprint"
    parts = date_parts(entry)
    if is_venues or not parts or parts[0] != place.year:
        parts = [place.year] if place.year else []
    return {"date-parts": [parts]} if parts else {}
