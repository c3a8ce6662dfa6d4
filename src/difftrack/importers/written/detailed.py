"""Entries as the style `detailed` writes them: a bullet each, with its facts as bullets below."""

import re

from difftrack.importers.written.entry import (
    Printed,
    take_authors,
    take_date,
    take_links,
    take_title,
    take_venue,
)
from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.text import arxiv_id
from difftrack.text.unescaping import Link, link, links, unescape, unescape_with_math

_HEAD = re.compile(r"- \\\[(?P<name>.*)\\\](?: (?P<mark>[^\s\\]\S*))?")
_MENTION = re.compile(r"- (?P<title>.*?)(?:  \S+| :\w+:)?")
_FACT = re.compile(r"  - (?P<label>Title|Year|Authors|Venue|Kind|Abstract|Note):(?: (?P<text>.*))?")
_INDENT = "  "
_INSIDE = "    "


def read(lines: list[str], at: int) -> list[Printed]:
    """Return the entry, or the mention of one, that begins in a line; none where none does."""
    if not lines[at].startswith("- "):
        return []
    end = _end(lines, at + 1)
    head = _HEAD.fullmatch(lines[at])
    if head is None or end == at + 1:
        mention = _MENTION.fullmatch(lines[at])
        title = unescape(mention["title"]) if mention else ""
        return [Printed(at, at + 1, Entry(title=title), is_mention=True)] if title else []
    return [
        Printed(at, end, _entry(head["name"], lines[at + 1 : end]), unescape(head["mark"] or ""))
    ]


def _end(lines: list[str], at: int) -> int:
    """Return the end of what stands below a bullet."""
    end = at
    while at < len(lines) and (lines[at].startswith(_INDENT) or not lines[at].strip()):
        at += 1
        end = at if lines[at - 1].strip() else end
    return end


def _entry(name: str, lines: list[str]) -> Entry:
    entry = Entry()
    head = link(name)
    printed: list[Link] = []
    title: Link | None = None
    kind = ""
    for n, line in enumerate(lines):
        fact = _FACT.fullmatch(line)
        if fact and fact["label"] == "Note":
            below = (inner.removeprefix(_INSIDE) for inner in lines[n + 1 :])
            note = "\n".join([fact["text"] or "", *below]).strip("\n")
            entry.note = "\n".join(filter(None, [entry.note, note]))
            break
        if fact and fact["label"] == "Title":
            title = link(fact["text"] or "")
            entry.title = title.label if title else unescape(fact["text"] or "")
        elif fact and fact["label"] == "Kind":
            kind = unescape(fact["text"] or "").lower()
        elif fact:
            _take(entry, fact["label"], fact["text"] or "")
        else:
            printed += _typed(entry, line)
    _take_page(entry, head, title, printed)
    entry.kind = kind or entry.kind
    name = head.label if head else unescape(name)
    entry.short = name if name != entry.title else None
    take_title(entry, entry.title)
    return entry


def _typed(entry: Entry, line: str) -> list[Link]:
    """Read a line below the name that is no fact: links, else what somebody typed there."""
    text = line.strip().removeprefix("- ")
    found = links(text)
    if found and not found[0]:
        return found[1]
    label, colon, value = text.partition(": ")
    bare = value.strip("<>")
    if colon and bare.startswith(("http://", "https://")) and " " not in bare:
        return [Link(unescape(label), bare)]
    alone = link(text[1:-1] if text.startswith("[[") else text)
    if alone:
        return [alone]
    if text:
        entry.note = "\n".join(filter(None, [entry.note, text]))
    return []


def _take(entry: Entry, label: str, text: str) -> None:
    if label == "Year":
        take_date(entry, text.replace("`", ""))
    elif label == "Authors":
        take_authors(entry, text)
    elif label == "Venue":
        take_venue(entry, unescape(text))
    elif label == "Abstract":
        entry.abstract = unescape_with_math(text)


def _take_page(entry: Entry, head: Link | None, title: Link | None, printed: list[Link]) -> None:
    """Give an entry the page that its name leads to, and the links below.

    What arXiv offers for every paper, its PDF in front and HTML behind, no owner gave.
    """
    known = arxiv_id.recognise(head.target) if head else None
    if known:
        if printed and printed[0] == Link("pdf", arxiv_id.pdf_url(known.base)):
            del printed[0]
        if printed and printed[-1] == Link("html", arxiv_id.html_url(known.base)):
            del printed[-1]
        take_links(entry, title, [Link("Paper", arxiv_id.abs_url(known.base)), *printed])
    else:
        take_links(entry, title, printed)
        if head and head.target.startswith(("http://", "https://")):
            entry.url = head.target
            told = {**entry.links, TITLE_LINK: head.target}
            entry.kind = pages.kind_of(told, is_placed=bool(entry.venue))
        elif head:
            entry.links[TITLE_LINK] = head.target
