"""What no entry claims: the lines between, kept as prose, so that nothing of a document is lost."""

from collections.abc import Sequence

from difftrack.library.reading import Item, Prose


def with_prose(lines: list[str], claimed: Sequence[Item]) -> list[Item]:
    """Return the items in order, and every other line with text as prose between them."""
    taken = [False] * len(lines)
    for item in claimed:
        taken[item.line - 1 : item.end_line] = [True] * (item.end_line - item.line + 1)
    items = [*claimed, *_prose(lines, taken)]
    return sorted(items, key=lambda item: (item.line, item.end_line))


def _prose(lines: list[str], taken: list[bool]) -> list[Prose]:
    runs: list[Prose] = []
    at = 0
    while at < len(lines):
        if taken[at] or not lines[at].strip():
            at += 1
            continue
        end = at
        while end < len(lines) and not taken[end]:
            end += 1
        last = end
        while not lines[last - 1].strip():
            last -= 1
        runs.append(Prose(at + 1, last, None, "\n".join(lines[at:last])))
        at = end
    return runs
