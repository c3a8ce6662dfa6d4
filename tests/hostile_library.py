"""A library file in which every field of every entry and section holds a hostile text."""

import json
from pathlib import Path
from typing import Any

from hostile_texts import TARGETS, TERMINAL, TEXTS

_LONGEST_KEY = 200


def key_of(number: int) -> str:
    """Return the key of an entry: the text itself, where it is short."""
    return TEXTS[number] if len(TEXTS[number]) <= _LONGEST_KEY else f"key-{number}"


KEYS = [key_of(number) for number in range(len(TEXTS))]


def write(path: Path) -> None:
    """Write the library as somebody's hand, or another program, may have done."""
    path.write_text(json.dumps(_library()), encoding="utf-8")


def _library() -> dict[str, Any]:
    entries = {key: _entry(number) for number, key in enumerate(KEYS)}
    surveys = {"key": "surveys", "title": "Surveys", "entries": KEYS}
    return {
        "format": "difftrack",
        "version": 1,
        "title": TERMINAL[0],
        "intro": "\n\n".join(TEXTS),
        "outro": "\n\n".join(TEXTS),
        "ignored": TERMINAL,
        "sections": [surveys, *(_section(number) for number in range(len(TEXTS)))],
        "entries": entries,
    }


def _entry(number: int) -> dict[str, Any]:
    text, target = TEXTS[number], TARGETS[number % len(TARGETS)]
    names = "title short institute venue venue_note abstract comment journal_ref doi note".split()
    return {
        **dict.fromkeys(names, text),
        "kind": "paper" if number % 3 else text,
        "arxiv_id": f"2101.{number:05}" if number % 2 else text,
        "version": 3,
        "url": target,
        "authors": [text, f"Ada {text}"],
        "published": "2021-01-05",
        "updated": "2021-07-01",
        "year": 2021,
        "categories": [text],
        "links": {text: target, "Code": target, "@title": target, "PDF": target},
        "tags": [text],
        "read": bool(number % 2),
        "read_on": "2026-11-20",
        "score": 8,
        "review": {"Task": text, text: text},
        "figures": [text, target],
        "bibtex": text if number % 2 else f"@misc{{{text},\n title = {{{text}}},\n}}",
        "fields": {text: text, "Data": text},
        "added": "2026-11-20",
        "pinned": ["title", text],
        "derived": [text],
        f"unknown {text}": text,
    }


def _section(number: int) -> dict[str, Any]:
    text, key = TEXTS[number], KEYS[number]
    return {
        "key": f"{number} {text}",
        "title": text,
        "parent": "surveys" if number % 2 else None,
        "intro": text,
        "date": None if number % 7 else "2023-01-23",
        "query": text,
        "entries": [key],
        "prose": {key: text},
    }
