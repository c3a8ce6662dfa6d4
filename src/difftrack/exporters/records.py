"""The list as JSON for other programs: every entry with all of its fields, and where it stands.

Not the library file: that one leaves defaults out, holds the texts between entries and the options,
and may change with difftrack. This form stays; docs/export-formats.md describes it.
"""

import math
from typing import Any

from difftrack.exporters import json_text
from difftrack.library.model import Entry, Library
from difftrack.library.query import citation_keys, paths

_HEAD = '{"format": "difftrack-list", "version": 1,\n'


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys, and the sections that hold one of them, as JSON."""
    sections = _sections(library, set(keys))
    standing: dict[str, list[list[str]]] = {key: [] for key in keys}
    for section in sections:
        for key in section["entries"]:
            standing[key].append(section["path"])
    cited = citation_keys(library)
    entries = [_record(key, cited[key], standing[key], library.entries[key]) for key in keys]
    return (
        f'{_HEAD}"title": {json_text.value(library.title)},\n'
        f'"sections": {json_text.array(sections)},\n"entries": {json_text.array(entries)}}}\n'
    )


def _sections(library: Library, wanted: set[str]) -> list[dict[str, Any]]:
    """Return the sections that hold one of the wanted entries, in the order of the outline."""
    sections = {section.key: section for section in library.sections}
    held = {
        key: [entry for entry in section.entries if entry in wanted]
        for key, section in sections.items()
    }
    return [
        {"key": key, "path": path, "date": sections[key].date, "entries": held[key]}
        for key, path in paths(library).items()
        if held[key]
    ]


def is_ours(text: str) -> bool:
    """Tell whether a file was written by `render`, of this version or another."""
    return text.startswith(_HEAD.partition("1,")[0])


def _record(key: str, cited: str, standing: list[list[str]], entry: Entry) -> dict[str, Any]:
    """Return an entry with all of its fields, `null` where nothing is known."""
    fields = {name: getattr(entry, name) for name in Entry.model_fields}
    if entry.score is not None and not math.isfinite(entry.score):
        fields["score"] = None  # JSON has no such number
    return {"key": key, "citation_key": cited, "sections": standing, **fields}
