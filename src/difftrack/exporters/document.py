"""What every style of README has in common: title, contents, headings, and where the entries stand.

A style says how an entry is written; `write` puts the rest around it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from difftrack.library.model import TITLE_LINK, Entry, Library, Section
from difftrack.library.query import in_order, outline
from difftrack.library.settings import HIDABLE, Settings, parts
from difftrack.library.shares import Aside
from difftrack.text.blocks import Heading, all_headings, headings
from difftrack.text.folding import clean, fold
from difftrack.text.lint_comment import AWESOME_BADGE, exemption
from difftrack.text.markdown import escape, escape_heading
from difftrack.text.owner_markdown import harmless
from difftrack.text.slug import Slugger
from difftrack.text.written import enclosed, is_note, is_outro, is_prose

_DEEPEST_LEVEL = 6
_AWESOME_DEPTH = 2
_NO_CONTENT = {"Contributing", "Footnotes", "Related Lists"}
_NONE = Aside()


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
        return min(self.top + self.depth, _DEEPEST_LEVEL)


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
    between: str  # what separates two entries
    contents_title: str
    heading_note: str = ""  # behind headings that no table of contents shall list
    below_contents: str = ""
    count_line: Callable[[Document], str] = lambda _: ""
    begins_entry: Callable[[str], bool] | None = None
    mentions: bool = False
    join: Callable[[list[str]], str] | None = None  # of entries, where `between` does not do
    fewest_listed: int = 1  # sections; contents of fewer help nobody
    end: Callable[[str], str] = lambda _: ""  # what other text behind an entry is told apart by

    def joined(self, entries: list[str]) -> str:
        """Return entries that stand behind each other as one text."""
        return self.join(entries) if self.join else self.between.join(entries)

    def aside(self, entry: str, text: str) -> str:
        """Return the owner's text as it stands behind an entry ("" for none)."""
        end = self.end(entry) if entry else ""
        return f"{end}\n\n{text}" if end and not text.startswith(end) else text


def arrange(
    library: Library,
    settings: Settings,
    *,
    head: str = "",
    titled: bool = True,
    aside: Aside = _NONE,
) -> Document:
    """Choose and order what will be written.

    `titled` is false where the file has a title of its own; `aside` is what else stands in its
    owner's text.
    """
    return Document(
        title=(clean(library.title) or "Reading List") if titled else "",
        intro="" if aside.intro else library.intro,
        outro="" if aside.outro else library.outro,
        chapters=_chapters(library, settings, aside),
        entries=_shown(library.entries, settings),
        settings=settings,
        head=head,
    )


def _shown(entries: dict[str, Entry], settings: Settings) -> dict[str, Entry]:
    """Return the entries without what the settings do not show of them; the title's link stays."""
    hidden = [field for name in parts(settings.hide) for field in HIDABLE.get(name, ())]
    labels = {label.casefold() for label in parts(settings.links)}
    if not hidden and not labels:
        return entries
    blank = {field: getattr(Entry(), field) for field in hidden}

    def is_shown(label: str) -> bool:
        name = label.partition("#")[0].casefold()
        return label == TITLE_LINK or ("links" not in blank and (not labels or name in labels))

    return {
        key: entry.model_copy(
            update={**blank, "links": {k: t for k, t in entry.links.items() if is_shown(k)}}
        )
        for key, entry in entries.items()
    }


def _chapters(library: Library, settings: Settings, aside: Aside) -> list[Chapter]:
    order, descending = settings.entry_order
    chapters = [
        Chapter(
            _without(section, aside),
            depth,
            in_order(library, section.entries, order, descending=descending),
            settings.heading_level,
        )
        for section, depth in outline(library)
        if section.key not in aside.sections
    ]
    return chapters if settings.empty_sections else _without_empty(chapters)


def _without(section: Section, aside: Aside) -> Section:
    """Return a section without the text behind its last entry that stands elsewhere."""
    if aside.behind is None or aside.behind[0] != section.key:
        return section
    prose = {key: text for key, text in section.prose.items() if key != aside.behind[1]}
    return section.model_copy(update={"prose": prose})


def _without_empty(chapters: list[Chapter]) -> list[Chapter]:
    """Leave out sections that hold nothing, neither themselves nor below."""
    kept: list[Chapter] = []
    for chapter in reversed(chapters):
        holds_kept = bool(kept) and kept[-1].depth > chapter.depth
        if holds_kept or chapter.keys or chapter.section.intro or chapter.section.prose:
            kept.append(chapter)
    return kept[::-1]


