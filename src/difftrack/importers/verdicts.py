"""Whether a line names an entry, a field of one, or a place in the document.

A line is judged by how it is written. What only others can speak for (a bullet without any link)
is "weak"; `markdown` settles it when the whole document is known.
"""

import re
from typing import Literal

from difftrack.importers import heads, tails, vocabulary
from difftrack.importers.head import Head
from difftrack.importers.identifiers import ID_IN_TEXT
from difftrack.importers.lines import logical_lines
from difftrack.importers.outline import Block
from difftrack.importers.pieces import Piece, plain, scan
from difftrack.importers.tails import Link
from difftrack.text import addresses, venues
from difftrack.text.arxiv_id import recognise
from difftrack.text.folding import clean, fold

Places = frozenset[str]
"""The headings of a document, folded."""

Verdict = Literal["sure", "weak"] | None

_HAS_LINK = re.compile(r"\]\((?:\s*(?:https?|ftp):|\s*\))|https?://|href=(?![\"']?#)")
_LABELLED = re.compile(r"^\W*(?P<label>[^:\uff1a\n]{1,40}?)\s*[:\uff1a]")
_BEGINS_WITH_LINK = re.compile(r"[\s*_]*(?:<?https?://|<a\s|!?\[)")
_MAY_LINK = re.compile(r'\]\(|"|<a ')
_LINKED_WITHIN = re.compile(
    r"\]\((?:\./)?(?:#|[\w -]+\)|https?://github\.com/[^)\s]*#)|href=[\"']?#"
)
_OWN_PAGE = re.compile(
    r"https?://github\.com/[^/#\s]+/[^/#\s]+(?:/(?:blob|tree)/[^#\s]*)?/?#(?P<anchor>[^#\s]+)"
)
_BACK_AND_FORTH = frozenset("and or back to top go the papers up see".split())
_LONGEST_TITLE = 400  # letters
_MOST_WORDS_OF_TITLE = 40
_MOST_WORDS_OF_LABEL = 4
_MOST_TITLES_LINKED = 2  # in one line; more are a row of links
_MOST_LINKS = 100
_FEW_WORDS = 3
_MOST_PARTS = 6


def judge(head: Head, text: str, *, strict: bool) -> Verdict:  # noqa: PLR0911 - a rule, a return
    """Tell whether a line names an entry.

    `strict` is for places where lists are rare (quotes, paragraphs): an address where papers are
    published is asked for there.
    """
    title = clean(head.title).strip(" .:")
    out = [t for t in head.targets if leads_out(t)]
    if not title or len(title) > _LONGEST_TITLE or vocabulary.is_to_come(title):
        return None
    if head.how == "cited":
        return "sure"
    if len(out) > _MOST_LINKS or sum(map(_is_titled, head.links)) > _MOST_TITLES_LINKED:
        return None
    if strict and not any(map(addresses.is_paper, out)):
        return _unpublished(head, out)
    if head.how == "linked":
        return _linked(head, title, out, strict=strict)
    if head.how == "prefixed":
        return "sure" if out and not strict else None
    if head.how == "behind":
        leads = addresses.is_paper(head.links[0].target) or (out and head.before)
        return "sure" if leads and not strict else None
    return _plain(head, title, text, out)


def _is_titled(link: Link) -> bool:
    is_label = vocabulary.is_label(link.label) or vocabulary.is_venue_label(link.label)
    return leads_out(link.target) and not is_label


def _unpublished(head: Head, out: list[str]) -> Verdict:
    """Judge a line that leads elsewhere than to a paper, where lists are rare."""
    is_alone = bool(out) and all(len(c.text.split()) <= _FEW_WORDS for c in head.chunks)
    is_title = len(head.title.split()) <= _MOST_WORDS_OF_TITLE and not tails.is_loose(head.title)
    return "weak" if is_alone and is_title and head.how != "prefixed" else None


def _linked(head: Head, title: str, out: list[str], *, strict: bool) -> Verdict:
    if strict and head.chunks and re.match(r"[a-z]", head.chunks[0].text):
        return None  # a sentence begins with the link
    is_to_come = not head.target and len(title.split()) >= _FEW_WORDS
    leads = leads_out(head.target or "") or any(map(addresses.is_paper, out))
    return "sure" if leads or is_to_come else None


def _plain(head: Head, title: str, text: str, out: list[str]) -> Verdict:
    if vocabulary.role(title) is not None or tails.is_loose(title):
        return None
    if not head.links:
        return "sure" if ID_IN_TEXT.search(text) else "weak"
    first = head.links[0]
    if not (vocabulary.is_label(first.label) or vocabulary.is_venue_label(first.label)):
        return None
    is_telling = first.label or recognise(first.target) or len(title.split()) > 1
    return "sure" if out and is_telling else "weak"


def leads_out(target: str) -> bool:
    """Tell an address on the web."""
    return target.lower().startswith(("http://", "https://", "ftp://", "www.", "//"))


def has_link(text: str) -> bool:
    """Tell text with a link to the web, or with one whose address is to come."""
    return _HAS_LINK.search(text) is not None


# -- Lists ----------------------------------------------------------------------------------------


