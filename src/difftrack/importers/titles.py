"""Where a title ends that is no link: in bold or in plain text, venue and authors behind it."""

import re
from typing import NamedTuple

from difftrack.importers import facts, vocabulary
from difftrack.importers.pieces import Piece, visible
from difftrack.text import dates, names, venues

SIGNS = re.compile(
    r"(?:[\s\u2000-\u200f\u2190-\u2bff\u3030\ufe0f\U0001f000-\U0001faff]|&#x[0-9A-Fa-f]+;"
    r"|:[a-z][a-z0-9_+-]*:)+"
)
_DASH = re.compile(r"\s+(?:[\u2013\u2014]|-{1,3})\s+")
_WIDE_GAP = re.compile(r"(?<=\S)\s{2,}(?=[A-Z\u201c\"\d(])")
_ET_AL_AT_END = re.compile(r",\s+(?P<authors>[A-Z][^,:]{1,60}?\s+et\.?\s*al\.?)\s*$")
_ASIDE = re.compile(r"\s(?P<aside>\([a-z][a-z' ]*\))$")
_VENUE_AT_END = re.compile(r"\s*[(\[](?P<venue>[^()\[\]]{3,60})[)\]]$")
_PARENTHESES_AT_END = re.compile(r"\s*[(\uff08]\s*(?P<said>[^()\uff08\uff09]{4,80})[)\uff09]$")
_BAR = re.compile(r"\s+\|\s+")
_BRACKETED = re.compile(r"\[(?P<name>[^\[\]]{2,30})\]")
AROUND = " .,:;[](){}*|\\"
_COMMA = re.compile(r",\s+")
_WORDS_OF_NAME = 2
_IN_AT_END = re.compile(r"([.,?!])\s+[Ii]n:?$")
_TAG_BEFORE = re.compile(r"\[(?P<name>[^\[\]\d][^\[\]]{1,30})\]\s+(?=\S)")
_STOP = re.compile(r"[.?!]\s+(?=[A-Z'\"(]|in )")
_MOST_SENTENCES = 10
_FEW_WORDS = 4
_LONGEST = 2000  # letters of a title and a list of authors


class Named(NamedTuple):
    """A title in text: `end` is where what stands behind it begins; `aside` belongs to neither."""

    title: str
    end: int
    short: str | None = None
    aside: tuple[str, ...] = ()


def in_bold(own: list[Piece]) -> Named:
    """Read a title that begins in bold: `**DDPM:** Title`, `**Title** - a note`."""
    count = next((n for n, p in enumerate(own) if not p.strong and p.text.strip()), len(own))
    shown, _ = visible(own)
    length = len(visible(own[:count])[0])
    bold, rest = shown[:length].strip(), shown[length:]
    if not rest.strip(AROUND):
        title, aside = set_off(bold)
        return Named(title, len(shown), aside=tuple(aside))
    signs = SIGNS.match(rest)
    if signs and signs[0].strip(" :"):
        return Named(bold, length)
    named = _short_in_bold(bold, rest)
    if named:
        return named._replace(end=length + named.end)
    dashed = _DASH.match(rest)
    if dashed:
        return Named(bold, length + dashed.end())
    is_followed = own[count].em and names.are_authors(own[count].text)
    if is_followed or _is_ended(bold, rest):
        return Named(bold, length)
    said = in_text(rest)
    gap = " " if re.search(r"\s", shown[length - 1 : length + 1]) else ""
    return Named(f"{bold}{gap}{said.title.strip()}", length + said.end, aside=said.aside)


def _short_in_bold(bold: str, rest: str) -> Named | None:
    """Read `**DDPM:** Title`, `**[DDPM]** Title`, `**DDPM** - Title`; `end` is that in `rest`."""
    if bold.endswith((":", "\uff1a")) or rest.lstrip().startswith((":", "\uff1a")):
        name = bold.rstrip(":\uff1a ").strip()
        said = in_text(rest.lstrip(" :\uff1a"))
        skipped = len(rest) - len(rest.lstrip(" :\uff1a"))
        return Named(f"{name}: {said.title.strip()}", skipped + said.end, name, said.aside)
    bracketed = _BRACKETED.fullmatch(bold)
    if bracketed and rest[:1].isspace() and len(rest.split()) > 1:
        said = in_text(rest)
        return Named(said.title, said.end, bracketed["name"], said.aside)
    count = len(bold.split())
    begin = _DASH.match(rest) or (_COMMA.match(rest) if count == 1 else None)
    if begin and count <= _WORDS_OF_NAME and reads_as_title(rest[begin.end() :]):
        said = in_text(rest[begin.end() :])
        return Named(said.title, begin.end() + said.end, bold.strip("`"), said.aside)
    return None


def _is_ended(bold: str, rest: str) -> bool:
    """Tell whether a title ends where its bold text does."""
    if rest.lstrip()[:1] in "([,.|\n" or rest.startswith("  ") or bold.endswith("."):
        return True
    return (bold.endswith(("?", "!")) or len(bold.split()) > _WORDS_OF_NAME) and says_facts(rest)


def reads_as_title(text: str) -> bool:
    """Tell text that is written as titles are: most of its longer words in capitals."""
    words = text.split()
    capitals = sum(w[:1].isupper() for w in words if len(w) > 3)  # noqa: PLR2004 - no articles
    long = sum(len(w) > 3 for w in words)  # noqa: PLR2004
    return len(words) >= _FEW_WORDS and words[0][:1].isupper() and capitals * 3 >= long * 2


