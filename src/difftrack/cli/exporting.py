"""`export readme` and `export bibtex`."""

from difflib import unified_diff
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, remark, shown
from difftrack.errors import NotWrittenError, RefusedError
from difftrack.exporters import readme
from difftrack.library import settings as options
from difftrack.library.disk import replace_file
from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.query import Filter, select
from difftrack.library.settings import Settings
from difftrack.text import regions

_Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE|-", help="Where to; - is stdout.")
]
_Check = Annotated[bool, typer.Option("--check", help="Only tell whether it is out of date.")]
_Diff = Annotated[bool, typer.Option("--diff", help="Only show what would change.")]
_Force = Annotated[
    bool, typer.Option("--force", help="Overwrite also what difftrack did not write.")
]


def export_readme(
    ctx: typer.Context,
    *,
    output: _Output = None,
    style: Annotated[str | None, typer.Option(metavar="S", help="awesome or detailed.")] = None,
    order: Annotated[
        str | None, typer.Option(metavar="O", help="listed, published, added or title.")
    ] = None,
    check: _Check = False,
    diff: _Diff = False,
    force: _Force = False,
) -> None:
    """Write the list as a README.

    Only what stands between the difftrack markers of a file is replaced; a file without them is
    left alone. Without -o the README.md beside the library is written; from the user's own library
    the list goes to stdout.

    \b
    difftrack export readme
    difftrack export readme --style detailed -o -
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    settings = library.settings
    for name, value in (("style", style), ("order", order)):
        settings = options.changed(settings, name, value) if value is not None else settings
    location = invocation.location()
    if output is None and location.is_project:
        output = str(location.path.parent / "README.md")
    if output is None or output == "-":
        answer_text(readme.render(library, settings))
        return
    target = Path(output)
    change = readme_change(library, settings, target, force=force)
    if len(change.new.encode()) >= readme.TRUNCATED_FROM:
        remark(
            invocation,
            f"{output} has {len(change.new.encode()):,} bytes; GitHub shows the first 512,000. "
            "The style awesome takes less than detailed",
        )
    _finish("readme", change, target, check=check, diff=diff)


class Change(NamedTuple):
    """A file as it is (`None` where it is missing) and as it would be."""

    old: str | None
    new: str


def readme_change(library: Library, settings: Settings, target: Path, *, force: bool) -> Change:
    """Return what writing the README into `target` would change.

    Raises `RefusedError` where that would overwrite what difftrack did not write, unless `force`.
    """
    old = _read(target)
    region = regions.find(old, str(target)) if old is not None else None
    if old is None or region is None:
        if old is not None and old.strip() and not force:
            raise RefusedError(
                f"{target} has no difftrack markers and was left as it is. Put the lines "
                "<!-- difftrack:begin --> and <!-- difftrack:end --> where the list shall stand, "
                "or replace the whole file: --force"
            )
        return Change(old, regions.wrap(readme.render(library, settings)))
    if regions.is_edited(old, region) and not force:
        raise RefusedError(
            f"{target} was edited between its difftrack markers and was left as it is. Move the "
            "edit out of them or into the library, or drop it: --force"
        )
    head, tail = old[: region.begin], old[region.after :]
    content = readme.render(library, settings, head=head, tail=tail)
    return Change(old, regions.replace(old, region, content))


def write_readme(library: Library, settings: Settings, target: Path) -> None:
    """Write the README into `target`; see `readme_change` for what is refused."""
    _write(target, readme_change(library, settings, target, force=False).new)


def export_bibtex(
    ctx: typer.Context,
    *,
    output: _Output = None,
    section: Annotated[str | None, typer.Option(metavar="S", help="Only this section.")] = None,
    check: _Check = False,
    diff: _Diff = False,
    force: _Force = False,
) -> None:
    """Write the papers as BibTeX, to stdout unless a file is named.

    \b
    difftrack export bibtex
    difftrack export bibtex -o refs.bib --section editing
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.exporters import bibtex  # noqa: PLC0415 - `export readme` does without it

    invocation: Invocation = ctx.obj
    library = invocation.load()
    inside = find_section(library, section).key if section else None
    keys = [row.key for row in select(library, Filter(section=inside))]
    text = bibtex.render(library, keys)
    if output is None or output == "-":
        answer_text(text)
        return
    target = Path(output)
    old = _read(target)
    if old is not None and old.strip() and not old.startswith(bibtex.HEADER) and not force:
        raise RefusedError(
            f"{target} was not written by difftrack and was left as it is. Name another file, or "
            "replace it: --force"
        )
    _finish("bibtex", Change(old, text), target, check=check, diff=diff)


def answer_text(text: str) -> None:
    """Print a whole file to stdout: its own bytes, in UTF-8 whatever the locale says."""
    stream = typer.get_binary_stream("stdout")
    stream.write(text.encode())
    stream.flush()


def _finish(what: str, change: Change, target: Path, *, check: bool, diff: bool) -> None:
    is_current = change.old == change.new
    if diff:
        old, new = ((text or "").splitlines(keepends=True) for text in change)
        lines = unified_diff(old, new, f"{target} (as it is)", f"{target} (from the library)")
        answer_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    if check and not is_current:
        raise RefusedError(f"{shown(target)} is out of date. Write it: difftrack export {what}")
    if check or diff:
        return
    if not is_current:
        _write(target, change.new)
    answer(f"{shown(target)} is up to date" if is_current else f"Wrote {shown(target)}")


def _read(target: Path) -> str | None:
    """Return the text of a file with its line ends as they are; `None` where there is no file."""
    try:
        return target.read_bytes().decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWrittenError(f"{target} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RefusedError(f"{target} is not UTF-8 (byte {error.start}); it was left") from None


def _write(target: Path, text: str) -> None:
    try:
        replace_file(target.resolve(), text.encode())
    except OSError as error:
        raise NotWrittenError(
            f"{target} could not be written: {error.strerror}. What was there before still stands"
        ) from None
