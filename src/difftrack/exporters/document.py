"""What every style of README has in common: title, contents, headings, and where the entries stand.

A style says how an entry is written; `write` puts the rest around it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from difftrack.exporters.contents import Block, contents
from difftrack.library.model import Entry, Section
from difftrack.library.settings import Settings, parts
from difftrack.text.folding import clean, fold
from difftrack.text.lint_comment import AWESOME_BADGE, exemption
from difftrack.text.markdown import escape_heading
from difftrack.text.owner_markdown import harmless
from difftrack.text.written import enclosed, is_outro, is_prose

DEEPEST_LEVEL = 6


class Chapter(NamedTuple):
    """A section as it will be written; `level` is that of its heading, `depth` its place below.

    `top` is the level of those at depth 0. `is_named` says that its heading stands above already.
    """

    section: Section
    depth: int
    keys: list[str]
    top: int = 2
    is_named: bool = False

    @property
    def level(self) -> int:
        """The level of the heading, 6 at most."""
        return min(self.top + self.depth, DEEPEST_LEVEL)


class Document(NamedTuple):
    """A library, chosen and put in order, ready to be written in a style.

    `head` is the text above it in the same file: its headings take their anchors first. A part
    (`is_part`) has no title, contents and count. `seen` are entries that stand above it.
    """

    title: str
    intro: str
    outro: str
    chapters: list[Chapter]
    entries: dict[str, Entry]
    settings: Settings
    head: str = ""
    is_part: bool = False
    seen: frozenset[str] = frozenset()


class Frame(NamedTuple):
    """How a style writes an entry, and what it puts around them.

    `entry` is given an entry and whether it stood in an earlier section of the document already;
    `begins_entry` tells a line that would be read as the first one of an entry, where the style is
    read by its own grammar; `mentions`: an entry that was written out before is only named.
    """

    entry: Callable[[Entry, bool, Settings], str]
    join: Callable[[list[str]], str]  # entries that stand behind each other, as one text
    contents_title: str
    heading_note: str = ""  # behind headings that no table of contents shall list
    below_contents: str = ""
    count_line: Callable[[Document], str] = lambda _: ""
    begins_entry: Callable[[str], bool] | None = None
    mentions: bool = False
    fewest_listed: int = 1  # sections; contents of fewer help nobody
    end: Callable[[str], str] = lambda _: ""  # what other text behind an entry is told apart by

    def aside(self, entry: str, text: str) -> str:
        """Return the owner's text as it stands behind an entry ("" for none)."""
        end = self.end(entry) if entry else ""
        return f"{end}\n\n{text}" if end and not text.startswith(end) else text


def write(document: Document, frame: Frame) -> str:
    """Return the document in a style, with one line break at its end; "" where nothing is in it."""
    body = _body(document, frame)
    blocks = _opening(document, frame)
    listed = [c for c in document.chapters if _is_headed(c)]
    is_listed = document.settings.contents and not document.is_part
    if is_listed and len(listed) >= frame.fewest_listed:
        blocks.append(f"## {frame.contents_title}{frame.heading_note}")
        above = [document.head, *blocks]
        top, as_awesome = document.settings.heading_level, document.settings.badges
        blocks.append(contents(above, body, top, as_awesome=as_awesome))
        blocks += [frame.below_contents] if frame.below_contents else []
    blocks += [block.text for block in body]
    text = "\n\n".join(blocks) + "\n" if blocks else ""
    excuse = exemption(text) if document.settings.badges else ""
    return f"{excuse}\n\n{text}" if excuse else text


def _opening(document: Document, frame: Frame) -> list[str]:
    if document.is_part:
        return []
    badge = f" {AWESOME_BADGE}" if document.settings.badges else ""
    title = f"# {escape_heading(document.title)}{badge}{frame.heading_note}"
    blocks = [title if document.title else "", _text(document.intro, frame)]
    blocks += [frame.count_line(document), _progress(document)]
    return [block for block in blocks if block]


def _body(document: Document, frame: Frame) -> list[Block]:
    blocks: list[Block] = []
    seen = set(document.seen)
    namesakes = _namesakes(document) if frame.mentions else set[str]()
    for chapter in document.chapters:
        if _is_headed(chapter):
            heading = f"{'#' * chapter.level} {escape_heading(chapter.section.title)}"
            blocks.append(Block(heading, chapter.section.title, chapter.depth))
        if chapter.section.intro.strip():
            blocks.append(Block(_text(chapter.section.intro, frame)))
        blocks += _entries(document, chapter, frame, seen)
        seen -= namesakes
    if document.outro.strip():
        before = blocks[-1].ends_in if blocks else ""
        blocks.append(Block(frame.aside(before, _outro(document.outro, frame))))
    return blocks


def _namesakes(document: Document) -> set[str]:
    """Return the entries that share a title: to name it would not say which of them is meant."""
    held = {key for chapter in document.chapters for key in chapter.keys}
    titles = {key: fold(document.entries[key].title) for key in held}
    shared = {title for title, times in Counter(titles.values()).items() if times > 1}
    return {key for key, title in titles.items() if title in shared}


def _text(markdown: str, frame: Frame) -> str:
    """Return the owner's text so that it is read as text: as no entry and no heading."""
    text = harmless(markdown)
    if not text or frame.begins_entry is None:
        return text
    is_plain = is_prose(text, begins_entry=frame.begins_entry)
    return text if is_plain else enclosed("text", text)


def _outro(markdown: str, frame: Frame) -> str:
    """Return the text below the list so that it is not taken for one of the last section."""
    text = harmless(markdown)
    if frame.begins_entry is None:
        return text
    is_plain = is_outro(text) and is_prose(text, begins_entry=frame.begins_entry)
    return text if is_plain else enclosed("outro", text)


def _is_headed(chapter: Chapter) -> bool:
    has_heading = bool(chapter.section.key) and bool(clean(chapter.section.title))
    return has_heading and not chapter.is_named


def _entries(document: Document, chapter: Chapter, frame: Frame, seen: set[str]) -> list[Block]:
    """Return the entries of a section as blocks; text of the owner's ends a run of entries."""
    blocks: list[Block] = []
    run: list[str] = []
    for key in chapter.keys:
        run.append(frame.entry(document.entries[key], key in seen, document.settings))
        seen.add(key)
        prose = chapter.section.prose.get(key, "").strip()
        if prose:
            text = _text(prose, frame)
            written = Block(frame.join(run), is_entries=True)
            blocks += [written, Block(frame.aside(run[-1], text))]
            run = []
    if run:
        blocks.append(Block(frame.join(run), ends_in=run[-1], is_entries=True))
    return blocks


def places(document: Document) -> Iterator[tuple[Entry, Chapter]]:
    """Yield each entry once, with the section that it stands in first."""
    seen: set[str] = set()
    for chapter in document.chapters:
        for key in chapter.keys:
            if key not in seen:
                seen.add(key)
                yield document.entries[key], chapter


def counted(document: Document) -> int:
    """Return how many entries the document lists, each counted once."""
    return len({key for chapter in document.chapters for key in chapter.keys})


def count_line(document: Document) -> str:
    """Return the line that says how many these are, where the settings want it."""
    return f"{counted(document)} entries." if document.settings.count else ""


def _progress(document: Document) -> str:
    """Return the line that says how many were read, where it is wanted and reading is shown."""
    if not document.settings.progress or "read" in parts(document.settings.hide):
        return ""
    read = sum(bool(entry.read) for entry, _ in places(document))
    return f"{read} of {counted(document)} read."
