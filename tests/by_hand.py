"""The library file, changed as somebody does who edits it."""

import json
from pathlib import Path


def put(key: str, section: str = "surveys", /, **fields: object) -> None:
    """Put an entry with these fields into the library of the working folder."""
    path = Path("difftrack.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    held.setdefault("entries", {})[key] = fields
    place = next(s for s in held["sections"] if s["key"] == section)
    place.setdefault("entries", []).append(key)
    path.write_text(json.dumps(held), encoding="utf-8")
