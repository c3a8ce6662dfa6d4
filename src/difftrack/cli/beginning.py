"""`init` and `demo`: a library to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, remark, shown
from difftrack.errors import NotWrittenError, RefusedError
from difftrack.library import store
from difftrack.library.edits import mark, new_library
from difftrack.library.model import Library
from difftrack.library.storage import location
from difftrack.library.storage.file_format import encode
from difftrack.library.storage.states import states
from difftrack.text.folding import clean

_Json = Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")]
_DEMO_READ = ("2006.11239", "2010.02502", "2112.10752", "2108.01073", "2209.00796")


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where to make it.")
    ] = None,
    *,
    title: Annotated[
        str, typer.Option(metavar="T", help="What the list is called.")
    ] = "Papers on Diffusion Models",
    starter: Annotated[
        bool, typer.Option("--starter", help="Begin with the starter collection.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Make a library, difftrack.json.

    \b
    difftrack init
    difftrack init my-list --title "Video Diffusion" --starter

    It has five sections for papers on diffusion models.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = _begin(title, starter=starter)
    named = invocation.library if folder is None else folder / location.FILE_NAME
    path = location.locate(named or Path(location.FILE_NAME), Path()).path
    is_anew = store.is_gone(path) and bool(states(path))
    _make(invocation, path, library)
    if is_anew:
        remark(invocation, "To bring back the one that was here before: difftrack undo --force")
    if as_json:
        answer_json("library", library=str(path), entries=len(library.entries))
        return
    answer(
        f"Made {shown(path)} with {len(library.entries)} entries "
        f"in {len(library.sections)} sections"
    )
    remark(invocation, "Next: difftrack add 2006.11239 --section synthesis")


def _begin(title: str, *, starter: bool) -> Library:
    if not starter:
        return new_library(title)
    from difftrack.sources.starter import load  # noqa: PLC0415 - read only when it is asked for

    return load().model_copy(update={"title": clean(title)})


def _make(invocation: Invocation, path: Path, library: Library) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWrittenError(
            f"{shown(path.parent)} could not be made: {error.strerror}. Name another folder"
        ) from None
    with invocation.holding(path) as since:
        if path.exists():
            raise RefusedError(
                f"{shown(path)} is there already and was left as it is. See: difftrack list"
            )
        invocation.save(path, library, since)


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make it.")] = Path(
        "difftrack-demo"
    ),
    *,
    as_json: _Json = False,
) -> None:
    """Write an example to look at, without network.

    \b
    difftrack demo
    difftrack demo /tmp/example

    A library with the starter collection, and its README. Written again over an example that was
    not changed.
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.cli.exporting_readme import write_readme  # noqa: PLC0415 - rendering is not needed else

    invocation: Invocation = ctx.obj
    library = _begin("Diffusion Models: a Starter Collection", starter=True)
    library.intro = (
        "An example of what difftrack writes. The papers come with it; what it fetches from arXiv "
        "(abstracts) and what you write yourself (notes, marks) is not in it yet."
    )
    for key in _DEMO_READ:
        if key in library.entries:
            mark(library, key, read=True)
    path = folder / location.FILE_NAME
    if not (path.exists() and path.read_bytes() == encode(library)):
        _make(invocation, path, library)
    readme = folder / "README.md"
    write_readme(library, library.settings, readme)
    if as_json:
        answer_json("demo", library=str(path.absolute()), readme=str(readme.absolute()))
        return
    answer(f"Wrote {shown(readme)} from {shown(path)}: {len(library.entries)} papers")
    remark(invocation, f"Next: cd {folder} && difftrack list --unread && difftrack mark-read DDPM")
