"""What stands behind a title: links, and the text between them."""

import re
from itertools import pairwise
from typing import NamedTuple

from difftrack.importers import vocabulary
from difftrack.importers.pieces import Piece, visible
from difftrack.text import names

_WORD = re.compile(r"\w{2,}")
_MARKS = " \t\n.,;:|/\u00b7\u2022()[]{}*-\u2013\u2014"
_LOOSE_ENDS = frozenset(
    "on at in see the our your my with from of and or a an to for here is are be by this that "
    "these via through check visit read using under as out following also please join more".split()
)
_WORDS = re.compile(r"\w+")
_LABEL_BEFORE = re.compile(r"(?:^|[\s,;|(\[])(?P<label>[A-Za-z][A-Za-z ]{1,20}?)\s*[:\uff1a]\s*$")
_BARE_LINK = re.compile(r"(?i)|link|here|url|https?://\S+|(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?")
_BETWEEN = re.compile(r"\s+[|\u00b7\u2022]\s+")
_CLOSING = re.compile(r"(?<=\S)[*_~]+")  # of what is bold or struck out
_LONGEST_END = 60  # letters in which the last word of a text stands


class Link(NamedTuple):
    """A link of an entry as it is printed, with the images of its badge."""

    label: str
    target: str
    images: tuple[str, ...] = ()


class Chunk(NamedTuple):
    """Text between title and links: as a reader sees it, and as it is written."""

    text: str
    raw: str


def tail(source: str, pieces: list[Piece]) -> tuple[tuple[Link, ...], tuple[Chunk, ...]]:
    """Return the links behind a title, and the text between them.

    Where a sentence runs through links, it is one chunk as it is written, its links in it.
    """
    pieces = _labelled(pieces)
    wordy = [n for n, p in enumerate(pieces) if p.kind != "link" and _WORD.search(p.text)]
    begin, stop = (wordy[0], wordy[-1] + 1) if wordy else (0, 0)
    if not _runs_through(pieces[begin:stop]):
        return _links(pieces), _chunks(source, pieces)
    links = (*_links(pieces[:begin]), *_links(pieces[stop:]))
    return links, _chunk(source, pieces[begin:stop])


def _labelled(pieces: list[Piece]) -> list[Piece]:
    """Give links that are printed as an address, `link` or an id the label before them.

    `Paper: [2101.00001](https://...), Code: **[link](https://...)**`
    """
    done = list(pieces)
    for n, (before, link) in enumerate(pairwise(pieces)):
        match = _LABEL_BEFORE.search(before.text) if before.kind == "text" else None
        is_bare = link.kind == "link" and _BARE_LINK.fullmatch(link.text)
        if match and is_bare and vocabulary.is_label(match["label"]):
            kept = before.text[: match.start("label")].rstrip(" ,;|")
            end = before.start + len(kept) if len(kept) < len(before.text) else before.end
            done[n] = before._replace(text=kept, end=end)
            images = link.images if link.text != link.target else ()
            done[n + 1] = link._replace(text=match["label"], images=images)
    return done


def is_loose(text: str) -> bool:
    """Tell text that runs on into the link behind it, as a sentence does: `available on`."""
    words = _WORDS.findall(text[-_LONGEST_END:])
    return bool(words) and (words[-1] if words[1:] else words[0].lower()) in _LOOSE_ENDS


def _runs_through(pieces: list[Piece]) -> bool:
    """Tell a sentence with links in it from links with something between them."""
    for before, link, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if link.kind != "link" or not link.text:
            continue
        goes_on = after.kind == "text" and re.match(r"\s*[a-z]{2,}\b", after.text)
        if goes_on or (
            before.kind == "text" and is_loose(before.text) and _WORD.search(before.text)
        ):
            return True
    return False


def _links(pieces: list[Piece]) -> tuple[Link, ...]:
    return tuple(Link(p.text.strip("[] "), p.target, p.images) for p in pieces if p.kind == "link")


def _chunks(source: str, pieces: list[Piece]) -> tuple[Chunk, ...]:
    """Return the text between links; code (`2021`, a key cap) is a chunk of its own."""
    chunks: list[Chunk] = []
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind in {"link", "image", "code"}:
            chunks += _chunk(source, run)
            run = []
            if piece.kind == "code":
                chunks += _chunk(source, [piece])
        else:
            run.append(piece)
    return (*chunks, *_chunk(source, run))


def _chunk(source: str, run: list[Piece]) -> tuple[Chunk, ...]:
    """Return a run of pieces as a chunk; brackets that belong to the links beside it go."""
    shown = visible(run)[0].strip()
    stop = next((n for n, p in enumerate(run) if p.text.strip(_MARKS) and not p.em), 0)
    if stop and names.are_authors(visible(run[:stop])[0].strip(_MARKS)):  # authors in italics
        return (*_chunk(source, run[:stop]), *_chunk(source, run[stop:]))
    if not shown.strip(_MARKS):
        return ()
    end = _CLOSING.match(source, run[-1].end)
    raw = source[run[0].start : end.end() if end else run[-1].end].strip()
    texts, raws = (_BETWEEN.split(f" {text} ".strip("|")) for text in (shown, raw))
    if len(texts) != len(raws):
        texts, raws = [shown], [raw]
    pairs = zip(map(_unbracketed, texts), map(_unbracketed, raws), strict=True)
    return tuple(Chunk(t.strip(), r.strip()) for t, r in pairs if t.strip(_MARKS))


def _unbracketed(text: str) -> str:
    text = text.strip()
    text = text.lstrip("])} ") if text[:1] in {"]", ")", "}"} else text
    while text[-1:] in {"[", "(", "{", " "} or text.endswith("\\["):
        text = text[:-1].rstrip("\\")
    return text
