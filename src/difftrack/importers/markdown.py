"""A list in Markdown, read whole: every line stands in an entry, a mention, the prose or elsewhere.

Outline, drafts, entries: and what no entry claims is prose. So nothing can be lost here, whatever
the rules that find entries make of a line.
"""

import re
from collections import Counter

from difftrack.importers import (
    coverage,
    doubts,
    fields,
    habits,
    leftover,
    outline,
    references,
    titles,
    vocabulary,
)
from difftrack.importers.draft import Draft
from difftrack.importers.habits import Habits
from difftrack.importers.lines import without_long_blanks
from difftrack.importers.walk import Walk
from difftrack.library.model import Entry
from difftrack.library.reading import (
    Generated,
    Heading,
    Item,
    Listed,
    Mention,
    Prose,
    Reading,
)
from difftrack.text import dates, venues
from difftrack.text.folding import fold
from difftrack.text.html_ends import CLOSED
from difftrack.text.lint_comment import AWESOME_BADGE
from difftrack.text.owner_markdown import as_written, as_written_in_cell
from difftrack.text.words import words

_WORDS_OF_TITLE = 3  # that says itself where it appeared


def read(text: str) -> Reading:
    """Return the reading of a Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    printed, text = text.split("\n"), references.written_out(without_long_blanks(text))
    walk = Walk(text, outline.read(text))
    drafts = _settled(walk.drafts)
    sure = [d for d in drafts if d.is_sure]
    learned = habits.learn(text, [walk.lines[d.line] for d in sure], is_own=walk.is_own)
    implied: set[str] = set()
    found = [_listed(d, fields.read(d, learned, walk.lines, implied)) for d in sure]
    listed = [item for item in found if item.entry.title or item.entry.url or item.entry.arxiv_id]
    if walk.is_own:
        for item in listed:
            _as_its_owner_wrote(item.entry)
    _mark_read(listed, learned, walk.sections, walk)
    mentions = _mentions([d for d in drafts if not d.is_sure], listed, walk, learned)
    items = _complete(walk, [*listed, *mentions], printed)
    if implied:
        told = [walk.title, *(section.title for section in walk.sections)]
        items = sorted([*items, *wording(implied, walk.lines, told, items)], key=lambda i: i[:2])
    settings: dict[str, str | int] = {"read_mark": learned.read_mark} if learned.read_mark else {}
    settings |= _style(sure, listed)
    beside = walk.beside
    if walk.is_own and beside == AWESOME_BADGE:
        beside, settings["badges"] = "", True
    reading = Reading(walk.title, walk.sections, items, doubts.of_entries(listed), settings, beside)
    return reading._replace(items=_without_headings(reading))


# -- Which drafts are entries ---------------------------------------------------------------------


def _settled(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, each sure one marked so that others speak for."""
    in_list: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.layout == "item":
            in_list.setdefault(draft.list_line, []).append(draft)
    for items in in_list.values():
        _speak_for_themselves(items)
    sure = [d for d in drafts if d.is_sure]
    tasks_are_papers = any(d.head.task is not None for d in sure) or not sure
    sure_in_list = Counter(d.list_line for d in sure if d.layout == "item")
    linked_sections = {
        d.section for d in sure if d.layout == "paragraph" and d.head.how in {"linked", "plain"}
    }
    for draft in drafts:
        if draft.is_sure:
            continue
        if draft.layout == "paragraph":
            draft.is_sure = draft.section in linked_sections
        elif draft.head.task is not None:
            draft.is_sure = tasks_are_papers
        elif draft.head.links:  # [Paper], its address to come
            draft.is_sure = sure_in_list[draft.list_line] > 0 or len(sure) > 0
        else:
            is_among = sure_in_list[draft.list_line] * 2 >= len(in_list[draft.list_line])
            draft.is_sure = (
                is_among
                and sure_in_list[draft.list_line] > 0
                and titles.reads_as_title(draft.head.title)
            )
    return drafts


def _speak_for_themselves(items: list[Draft]) -> None:
    """Mark titles without links as entries where most of a list end in venue and year."""
    places = [[*d.head.before, *(chunk.text for chunk in d.head.chunks)] for d in items]
    placed = [any(map(_is_place, texts)) for texts in places]
    if sum(placed) * 2 < len(items):
        return
    for draft, texts, is_placed in zip(items, places, placed, strict=True):
        is_dated = is_placed or any(dates.parse(text) for text in texts)
        draft.is_sure |= is_dated and len(draft.head.title.split()) >= _WORDS_OF_TITLE


def _is_place(text: str) -> bool:
    where = venues.split(text)
    return venues.is_one(text) and where.year is not None and not where.note


# -- Entries and mentions -------------------------------------------------------------------------


def _listed(draft: Draft, entry: Entry) -> Listed:
    return Listed(draft.line + 1, draft.end, draft.section, entry)


def _as_its_owner_wrote(entry: Entry) -> None:
    """Take out of an entry what difftrack added to its owner's Markdown: the guard, the ends."""
    entry.note = entry.note and as_written(entry.note)
    for texts, given in ((entry.review, as_written), (entry.fields, as_written_in_cell)):
        for label, text in texts.items():
            texts[label] = given(text.replace("<br>", "\n") if CLOSED in text else text)


