"""Cards: a heading that is an entry itself, with its fields in a table, lines or bullets below.

A card whose fields are all empty is a template; it is no entry and stays prose.
"""

import re
from dataclasses import replace

from difftrack.importers import card_body, facts, heads, vocabulary
from difftrack.importers.draft import Draft, Part
from difftrack.importers.found import SHORTCODE
from difftrack.importers.head import Head
from difftrack.importers.lines import without_break
from difftrack.importers.outline import Block, cells, is_delimiter
from difftrack.importers.pieces import plain, plain_text, scan
from difftrack.text import addresses
from difftrack.text.folding import fold

_LABELLED = re.compile(
    r"^\W*\*\*(?P<label>[^*:\uff1a\n]{1,40}?)\s*[:\uff1a]?\*\*\s*[:\uff1a]?\s*(?P<value>.*)$"
)
_PLAINLY_LABELLED = re.compile(
    r"^\W*(?P<label>[^\W\d_][^:\uff1a\n*\[\](){}]{1,30}?)\s*[:\uff1a]\s*(?P<value>.*)$"
)
_BOLD_LINE = re.compile(r"(?m)^[ \t]*(?:\*\*|__|<b>|<strong>)")
_FIELDS_AT_LEAST = 2
_MOST_ROWS_OF_CARD = 3  # its head, dashes, and links
_MOST_BLOCKS = 8  # below a title; more are a section
_TELLING = {"title", "authors", "venue", "link", "date", "abstract", "institute"}


def read(heading: Block, body: list[Block], lines: list[str]) -> Draft | None:
    """Return the draft of a card; `None` where the heading is a section."""
    if not body:
        return None
    head = heads.read(heading.text.replace("\n", " "))
    if head is None:
        return None
    parts = (
        _fields_in_table(body, lines) or _fields_in_text(body) or _linked_table(head, body, lines)
    )
    if parts is None:
        parts = _linked_heading(head, heading, body)
    if parts is None:
        parts = _linked_lines(head, body)
    if parts is None:
        return None
    end = max((b.end for b in body if b.kind != "rule"), default=heading.end)
    while end > heading.end and not lines[end - 1].strip():
        end -= 1
    draft = Draft("card", heading.line, end, None, _said_once(head, heading, parts))
    draft.parts = parts + card_body.read(body, lines, {part.line for part in parts})
    return draft


def body(blocks: list[Block], lines: list[str]) -> list[Block]:
    """Return the blocks below a heading that a card can hold.

    None goes beyond a marker of difftrack's own, one that begins with a table not beyond a rule.
    """
    ends = {"marker", "rule"} if blocks and _fields_in_table(blocks, lines) else {"marker"}
    at = next((n for n, block in enumerate(blocks) if block.kind in ends), len(blocks))
    held = blocks[:at]
    if held and at < len(blocks):  # a list counts the lines before the next block to itself
        held[-1] = replace(held[-1], end=min(held[-1].end, blocks[at].line))
    return held


def _said_once(head: Head, heading: Block, parts: list[Part]) -> Head:
    """Return the head; where the heading is the title, as a field says, nothing else is in it."""
    titles = (part.text for part in parts if vocabulary.role(part.label) == "title")
    printed, shown = plain_text(next(titles, "")), plain_text(heading.text)
    if not printed or fold(SHORTCODE.sub(" ", shown)) != fold(printed):
        return head
    return Head(head.how, shown, target=head.target, images=head.images, signs=head.signs)


def _fields_in_table(body: list[Block], lines: list[str]) -> list[Part] | None:
    """Return the rows of a table of two columns, the first of which names fields."""
    first = body[0]
    if first.kind != "table":
        return None
    parts = []
    for n in range(first.line, min(first.end, len(lines))):
        row = [text.replace("\\|", "|") for text in cells(lines[n])]  # GFM 4.10: before all else
        is_row = len(row) > 1 or vocabulary.role(plain_text(row[0]))  # whose value is gone
        if is_row and row[0] and not is_delimiter(lines[n]):
            parts.append(Part(_value(row[1:]), n, "cell", plain_text(row[0])))
    roles = {vocabulary.role(part.label) for part in parts} & _TELLING
    is_headless = not any(cells(lines[first.line]))
    if len(roles) < _FIELDS_AT_LEAST and not (is_headless and "title" in roles):
        return None
    is_filled = any(part.text.strip() for part in parts)
    return parts if is_filled else None


def _value(row: list[str]) -> str:
    """Return what the cells behind the first say; those at either end may be empty."""
    filled = [n for n, text in enumerate(row) if text]
    return " | ".join(row[filled[0] : filled[-1] + 1]) if filled else ""


