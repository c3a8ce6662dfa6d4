"""The references that a person types, many at once."""

from difftrack.errors import DifftrackError, NotFoundError
from difftrack.library.finding import find
from difftrack.library.model import Library


def resolve(library: Library, references: list[str]) -> list[str]:
    """Return the keys that are meant, each once.

    Raises with every reference that fits none or several, so that nothing is done by halves.
    """
    keys: list[str] = []
    problems: list[DifftrackError] = []
    for reference in references:
        try:
            keys.append(find(library, reference))
        except DifftrackError as problem:
            problems.append(problem)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise NotFoundError("\n".join(["Nothing was changed:", *(str(p) for p in problems)]))
    return list(dict.fromkeys(keys))
