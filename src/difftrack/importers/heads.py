"""The line that names an entry: where its title is, and what stands before and behind it.

Each rule is a function that knows one way in which people write such a line, and returns `None`
for a line that is written another way. The first that fits, in the order of `_RULES`, is taken.
"""

import re
from collections.abc import Callable

from difftrack.importers import citations, facts, titles, vocabulary
from difftrack.importers.head import Head, Line
from difftrack.importers.pieces import Piece, cut, plain, scan, visible
from difftrack.importers.tails import Chunk, Link, is_loose, tail
from difftrack.text import addresses, dates, names, venues
from difftrack.text.arxiv_id import recognise
from difftrack.text.folding import clean

_TASK = re.compile(r"\s*\[(?P<mark>[ xX])\]\s+")
_NUMBER = re.compile(
    r"\s*(?:\**\\?\[\d{1,4}\\?\]\**(?!\()|\**\(?\d{1,4}[.):](?!\d)\**|#\d{1,4}\b)\s*"
)
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:|[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?")
_TAG = re.compile(r"\s*[\[(\u3010](?P<tag>[^\[\]()\u3010\u3011]{2,60})[\])\u3011]\s*")
_COMPACT_DAY = re.compile(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])(\d\d)?\s+(?=\S)")
_DAY = re.compile(r"\s*(?P<day>(?:19|20)\d\d[-./]\d\d?[-./]\d\d?)\s*[,|:;\u2013\u2014-]\s*(?=\S)")
_LABEL_WITHOUT_LINK = re.compile(r"\[(?P<label>[A-Za-z][A-Za-z ]{1,20})\](?![\[(])")
_COLON_AND_TITLE = re.compile(
    r"\s*:\s+(?P<title>[A-Z][^.,;:|()\[\]]{10,200}?)\s*(?=$|[.,;|()\[\]])"
)
_BESIDE_LINKS = " \t\n,.;:|/()[]-\u2013\u2014\u00b7\u2022"
_LONGEST = 20_000  # letters; what is longer is no line of a list
_FEW_WORDS = 4


def read(text: str) -> Head | None:
    """Return what a line says that may name an entry; `None` where there is no title in it."""
    if len(text) > _LONGEST:
        return None
    task = _TASK.match(text)
    number = _NUMBER.match(text, task.end() if task else 0)
    start = number.end() if number else task.end() if task else 0
    signs = titles.SIGNS.match(text, start)
    text = text[signs.end() if signs else start :]
    dates_before, pieces = _without_date(scan(text))
    tags, pieces = _without_tags(pieces)
    if not any(p.text.strip() or p.target for p in pieces):
        return None
    line = Line(text, pieces)
    head = next((h for rule in _RULES if (h := rule(line))), None)
    if head is None:
        return None
    return head._replace(
        before=(*dates_before, *tags, *head.before),
        task=task["mark"] != " " if task else None,
        number=number[0].strip(" *\\[]().:#") if number else "",
        signs=tuple(_EMOJI.findall(signs[0])) if signs else (),
    )


def _without_date(pieces: list[Piece]) -> tuple[list[str], list[Piece]]:
    """Take the day off the beginning: `**2023-05-03**, **Title**, ...`."""
    shown = visible(pieces[:3])[0] if pieces and pieces[0].kind == "text" else ""
    match = _DAY.match(shown)
    if match and dates.parse(match["day"]):
        return [match["day"]], cut(pieces, match.end())
    match = _COMPACT_DAY.match(shown)
    day = "-".join(part for part in match.groups() if part) if match else ""
    return ([day], cut(pieces, match.end())) if match and dates.parse(day) else ([], pieces)


def _without_tags(pieces: list[Piece]) -> tuple[list[str], list[Piece]]:
    """Take `[CVPR 2024]`, `(Ho et al., 2020)` and `[2023.05]` off the beginning."""
    tags: list[str] = []
    while pieces and pieces[0].kind != "link":
        shown, _ = visible(
            pieces[: next((n for n, p in enumerate(pieces) if p.kind == "link"), len(pieces))]
        )
        match = _TAG.match(shown)
        if match is None or not titles.is_telling(match["tag"]):
            break
        tags.append(match["tag"].strip())
        pieces = cut(pieces, match.end())
    return tags, pieces


