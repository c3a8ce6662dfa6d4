"""Labels under which several values stand: `Code`, `Code#2`, `Code#3`."""

import re
from collections.abc import Container

_NUMBER = re.compile(r"(?<=\S)#(?:[2-9]|[1-9]\d+)$")


def base(label: str) -> str:
    """Return a label without the number that tells it from another: `Code#2` -> `Code`."""
    return _NUMBER.sub("", label)


def free(taken: Container[str], label: str, first: int = 2) -> str:
    """Return a label, where it is taken with the first number, from `first` on, that is free."""
    if label not in taken:
        return label
    while f"{label}#{first}" in taken:
        first += 1
    return f"{label}#{first}"
