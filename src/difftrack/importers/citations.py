"""Lines that are citations: authors, title, venue and year in one of the usual styles."""

import re

from difftrack.importers.head import Head, Line
from difftrack.importers.pieces import cut, plain, visible
from difftrack.importers.tails import Chunk, tail
from difftrack.text import dates, names, venues

_DATED = re.compile(
    r"(?P<authors>[^()]{3,600}?)\s*\((?P<year>(?:19|20)\d\d)[a-z]?(?:,[^()]{1,20})?\)[.:,]?\s+"
)
_YEAR_INSIDE = re.compile(r"\((?:19|20)\d\d")
_BEFORE_COLON = re.compile(r"(?P<authors>[^:\[\]\n]{3,600}?[A-Z]\.(?:,? et al\.?)?):\s+(?=\S)")
_SENTENCE = re.compile(r"(?<![\s.][A-Z])\.\s+(?=[A-Z\d\u201c\"])")
_ONE_REVERSED = re.compile(r"[A-Z][\w'-]+, [A-Z][\w.'-]*(?: [A-Z]\.?)*")
_LISTING = re.compile(r",| and | & |^[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*)* et al$")
_MOST_INITIALS = 20
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_QUOTED = re.compile(
    '(?<!["\u201c\u201d])["\u201c\u201d]++\\s*+(?P<title>[^"\u201c\u201d]{4,400}+)["\u201c\u201d]++'
)
_UNDERLINED = re.compile(r"(?<!\\)<u>(?P<title>.{1,2000}?)(?<!\\)</u>")
_QUOTED_WHOLE = re.compile('\\s*["\u201c].*["\u201d],?\\s*$')
_YEAR_BEFORE_TITLE = re.compile(r"[\s,]*\((?P<year>(?:19|20)\d\d)[a-z]?\)[.,:]?$")
_FEW_WORDS = 4


def underlined(line: Line) -> Head | None:
    """`Ho et al., <u>"Title",</u> NeurIPS 2020`: whatever quotes stand in the title."""
    match = _UNDERLINED.search(line.text) if "<u>" in line.text else None
    if match is None or not _QUOTED_WHOLE.match(match["title"]):
        return None
    before = plain([p for p in line.pieces if p.end <= match.start()]).strip(" ,")
    if before and not (
        line.text[: match.start()].rstrip().endswith(",") or names.are_authors(before)
    ):
        return None
    inside = [p for p in line.pieces if match.start() < p.start and p.end <= match.end()]
    at = next((p for p in inside if p.kind == "link" and p.text), None)
    title = visible(inside)[0].strip(" ,")[1:].rstrip(" .,")[:-1].rstrip(" ,")
    links, chunks = tail(line.text, [p for p in line.pieces if p.start >= match.end()])
    return Head(
        "cited", title, None, at.target if at else None, at.images if at else (), before, (),
        links, chunks,
    )  # fmt: skip


def quoted(line: Line) -> Head | None:
    """`He, Kaiming, et al. "**Title**." Venue (year). [[pdf]](url)`, and lecture notes' like."""
    if not re.search('["\u201c\u201d]', line.text):
        return None
    shown, offsets = visible(line.pieces)
    match = _QUOTED.search(shown)
    if match is None:
        return None
    before, after = shown[: match.start()].strip(), shown[match.end() :].strip()
    dated = _YEAR_BEFORE_TITLE.search(before)
    before = before[: dated.start()] if dated else before
    short = _short_before(before)
    if before and not short and not _are_cited_authors(before):
        return None
    title = match["title"].rstrip(" .,\n\t")
    is_long = len(title.split()) > 1
    if not is_long and not names.are_authors(before):
        return None
    if not before and not (venues.is_one(after[:80].split(" [")[0]) or dates.parse(after)):
        return None
    at = next(
        (
            p
            for p, o in zip(line.pieces, offsets, strict=True)
            if p.kind == "link" and o <= match.start("title") < o + len(p.text)
        ),
        None,
    )
    links, chunks = tail(line.text, cut(line.pieces, match.end()))
    if at is not None and len(at.text) > len(match[0]) + _FEW_WORDS and after and not chunks:
        chunks = (Chunk(after, after),)  # the link holds more than the title
    return Head(
        "cited", title, short, at.target if at else None, at.images if at else (),
        "" if short else before, (dated["year"],) if dated else (), links, chunks,
    )  # fmt: skip


