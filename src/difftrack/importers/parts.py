"""The lines, bullets and cells that belong to an entry, each read for what it says."""

import re
from textwrap import dedent

from difftrack.importers import card_fields, facts, labelled, tails, vocabulary
from difftrack.importers.draft import Part
from difftrack.importers.facts import Facts
from difftrack.importers.found import SHORTCODE, Found
from difftrack.importers.identifiers import ID_IN_TEXT
from difftrack.importers.lines import without_break
from difftrack.importers.pieces import Piece, plain, plain_text, scan
from difftrack.library.model import ALSO_PRINTED
from difftrack.text import dates, names

_LABEL_BEFORE_LINK = re.compile(r"(?P<label>[\w .()/-]{1,40}?)\s*[:\uff1a]")
_SUMMARY = re.compile(r"(?is)<summary>(.*?)</summary>")
_FOLD = re.compile(r"(?i)</?(?:details|p)\b[^>]*>")
_LONGEST = 20_000  # letters; what is longer is a text
_LOOSE = " .,;:&|"
_CODE_ADDRESS = re.compile(r"`(https?://[^\s`]+)`")
_OWN_LABELS = {ALSO_PRINTED, "Also cited as"}  # of what was printed elsewhere, kept as text
_FEW_WORDS = 3
_MOST_WORDS_BESIDE_LINKS = 5
_MANY_WORDS = 10


def read(found: Found, part: Part) -> None:
    """Read a part of an entry into it."""
    if len(part.text) > _LONGEST:
        found.note(part.text)
    elif part.kind == "cell":
        _cell(found, part)
    elif part.kind == "item":
        _item(found, part)
    elif part.kind == "line":
        _line(found, part)
    elif part.kind == "note":
        found.labels.append(part.label)
        found.note(part.text)
    else:
        card_fields.read(found, part)


# -- Bullets and cells ----------------------------------------------------------------------------


def _item(found: Found, part: Part) -> None:
    first, _, rest = part.text.partition("\n")
    said = labelled.split(first)
    if said:
        labelled.take(found, said[0], f"{said[1]}\n{dedent(rest)}".strip() if rest else said[1])
        return
    pieces = scan(first)
    shown = plain(pieces)
    words = plain([p for p in pieces if p.kind != "link"])
    has_links = any(p.kind == "link" for p in pieces)
    if not rest and not found.entry.authors and _are_authors(found, part, shown):
        found.authors(shown)
    elif has_links and not rest and len(words.split()) <= _FEW_WORDS:  # `Paper  https://...`
        found.links(pieces, words.strip(" :-,") or "Link")
    else:
        facts_said = Facts(note=shown) if rest or has_links else facts.read(shown)
        is_note = facts_said.note == shown
        found.take(Facts(note=f"- {part.text}") if is_note else facts_said)


def _are_authors(found: Found, part: Part, shown: str) -> bool:
    """Tell authors; a single name counts where fields with labels follow it."""
    if names.are_authors(shown):
        return True
    parts = found.draft.parts
    is_first = part is parts[0] and len(parts) > 1
    return is_first and names.is_person(shown) and labelled.split(parts[1].text) is not None


def _cell(found: Found, part: Part) -> None:
    role = vocabulary.role(part.label) if part.label else None
    value = part.text.strip()
    pieces = scan(value)
    found.labels += [part.label] if role == "link" else []
    if found.draft.layout == "card" and _is_as_printed(part.label, value, pieces):
        found.field(part.label, _CODE_ADDRESS.sub(r"\1", value))
        return
    if role == "note" and not re.search(r"\w{2}", found.habits.without_checks(value)):
        found.field(part.label, value)  # whether there are notes, not a note
    elif role not in {None, "link"} or labelled.is_titled(part.label, pieces):
        is_folded = role in {"abstract", "note"}
        labelled.take(found, part.label, _unfolded(found, value) if is_folded else value)
    elif any(p.kind == "link" and (p.target or p.text) for p in pieces):
        found.links(pieces, part.label or "Link")
        words = plain([p for p in pieces if p.kind != "link"]).strip(" ,;/|()[]-.")
        if re.search(r"\w{2,}", words):
            found.field(part.label or "Remark", words)
    elif shown := plain(pieces):
        said = Facts(note=shown) if part.label else facts.read(shown)
        found.field(part.label or "Remark", value) if said.note else found.take(said)


def _is_as_printed(label: str, value: str, pieces: list[Piece]) -> bool:
    """Tell a value of a card that its row only keeps: a text with links, an address as code."""
    if vocabulary.role(label) or not label:
        return False
    beside = plain([p for p in pieces if p.kind != "link"])
    is_text = len(beside.split()) > _MOST_WORDS_BESIDE_LINKS or label in _OWN_LABELS
    return is_text or _CODE_ADDRESS.fullmatch(value) is not None


