"""JSON of many records: a line for each, so that a diff and `grep` show whole records.

json's own indented form is written ten times slower than this one.
"""

import json
from collections.abc import Iterable
from typing import Any

from difftrack.text.json_escapes import escaped


def array(records: Iterable[object]) -> str:
    """Return a JSON array with a line for each record."""
    lines = ",\n".join(map(value, records))
    return f"[\n{lines}\n]" if lines else "[]"


def value(content: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON on one line; other scripts are written as they are."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return text if text.isprintable() else escaped(text)