def write(document: Document, frame: Frame) -> str:
    """Return the document in a style, with one line break at its end; "" where nothing is in it."""
    body = _body(document, frame)
    blocks = _opening(document, frame)
    listed = [c for c in document.chapters if _is_headed(c)]
    is_listed = document.settings.contents and not document.is_part
    if is_listed and len(listed) >= frame.fewest_listed:
        blocks.append(f"## {frame.contents_title}{frame.heading_note}")
        blocks.append(_contents(document, blocks, body))
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
    blocks.append(frame.count_line(document))
    return [block for block in blocks if block]


class _Block(NamedTuple):
    text: str
    chapter: Chapter | None = None  # whose heading it is
    ends_in: str = ""  # the entry at its end
    is_entries: bool = False


def _body(document: Document, frame: Frame) -> list[_Block]:
    blocks: list[_Block] = []
    seen = set(document.seen)
    namesakes = _namesakes(document) if frame.mentions else set[str]()
    for chapter in document.chapters:
        if _is_headed(chapter):
            heading = f"{'#' * chapter.level} {escape_heading(chapter.section.title)}"
            blocks.append(_Block(heading, chapter))
        if chapter.section.intro.strip():
            blocks.append(_Block(_text(chapter.section.intro, frame)))
        blocks += _entries(document, chapter, frame, seen)
        seen -= namesakes
    if document.outro.strip():
        before = blocks[-1].ends_in if blocks else ""
        blocks.append(_Block(frame.aside(before, _outro(document.outro, frame))))
    return blocks


def _namesakes(document: Document) -> set[str]:
    """Return the entries that share a title: to name it would not say which of them is meant."""
    held = {key for chapter in document.chapters for key in chapter.keys}
    titles = {key: fold(document.entries[key].title) for key in held}
    shared = {title for title, times in Counter(titles.values()).items() if times > 1}
    return {key for key, title in titles.items() if title in shared}


def _text(markdown: str, frame: Frame, *, is_below_entry: bool = False) -> str:
    """Return the owner's text so that it is read as text: as no entry, heading or note."""
    text = harmless(markdown)
    if frame.begins_entry is None:
        return text
    is_plain = is_prose(text, begins_entry=frame.begins_entry)
    if not text or (is_plain and not (is_below_entry and is_note(text))):
        return text
    return enclosed("text", text)


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


def _entries(document: Document, chapter: Chapter, frame: Frame, seen: set[str]) -> list[_Block]:
    """Return the entries of a section as blocks; text of the owner's ends a run of entries."""
    blocks: list[_Block] = []
    run: list[str] = []
    for key in chapter.keys:
        run.append(frame.entry(document.entries[key], key in seen, document.settings))
        seen.add(key)
        prose = chapter.section.prose.get(key, "").strip()
        if prose:
            text = _text(prose, frame, is_below_entry=True)
            written = _Block(frame.joined(run), is_entries=True)
            blocks += [written, _Block(frame.aside(run[-1], text))]
            run = []
    if run:
        blocks.append(_Block(frame.joined(run), ends_in=run[-1], is_entries=True))
    return blocks


class _Heading(NamedTuple):
    depth: int  # in the contents, 0 at the top
    title: str
    anchor: str


def _contents(document: Document, before: list[str], body: list[_Block]) -> str:
    """Return the table of contents: sections, and the headings in the owner's text below it."""
    slugger, top = Slugger(), document.settings.heading_level
    for text in (document.head, *before):
        for heading in headings(text):
            slugger.slug(heading)
    listed: list[_Heading] = []
    for block in body:
        for level, title, is_nested in _headings(block, top):
            anchor = slugger.slug(title)
            deepest = listed[-1].depth + 1 if listed else 0
            if not (is_nested or block.is_entries):
                depth = min(max(level - top, 0), deepest)
                listed.append(_Heading(depth, title, anchor))
    if document.settings.badges:
        listed = _as_awesome_lists_do(listed)
    return "\n".join(
        f"{'  ' * depth}- [{escape(title.strip(), in_link=True)}](#{anchor})"
        for depth, title, anchor in listed
    )


def _headings(block: _Block, top: int) -> Iterable[Heading]:
    if block.chapter is None:
        return all_headings(block.text)
    level, title = block.chapter.depth + top, clean(block.chapter.section.title)
    return [Heading(level, title, is_nested=False)]


def _as_awesome_lists_do(listed: list[_Heading]) -> list[_Heading]:
    """Keep two levels, and leave out what is no content (awesome-lint's rule awesome-toc)."""
    kept, is_content = [], True
    for heading in listed:
        if heading.depth == 0:
            is_content = heading.title not in _NO_CONTENT
        if is_content and heading.depth < _AWESOME_DEPTH:
            kept.append(heading)
    return kept


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
