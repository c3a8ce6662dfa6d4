"""Entries in paragraphs: bold titles with lines below them, citations, links that are titles."""

import re

from difftrack.importers import heads, tails, verdicts, vocabulary
from difftrack.importers.draft import Draft, Part
from difftrack.importers.head import Head
from difftrack.importers.identifiers import ID_IN_TEXT
from difftrack.importers.lines import logical_lines, without_break
from difftrack.importers.outline import Block
from difftrack.importers.pieces import plain_text, scan
from difftrack.text import dates, venues
from difftrack.text.folding import clean

_QUOTE = re.compile('["\u201c\u201d]')
_SIGNS = r"(?:\s*:[a-z][a-z0-9_+-]*:\s*)*[\W\d]*?"
_BEGINS = re.compile(_SIGNS + r"(?:\*\*|__|\[|<b>|<strong>|<a\s[^<>]*href)")
_BOLD = re.compile(_SIGNS + r"(?:\*\*|__|<b>|<strong>)")
_LEADS_WITHIN = re.compile(r"\W*\[?\[(?:[^\]]*)\]\]?\(#")
_TITLE_AND_ADDRESS = re.compile(r"[^\s:][^\n]{1,300}?[:\uff1a]\s*<?https?://\S+\s*\\?")
_AUTHORS = re.compile(r"\s*\*[^*]")
_LONGEST_TITLE = 400

_Line = tuple[str, int]


def read(block: Block, after: Block | None) -> list[Draft]:
    """Return the drafts in a paragraph: one for each line that begins one.

    `after` is the block behind it, which may hold the fields of the last.
    """
    lines = [(text, block.line + at) for text, at in logical_lines(block.text)]
    cited = _all_cited(lines)
    if cited:
        return cited
    starts = _starts(lines)
    drafts = []
    for n, begin in enumerate(starts):
        is_last = n + 1 == len(starts)
        last = len(lines) if is_last else starts[n + 1]
        end = block.end if is_last else lines[last][1]
        drafts.append(_from_lines(lines[begin:last], end, after if is_last else None))
    return [draft for draft in drafts if draft]


def _all_cited(lines: list[_Line]) -> list[Draft]:
    """Return the citations among the lines; a line behind a break belongs to the one above."""
    drafts: list[Draft] = []
    is_promised = False
    for text, at in lines:
        draft = _cited((without_break(text), at))
        if draft:
            drafts.append(draft)
        elif is_promised:
            drafts[-1].parts.append(Part(text, at))
            drafts[-1].end = at + text.count("\n") + 1
        is_promised = bool(drafts) and text.rstrip().endswith("\\")
    return drafts


def _cited(line: _Line) -> Draft | None:
    text, at = line
    head = heads.read(text) if _QUOTE.search(text) else None
    if head is None or head.how != "cited":
        return None
    return Draft("cited", at, at + text.count("\n") + 1, None, head)


def _starts(lines: list[_Line]) -> list[int]:
    """Return which lines begin an entry: those that begin as the first of them does."""
    starts = [n for n, (text, _) in enumerate(lines) if begins(text)]
    if not starts or any(_has_words(text) for text, _ in lines[: starts[0]]):
        return []
    if _is_bold(lines[starts[0]][0]):
        return _bold_starts(lines, [n for n in starts if _is_bold(lines[n][0])])
    return [starts[0], *(n for n in starts[1:] if not _starts_labelled(lines[n][0]))]


def _bold_starts(lines: list[_Line], starts: list[int]) -> list[int]:
    """Leave out bold lines that belong to the title above: before its link, or a venue."""
    kept = starts[:1]
    for n in starts[1:]:
        is_whole = any(verdicts.has_link(text) for text, _ in lines[kept[-1] : n])
        if is_whole and not venues.is_one(plain_text(lines[n][0]).split("[")[0]):
            kept.append(n)
    return kept


def _is_bold(text: str) -> bool:
    return _BOLD.match(text[:_LONGEST_TITLE]) is not None


def begins(text: str) -> bool:
    """Tell whether a line begins with a bold title, a link, or is a title with its address."""
    start = text[:_LONGEST_TITLE]
    if _BEGINS.match(start):
        return not _LEADS_WITHIN.match(start)
    return _TITLE_AND_ADDRESS.fullmatch(text.strip()) is not None


def _has_words(text: str) -> bool:
    return re.search(r"\w{2}", re.sub(r"<[^>]*>", "", text)) is not None


def _starts_labelled(text: str) -> bool:
    """Tell a line that begins with a link to the paper of the line above: `[[Paper](url)]`."""
    first = next((p for p in scan(text) if p.kind == "link"), None)
    return first is not None and vocabulary.is_label(first.text)


def _from_lines(lines: list[_Line], end: int, after: Block | None) -> Draft | None:
    text, line = lines[0]
    head = heads.read(without_break(text))
    if head is None:
        return None
    is_bold = _is_bold(text) and not text.lstrip().startswith("[")
    verdict = verdicts.judge(head, text, strict=True)
    if not (_is_entry(head, lines, after) if is_bold else verdict):
        return None
    draft = Draft("paragraph", line, end, None, head)
    draft.is_sure = is_bold or verdict == "sure"
    draft.parts = [Part(t, at) for t, at in lines[1:] if t.strip()]
    return draft


def _is_entry(head: Head, lines: list[_Line], after: Block | None) -> bool:
    """Tell a bold title with links, authors or fields below it from bold text in prose."""
    title = clean(head.title).strip(" .:")
    if not title or len(title) > _LONGEST_TITLE or vocabulary.role(title):
        return False
    if any(map(verdicts.leads_out, head.targets)):
        return head.how != "plain" or not _is_sentence(head)
    for text, _ in lines[1:]:
        if verdicts.has_link(text):
            return not tails.is_loose(text[: text.find("[")].rstrip("\\[ "))
        if ID_IN_TEXT.search(text):
            return True
    if len(lines) > 1 and _says_who_or_where(lines[1][0]):
        return True
    return after is not None and _holds_fields(after)


def _holds_fields(block: Block) -> bool:
    """Tell a block below a title that says who, where and with which links."""
    is_list = block.kind == "list" and verdicts.lists_fields(block)
    return is_list or (block.kind == "quote" and verdicts.are_parts([block]))


def _says_who_or_where(line: str) -> bool:
    text = without_break(line).strip()
    return bool(_AUTHORS.match(text) or venues.is_one(text) or dates.parse(text))


def _is_sentence(head: Head) -> bool:
    runs_on = head.links and tails.is_loose(head.title)
    return bool(runs_on) or any(tails.is_loose(chunk.text) for chunk in head.chunks)


def goes_on(last_line: str, block: Block) -> bool:
    """Tell whether a paragraph goes on behind an empty line, as a break at its end promises."""
    is_promised = last_line.rstrip().endswith("\\")
    return is_promised and block.kind == "paragraph" and not begins(block.text.split("\n")[0])
