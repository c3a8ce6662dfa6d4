"""JSON, and lines of a file, whose texts no terminal obeys, and no reader overlooks.

JSON itself escapes the first 32 control characters. A terminal obeys DEL and those of ISO 6429
(C1), too; direction marks turn what stands beside them; half a surrogate pair cannot be written.
"""

import re

from difftrack.text.folding import INVISIBLE

_UNPRINTABLE = re.compile(f"[\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}]")
_UNPRINTABLE_IN_LINE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f]|\r(?!\n)|{_UNPRINTABLE.pattern}")


def escaped(document: str) -> str:
    r"""Return the same JSON, in which what cannot be seen is escaped (RFC 8259, 7): `\u202e`."""
    if document.isascii() and "\x7f" not in document:
        return document
    return _UNPRINTABLE.sub(_escape, document)


def visible(line: str) -> str:
    """Return a line of a file with what cannot be seen written as JSON escapes it, but its end."""
    return _UNPRINTABLE_IN_LINE.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
