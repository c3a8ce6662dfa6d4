"""How deep what stands in a library may be nested: what is deeper is written and never read."""

import re

MOST = 200
"""Objects and lists in one another, each with something in it, that pydantic reads from JSON.

It writes some fifty more, and Python's `json` reads hundreds more.
"""


def is_readable(value: object, around: int) -> bool:
    """Tell whether a value can be read again where it stands in so many objects and lists."""
    held = [value]
    for _ in range(MOST - around + 1):
        full = [one for one in held if isinstance(one, dict | list) and one]
        if not full:
            return True
        held = [inner for one in full for inner in (one.values() if isinstance(one, dict) else one)]
    return False


_SIGNS = re.compile(r'"(?:[^"\\\n]|\\.)*"|([\[{])|([\]}])')


def end_of(text: str, begin: int) -> int:
    """Return the offset behind an object or a list of any depth; 0 where it has no end."""
    depth = 0
    for sign in _SIGNS.finditer(text, begin):
        depth += (sign[1] is not None) - (sign[2] is not None)
        if depth <= 0:
            return sign.end()
    return 0
