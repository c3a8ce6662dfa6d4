"""Printing: answers to stdout, remarks to stderr, no control character to either."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import typer

from difftrack.cli.invocation import Invocation
from difftrack.library.model import Entry, Library, Section
from difftrack.text.folding import clean, drop_invisible, shorten

_JSON_VERSION = 1
_LONGEST_NAME = 200  # columns, in a line about an entry
_BREAK = re.compile("[\n\x0b\x0c\u2028\u2029]+")


class ReaderGoneError(Exception):
    """Whoever read the answer has seen enough: `difftrack list | head`."""


@contextmanager
def answering() -> Iterator[None]:
    """Tell a reader that is gone from other trouble with writing the answer."""
    try:
        yield
    except BrokenPipeError as error:  # Typer would make exit code 1 of it
        raise ReaderGoneError from error


def answer(text: str) -> None:
    """Print a line of what was asked for."""
    with answering():
        typer.echo(printable(text, sys.stdout))


def answer_bold(invocation: Invocation, text: str) -> None:
    """Print a line of the answer that heads what follows: bold where a terminal may show it so."""
    with answering():
        typer.echo(bold(invocation, text))


def bold(invocation: Invocation, text: str) -> str:
    """Return a line as it may be printed: bold where a terminal may show it so."""
    text = printable(text, sys.stdout)
    return typer.style(text, bold=True) if _has_styles(invocation) else text


def _has_styles(invocation: Invocation) -> bool:
    """Follow NO_COLOR (no-color.org), TERM=dumb and `--no-color`."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return is_terminal() and not invocation.no_color and not is_plain


def answer_json(what: str, **content: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print the whole answer as one JSON document, `{"format": "difftrack-WHAT", ...}`.

    What a terminal would obey is escaped in it.
    """
    document = {"format": f"difftrack-{what}", "version": _JSON_VERSION, **content}
    with answering():
        typer.echo(_json(document, sys.stdout, indent=1))


def remark(invocation: Invocation, text: str) -> None:
    """Say on stderr what happened beside the answer, unless `--quiet`."""
    if not invocation.quiet:
        say(text)


def say(text: str, ends: str = "\n") -> None:
    """Say on stderr what a person has to see, `--quiet` or not.

    Where stderr takes nothing more, the exit code alone tells.
    """
    with suppress(OSError):
        typer.echo(printable(text, sys.stderr) + ends, nl=False, err=True)


def complain(text: str, *below: str) -> None:
    """Say on stderr why the command ends without having done all that was asked."""
    for line in (f"difftrack: {text}", *below):
        say(line)


def complain_json(code: int, *lines: str) -> None:
    """Say the same as one line of JSON, for a program; behind remarks it is the last line."""
    told = {"exit": code, "error": "\n".join(lines)}
    say(_json({"format": "difftrack-error", "version": _JSON_VERSION, **told}, sys.stderr))


def described(key: str, entry: Entry) -> str:
    """Return key and name of an entry, for a line about it."""
    name = shorten(clean(entry.name), _LONGEST_NAME)
    return key if entry.name == key else f"{key} ({name})"


def section_names(sections: Sequence[Section]) -> str:
    """Return where an entry stands, for a line about it."""
    return ", ".join(section.title or section.key or "no section" for section in sections)


def entries_json(library: Library, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return entries as `--json` shows them: key, sections, and the fields that are set."""
    standing = library.standing()
    return [_entry_json(key, library.entries[key], standing.get(key, [])) for key in keys]


def entry_json(library: Library, key: str) -> dict[str, Any]:
    """Return one entry as `--json` shows it."""
    return _entry_json(key, library.entries[key], library.sections_of(key))


def _entry_json(key: str, entry: Entry, sections: Sequence[Section]) -> dict[str, Any]:
    fields = entry.model_dump(mode="json", exclude_defaults=True)
    return {"key": key, "sections": [section.key for section in sections], **fields}


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print records as tab-separated lines, for other programs to read."""
    for row in rows:
        answer("\t".join(" ".join(cell.split()) for cell in row))


def shown(path: Path) -> str:
    """Return a path as a person at the working folder would type it."""
    path, here = path.absolute(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def terminal_width(least: int, most: int = sys.maxsize) -> int:
    """Return how many columns an answer has; a narrower terminal folds lines by itself."""
    return max(min(shutil.get_terminal_size().columns, most), least)


def printable(text: str, stream: Any) -> str:  # noqa: ANN401 - any text stream
    """Return a text as one line that a terminal shows and does not obey."""
    text = _BREAK.sub(" ", drop_invisible(text))
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def is_terminal() -> bool:
    """Tell whether a person is reading the answer."""
    return sys.stdout.isatty()


def _json(document: dict[str, Any], stream: Any, indent: int | None = None) -> str:  # noqa: ANN401 - any text stream
    """Return JSON in letters that the stream has; what a terminal would obey is escaped."""
    import json  # noqa: PLC0415 - few answers are JSON

    from difftrack.text.json_escapes import escaped  # noqa: PLC0415 - as above

    return escaped(json.dumps(document, ensure_ascii=_is_narrow(stream), indent=indent))


def _is_narrow(stream: Any) -> bool:  # noqa: ANN401 - any text stream
    return (stream.encoding or "").lower().replace("-", "") != "utf8"