def dated(line: Line) -> Head | None:
    """`Bly, A., & Dorn, C. (2021). Title. Venue. [[pdf]](url)`: APA 7, section 9.2 and others."""
    if _YEAR_INSIDE.search(line.text) is None:  # most lines
        return None
    shown, _ = visible(line.pieces)
    match = _DATED.match(shown)
    if match is None or not _are_dated_authors(match["authors"]):
        return None
    own = cut(line.pieces, match.end())
    first = next((p for p in own if p.text.strip()), None)
    if first is None:
        return None
    before = (match["year"],)
    if first.kind == "link":
        links, chunks = tail(line.text, own[own.index(first) + 1 :])
        return Head(
            "cited", first.text, None, first.target, first.images, match["authors"], before,
            links, chunks,
        )  # fmt: skip
    return _after_authors(line, match["authors"], match.end(), before, at_least=2)


def _are_dated_authors(text: str) -> bool:
    if _ONE_REVERSED.fullmatch(text):
        return True
    is_list = names.are_authors(text) or _are_cited_authors(text)
    return is_list and (re.search(r",\s*[A-Z]\.|et al", text) is not None or "," in text)


def with_colon(line: Line) -> Head | None:
    """`Bly, A., Dorn, C.: Title. Venue 33, 6840-6851 (2020)`: Springer's LNCS style."""
    if ".:" not in line.text:
        return None
    shown, _ = visible(line.pieces)
    match = _BEFORE_COLON.match(shown)
    if match is None or not names.are_authors(match["authors"]):
        return None
    return _after_authors(line, match["authors"], match.end())


def in_sentences(line: Line) -> Head | None:
    """`Ann Bly, Carl Dorn, and Eve Frost. Title. In Venue, 2021.`: IEEE's and ACM's style."""
    if ". " not in line.text:
        return None
    stop = next((n for n, p in enumerate(line.pieces) if p.kind == "link"), len(line.pieces))
    shown, _ = visible(line.pieces[:stop])
    for end in list(_SENTENCE.finditer(shown))[:_MOST_INITIALS]:
        who = shown[: end.start()]
        if not (_LISTING.search(who) and names.are_authors(who)):
            continue
        head = _after_authors(line, who, end.end())
        is_dated = head is not None and any(_YEAR.search(chunk.text) for chunk in head.chunks)
        return head if is_dated else None
    return None


def _after_authors(
    line: Line, authors: str, begin: int, before: tuple[str, ...] = (), at_least: int = 3
) -> Head | None:
    """Read the sentence behind the authors as the title, of so many words `at_least`."""
    own = cut(line.pieces, begin)
    stop = next((n for n, p in enumerate(own) if p.kind == "link"), len(own))
    text, _ = visible(own[:stop])
    end = _SENTENCE_END.search(text)
    title = text[: end.end() if end else len(text)]
    if len(title.split()) < at_least:
        return None
    links, chunks = tail(line.text, cut(own, len(title)))
    return Head("cited", title.strip(" ."), None, None, (), authors, before, links, chunks)


def _short_before(before: str) -> str | None:
    """Return the short name in `DDPM: "Title"`."""
    name = before.rstrip(":\uff1a ")
    is_name = before.endswith((":", "\uff1a")) and len(name.split()) <= _FEW_WORDS
    is_name = is_name and not names.are_authors(name)
    return name if is_name and re.match(r"[\w]", name) else None


def _are_cited_authors(text: str) -> bool:
    if len(text) > 600 or (text.endswith(":") and not names.are_authors(text)):  # noqa: PLR2004 - no list of authors is longer
        return False
    if names.are_authors(text):
        return True
    words = re.findall(r"[^\W\d_][\w'.-]*", text)
    particles = {"and", "et", "al.", "al", "von", "van", "de", "der"}
    is_names = bool(words) and all(w[0].isupper() or w in particles for w in words)
    return (is_names and text.rstrip().endswith((",", ".", ")"))) or text.endswith("et al")