def _mark_read(listed: list[Listed], learned: Habits, sections: list[Heading], walk: Walk) -> None:
    """Set the read marks that a document has: by its mark, or by its headings."""
    by_heading = {n: vocabulary.is_read(s.title) for n, s in enumerate(sections)}
    has_headings = any(value is True for value in by_heading.values())
    for item in listed:
        entry = item.entry
        if learned.read_mark and entry.read is None:
            head = walk.lines[item.line - 1]
            is_above = has_headings and _read_above(item.section, sections, by_heading)
            entry.read = learned.read_mark in head or bool(is_above)
        elif has_headings and entry.read is None:
            entry.read = _read_above(item.section, sections, by_heading)


def _read_above(
    section: int | None, sections: list[Heading], by_heading: dict[int, bool | None]
) -> bool | None:
    while section is not None:
        if by_heading[section] is not None:
            return by_heading[section]
        section = sections[section].parent
    return None


def _mentions(
    weak: list[Draft], listed: list[Listed], walk: Walk, learned: Habits
) -> list[Mention]:
    """Return the bullets that only name what is written out elsewhere, and say no more of it."""
    known: dict[str, Entry] = {}
    for item in listed:
        for name in (item.entry.title, item.entry.short):
            if name:
                known.setdefault(fold(name), item.entry)
    found = []
    for draft in weak:
        entry = known.get(fold(learned.without_mark(draft.head.title)))
        if entry is None or draft.layout != "item" or draft.parts:
            continue
        source = "\n".join(walk.lines[draft.line : draft.end])
        if not leftover.of_entry(source, entry, [learned.read_mark], set()):
            entry.read = entry.read or draft.head.task
            found.append(Mention(draft.line + 1, draft.end, draft.section, entry.title))
    return found


# -- Everything else ------------------------------------------------------------------------------


def _complete(walk: Walk, claimed: list[Item], printed: list[str]) -> list[Item]:
    """Return all items in order: those claimed, headings, what is generated, the prose.

    `printed` are the lines as they stand in the document.
    """
    taken = {n for item in claimed for n in range(item.line, item.end_line + 1)}
    others: list[Item] = [
        Generated(begin + 1, end, None, "\n".join(printed[begin:end]), what)
        for begin, end, what in walk.generated
    ]
    others += [
        Prose(begin + 1, end, section, "\n".join(printed[begin:end]), role)
        for begin, end, section, role in walk.headings
    ]
    free = [i for i in others if taken.isdisjoint(range(i.line, i.end_line + 1))]
    return _in_sections(coverage.with_prose(printed, [*claimed, *free]))


def _in_sections(items: list[Item]) -> list[Item]:
    """Give prose and generated text the section of the heading above it."""
    here: int | None = None
    placed: list[Item] = []
    for item in items:
        is_heading = isinstance(item, Prose) and item.role == "heading"
        if is_heading or isinstance(item, Listed | Mention):
            here = item.section
        else:
            item = item._replace(section=here)  # noqa: PLW2901 - a value, not the list's place
        placed.append(item)
    return placed


def _without_headings(reading: Reading) -> list[Item]:
    """Count the heading of a table of contents to the contents."""
    generated = reading.only_generated()
    return [
        Generated(item.line, item.end_line, item.section, item.text, "contents")
        if isinstance(item, Prose) and item.role == "heading" and item.section in generated
        else item
        for item in reading.items
    ]


def wording(
    implied: set[str], lines: list[str], titles: list[str], items: list[Item]
) -> list[Generated]:
    """Return the words that no other part of the reading holds, where they are printed first.

    These are words that difftrack writes anew: months, `et al.`, labels of fields. `titles` are
    those of the document and its sections.
    """
    told = list(titles)
    for item in items:
        if isinstance(item, Listed):
            told.append(leftover.text_of(item.entry))
        else:
            told.append(item.title if isinstance(item, Mention) else item.text)
    missing = implied - words("\n".join(told))
    found_at = []
    for item in items:
        if missing and isinstance(item, Listed):
            source = "\n".join(lines[item.line - 1 : item.end_line])
            found = " ".join(leftover.holds(source, missing))
            missing -= words(found)
            if found:
                place = item.line, item.end_line, item.section
                found_at.append(Generated(*place, found, "wording"))
    return found_at


# -- What the document is like --------------------------------------------------------------------


def _style(sure: list[Draft], listed: list[Listed]) -> dict[str, str | int]:
    """Return the style of README that most entries are written in, where difftrack has it."""
    layouts = Counter(d.layout for d in sure)
    if layouts["paragraph"] * 2 > len(sure):
        return {"style": "awesome"}
    if sum(bool(item.entry.review) for item in listed) * 2 > len(sure):
        return {"style": "review"}
    if layouts["cited"] * 2 > len(sure):
        numbered = sum(bool(d.head.number) for d in sure if d.layout == "cited")
        return {"style": "references"} | ({"numbered": True} if numbered * 2 > len(sure) else {})
    detailed = sum(
        d.layout == "item"
        and any(re.match(r"(?i)\W*(?:title|authors?|abstract):", p.text) for p in d.parts)
        for d in sure
    )
    return {"style": "detailed"} if sure and detailed * 2 > len(sure) else {}
