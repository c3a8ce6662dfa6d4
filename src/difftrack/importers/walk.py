"""Which lines of a document may be an entry: found by how lists are laid out, not by what they say.

The outline is walked once. What may be an entry becomes a draft: the line that names it (its head)
and the lines that belong to it (its parts). Whatever becomes no draft stays prose.
"""

import re

from difftrack.importers import (
    cards,
    headings,
    heads,
    outline,
    paragraphs,
    tables,
    verdicts,
    vocabulary,
)
from difftrack.importers.draft import Draft, Part
from difftrack.importers.head import Head
from difftrack.importers.lines import logical_lines, without_break
from difftrack.importers.outline import Block
from difftrack.importers.pieces import plain, plain_text, scan
from difftrack.library.reading import Heading
from difftrack.text import dates
from difftrack.text.folding import clean, fold

_MAY_NAME = re.compile('[\\["\u201c\u201d]|\\*\\*|__|https?://|<a\\s|<b>|(?i:arxiv:)')
_COUNT = re.compile(r"(?i)(?:count\s*[=:]\s*\d+|\d+ (?:entries|papers)\.?)")
_PROGRESS = re.compile(r"\d+ of \d+ read\.")
_COMMENT = re.compile(r"<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->")
_MOST_ABOVE = 6  # bullets that become sections, one in another; as many as Markdown has headings

_FEW_WORDS = 3
_DECORATIONS = ("![", "[![", "[[", "<")

# What difftrack wrote and no heading or list is; only markers say where a region begins.
_OURS = {"marker": "marker", "excuse": "wording"}

_Above = tuple[str, ...]  # the bullets that a list hangs from