def in_text(shown: str) -> Named:
    """Read a title in plain text: it ends at a wide gap, a dash, or where authors begin."""
    whole, shown = len(shown), _IN_AT_END.sub(r"\1", shown.rstrip(" [(|"))
    tag = _TAG_BEFORE.match(shown)
    if tag and not vocabulary.is_label(tag["name"]):
        said = in_text(shown[tag.end() :])
        end = whole if said.end >= len(shown) - tag.end() else tag.end() + said.end
        return said._replace(end=end, short=tag["name"].strip("*` "))
    ended = _ended(shown)
    if ended:
        return ended
    placed = _facts_begin(shown)
    title, aside = set_off(shown[:placed] if placed else shown)
    end = placed or whole
    lower = None if placed else _ASIDE.search(title.rstrip())
    if lower:
        return Named(title[: lower.start()], end, aside=(lower["aside"], *aside))
    return _without_year(Named(title, end, aside=tuple(aside)))


def _ended(shown: str) -> Named | None:
    """Read a title that a sign ends: a full stop before its venue, a bar, a dash, a wide gap."""
    sentence = _sentence_before_facts(shown)
    if sentence:
        return _without_year(Named(shown[:sentence], sentence))
    bar = _BAR.search(shown)
    if bar and len(shown[: bar.start()].split()) > _WORDS_OF_NAME:
        return Named(shown[: bar.start()], bar.start())
    dash = _DASH.search(shown)
    behind = shown[dash.end() :] if dash else ""
    if dash and behind[:1].islower() and _is_long(behind):
        return Named(shown[: dash.start()], dash.end())
    gap = _WIDE_GAP.search(shown)
    return Named(shown[: gap.start()], gap.end()) if gap and _is_long(shown[gap.end() :]) else None


def _sentence_before_facts(shown: str) -> int:
    """Return where a title ends that venue and year follow as a sentence; 0 for nowhere."""
    for stop in list(_STOP.finditer(shown))[:_MOST_SENTENCES]:
        if len(shown[: stop.start()].split()) > 1 and len(shown) < _LONGEST:
            found = facts.read(shown[stop.end() :].strip(" .[("))
            is_placed = found.venue and (found.year or found.published or found.authors)
            if is_placed and not found.note:
                return stop.start() + 1
    return 0


def _without_year(named: Named) -> Named:
    """Take `(2021)` and `(Bly et al., 2021)` off the end of a title."""
    found = _PARENTHESES_AT_END.search(named.title.rstrip(" ,;:"))
    if found is None or not (dates.parse(found["said"]) or says_facts(found["said"])):
        return named
    return named._replace(title=named.title[: found.start()], aside=(found["said"], *named.aside))


def _is_long(text: str) -> bool:
    return len(text.split()) > _FEW_WORDS


def _facts_begin(shown: str) -> int:
    """Return where `, Ho et al.` or `, Ann Bly and Carl Dorn, CVPR 2020` begins; 0 for nowhere."""
    cited = _ET_AL_AT_END.search(shown.rstrip(" [("))
    if cited and cited.start() > _FEW_WORDS:
        return cited.start()
    if ", " not in shown or len(shown) > _LONGEST:
        return 0
    for comma in re.finditer(r", (?=(?:in )?[A-Z\d(])", shown):
        if len(shown[: comma.start()].split()) > 1:
            found = facts.read(shown[comma.end() :].rstrip(" [("))
            is_dated = found.published or (found.authors and found.year)
            if not found.note and (found.venue or is_dated):
                return comma.start()
    return 0


def says_facts(text: str) -> bool:
    """Tell text that says who and where, and nothing else."""
    found = facts.read(text.strip(" [("))
    return bool((found.authors or found.venue) and not found.note)


def set_off(text: str) -> tuple[str, list[str]]:
    """Return the title of `DDPM \u2014 Ho et al., 2020` or `Title (ICLR 2021)`, and the rest."""
    text = text.strip()
    placed = _VENUE_AT_END.search(text.rstrip(" ,;:[|"))
    if placed and venues.is_one(placed["venue"]) and venues.split(placed["venue"]).year:
        return text[: placed.start()], [placed["venue"]]
    title, comma, where = text.rpartition(", ")
    if comma and venues.is_known(where) and venues.split(where).year and len(title.split()) > 1:
        return title, [where]
    parts = _DASH.split(text)
    if len(parts) != 2:  # noqa: PLR2004 - the two sides
        return text, []
    sides = [_is_author_and_year(part) for part in parts]
    if sides == [True, False]:
        return parts[1], [parts[0]]
    return (parts[0], [parts[1]]) if sides[1] else (text, [])


def _is_author_and_year(text: str) -> bool:
    if dates.parse(text):
        return True
    who, comma, when = text.rpartition(",")
    if comma and dates.parse(when):
        return names.are_authors(who) or len(who.split()) <= 3  # noqa: PLR2004 - `Ho and Jain`
    return text.rstrip(". ").lower().endswith(("et al", "et. al"))


def is_telling(text: str) -> bool:
    """Tell a venue, a date or `Ho et al., 2020`: what stands beside titles."""
    return bool(venues.is_one(text) or dates.parse(text) or _is_author_and_year(text))
