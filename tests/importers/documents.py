"""Short lists for the tests, and what is read from them.

`(P)`, `(Q)` and `(R)` stand for the addresses of three papers, `(C)` for that of some code; in
what was read, their letters stand for them again.
"""

import json
from typing import Any

from difftrack.importers import markdown
from difftrack.library.reading import Generated, Listed, Mention, Prose, Reading

P, Q, R = "2101.00001", "2202.00002", "2303.00003"
_ADDRESSES = {
    "P": f"https://arxiv.org/abs/{P}",
    "Q": f"https://arxiv.org/abs/{Q}",
    "R": f"https://arxiv.org/abs/{R}",
    "C": "https://github.com/a/kites",
}


def read(text: str) -> Reading:
    for letter, address in _ADDRESSES.items():
        text = text.replace(f"({letter})", f"({address})")
    return markdown.read(text)


def entries(text: str) -> list[dict[str, Any]]:
    """Return the fields of each entry that are set."""
    listed = [item.entry for item in read(text).items if isinstance(item, Listed)]
    return [_in_letters(entry.model_dump(exclude_defaults=True)) for entry in listed]


def entry(text: str) -> dict[str, Any]:
    """Return the fields of the only entry that are set."""
    found = entries(text)
    assert len(found) == 1, found
    return found[0]


def places(text: str) -> list[tuple[str, list[str]]]:
    """Return the title of each entry, and the sections it stands in."""
    reading = read(text)
    found = []
    for item in reading.items:
        if isinstance(item, Listed):
            path: list[str] = []
            section = item.section
            while section is not None:
                path.insert(0, reading.sections[section].title)
                section = reading.sections[section].parent
            found.append((item.entry.title, path))
    return found


def prose(text: str) -> list[str]:
    return [i.text for i in read(text).items if isinstance(i, Prose) and i.role == "text"]


def generated(text: str) -> list[tuple[str, str]]:
    return [(i.what, i.text) for i in read(text).items if isinstance(i, Generated)]


def mentions(text: str) -> list[str]:
    return [item.title for item in read(text).items if isinstance(item, Mention)]


def doubts(text: str) -> list[tuple[int, str]]:
    return [(doubt.line, doubt.what) for doubt in read(text).doubts]


def _in_letters(fields: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(fields)
    for letter, address in _ADDRESSES.items():
        text = text.replace(address, letter)
    found: dict[str, Any] = json.loads(text)
    return found
