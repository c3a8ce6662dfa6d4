"""Which entries of a library are written, in what order, and what of them is shown."""

from difftrack.exporters.document import Chapter, Document
from difftrack.library.absorbing.shares import Aside
from difftrack.library.model import TITLE_LINK, Entry, Library, Section
from difftrack.library.query import in_order, outline
from difftrack.library.settings import HIDABLE, Settings, parts
from difftrack.text import labels
from difftrack.text.folding import clean

_NONE = Aside()


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
    wanted = {label.casefold() for label in parts(settings.links)}
    if not hidden and not wanted:
        return entries
    blank = {field: getattr(Entry(), field) for field in hidden}

    def is_shown(label: str) -> bool:
        name = labels.base(label).casefold()
        return label == TITLE_LINK or ("links" not in blank and (not wanted or name in wanted))

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
