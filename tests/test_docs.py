"""The documents say what the program does."""

import re
from pathlib import Path

import pytest
import typer

from conftest import Run
from difftrack import errors
from difftrack.cli.commands import command_line
from difftrack.exporters import spreadsheet
from difftrack.library.model import Library

ROOT = Path(__file__).parent.parent

EXIT_CODES = """\
| exit | means |
| --- | --- |
| 0 | done |
| 1 | refused or not found; with `--check`: out of date |
| 2 | wrong usage |
| 3 | arXiv or a page could not be reached or answered nonsense; what was fetched before is saved |
| 4 | the library is damaged, or written by a newer difftrack; nothing was changed |
| 5 | another difftrack held the library for longer than `--lock-timeout` |
| 70 | a fault of difftrack's own; `--debug` shows where |
| 130 | interrupted; the library is whole |

An error is one line on stderr: what, which, what next. With `--json` one that leaves no answer is a
line of JSON, behind any remarks, and what is lacking in an answer stands in lines as else:
`{"format": "difftrack-error", "version": 1, "exit": 1, "error": "..."}`. With `--debug` what the
program was doing stands before it.

## Questions

Nothing is asked but at a terminal, and nothing with `--no-input`. What removes entries, a section
with entries or a note, and what merges entries, asks first; where nobody can be asked it is
refused, with what it would do, until `--yes` says so. `-n` shows it, and `difftrack undo` takes
it back. Where `--no-input` keeps an editor from opening, the error names what takes its place.
"""

ENVIRONMENT = """\
| variable | means |
| --- | --- |
| `DIFFTRACK_LIBRARY` | the library to use, as `--library` |
| `DIFFTRACK_ARXIV_URL` | another address of arXiv's API: a mirror, a test server |
| `DIFFTRACK_ARXIV_DELAY` | seconds between two requests there; arXiv itself is asked every 3 s |
| `DIFFTRACK_WAIT` | seconds for which a busy arXiv is asked again, as `--wait` |
| `DIFFTRACK_ALLOW_PRIVATE` | `1`: `add` may read pages inside the own network |
| `VISUAL`, `EDITOR` | of `edit`, `review`, `note`, the first that is set: `nano`, `code --wait` |
| `PAGER` | what shows a long answer on a terminal: `less` where it is not set, "" for none |
| `BROWSER` | the browser of `open` |
| `NO_COLOR`, `TERM=dumb` | no colour |
| `COLUMNS` | how wide a table or page is, where the terminal does not say it |
| `https_proxy`, `http_proxy`, `no_proxy` | the proxy that arXiv is asked through; pages are not |
| `XDG_DATA_HOME`, `XDG_CACHE_HOME`, `XDG_STATE_HOME` | other folders for its [files](#files) |

An option stands before a variable, a variable before what the library says (`difftrack config`
shows what that is, and what was never set), and that before what is built in.

## Files

A project's library is `difftrack.json`, with `.difftrack/` beside it: the lock, and the states
before the last changes. Your own library is `difftrack/library.json` in `~/.local/share`.
Besides, there are `~/.cache/difftrack` (arXiv's answers, the time of the last request) and
`~/.local/state/difftrack` (texts that an editor left); on macOS and Windows these are the
system's folders for that. `--install-completion` names the file that it writes and the one that
it adds a line to. There is nothing else to remove.
"""


def names(group: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name in group.list_commands(typer.Context):  # type: ignore[attr-defined]
        command = group.commands.get(name)  # type: ignore[attr-defined]
        if hasattr(command, "list_commands"):
            found += names(command, (*above, name))
        else:
            found.append((*above, name))
    return found


def test_the_command_reference_is_up_to_date(
    run: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    parts = [
        "# Commands\n\nAnswers go to stdout, remarks to stderr. Global options stand anywhere.\n",
        f"```text\n{run('--help').out}```\n",
        f"## Exit codes\n\n{EXIT_CODES}",
        f"## Environment\n\n{ENVIRONMENT}",
    ]
    parts += [
        f"## {' '.join(name)}\n\n```text\n{run(*name, '--help').out}```\n"
        for name in names(command_line())
    ]
    text = "\n".join(re.sub(r" +$", "", part, flags=re.MULTILINE) for part in parts)
    path = ROOT / "docs" / "commands.md"
    if request.config.getoption("--refresh-golden"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", names(command_line()), ids=" ".join)
def test_help_begins_with_what_a_command_does_and_two_examples(
    run: Run, name: tuple[str, ...]
) -> None:
    _, does, examples, *_ = run(*name, "--help").out.split("\n\n")
    assert re.fullmatch(r"  [A-Z].*[.]", does, re.DOTALL)
    lines = re.findall(r"^  difftrack (.*)", examples, re.MULTILINE)
    assert len(lines) >= 2
    assert lines[0].startswith(" ".join(name)) or lines[1].startswith(" ".join(name))


def test_every_exit_code_is_documented() -> None:
    kinds = [e for e in vars(errors).values() if isinstance(e, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.DifftrackError)}
    assert codes == {1, 2, 3, 4, 5}
    assert all(f"| {code} |" in EXIT_CODES for code in codes)


@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").iterdir())],
)
def test_links_between_the_documents_hold(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_column_of_the_table_is_documented() -> None:
    text = (ROOT / "docs" / "export-formats.md").read_text(encoding="utf-8")
    columns = spreadsheet.render(Library(), []).strip("\ufeff\n").split(",")
    assert [name for name in columns if f"`{name}`" not in text] == []


def test_every_module_has_its_place_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for module in (ROOT / "src" / "difftrack").rglob("*.py"):
        if module.name != "__init__.py" and module.parent.name != "styles":
            assert module.name in text, module
