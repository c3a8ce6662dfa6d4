"""`open`: an entry in the browser."""

import sys
from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, is_terminal, remark
from difftrack.cli.references import Reference
from difftrack.errors import UsageError
from difftrack.library.finding import find
from difftrack.library.forms import Form, address


def open_entry(
    ctx: typer.Context,
    reference: Reference,
    *,
    pdf: Annotated[bool, typer.Option("--pdf", help="Its PDF.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Its HTML page on arXiv.")] = False,
    code: Annotated[bool, typer.Option("--code", help="Its code.")] = False,
    only_print: Annotated[bool, typer.Option("--print", help="Print the address only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address as JSON.")] = False,
) -> None:
    """Open an entry in the browser; print its address where there is none.

    \b
    difftrack open DDPM
    difftrack open 2010.02502 --code
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    key = find(library, reference)
    entry = library.entries[key]
    target = address(key, entry, _form(pdf=pdf, html=html, code=code))
    if entry.withdrawn:
        remark(invocation, f"{described(key, entry)} was withdrawn")
    is_printed = as_json or only_print or not is_terminal()
    opened = not is_printed and _opened(target)
    if as_json:
        answer_json("open", key=key, address=target)
    elif not opened:
        answer(target)
    else:
        remark(invocation, f"Opened {target}")


def _form(**wanted: bool) -> Form:
    named = [form for form, is_wanted in wanted.items() if is_wanted]
    if len(named) > 1:
        raise UsageError(f"One at a time: --{named[0]} or --{named[1]}")
    return named[0] if named else "page"  # type: ignore[return-value] # the options are the forms


def _opened(target: str) -> bool:
    """Show an address in the user's browser (`BROWSER`, else the system's); tell whether it is."""
    import webbrowser  # noqa: PLC0415 - for this alone

    sys.stdout.flush()  # the browser may write to the same terminal
    try:
        return webbrowser.open(target)
    except (webbrowser.Error, OSError, ValueError):
        return False