def _linked(line: Line) -> Head | None:
    """`[Title](url), Poole et al., arXiv 2022`, a short name or a venue perhaps before the link."""
    at = next((n for n, p in enumerate(line.pieces) if _is_title_link(p)), None)
    if at is None or any(p.kind == "link" and not is_anchor(p.target) for p in line.pieces[:at]):
        return None
    piece = line.pieces[at]
    bare = plain(line.pieces[:at]).strip(" -*\u2022[(|,:;\u2013\u2014`<").rstrip("]")
    short: str | None = None
    before: tuple[str, ...] = ()
    authors = ""
    if titles.is_telling(bare):
        before = (bare,)
    elif bare and names.are_authors(bare):
        authors = bare
    elif len(bare.split()) <= _FEW_WORDS and not is_loose(bare) and bare[:1].isalnum():
        short = bare
    elif bare:
        return None
    behind = line.pieces[at + 1 :]
    tag = _TAG.match(piece.text)
    is_id = tag is not None and recognise(tag["tag"]) is not None
    if tag and (is_id or titles.is_telling(tag["tag"])) and len(tag[0]) < len(piece.text):
        before = before if is_id else (*before, tag["tag"])
        piece = piece._replace(text=piece.text[tag.end() :])
    named = _COLON_AND_TITLE.match(visible(behind)[0]) if addresses.is_paper(piece.target) else None
    if named and " " not in piece.text and not short:
        short = piece.text
        piece = piece._replace(text=f"{short}: {named['title']}")
        behind = cut(behind, named.end())
    links, chunks = tail(line.text, behind)
    title, aside = titles.set_off(piece.text)
    chunks = (*(Chunk(a, a) for a in aside), *chunks)
    how = "cited" if authors else "linked"
    return Head(how, title, short, piece.target, piece.images, authors, before, links, chunks)


def _is_title_link(piece: Piece) -> bool:
    if piece.kind != "link" or is_anchor(piece.target):
        return False
    return not vocabulary.is_label(piece.text) and not vocabulary.is_venue_label(piece.text)


def is_anchor(target: str) -> bool:
    """Tell an address within the document, or of a person."""
    return target.startswith(("#", "./#", "mailto:"))


def _prefixed(line: Line) -> Head | None:
    """`[arXiv 2026.03](url), Title`: the link says where it appeared, the title is text."""
    first = next((p for p in line.pieces if p.text.strip() or p.target), None)
    if first is None or first.kind != "link" or is_anchor(first.target) or not first.text:
        return None
    behind = line.pieces[line.pieces.index(first) + 1 :]
    stop = next((n for n, p in enumerate(behind) if p.kind == "link"), len(behind))
    text = plain(behind[:stop])
    if not re.match(r"\]?\s*[,:\u2013\u2014-]\s+", text) or len(text.split()) < 2:  # noqa: PLR2004
        return None
    label = first.text.strip("[] ")
    links, chunks = tail(line.text, behind[stop:])
    return Head(
        "prefixed", text.lstrip("] ,:-\u2013\u2014").strip(), None, None, (), "",
        (label,) if vocabulary.is_venue_label(first.text) else (),
        (Link(label, first.target, first.images), *links), chunks,
    )  # fmt: skip


def _behind(line: Line) -> Head | None:
    """`[paper](url) [code](url) Title`: the links stand before the title."""
    at = next((n for n, p in enumerate(line.pieces) if p.text.strip(" [(") or p.target), None)
    if at is None or line.pieces[at].kind != "link":
        return None
    stop = at
    while stop < len(line.pieces) and not (
        line.pieces[stop].kind == "text" and line.pieces[stop].text.strip(_BESIDE_LINKS)
    ):
        stop += 1
    before = [p for p in line.pieces[at:stop] if p.kind == "link"]
    end = next((n for n, p in enumerate(line.pieces) if n > stop and p.kind == "link"), None)
    text = visible(line.pieces[stop:end])[0].lstrip(_BESIDE_LINKS)
    is_title = (text[:1].isupper() or text[:1].isdigit()) and len(text.split()) >= _FEW_WORDS - 1
    where = [p.text.strip("[] ") for p in before if vocabulary.is_venue_label(p.text)]
    if not is_title or not all(vocabulary.is_label(p.text) or where for p in before):
        return None
    shown = visible(line.pieces[stop:])[0]
    begin = len(shown) - len(shown.lstrip(_BESIDE_LINKS))
    head = _plain(Line(line.text, cut(line.pieces[stop:], begin)))
    if head is None or head.how != "plain":
        return None
    links = tuple(Link(p.text.strip("[] "), p.target, p.images) for p in before)
    return head._replace(how="behind", links=(*links, *head.links), before=tuple(where))