class Walk:
    """A walk over the outline: collects sections, drafts and what is generated.

    `headings` has the lines of each heading, from and to, with its section and its role;
    `generated` the lines of what difftrack writes anew, and what it is. Lines count from 0.
    """

    def __init__(self, text: str, blocks: list[Block]) -> None:
        self.lines = text.split("\n")
        self.title = self.beside = ""
        self.sections: list[Heading] = []
        self.drafts: list[Draft] = []
        self.generated: list[tuple[int, int, str]] = []
        self.headings: list[tuple[int, int, int | None, str]] = []
        self._open: list[tuple[int, int]] = []  # level and index of the sections we are in
        self._closed_at: int | None = None  # the level of a heading that has no entries below
        self._by_bullets: dict[tuple[int | None, _Above], int] = {}
        self.places = frozenset(fold(b.text) for b in blocks if b.kind == "heading")
        self._blocks(blocks, (), strict=False)

    @property
    def is_own(self) -> bool:
        """Tell whether a marker of difftrack's own was met so far."""
        return any(what == "marker" for _, _, what in self.generated)

    # -- Sections -------------------------------------------------------------------------------

    def _section(self, above: _Above) -> int | None:
        """Return the section we are in, below the bullets `above`; it is made when it is needed."""
        top = here = self._open[-1][1] if self._open else None
        for depth, title in enumerate(above, start=1):
            key = (top, above[:depth])
            if key not in self._by_bullets:
                self._by_bullets[key] = len(self.sections)
                self.sections.append(Heading(title, here, 0))
            here = self._by_bullets[key]
        return here

    def _heading(self, blocks: list[Block], at: int) -> int:
        block, behind = blocks[at], at + 1
        is_alone = behind == len(blocks) or blocks[behind].kind == "heading"
        if is_alone and self._leads_within(block):
            self._generate(block, "contents")
            return behind
        end = next(
            (n for n in range(behind, len(blocks)) if blocks[n].kind == "heading"), len(blocks)
        )
        is_closed = self._closed_at is not None and block.level > self._closed_at
        is_title = self._is_title(block)
        body = cards.body(blocks[behind:end], self.lines)
        card = None if is_closed or is_title else cards.read(block, body, self.lines)
        if card is None:
            self._open_section(block, is_title=is_title)
            return behind
        card.section = self._above(block.level)
        self.drafts.append(card)
        return self._behind_card(blocks, behind + len(body), end)

    def _behind_card(self, blocks: list[Block], at: int, end: int) -> int:
        """Pass over the rule that the style `review` puts between a card and other text."""
        if at < end and blocks[at].kind == "rule" and self.is_own:
            self._generate(blocks[at], "rule")
            at += 1
        return at

    def _leads_within(self, block: Block) -> bool:
        """Tell a heading that is a line of contents; `## [Papers](#top)` only leads back there."""
        pieces = scan(block.text)
        is_named = fold(plain(pieces)) in self.places
        has_more = sum(piece.kind == "link" for piece in pieces) > 1
        return (is_named or has_more) and verdicts.leads_within(pieces, self.places)

    def _is_title(self, block: Block) -> bool:
        """Tell the first heading of the first level, where nothing but badges stands before it."""
        if block.level != 1 or self.sections or self.title:
            return False
        before = outline.FRONT_MATTER.sub("", "\n".join(self.lines[: block.line]) + "\n")
        above = _COMMENT.sub("", before).split("\n")
        return all(line.lstrip().startswith(_DECORATIONS) for line in above if line.strip())

    def _above(self, level: int) -> int | None:
        return next((index for known, index in reversed(self._open) if known < level), None)

    def _open_section(self, block: Block, *, is_title: bool) -> None:
        shown, beside = headings.read(block.text)
        if is_title:
            self.title, self.beside = shown, beside
            self.headings.append((block.line, block.end, None, "title"))
            return
        if self._closed_at is not None and block.level <= self._closed_at:
            self._closed_at = None
        if self._closed_at is None and vocabulary.holds_no_entries(shown):
            self._closed_at = block.level
        parent, found = self._above(block.level), dates.search(shown)
        self._open = [(level, index) for level, index in self._open if level < block.level]
        self._open.append((block.level, len(self.sections)))
        self.headings.append((block.line, block.end, len(self.sections), "heading"))
        date = found.iso if found else None
        self.sections.append(Heading(shown, parent, block.line + 1, date, beside))

    # -- Blocks ---------------------------------------------------------------------------------

    def _blocks(self, blocks: list[Block], above: _Above, *, strict: bool) -> None:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if block.kind == "heading":
                at = self._heading(blocks, at)
                continue
            if block.kind == "paragraph":
                at = self._paragraph(blocks, at, above)
                continue
            if block.kind == "list":
                self._list(block, above, strict=strict)
            elif block.kind in _OURS:
                self._generate(block, _OURS[block.kind])
            elif block.kind == "rule" and at and self._ends_contents(blocks[at - 1]):
                self._generate(block, "contents")
            elif block.kind == "quote":
                self._blocks(block.children, above, strict=True)
            elif block.kind == "folded":
                self._folded(block, above)
            elif block.kind in {"table", "html"} and self._closed_at is None:
                self.drafts += tables.read(block, self.lines, self._section(above))
            at += 1

    def _folded(self, block: Block, above: _Above) -> None:
        """Read `<details><summary>Title [Paper]</summary>a note</details>`."""
        match = outline.FOLDED.match(block.text)
        head = heads.read(match["summary"].strip()) if match and self._closed_at is None else None
        if match and head and verdicts.judge(head, match["summary"], strict=False) == "sure":
            begin = block.line + block.text.count("\n", 0, match.start("body"))
            body = Block("paragraph", begin, block.end, match["body"])
            parts = _lines_of(body)
            self.drafts.append(
                Draft("folded", block.line, block.end, self._section(above), head, parts)
            )
        else:
            self._blocks(outline.unfolded(block), above, strict=False)

    def _ends_contents(self, before: Block) -> bool:
        """Tell a rule directly behind contents, which belongs to them."""
        line, _, what = self.generated[-1] if self.generated else (-1, -1, "")
        return what == "contents" and line == before.line

    def _generate(self, block: Block, what: str) -> None:
        self.generated.append((block.line, _end(block, self.lines), what))

    def _paragraph(self, blocks: list[Block], at: int, above: _Above) -> int:
        block, behind = blocks[at], at + 1
        if _COUNT.fullmatch(block.text.strip()):
            self._generate(block, "count")
        elif _PROGRESS.fullmatch(block.text.strip()):
            self._generate(block, "progress")
        elif not _MAY_NAME.search(block.text):
            pass
        elif self._closed_at is not None:
            self._contents(block)
        elif block.text.lstrip().startswith("|"):  # a table without its row of dashes
            self.drafts += tables.read(block, self.lines, self._section(above))
        else:
            made = paragraphs.read(block, blocks[behind] if behind < len(blocks) else None)
            for draft in made:
                draft.section = self._section(above)
            self.drafts += made
            if made and made[-1].end == block.end and made[-1].layout != "cited":
                return self._rest_of(made[-1], blocks, behind)
        return behind

    def _rest_of(self, draft: Draft, blocks: list[Block], at: int) -> int:
        """Give a draft what follows its paragraph and belongs to it; return the block behind."""
        if at < len(blocks) and paragraphs.goes_on(self.lines[draft.end - 1], blocks[at]):
            draft.parts += _lines_of(blocks[at])
            draft.end, at = blocks[at].end, at + 1
        if at < len(blocks) and blocks[at].kind == "quote" and not draft.parts:
            draft.parts += _quoted(blocks[at])
            draft.end, at = _end(blocks[at], self.lines), at + 1
        while (
            at < len(blocks)
            and blocks[at].kind == "list"
            and not verdicts.lists_entries(blocks[at])
        ):
            draft.parts += [_part_of(item, self.lines) for item in blocks[at].children]
            draft.end, at = _end(blocks[at], self.lines), at + 1
        return at

    def _contents(self, block: Block) -> None:
        if verdicts.leads_within(scan(block.text), self.places):
            self._generate(block, "contents")

    # -- Lists ----------------------------------------------------------------------------------

    def _list(self, block: Block, above: _Above, *, strict: bool) -> None:
        if verdicts.is_contents(block, self.places):
            self._generate(block, "contents")
            if self._open and vocabulary.is_contents(self.sections[self._open[-1][1]].title):
                self._open.pop()  # what stands behind a table of contents is not part of it
            return
        for item in block.children:
            if self._closed_at is not None:
                self._contents(item)
            else:
                self._item(item, above, block.line, strict=strict)

    def _item(self, item: Block, above: _Above, list_line: int, *, strict: bool) -> None:
        lines = logical_lines(item.text)
        head = heads.read(without_break(lines[0][0]))
        verdict = verdicts.judge(head, item.text, strict=strict) if head else None
        first = item.children[0] if item.children else None
        is_own = first is not None and first.kind == "paragraph" and first.text == item.text
        inner = item.children[1:] if is_own else item.children
        if verdict == "weak" and head and _is_told_below(head, lines[1:], inner):
            verdict = "sure"
        if verdict != "sure":
            before = len(self.drafts)
            below = (*above, *_label_of(item.text))[:_MOST_ABOVE]
            self._blocks(inner, below, strict=strict)
            if len(self.drafts) > before:
                return
        if head is None or verdict is None:
            return
        draft = Draft("item", item.line, item.line + item.text.count("\n") + 1, None, head)
        draft.section, draft.above = self._section(above), above
        draft.is_sure, draft.list_line = verdict == "sure", list_line
        draft.parts = [Part(text, item.line + at) for text, at in lines[1:] if text.strip()]
        self.drafts.append(draft)
        if draft.is_sure:
            self._inside(draft, inner, strict=strict)

    def _inside(self, draft: Draft, inner: list[Block], *, strict: bool) -> None:
        """Give an item what hangs from it; entries that hang from it are their own."""
        for block in inner:
            if block.kind == "list" and verdicts.lists_entries(block):
                self._list(block, draft.above, strict=strict)
                continue
            if block.kind == "list":
                draft.parts += [_part_of(child, self.lines) for child in block.children]
            elif block.kind == "paragraph":
                draft.parts += _lines_of(block)
            elif block.kind == "quote" and verdicts.are_parts([block]):
                draft.parts += _quoted(block)
            else:
                raw = "\n".join(self.lines[block.line : block.end])
                draft.parts.append(Part(raw, block.line, block.kind))
            draft.end = max(draft.end, _end(block, self.lines))


