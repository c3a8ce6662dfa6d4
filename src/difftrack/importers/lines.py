"""The lines of a block as their writer meant them."""

import re

_BREAK_TAG = re.compile(r"(?i)\s*<br\s*/?>\s*")
_BREAK_AT_END = re.compile(r"(?i)<br ?/?>$")
_OPEN_LINK = re.compile(r"\[[^\]\[]*$")
_MOST_LINES_OF_A_LINK = 4
_LONGEST_TITLE = 1000  # letters, the link's address among them
_LONG_BLANKS = re.compile(r"(?<=\S)[ \t]{9,}(?=\S)")


def without_long_blanks(text: str) -> str:
    """Return a text without the wide gaps within its lines, which only cost time to read."""
    return _LONG_BLANKS.sub(" " * 8, text)


def logical_lines(text: str) -> list[tuple[str, int]]:
    """Return lines, each with the number of line breaks before it.

    A line that ends inside a link's text goes on in the next one. `<br>` ends a line as a line
    break does, where bold text or a link alone stands before it.
    """
    breaks = _begins_with_title_alone(text)
    logical: list[tuple[str, int]] = []
    is_open = False
    for offset, line in enumerate(text.split("\n")):
        if is_open and logical[-1][0].count("\n") < _MOST_LINES_OF_A_LINK:
            logical[-1] = (f"{logical[-1][0]}\n{line}", logical[-1][1])
        else:
            parts = _BREAK_TAG.split(line) if breaks else [line]
            logical += [(part, offset) for part in parts if part.strip() or len(parts) == 1]
        is_open = bool(logical) and _OPEN_LINK.search(logical[-1][0]) is not None
    return logical or [("", 0)]


def _begins_with_title_alone(text: str) -> bool:
    title, broken, _ = text.partition("<br")
    if not broken or len(title) > _LONGEST_TITLE:
        return False
    alone = r"\W*(?:\*\*[^*]+\*\*|<b>[^<]+</b>|\[[^\]]+\]\([^)]*\))\W*"
    return "\n" not in title and re.fullmatch(alone, title) is not None


def without_break(line: str) -> str:
    """Return a line without the mark of a hard break at its end."""
    line = line.rstrip()
    match = _BREAK_AT_END.search(line[-10:])
    return (line[: -len(match[0])] if match else line.removesuffix("\\")).rstrip()
