"""The table of commands, and how one is loaded: only when it is called.

A new command is a plain function and a line in a table. What must be known of it before it is
loaded stands where that is asked: `ARGUMENTS` in `completion/place.py`, and `invocation.py` where
its words are a query. Forty commands loaded at each start would cost more than most of them take.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from difftrack import __version__
from difftrack.cli.invocation import WAIT, Invocation
from difftrack.cli.output import answer, remark
from difftrack.cli.strictness import StrictCommand
from difftrack.library.storage.lock import LOCK_TIMEOUT

_SECTION = {
    "list": "sections:list_sections",
    "add": "sections:add_section",
    "query": "sections:query_section",
    "rename": "sectioning:rename_section",
    "move": "sectioning:move_section",
    "remove": "sectioning:remove_section",
}
_CACHE = {
    "info": "caching:info",
    "clear": "caching:clear",
}
_EXPORT = {
    "readme": "exporting_readme:export_readme",
    "references": "exporting_formats:references",
    "bibtex": "exporting_formats:bibtex",
    "csl": "exporting_formats:csl",
    "csv": "exporting_formats:csv",
    "json": "exporting_formats:json",
}
_COMMANDS: dict[str, str | dict[str, str]] = {
    "init": "beginning:init",
    "demo": "beginning:demo",
    "add": "adding:add",
    "mark-read": "marking:mark_read",
    "mark-unread": "marking:mark_unread",
    "list": "listing:list_entries",
    "next": "suggesting:suggest",
    "show": "showing:show",
    "open": "opening:open_entry",
    "note": "noting:note",
    "score": "noting:score",
    "review": "reviewing:review",
    "readings": "readings:readings",
    "stats": "counting:stats",
    "edit": "editing:edit",
    "tag": "tagging:tag",
    "link": "linking:link",
    "move": "moving:move",
    "remove": "removing:remove",
    "merge-entries": "merging:merge_entries",
    "undo": "undoing:undo",
    "doctor": "doctoring:doctor",
    "section": _SECTION,
    "import": "importing:import_lists",
    "search": "searching:search",
    "discover": "discovering:discover",
    "resolve": "resolving:resolve",
    "refresh": "refreshing:refresh",
    "export": _EXPORT,
    "config": "configuring:config",
    "cache": _CACHE,
}
_GROUP_HELP = {
    "section": "List, add, rename, move or remove sections, or say what to ask arXiv for.",
    "cache": "Look at arXiv's answers that are kept, or forget them.",
    "export": "Write the README, or what other tools read.",
}
FIRST = """\
Keep a reading list of arXiv papers, and write the awesome list from it.

  difftrack init                 a library here, with five sections
  difftrack add 2006.11239       a paper, by its id, any arXiv address, or another page
  difftrack import README.md     a list that you have: nothing of it is lost
  difftrack search 'author:ho'   what arXiv has, and add it
  difftrack discover             what is new for your sections
  difftrack list --unread        what is still to read
  difftrack show DDPM            all of one, by short name, id, or a part of the title
  difftrack mark-read DDPM       what you have read
  difftrack refresh              new versions, venues, withdrawals
  difftrack export readme        the list, written to README.md

An example without network: difftrack demo. All commands: difftrack --help\
"""
"""What `difftrack` alone says: the commands that matter."""

_CONTEXT = {"help_option_names": ["-h", "--help"]}


class _Commands(dict[str, Any]):
    """The commands of a table by name; one is loaded when it is asked for."""

    def __init__(self, table: Mapping[str, str | dict[str, str]]) -> None:
        super().__init__(table)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - Typer's command class is private
        """Return the command with this name, loaded."""
        where = super().get(name)
        if where is None:
            return default
        if isinstance(where, dict):
            return _group(name, _nothing, where, help=_GROUP_HELP[name])
        module, _, function = where.partition(":")
        app = _app()
        loaded = import_module(f"difftrack.cli.{module}")
        kind = getattr(loaded, "COMMAND_CLASS", StrictCommand)  # whose words are not read as usual
        app.command(name, cls=kind, context_settings=_CONTEXT)(getattr(loaded, function))
        return get_command(app)


class LazyGroup(TyperGroup):
    """A group of commands that shows them in the order of their table."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override] # Typer's own
        """Return the names of the commands; none is loaded for that."""
        del ctx
        return list(self.commands)


def _app(**options: Any) -> typer.Typer:  # noqa: ANN401 - Typer's options
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_CONTEXT,
        **options,
    )


def _group(
    name: str,
    callback: Callable[..., None],
    table: Mapping[str, str | dict[str, str]],
    **options: Any,  # noqa: ANN401 - Typer's options
) -> LazyGroup:
    app = _app(name=name, cls=LazyGroup, **options)
    app.callback()(callback)
    group = get_command(app)
    assert isinstance(group, LazyGroup)  # noqa: S101 - `cls` says so, Typer's types do not
    group.commands = _Commands(table)
    return group


def _nothing() -> None:
    """Take no options."""


def command_line() -> LazyGroup:
    """Return the whole command line, no command of it loaded yet."""
    return _group("difftrack", _difftrack, _COMMANDS, invoke_without_command=True)


def _difftrack(
    ctx: typer.Context,
    *,
    library: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The library to use.", envvar="DIFFTRACK_LIBRARY"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print answers only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more of what is done.")] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print where in the program an error arose.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colour.")] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing, and open no editor.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Never use the network.")] = False,
    wait: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0,
            help="How long to ask a busy arXiv again.",
            envvar="DIFFTRACK_WAIT",
        ),
    ] = WAIT,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask arXiv also for what it answered today.")
    ] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Print long answers at once.")
    ] = False,
    lock_timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long to wait for the library.")
    ] = LOCK_TIMEOUT,
    install_completion: Annotated[
        str | None,
        typer.Option(metavar="[SHELL]", help="Complete words in bash, zsh or fish with Tab."),
    ] = None,
    show_completion: Annotated[
        str | None,
        typer.Option(metavar="[SHELL]", help="Print what the shell runs for that."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Keep a reading list of arXiv papers, and write the awesome list from it.

    \b
    difftrack init --starter           a library here, with papers to begin with
    difftrack add 2006.11239           a paper, by its id or any arXiv address
    difftrack mark-read DDPM           by short name, id, or a part of the title
    difftrack list --unread            what is still to read
    difftrack export readme            the list, written to README.md
    """  # noqa: D301 - \b keeps the lines apart
    del debug  # `main` looks for it: it holds where no option was read, too
    ctx.obj = Invocation(
        library,
        quiet,
        verbose,
        no_color,
        no_input,
        offline,
        lock_timeout,
        wait,
        no_cache,
        no_pager,
        command=ctx.obj,
    )
    if version:
        typer.echo(f"difftrack {__version__}")
        raise typer.Exit
    if install_completion is not None or show_completion is not None:
        _complete(install_completion, show_completion)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        for line in FIRST.split("\n"):
            answer(line)
    elif verbose:
        remark(ctx.obj, f"The library is {ctx.obj.location().path}")


def _complete(install: str | None, show: str | None) -> None:
    """Set completion up for a shell, or print what the shell runs for it."""
    from difftrack.cli import shells  # noqa: PLC0415 - once in a life

    if install is None:
        for line in shells.script_for(show or "").rstrip("\n").split("\n"):
            answer(line)
        return
    script, read_by = shells.install(install)
    answer(f"Wrote {script}" + (f", which {read_by} reads" if read_by else ""))
    answer("Open a new shell, and press Tab behind: difftrack show")