def _unfolded(found: Found, value: str) -> str:
    """Return what `<details><summary>Show</summary>...</details>` folds away."""
    summaries = [plain_text(said) for said in _SUMMARY.findall(value)]
    found.labels += [said for said in summaries if len(said.split()) <= _FEW_WORDS]
    told = [said for said in summaries if len(said.split()) > _FEW_WORDS]
    rest = _FOLD.sub(" ", _SUMMARY.sub(" ", value)).strip()
    return "\n".join([*told, rest])


# -- Lines ----------------------------------------------------------------------------------------


def _line(found: Found, part: Part) -> None:
    """Read a line below the title: authors, venue and links, a date, else a note."""
    bare = without_break(part.text.strip())
    pieces = scan(bare)
    lead = _emphasised_lead(pieces) if not found.entry.authors and not found.notes else 0
    if lead:
        found.authors(plain([p for p in pieces[:lead] if p.kind != "sup"]))
        found.links(pieces[:lead])
        bare = bare[pieces[lead - 1].end :].lstrip(" *_.,;:|/-")
        pieces = scan(bare)
    has_links = any(p.kind == "link" for p in pieces)
    has_small = any(p.kind == "sup" for p in pieces)
    shown = plain([p for p in pieces if p.kind != "sup"]) if has_small else plain(pieces)
    shown = shown or plain(pieces)
    if found.notes and not has_links:
        found.note(bare)
    elif _is_emphasised(pieces) and not found.entry.authors and not found.notes:
        said = facts.read(shown) if "al." in shown or ". " in shown else Facts()
        found.take(said) if said.authors and not said.note else found.authors(shown)
        found.links(pieces)
    elif has_links:
        _linked_line(found, bare, pieces, shown)
    else:
        _plain_line(found, bare, shown)


def _is_emphasised(pieces: list[Piece]) -> bool:
    told = [
        p
        for p in pieces
        if p.kind in {"text", "link", "sup"} and p.text.strip(" ,.;&") not in {"", "and"}
    ]
    return bool(told) and all(p.em for p in told)


def _emphasised_lead(pieces: list[Piece]) -> int:
    """Return how many pieces are authors in italics, where more stands behind them on the line."""
    end = 0
    for n, piece in enumerate(pieces):
        if piece.target or piece.text.strip(_LOOSE) not in {"", "and"}:
            if not piece.em:
                break
            end = n + 1
    else:
        return 0
    if not end:
        return 0
    who = plain([p for p in pieces[:end] if p.kind != "sup"]).strip(_LOOSE)
    return end if names.are_authors(who) or names.is_person(who) else 0


def _plain_line(found: Found, bare: str, shown: str) -> None:
    when = dates.parse(shown)
    if when:
        found.take(facts.dated(when))
        return
    if ID_IN_TEXT.fullmatch(shown.strip(" .,")):
        return  # the entry's own id
    said = labelled.split(bare)
    is_open = not found.entry.authors and not found.entry.venue
    if said and vocabulary.role(said[0]):
        labelled.take(found, *said)
    elif is_open and names.are_authors(shown):
        found.authors(shown)
    elif not found.entry.venue and (where := facts.read(shown)).venue and not where.note:
        found.take(where)
    elif shown or bare.strip("`\\* "):
        found.note(bare)


def _linked_line(found: Found, bare: str, pieces: list[Piece], shown: str) -> None:
    """Read a line with links: `ICLR 2021 (Oral). [[Paper](url)] [[Code](url)]`."""
    first = next(n for n, p in enumerate(pieces) if p.kind == "link")
    before = plain([p for p in pieces[:first] if p.kind != "image"]).strip(" [(|/,-")
    beside = plain([p for p in pieces if p.kind not in {"link", "image"}])
    if ":" in before:
        found.signs(SHORTCODE.findall(before))
        before = SHORTCODE.sub(" ", before).strip()
    count = sum(p.kind == "link" for p in pieces)
    label = _LABEL_BEFORE_LINK.fullmatch(before)
    if not found.entry.authors and not found.entry.venue and names.are_authors(plain(pieces)):
        found.authors(shown)
        found.links(pieces)
    elif len(re.findall(r"[A-Za-z]{2,}", beside)) > _MANY_WORDS + 3 * count or tails.is_loose(
        before
    ):
        found.note(bare)
    elif label:
        labelled.take(found, label["label"], bare[pieces[first].start :])
    else:
        if re.search(r"\w", before):
            found.note(before) if found.entry.venue else found.take(facts.venue(before))
        found.links(pieces)
        _after_links(found, plain([p for p in pieces[first:] if p.kind not in {"link", "image"}]))


def _after_links(found: Found, after: str) -> None:
    words = after.strip(" []()|/,.-\\\n")
    if not re.search(r"\w{2}", words):
        return
    said = facts.read(re.sub(r"\s*[\[\](){}|]+\s*", " ", words).strip())
    if said.note:
        found.field("Remark", words)
    else:
        found.take(said)