def _plain(line: Line) -> Head | None:
    """`***DDPM:*** Title [[Paper]](url)`: bold or plain text, up to the first link."""
    stop = next(
        (n for n, p in enumerate(line.pieces) if p.kind in {"link", "image"}), len(line.pieces)
    )
    stop = _facts_set_off(line.pieces[:stop]) or stop
    shown, _ = visible(line.pieces[:stop])
    before, begin = _before_title(line.pieces[:stop], shown)
    authors = before if before and names.are_authors(before) else ""
    own = cut(line.pieces[:stop], begin)
    is_bold = any(p.strong and p.text.strip() for p in own[:2])
    if is_bold and not (own[0].strong or not own[0].text.strip()):
        is_bold = False
    named = titles.in_bold(own) if is_bold else titles.in_text(visible(own)[0])
    title = _LABEL_WITHOUT_LINK.sub(_unless_label, named.title)
    if not clean(title).strip(titles.AROUND):
        return None
    labels = (m["label"] for m in _LABEL_WITHOUT_LINK.finditer(named.title))
    bracketed = tuple(Link(label, "") for label in labels if vocabulary.is_label(label))
    links, chunks = tail(line.text, cut(line.pieces, begin + named.end))
    told = (before,) if before and not authors else ()
    chunks = (*(Chunk(a, a) for a in named.aside), *chunks)
    how = "cited" if authors else "plain"
    return Head(how, title, named.short, None, (), authors, told, (*bracketed, *links), chunks)


def _facts_set_off(pieces: list[Piece]) -> int:
    """Return which piece begins authors or a venue in another style than the title; 0 for none."""
    for n, piece in enumerate(pieces):
        style = _style(piece)
        if n and any(style) and style != _style(pieces[n - 1]) and _is_long(pieces[:n]):
            end = next((m for m in range(n, len(pieces)) if not any(_style(pieces[m]))), None)
            said = facts.read(plain(pieces[n:end]).strip(" [("))
            before = plain(pieces[:n]).rstrip()
            is_set_off = before.endswith((".", ",", ";", "?", "!", "-", "|"))
            is_venue = said.venue and (is_set_off or said.year or said.published)
            if ((said.authors and piece.em) or is_venue) and not said.note:
                return n
    return 0


def _style(piece: Piece) -> tuple[bool, ...]:
    return piece.strong, piece.em, piece.kind == "code"


def _is_long(pieces: list[Piece]) -> bool:
    return len(plain(pieces).split()) > 1


def _unless_label(match: re.Match[str]) -> str:
    return "" if vocabulary.is_label(match["label"]) else match[0]


def _before_title(pieces: list[Piece], shown: str) -> tuple[str, int]:
    """Return what stands before a title (venue, authors), and where the title begins."""
    at = next((n for n, p in enumerate(pieces) if (p.strong or p.em) and p.text.strip()), None)
    if at:
        lead = visible(pieces[:at])[0]
        bare = lead.strip(" ,:;-|.")
        is_set_off = lead.rstrip().endswith((",", ":", ";", "-", "|", ".")) or pieces[at].em
        is_title = re.search(r"\w \(", bare) is not None
        if (
            bare
            and is_set_off
            and not is_title
            and (titles.is_telling(bare) or names.are_authors(bare))
        ):
            return bare, len(lead)
    head, comma, rest = shown.partition(", ")
    if comma and len(head.split()) <= _FEW_WORDS + 2 and len(rest.split()) > 1:
        where = facts.venue(head)
        if where.year and where.venue and venues.is_one(head):
            return head.strip(), len(head) + len(comma)
    return "", 0


_RULES: tuple[Callable[[Line], Head | None], ...] = (
    citations.underlined, citations.quoted, citations.dated, citations.with_colon,
    _linked, _prefixed, _behind, citations.in_sentences, _plain,
)  # fmt: skip