def lists_entries(block: Block) -> bool:
    """Tell whether items of a list are entries of their own, and no fields of the one above."""
    return any(map(_is_entry, block.children))


def _is_entry(item: Block) -> bool:
    label = _LABELLED.match(item.text[:_LONGEST_TITLE])
    if label and _names_field(label["label"], item.text[label.end() :]):
        return False
    if not _MAY_LINK.search(item.text):
        return False
    head = heads.read(logical_lines(item.text)[0][0])
    verdict = judge(head, item.text, strict=False) if head else None
    if verdict == "weak" and has_links_below(logical_lines(item.text)[1:]):
        return True
    if head is None or verdict != "sure":
        return False
    is_named = head.how in {"cited", "linked"}
    return is_named or bool(head.how != "behind" and head.links and head.links[0].label)


def _names_field(label: str, value: str) -> bool:
    """Tell a label (`Paper`, `Chinese notes`) from a venue or a short name before a title."""
    if label.count("[") != label.count("]") or "](" in label:
        return False  # the colon stands in a title
    shown = plain(scan(label))
    if vocabulary.role(shown) is not None or vocabulary.is_label(shown):
        return True
    is_short = len(shown.split()) <= _MOST_WORDS_OF_LABEL and not venues.is_known(shown)
    return is_short and _BEGINS_WITH_LINK.match(value) is not None


def lists_fields(block: Block) -> bool:
    """Tell a list of `Paper: https://...` and the like below a title."""
    if lists_entries(block):
        return False
    texts = [item.text for item in block.children]
    with_url = sum("://" in text for text in texts)
    labels = (match["label"] for text in texts if (match := _LABELLED.match(text[:_LONGEST_TITLE])))
    named = any(vocabulary.role(plain(scan(label))) for label in labels)
    return with_url > 0 and (named or with_url == len(texts))


def has_links_below(lines: list[tuple[str, int]]) -> bool:
    """Tell lines below a title of which one begins with a venue or with the paper's links."""
    for text, _ in lines:
        pieces = scan(text)
        if all(p.em for p in pieces if p.text.strip()):
            continue  # authors, with links to their pages
        first = next((n for n, p in enumerate(pieces) if p.kind == "link"), None)
        if first is not None:
            before = plain(pieces[:first]).rstrip("[ ")
            is_label = vocabulary.is_label(pieces[first].text) and not tails.is_loose(before)
            return is_label and leads_out(pieces[first].target)
    return False


def are_parts(blocks: list[Block]) -> bool:
    """Tell what hangs from a title without a link: its authors, its links, and no entries."""
    return 0 < len(blocks) <= _MOST_PARTS and any(map(_are_part, blocks))


def _are_part(block: Block) -> bool:
    if block.kind == "quote":
        return len(block.children) == 1 and _are_part(block.children[0])
    if block.kind == "paragraph":
        return has_links_below([(line, 0) for line in block.text.split("\n")])
    if block.kind != "list" or any(item.children[1:] for item in block.children):
        return False
    linked = [item.text for item in block.children if has_link(item.text)]
    return 0 < len(linked) <= _MOST_PARTS and all(map(_are_labels, linked))


def _are_labels(text: str) -> bool:
    """Tell text whose links say what is behind them, and that says little more."""
    pieces = scan(text)
    links = [p for p in pieces if p.kind == "link"]
    beside = plain([p for p in pieces if p.kind == "text" and not p.em])
    is_little = len(re.findall(r"[A-Za-z]{2,}", beside)) <= _FEW_WORDS
    return is_little and all(p.images or vocabulary.is_label(p.text) for p in links)


# -- Places in the document -----------------------------------------------------------------------


def is_contents(block: Block, places: Places) -> bool:
    """Tell a list most of whose items lead to places in the document, and none out of it."""
    items = _all_items(block)
    linked = [item.text for item in items if _LINKED_WITHIN.search(item.text)]
    if len(linked) * 3 < len(items) * 2:
        return False
    if any(has_link(i.text) and not leads_within(scan(i.text), places) for i in items):
        return False
    within = sum(leads_within(scan(text), places) for text in linked)
    return within > 0 and within == len(linked)


def _all_items(block: Block) -> list[Block]:
    items: list[Block] = []
    waiting = list(block.children)
    while waiting:
        inner = waiting.pop()
        if inner.kind == "item":
            items.append(inner)
        waiting += inner.children
    return items


def leads_within(pieces: list[Piece], places: Places) -> bool:
    """Tell text whose links all lead to places in the document, and that says nothing else."""
    links = [p for p in pieces if p.kind == "link"]
    if not links or not all(_is_within(p.target, places) for p in links):
        return False
    beside = "".join(p.text for p in pieces if p.kind != "link")
    return all(w.casefold() in _BACK_AND_FORTH for w in re.findall(r"[^\W\d_]{2,}", beside))


def _is_within(target: str, places: Places) -> bool:
    """Tell an anchor, also of the list's own page, or the bare name of a heading (a slip)."""
    own = _OWN_PAGE.match(target)
    if own:
        return fold(own["anchor"]) in places
    return target.startswith(("#", "./#")) or fold(target) in places
