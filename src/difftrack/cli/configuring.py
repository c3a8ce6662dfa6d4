"""`config`: the options of the library."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json
from difftrack.errors import UsageError
from difftrack.exporters.styles import STYLES
from difftrack.library import settings
from difftrack.library.model import Library
from difftrack.text.folding import clean


def config(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[KEY", help="The option.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]]", help="Its new value.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the options as JSON.")] = False,
) -> None:
    """Show or set the options of the library.

    \b
    difftrack config
    difftrack config style detailed
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if name is not None and value is not None:
        with invocation.changing(make=True) as library:
            _set(library, name.replace("-", "_"), value)
        if not as_json:
            answer(f"{name} = {clean(value)}")
            return
    values = _values(invocation.load())
    if name is not None:
        values = _only(values, name.replace("-", "_"))
    if as_json:
        answer_json("config", options={key: shown for key, (shown, _) in values.items()})
    elif name is not None:
        answer(settings.shown(next(iter(values.values()))[0]))
    else:
        for key, (shown, origin) in values.items():
            answer(f"{key}\t{settings.shown(shown)}\t{origin}")


def _values(library: Library) -> dict[str, tuple[object, str]]:
    """Return every option with its value and where that comes from."""
    origins = {
        name: "library" if name in library.settings.model_fields_set else "default"
        for name in settings.names()
    }
    values = {name: (getattr(library.settings, name), origins[name]) for name in origins}
    return {"title": (library.title, "library"), **values}


def _only(values: dict[str, tuple[object, str]], name: str) -> dict[str, tuple[object, str]]:
    if name not in values:
        raise settings.unknown(name)
    return {name: values[name]}


def _set(library: Library, name: str, value: str) -> None:
    if name == "title":
        library.title = clean(value)
        return
    if name == "style" and value not in STYLES:
        raise UsageError(f"There is no style {value!r}. There are: {', '.join(STYLES)}")
    library.settings = settings.changed(library.settings, name, value)
