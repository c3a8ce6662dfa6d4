"""`export readme`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from difftrack.cli import readme_options
from difftrack.cli.exporting import (
    Change,
    Check,
    Diff,
    Force,
    Json,
    Output,
    answer_text,
    finish,
    read,
    refuse_library,
    write,
)
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import remark, shown
from difftrack.cli.queries import Words, meant
from difftrack.errors import RefusedError, UsageError
from difftrack.exporters import readme
from difftrack.exporters import regions as filling
from difftrack.exporters.styles import TEMPLATES
from difftrack.library import settings as options
from difftrack.library.model import Library
from difftrack.library.query import narrowed
from difftrack.library.settings import Settings
from difftrack.text import regions

_OPTIONS = {"read_mark": "--mark"}
_OFF = {"descending": "--ascending", "numbered": "--no-numbers"}


def export_readme(
    ctx: typer.Context,
    words: Words = None,
    *,
    output: Output = None,
    style: readme_options.Style = None,
    mark: readme_options.Mark = None,
    order: readme_options.Order = None,
    descending: readme_options.Descending = None,
    columns: readme_options.Columns = None,
    links: readme_options.Links = None,
    hide: readme_options.Hide = None,
    heading_level: readme_options.HeadingLevel = None,
    contents: readme_options.Contents = None,
    count: readme_options.Count = None,
    progress: readme_options.Progress = None,
    badges: readme_options.Badges = None,
    numbered: readme_options.Numbered = None,
    template: Annotated[
        bool, typer.Option("--template", help="Only print an empty card to fill by hand.")
    ] = False,
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Put markers around the list of an imported file.")
    ] = False,
    check: Check = False,
    diff: Diff = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write the list as a README.

    \b
    difftrack export readme
    difftrack export readme --style detailed -o -
    difftrack export readme tag:video -o video.md
    difftrack export readme --adopt --diff
    difftrack export readme --style review --template

    Only what stands between the difftrack markers of a file is replaced; a file without them is
    left alone. --adopt puts them around the list in a file that was imported. Without -o the
    README.md beside the library is written; from the user's own library the list goes to stdout.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    chosen = {
        "style": style, "read_mark": mark, "order": order, "descending": descending,
        "columns": columns, "links": links, "hide": hide, "heading_level": heading_level,
        "contents": contents, "count": count, "progress": progress,
        "badges": badges, "numbered": numbered,
    }  # fmt: skip
    if template:
        held = (invocation.load_or_new() if style else invocation.load()).settings
        answer_text(_template(style or held.style, held, output))
        return
    library = invocation.load()
    if words:
        if output is None or adopt:
            raise UsageError("Some entries are no whole list. Name a file for them: -o FILE|-")
        library = narrowed(library, meant(library, words))
    settings = _settled(library.settings, chosen)
    location = invocation.location()
    beside = location.path.parent / "README.md" if location.is_project else None
    if output == "-" or (output is None and beside is None):
        if adopt or check or diff or as_json:
            raise UsageError(
                "--adopt, --check, --diff and --json are about a file. Name it: -o README.md"
            )
        answer_text(_looked_at(library, settings, None if words else beside))
        return
    target = Path(output) if output is not None else location.path.parent / "README.md"
    refuse_library(invocation, target)
    change = (
        _adopted(library, settings, target, force=force)
        if adopt
        else readme_change(library, settings, target, force=force)
    )
    _warn_of_size(invocation, library, settings, target, change)
    again = shlex.join(_again(words, chosen, output))
    finish(again, change, target, check=check, diff=diff, as_json=as_json)


def _again(
    query: list[str] | None, chosen: dict[str, str | bool | None], output: str | None
) -> list[str]:
    """Return the arguments that write the same README: those that were given."""
    words = ["readme", *(word.strip() for word in query or ())]
    for name, value in chosen.items():
        option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
        if value is True:
            words.append(option)
        elif value is False:
            words.append(_OFF.get(name, f"--no-{name}"))
        elif value is not None:
            words += [option, value]
    return [*words, *(["-o", output] if output else [])]


def _adopted(library: Library, settings: Settings, target: Path, *, force: bool) -> Change:
    from difftrack.cli.adopting import adopting  # noqa: PLC0415 - reading a list is not needed else

    return adopting(library, settings, target, force=force)


def _looked_at(library: Library, settings: Settings, beside: Path | None) -> str:
    """Return what would stand in the regions of the project's README; where it has none, a list."""
    text = read(beside) if beside else None
    found = regions.find(text, shown(beside)) if text and beside else []
    if not (text and beside and found):
        return readme.render(library, settings)
    return "\n".join(filling.contents(library, settings, text, found, shown(beside)))


def _warn_of_size(
    invocation: Invocation, library: Library, settings: Settings, target: Path, change: Change
) -> None:
    """Say that GitHub will cut the file, and what would make it smaller."""
    size = len(change.new.encode())
    if size < readme.TRUNCATED_FROM or change.old == change.new:
        return
    hidden = options.parts(settings.hide)
    held = {
        name: sum(len((getattr(entry, name) or "").encode()) for entry in library.entries.values())
        for name in ("abstract", "note")
        if name not in hidden and (name == "note" or settings.style in {"detailed", "review"})
    }
    ways = [f"--hide {name} ({saved:,} bytes less)" for name, saved in held.items() if saved]
    ways.append("a file for each section, by <!-- difftrack:begin section=KEY -->")
    remark(
        invocation,
        f"{shown(target)} has {size:,} bytes; GitHub shows the first 512,000. Smaller: "
        + ", or ".join(ways),
    )


def _settled(settings: Settings, chosen: dict[str, str | bool | None]) -> Settings:
    """Return the library's settings with those that the command was given."""
    for name, value in chosen.items():
        settings = options.changed(settings, name, str(value)) if value is not None else settings
    return settings


def _template(style: str, settings: Settings, output: str | None) -> str:
    if style not in TEMPLATES:
        raise UsageError(
            f"The style {style} has no template. There is one of: {', '.join(TEMPLATES)}"
        )
    if output not in {None, "-"}:
        raise UsageError(f"The template is only printed. Write it: ... --template > {output}")
    return TEMPLATES[style](settings)


def readme_change(library: Library, settings: Settings, target: Path, *, force: bool) -> Change:
    """Return what writing the README into `target` would change.

    Raises `RefusedError` where that would overwrite what difftrack did not write, unless `force`.
    """
    old, name = read(target), shown(target)
    if old is not None and regions.find(old, name):
        return Change(old, filling.rewritten(library, settings, old, name, force=force))
    mark = regions.BYTE_ORDER_MARK if (old or "").startswith(regions.BYTE_ORDER_MARK) else ""
    if (old or "").removeprefix(mark).strip() and not force:
        raise RefusedError(
            f"{name} has no difftrack markers and was left as it is. Put the lines "
            "<!-- difftrack:begin --> and <!-- difftrack:end --> where the list shall stand, "
            "or replace the whole file: --force"
        )
    return Change(old, mark + regions.wrap(readme.render(library, settings), settings.style))


def write_readme(library: Library, settings: Settings, target: Path) -> None:
    """Write the README into `target`; see `readme_change` for what is refused."""
    write(target, readme_change(library, settings, target, force=False))
