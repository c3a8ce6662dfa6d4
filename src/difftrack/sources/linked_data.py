"""What a page says of itself as JSON-LD, the form in which most posts and videos say it.

Source of the names: schema.org (`Article`, `VideoObject` and what is below them).
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

_WORKS = (
    *("Article", "BlogPosting", "NewsArticle", "TechArticle", "ScholarlyArticle", "Report"),
    *("VideoObject", "PodcastEpisode", "Course", "Book", "Thesis", "PresentationDigitalDocument"),
)
_TITLES, _AUTHORS, _DATES = (
    ("headline", "name"),
    ("author", "creator"),
    ("datePublished", "uploadDate"),
)
_MOST_THINGS, _MOST_PEOPLE = 1000, 5000


def read(texts: list[str]) -> dict[str, list[str]]:
    """Return `ld:title`, `ld:author`, `ld:date` and `ld:type` of the first work that is described.

    What is no JSON, or describes something else, is passed over.
    """
    for text in texts:
        for thing in islice(_things(_parsed(text)), _MOST_THINGS):
            kinds = [kind for kind in _listed(thing.get("@type")) if kind in _WORKS]
            if kinds:
                return {
                    "ld:type": kinds,
                    "ld:title": _texts(thing, _TITLES)[:1],
                    "ld:author": _texts(thing, _AUTHORS),
                    "ld:date": _texts(thing, _DATES)[:1],
                }
    return {}


def _parsed(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _things(found: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the objects at the top, and those of a graph."""
    for thing in _listed(found):
        if isinstance(thing, dict):
            yield thing
            yield from (part for part in _listed(thing.get("@graph")) if isinstance(part, dict))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return value if isinstance(value, list) else [value]


def _texts(thing: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    """Return the texts under the first of some names that has any; of people, their names."""
    for name in names:
        values = (
            value.get("name") if isinstance(value, dict) else value
            for value in _listed(thing.get(name))[:_MOST_PEOPLE]
        )
        texts = [value for value in values if isinstance(value, str) and value.strip()]
        if texts:
            return texts
    return []
