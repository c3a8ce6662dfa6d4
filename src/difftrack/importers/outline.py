"""The blocks of a Markdown document with their lines: headings, paragraphs, items, tables, code.

Blocks come from markdown-it (CommonMark 0.31 with GitHub's tables). Blocks of HTML are read as
paragraphs, because lists stand inside of `<details>` without an empty line; what is inline is left
to whoever finds an entry there.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from difftrack.text.lint_comment import EXEMPTION
from difftrack.text.regions import own_lines

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
"""YAML at the beginning, as site generators read it."""

_HTML_TABLE = re.compile(r"(?im)^[ \t>]*<table\b")
_HTML_TABLE_END = re.compile(r"(?i)</table\s*>")
FOLDED = re.compile(
    r"(?ims)^<details[^<>]*>\s*<summary[^<>]*>(?P<summary>(?:(?!</?summary|<details).){1,2000}?)"
    r"</summary>(?P<body>(?:(?!</?details).)*)</details>[ \t]*$"
)
"""A fold at the margin that has no other one in it."""

_HTML_HEADING = re.compile(
    r"(?i)[ \t]{0,3}<h(?P<level>[1-6])\b[^<>]*>(?P<text>.*?\S.*?)</h(?P=level)>[ \t]*"
)
_TOUCHING = re.compile(r"(?m)^([ \t]*\d{1,4}\.)(?=\[|\*\*)")
_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITERS = re.compile(r"[\s|:-]+")


@dataclass(slots=True)
class Block:
    """A block of the document; `line` counts from 0 and `end` is behind its last line.

    `kind` is "heading", "paragraph", "list", "item", "quote", "table", "html", "code", "rule",
    "marker" (of difftrack's own), "excuse" (its comment for linters) or "folded" (a fold that links
    in its summary).
    `text` is its own text without the marks of lists and quotes around it, line by line; that of an
    item is its first paragraph. `level` is that of a heading.
    """

    kind: str
    line: int
    end: int
    text: str = ""
    level: int = 0
    children: list["Block"] = field(default_factory=list)


def read(text: str) -> list[Block]:
    """Return the blocks of a document, nested as its lists and quotes are."""
    lines = text.split("\n")
    blocks = _without_what_is_read_apart(text, lines)
    return sorted([*blocks, *_parsed("\n".join(lines))], key=lambda b: b.line)


def _parsed(text: str) -> list[Block]:
    return _tree(_parser().parse(text))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    return parser.disable(["html_block", "reference", "inline"])


def _without_what_is_read_apart(text: str, lines: list[str]) -> list[Block]:
    """Take front matter, tables in HTML and our own markers out of the lines, as blocks."""
    blocks = []
    if "difftrack:" in text:
        blocks += [Block("marker", begin, end) for begin, end in own_lines(text)]
    if "<!--lint" in text:
        excuses = (n for n, line in enumerate(lines) if EXEMPTION.fullmatch(line))
        blocks += [Block("excuse", n, n + 1) for n in excuses]
    if "<!--" in text:
        blocks += _comments(lines)
    matter = FRONT_MATTER.match(text)
    if matter:
        blocks.append(Block("code", 0, matter[0].count("\n")))
    _as_markdown(text, lines)
    if "<table" in text or "<TABLE" in text:
        blocks += _html_tables(lines)
    if "<summary" in text:
        blocks += _folded("\n".join(lines))
    for block in blocks:
        lines[block.line : block.end] = [""] * (block.end - block.line)
    return blocks


def _as_markdown(text: str, lines: list[str]) -> None:
    """Write headings in HTML and numbers that touch their items (`1.[Title]`) as Markdown does."""
    if "</h" in text or "</H" in text:
        for n, line in enumerate(lines):
            match = _HTML_HEADING.fullmatch(line)
            lines[n] = f"{'#' * int(match['level'])} {match['text']}" if match else line
    if _TOUCHING.search(text):
        lines[:] = [_TOUCHING.sub(r"\1 ", line) for line in lines]


def _comments(lines: list[str]) -> list[Block]:
    """Return the comments of several lines: nobody sees what they list."""
    blocks = []
    begin: int | None = None
    for number, line in enumerate(lines):
        if begin is None and line.lstrip().startswith("<!--") and "-->" not in line:
            begin = number
        elif begin is not None and "-->" in line:
            blocks.append(Block("code", begin, number + 1))
            begin = None
    return blocks


def _html_tables(lines: list[str]) -> list[Block]:
    blocks = []
    begin: int | None = None
    for number, line in enumerate(lines):
        if begin is None and _HTML_TABLE.match(line):
            begin = number
        if begin is not None and _HTML_TABLE_END.search(line):
            text = "\n".join(lines[begin : number + 1])
            blocks.append(Block("html", begin, number + 1, text))
            begin = None
    return blocks


def _folded(text: str) -> list[Block]:
    """Return folds whose summary has a link, as one block each."""
    blocks = []
    begin = counted = 0
    for match in FOLDED.finditer(text):
        if "](" in match["summary"] or "href" in match["summary"]:
            begin += text.count("\n", counted, match.start())
            counted = match.start()
            end = begin + match[0].count("\n") + 1
            blocks.append(Block("folded", begin, end, match[0]))
    return blocks


def unfolded(fold: Block) -> list[Block]:
    """Return what is in a fold, read as if it were not folded."""
    return [_moved(block, fold.line) for block in _parsed(fold.text)]


def _moved(block: Block, by: int) -> Block:
    """Return a block of a part of the document with the lines that it has in the whole."""
    children = [_moved(child, by) for child in block.children]
    return replace(block, line=block.line + by, end=block.end + by, children=children)


_CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "table_open": "table",
}
_LEAVES = {"fence": "code", "code_block": "code", "hr": "rule"}


def _tree(tokens: list[Token]) -> list[Block]:
    top = Block("list", 0, 0)
    stack = [top]
    for token in tokens:
        kind = _CONTAINERS.get(token.type)
        if kind and token.map:
            block = Block(kind, token.map[0], token.map[1])
            if kind == "heading":
                block.level = int(token.tag[1])
            stack[-1].children.append(block)
            stack.append(block)
        elif token.type.endswith("_close") and token.type[:-5] + "open" in _CONTAINERS:
            stack.pop()
        elif token.type == "inline" and stack[-1].kind in {"heading", "paragraph"}:
            _give_text(stack, token.content)
        elif token.type in _LEAVES and token.map:
            leaf = Block(_LEAVES[token.type], token.map[0], token.map[1], token.content)
            stack[-1].children.append(leaf)
    return top.children


def _give_text(stack: list[Block], text: str) -> None:
    """Give a paragraph or heading its text, and an item that of its first paragraph."""
    block = stack[-1]
    block.text = text
    if len(stack) > 1 and stack[-2].kind == "item" and stack[-2].children[0] is block:
        stack[-2].text = text


def cells(row: str) -> list[str]:
    """Return the cells of a table's row; a pipe at either end is no cell (GFM 4.10)."""
    row = row.strip().removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip() for cell in _PIPE.split(row)]


def is_delimiter(row: str) -> bool:
    """Tell the row of dashes between the head of a table and its body."""
    return "-" in row and _DELIMITERS.fullmatch(row.lstrip("> \t")) is not None