def _is_told_below(head: Head, lines: list[tuple[str, int]], inner: list[Block]) -> bool:
    """Tell a title whose links stand below it."""
    if verdicts.has_links_below(lines):
        return True
    is_title = len(head.title.split()) >= _FEW_WORDS
    return is_title and verdicts.are_parts(inner)


def _label_of(text: str) -> _Above:
    """Return what a bullet says that others hang from: `**CVPR**` -> `CVPR`."""
    label = clean(plain_text(text.split("\n", 1)[0])).rstrip(":\uff1a ")
    return (label,) if label else ()


def _lines_of(block: Block) -> list[Part]:
    numbered = enumerate(block.text.split("\n"), start=block.line)
    return [Part(text, line) for line, text in numbered if text.strip()]


def _quoted(quote: Block) -> list[Part]:
    return [part for block in quote.children for part in _lines_of(block)]


def _part_of(item: Block, lines: list[str]) -> Part:
    """Return an item below an entry as a part: its text, and what hangs from it as written."""
    rest = [child for child in item.children if child.text != item.text]
    text = item.text
    if rest:
        begin = min(child.line for child in rest)
        text += "\n" + "\n".join(lines[begin : _end(item, lines)])
    return Part(text, item.line, "item")


def _end(block: Block, lines: list[str]) -> int:
    """Return the end of a block without the empty lines that Markdown counts to it."""
    end = min(block.end, len(lines))
    while end > block.line + 1 and not lines[end - 1].strip():
        end -= 1
    return end
