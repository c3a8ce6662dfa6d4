"""An entry as a text that a person can edit: labelled lines, longer texts indented below theirs.

`label: value` on a line; a value of several lines, and each item of a list, stands below its label,
two blanks in. So any Markdown can be a note, headings and fences among it, and nothing in it has to
be escaped. A field whose line is missing stays as it is; one that is emptied is taken away.
"""

import re
from textwrap import wrap
from typing import Any

from difftrack.errors import UsageError
from difftrack.library.editing.field_texts import FIELDS, FieldError
from difftrack.library.model import Entry
from difftrack.text import scores
from difftrack.text.folding import clean, shorten
from difftrack.text.names import authors
from difftrack.text.targets import checked

_WIDTH = 96
_COMMENT = re.compile(r"\A\s*<!--.*?-->[ \t]*\n", re.DOTALL)
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]*?)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_INDENT = "Lines of a text begin with two blanks"


def written(entry: Entry) -> str:
    """Return the form of an entry. Fields that would not be read back as they are are left out."""
    parts = []
    for name in FIELDS:
        lines = _lines_of(name, getattr(entry, name))
        if _reads_back(name, lines, getattr(entry, name)):
            parts.append(_written(name, lines))
    return "".join(parts)


def _reads_back(name: str, lines: list[str], value: object) -> bool:
    try:
        (read,) = parsed(_written(name, lines)).values()
        return bool(FIELDS[name](read) == value)
    except UsageError:
        return False


def _lines_of(name: str, value: object) -> list[str]:
    if isinstance(value, dict):
        pairs = (f"{label}: {text}".replace("\n", "\n  ") for label, text in value.items())
        return [line for pair in pairs for line in pair.split("\n")]
    if isinstance(value, list):
        return value
    if value is None or value == "" or (name == "etal" and not value):
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if name == "abstract":
        return wrap(str(value), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [scores.written(value)] if isinstance(value, float) else str(value).split("\n")


_BLOCKS = frozenset({"authors", "tags", "links", "figures", "fields", "note", "abstract", "bibtex"})


def _written(name: str, lines: list[str]) -> str:
    label = name.replace("_", " ")
    if not lines or (len(lines) == 1 and name not in _BLOCKS):
        return f"{label}: {lines[0]}\n" if lines else f"{label}:\n"
    return f"{label}:\n" + "".join(f"  {line}\n" if line else "\n" for line in lines)


def parsed(text: str) -> dict[str, list[str]]:
    """Return the lines of each field of a form. Raises `FieldError` for what is in none."""
    values: dict[str, list[str]] = {}
    name = ""
    for line in _COMMENT.sub("", text).split("\n"):
        label = _LABEL.fullmatch(line.rstrip())
        if name and (not line.strip() or line[0] in " \t"):
            values[name].append(line[2:] if line.startswith("  ") else line[1:].rstrip())
        elif label and _name(label["label"]) in FIELDS:
            name = _name(label["label"])
            if name in values:
                raise FieldError(
                    f"{label['label']!r} stands there twice. Lines of a text begin with two blanks"
                )
            values[name] = _behind_label(name, label["value"] or "")
        elif line.strip():
            raise FieldError(f"{shorten(clean(line), 60)!r} is in no field. {_INDENT}")
    return {name: _stripped(lines) for name, lines in values.items()}


def _behind_label(name: str, value: str) -> list[str]:
    """Return the items of a list that was typed on one line."""
    if name == "authors":
        found = authors(value)
        if found.etal:
            raise FieldError("et al. stands in a field of its own. Write: etal: yes")
        return found.names
    parts = value.split(",") if name in {"tags", "categories"} else [value]
    return [part for part in parts if part]


def _name(label: str) -> str:
    return label.lower().replace(" ", "_")


def _stripped(lines: list[str]) -> list[str]:
    """Drop empty lines before and behind a text."""
    said = [n for n, line in enumerate(lines) if line.strip()]
    return lines[said[0] : said[-1] + 1] if said else []


def changes(before: str, after: str) -> dict[str, Any]:
    """Return the new values of the fields that differ. Raises `FieldError` for a wrong value.

    An address that stood there before is left as it is, whatever it is.
    """
    old, new = parsed(before), parsed(after)
    values = {}
    for name, lines in new.items():
        shown = name.replace("_", " ")
        if name not in old and lines:
            raise FieldError(f"{shown!r} cannot be edited as a text: what it holds has none")
        if lines != old.get(name, []):
            try:
                values[name] = FIELDS[name](lines)
                for target in _targets(name, lines) - _targets(name, old.get(name, [])):
                    checked(target)
            except UsageError as problem:
                raise FieldError(f"{shown}: {problem}") from None
    return values


def _targets(name: str, lines: list[str]) -> set[str]:
    """Return the addresses in a field that holds links or figures."""
    if name not in {"links", "figures"}:
        return set()
    held = FIELDS[name](lines)
    return set(held.values() if isinstance(held, dict) else held)
