"""The blocks of a card beside its fields: answers and figures, folds, and the note that ends it."""

import re

from difftrack.importers.draft import Part
from difftrack.importers.outline import Block, is_delimiter

_NOTE = re.compile(
    r"[ \t]*\*\*(?P<label>Notes?)(?::\*\*|\*\*[ \t]*:?)[ \t]*(?:\n|$|(?=\S))", re.IGNORECASE
)
_HEADED = re.compile(r"(?m)^[ \t]*\d{1,2}[.)]\s+\*\*(?:[^*\\\n]|\\.){1,200}\*\*")
_EMPTY_ANSWER = re.compile(rf"{_HEADED.pattern}[ \t]*:?\s*\Z", re.MULTILINE)
_FOLD = re.compile(r"(?i)</?details(?=[\s>])")
_PLAIN = {"paragraph", "list", "table", "quote", "code"}


def read(body: list[Block], lines: list[str], taken: set[int]) -> list[Part]:
    """Return what a card holds beside the lines that its fields have taken."""
    note = _note_at(body, taken)
    folded = _with_folds(body[:note], lines)
    return _rest(_with_answers(folded, lines), lines, taken) + _note(body[note:], lines)


def ends_answers(line: str) -> bool:
    """Tell a line behind which a card has no answers: a fold at the margin, a note's label."""
    return bool((line[:1] == "<" and _FOLD.match(line)) or _NOTE.match(line))


def _note_at(body: list[Block], taken: set[int]) -> int:
    """Return which block is the note that ends a card: all from its label on is the owner's."""
    for n, block in enumerate(body):
        is_free = block.kind == "paragraph" and block.line not in taken
        if n and is_free and _NOTE.match(block.text):
            return n
    return len(body)


def _note(body: list[Block], lines: list[str]) -> list[Part]:
    if not body:
        return []
    text = "\n".join(lines[body[0].line : body[-1].end])
    label = _NOTE.match(text)
    own = text[label.end() if label else 0 :].strip("\n").rstrip()
    return [Part(own, body[0].line, "note", label["label"] if label else "")]


def _with_folds(body: list[Block], lines: list[str]) -> list[Block]:
    """Return the blocks, those that stand in one fold joined."""
    joined: list[Block] = []
    is_open = False
    for block in body:
        if is_open:
            text = "\n".join(lines[joined[-1].line : block.end])
            joined[-1] = Block("paragraph", joined[-1].line, block.end, text)
        else:
            joined.append(block)
        if block.kind == "paragraph":
            marks = _FOLD.findall(block.text)
            is_open = marks[-1].casefold() == "<details" if marks else is_open
    return joined


def _with_answers(blocks: list[Block], lines: list[str]) -> list[Block]:
    """Return the blocks, those from the first headed answer to the last joined.

    What was typed between two headings answers the first of them, however it is indented; so does
    what stands below a last one that has no answer yet.
    """
    texts = ["\n".join(lines[block.line : block.end]) for block in blocks]
    headed = [n for n, text in enumerate(texts) if _HEADED.search(text)]
    if not headed:
        return blocks
    first, last = headed[0], headed[-1]
    is_open = _EMPTY_ANSWER.search(texts[last]) is not None
    while is_open and last + 1 < len(blocks) and _is_plain(blocks[last + 1], texts[last + 1]):
        last += 1
    joined = "\n".join(lines[blocks[first].line : blocks[last].end])
    whole = Block("paragraph", blocks[first].line, blocks[last].end, joined)
    return [*blocks[:first], whole, *blocks[last + 1 :]]


def _is_plain(block: Block, text: str) -> bool:
    return block.kind in _PLAIN and not _FOLD.search(text) and "![" not in text


def _rest(body: list[Block], lines: list[str], taken: set[int]) -> list[Part]:
    """Return what the card holds beside its fields, as blocks of Markdown."""
    parts = []
    for block in body:
        if block.kind == "rule":
            continue
        for begin, end in _untaken(block, taken, lines):
            parts.append(Part("\n".join(lines[begin:end]), begin, "block"))
    return parts


def _untaken(block: Block, taken: set[int], lines: list[str]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    begin: int | None = None
    for n in range(block.line, min(block.end, len(lines))):
        is_delimiting = is_delimiter(lines[n])
        is_empty = block.kind == "table" and (is_delimiting or not lines[n].strip(" \t|-:"))
        is_left_over = is_delimiting and n - 1 in taken  # of a table in an item
        if n not in taken and not is_empty and not is_left_over:
            begin = n if begin is None else begin
        elif begin is not None:
            runs.append((begin, n))
            begin = None
    if begin is not None:
        runs.append((begin, min(block.end, len(lines))))
    return [(b, e) for b, e in runs if any(line.strip() for line in lines[b:e])]