def _fields_in_text(body: list[Block]) -> list[Part] | None:
    """Return fields in lines or bullets of their own: `**Authors:** ...`."""
    parts = []
    first = body[0].children[0].text if body[0].children else body[0].text
    labels = [_LABELLED, *([_PLAINLY_LABELLED] if _is_plainly_labelled(first) else [])]
    for block in body:
        texts = [(block.text, block.line)] if block.kind == "paragraph" else []
        if block.kind == "list":
            texts = [(item.text, item.line) for item in block.children]
        for text, line in texts:
            for n, row in enumerate(text.split("\n")):
                match = next((m for label in labels if (m := label.match(row))), None)
                if match and (match.re is _LABELLED or vocabulary.role(match["label"])):
                    parts.append(Part(match["value"], line + n, "cell", match["label"].strip()))
    roles = {vocabulary.role(part.label) for part in parts} & _TELLING
    if len(roles) < _FIELDS_AT_LEAST or not any(part.text.strip() for part in parts):
        return None
    return parts if "authors" in roles or _leads_to_paper(parts) else None


def _is_plainly_labelled(text: str) -> bool:
    match = _PLAINLY_LABELLED.match(text)
    return match is not None and vocabulary.role(match["label"]) in _TELLING


def _leads_to_paper(parts: list[Part]) -> bool:
    links = (p for part in parts for p in scan(part.text) if p.kind == "link")
    return any(addresses.is_paper(link.target) for link in links)


def _linked_table(head: Head, body: list[Block], lines: list[str]) -> list[Part] | None:
    """Return the links of a numbered title with remarks and a table of links below it."""
    if not head.number:
        return None
    parts = []
    for block in body:
        if block.kind == "table" and block.end - block.line > _MOST_ROWS_OF_CARD:
            return None
        for n in range(block.line, min(block.end, len(lines))):
            row = lines[n].strip().removeprefix("-").strip()
            if row.startswith("|") and not is_delimiter(row):
                parts += [Part(cell, n, "cell") for cell in cells(row) if cell]
    return parts if _leads_to_paper(parts) else None


def _linked_heading(head: Head, heading: Block, body: list[Block]) -> list[Part] | None:
    """Return what stands below a heading that leads to the paper itself, `None` below another."""
    is_paper = head.how in {"linked", "cited"} and any(map(addresses.is_paper, head.targets))
    lists_more = any(b.kind == "table" for b in body)
    return _told_lines(body) if is_paper and heading.level > 1 and not lists_more else None


def _told_lines(body: list[Block]) -> list[Part]:
    """Return lines of authors, of venue and date, and of links, from the first on."""
    parts: list[Part] = []
    for block in body:
        if block.kind != "paragraph":
            break
        for n, line in enumerate(block.text.split("\n")):
            if not _is_told(line):
                return parts
            parts.append(Part(line, block.line + n))
    return parts


def _is_told(line: str) -> bool:
    pieces = scan(without_break(line))
    links = [p for p in pieces if p.kind == "link"]
    words = plain([p for p in pieces if p.kind != "link"])
    said = facts.read(plain(pieces))
    is_labels = bool(links) and all(vocabulary.is_label(p.text) for p in links)
    is_fact = bool(said.authors or said.venue or said.published or said.year) and not said.note
    return is_fact or (is_labels and len(words.split()) <= 6)  # noqa: PLR2004 - a venue


def _linked_lines(head: Head, body: list[Block]) -> list[Part] | None:
    """Return lines of authors and of links below a title, where one link is the paper's."""
    is_long = len(body) > _MOST_BLOCKS or any(b.kind in {"table", "list"} for b in body)
    if any(b.kind == "paragraph" and _BOLD_LINE.search(b.text) for b in body):
        return None  # a title of its own
    if is_long or len(head.title.split()) < _FIELDS_AT_LEAST:
        return None
    parts = []
    linked = 0
    for block in body:
        if block.kind != "paragraph":
            continue
        for n, line in enumerate(block.text.split("\n")):
            pieces = scan(line)
            links = [p for p in pieces if p.kind == "link"]
            words = plain([p for p in pieces if p.kind != "link"]).split()
            if any(not vocabulary.is_label(p.text) for p in links):
                return None
            is_short = len(words) <= 6  # noqa: PLR2004 - a venue
            if links and is_short:
                linked += any(addresses.is_paper(p.target) for p in links)
            if links or (pieces and all(p.em for p in pieces if p.text.strip())):
                parts.append(Part(line, block.line + n))
    return parts if linked == 1 else None
