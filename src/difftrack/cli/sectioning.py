"""`section rename`, `section move` and `section remove`."""

from typing import Annotated

import typer

from difftrack.cli.asking import confirm
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json
from difftrack.cli.usual_options import DryRun, Yes
from difftrack.errors import RefusedError, UsageError
from difftrack.library.editing import sectioning
from difftrack.library.editing.sectioning import Held, Spot
from difftrack.library.finding import find_section
from difftrack.library.model import Library, Section

_Section = Annotated[str, typer.Argument(metavar="S", help="Key or title of the section.")]
_Json = Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")]


def rename_section(
    ctx: typer.Context,
    section: _Section,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Its new heading.")],
    *,
    as_json: _Json = False,
) -> None:
    """Give a section another heading.

    \b
    difftrack section rename editing "Image and Video Editing"
    difftrack section rename "Surveys" "Surveys and Books"

    Its key, by which commands and regions of a README name it, stays.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    with invocation.changing() as library:
        found = find_section(library, section)
        before = sectioning.rename(library, found, title)
    if as_json:
        answer_json("section", section=found.model_dump(mode="json", exclude_defaults=True))
    else:
        answer(f"renamed section {found.key}: {before} is now {found.title}")


def move_section(
    ctx: typer.Context,
    section: _Section,
    *,
    parent: Annotated[
        str | None, typer.Option(metavar="P", help="The section that it comes to stand in.")
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="In no other section.")] = False,
    before: Annotated[str | None, typer.Option(metavar="S2", help="Before this section.")] = None,
    after: Annotated[str | None, typer.Option(metavar="S2", help="Behind this section.")] = None,
    dry_run: DryRun = False,
    as_json: _Json = False,
) -> None:
    """Put a section, with all in it, at another place of the outline.

    \b
    difftrack section move inversion --before editing
    difftrack section move inversion --parent editing
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if top + (parent is not None) > 1 or (before is not None and after is not None):
        raise UsageError("Name one place: --parent P or --top, and --before S or --after S")
    if not top and parent is None and before is None and after is None:
        raise UsageError("Where to? Name a place: --parent P, --top, --before S or --after S")
    with invocation.changing(dry_run=dry_run) as library:
        found = find_section(library, section)
        anchor = _named(library, before if after is None else after)
        above = _named(library, parent)
        if anchor is not None and parent is None and not top:
            above = _named(library, anchor.parent)
        spot = Spot(above, anchor, behind=after is not None)
        is_moved = sectioning.move(library, found, spot)
    if as_json:
        order = [{"key": s.key, "parent": s.parent} for s in library.sections]
        answer_json("sections-moved", changed=is_moved, sections=order)
        return
    said = "there already" if not is_moved else "would be moved" if dry_run else "moved"
    side = "behind" if spot.behind else "before"
    beside = f" {side} {anchor.title}" if anchor else ""
    answer(f"{said}: section {found.key}, {f'in {above.title}' if above else 'at the top'}{beside}")


def _named(library: Library, name: str | None) -> Section | None:
    return None if name is None else find_section(library, name)


def remove_section(
    ctx: typer.Context,
    section: _Section,
    *,
    target: Annotated[
        str | None, typer.Option("--to", metavar="T", help="The section that takes what it holds.")
    ] = None,
    with_entries: Annotated[
        bool, typer.Option("--with-entries", help="Remove what stands only in it, too.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: _Json = False,
) -> None:
    """Take a section out of the outline.

    \b
    difftrack section remove inversion --to editing
    difftrack section remove inversion --with-entries

    One that holds something says what. With --to all of it goes to the end of another section:
    entries, sections in it, and its text. With --with-entries all of it is removed, once you said
    yes, or --yes where there is no terminal; entries that stand elsewhere, too, stay there.
    `difftrack undo` brings it back.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if target is not None and with_entries:
        raise UsageError("What it holds is kept or removed: --to T or --with-entries")
    if with_entries and not (yes or dry_run):
        _confirm(invocation, section)
    with invocation.changing(dry_run=dry_run) as library:
        found = find_section(library, section)
        held = sectioning.held(library, found)
        if held and target is None and not with_entries:
            raise RefusedError(
                f"{found.key} holds {_counted(held)}. Say where that goes, --to SECTION, or remove "
                "it too: --with-entries"
            )
        gone = _take_out(library, found, target)
    if as_json:
        answer_json(
            "section-removed", section=found.key, held=held._asdict(), to=target, removed=gone
        )
        return
    said = "would be removed" if dry_run else "removed"
    answer(
        f"{said}: section {found.key or 'without a heading'}{_fate(library, held, target, gone)}"
    )


def _take_out(library: Library, section: Section, target: str | None) -> list[str]:
    """Take a section out, with all in it where no `target` takes that; return the entries gone."""
    if target is None:
        return sectioning.remove_whole(library, section)
    sectioning.dissolve(library, section, find_section(library, target))
    return []


def _counted(held: Held) -> str:
    """Return what a section holds: `3 entries, 1 section and 24 words of text`."""
    words = sum(len(text.split()) for text in held.texts)
    counts = (
        (len(held.entries), "entry", "entries"),
        (len(held.sections), "section", "sections"),
        (words, "word of text", "words of text"),
    )
    parts = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _fate(library: Library, held: Held, target: str | None, gone: list[str]) -> str:
    if not held:
        return ""
    if target is not None:
        return f"; {_counted(held)} to {find_section(library, target).title or 'no section'}"
    stay = len(held.entries) - len(gone)
    elsewhere = f"; {stay} of the entries stand elsewhere and stay" if stay else ""
    return f" with {_counted(held)}{elsewhere}"


def _confirm(invocation: Invocation, section: str) -> None:
    library = invocation.load()
    found = find_section(library, section)
    held = sectioning.held(library, found)
    if held:
        what = f"{found.title or 'what has no heading'} with {_counted(held)}"
        confirm(invocation, f"Remove {what}", refused="Nothing was removed")
