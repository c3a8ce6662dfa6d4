"""What the owner of a list should look at: nothing of it was decided for them."""

import re

from difftrack.library.reading import Doubt, Listed
from difftrack.text.folding import fold


def of_entries(listed: list[Listed]) -> list[Doubt]:
    """Return what the owner should look at: conflicts of ids and titles, links that mislead."""
    found: list[Doubt] = []
    title_of: dict[str, tuple[str, int]] = {}
    id_of: dict[str, tuple[str, int]] = {}
    page_of: dict[str, tuple[str, int]] = {}
    for item in listed:
        title, known = item.entry.title, item.entry.arxiv_id
        folded = fold(title)
        if known and folded:
            other, line = title_of.setdefault(known, (title, item.line))
            if other != title and _differ(other, title):
                where = f"stands in line {line} under another title: {other!r}, here {title!r}"
                found.append(Doubt(item.line, f"{known} {where}"))
            first, line = id_of.setdefault(folded, (known, item.line))
            if first != known:
                found.append(Doubt(item.line, f"{title!r} is {first} in line {line}, here {known}"))
        if item.entry.url:
            other, line = page_of.setdefault(item.entry.url, (title, item.line))
            if _differ(other, title):
                what = f"{title!r} has the address of {other!r} in line {line}, and is taken for it"
                found.append(Doubt(item.line, what))
        found += _doubtful_links(item)
    return found


def _differ(first: str, second: str) -> bool:
    one, other = fold(first), fold(second)
    return one != other and one not in other and other not in one


def _doubtful_links(item: Listed) -> list[Doubt]:
    """Return links whose label promises something else than what their address is."""
    found = []
    for label, target in item.entry.links.items():
        name = fold(label)
        if name in {"code", "github"} and re.search(r"arxiv\.org/(?:abs|pdf)/", target):
            found.append(Doubt(item.line, f"The link {label!r} leads to a paper: {target}"))
        if not target:
            found.append(Doubt(item.line, f"The link {label!r} has no address"))
    return found
