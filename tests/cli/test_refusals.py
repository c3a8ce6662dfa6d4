"""Refusals that no other transcript shows: one line, the exit code, nothing changed."""

import json
import re
from pathlib import Path

import pytest

from by_hand import put
from conftest import Run
from difftrack.cli.commands import command_line
from terminal import at_terminal
from test_docs import names

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    run("--offline", "add", "2401.00011", "--short", "Kite", "--title", "Kites")
    Path("list.md").write_text("# A list\n\n- [Kites](https://arxiv.org/abs/2401.00011)\n")
    Path("README.md").write_text("My own words.\n")
    Path("tags.md").write_text("tags: x\n")
    count = "<!-- difftrack:begin count -->\n<!-- difftrack:end -->\n"
    Path("twice.md").write_text(count * 2)
    put("hand", title="By hand", tags=["two\nlines"])
    Path("form.md").write_text("short:\n  Kite\nread:\nreview:\n  no\n")


REFUSALS: list[tuple[list[str], int, str]] = [
    (
        ["add", "2401.00001", "2401.00002", "--short", "K"],
        2,
        "--short, --title and --author are for one paper at a time",
    ),
    (["add"], 2, "Nothing to add. Name an id: difftrack add 2006.11239"),
    (
        ["init", "README.md/x"],
        1,
        "README.md/x could not be made: Not a directory. Name another folder",
    ),
    (["list", "--columns", " , "], 2, "--columns names none. There are: key, read, date, title, "),
    (
        ["list", "--json", "--plain"],
        2,
        "--json prints all of an entry. Leave out --plain and --columns",
    ),
    (["list", "--tag", "a", "--tag", "b"], 2, "--tag is given twice. Name it once"),
    (["list", "--read", "--unread"], 2, "--read/--unread is given twice. Name it once"),
    (["tag", "Kite", "+x", "--json", "-n", "--nope"], 2, "No such option: --nope"),
    (["list", "x" * 2001], 2, "The query is longer than 2000 characters. Leave something out"),
    (
        ["export", "readme"],
        1,
        (
            "README.md has no difftrack markers and was left as it is. Put the lines "
            "<!-- difftrack:begin --> and <!-- difftrack:end --> where the list shall stand, or "
            "replace the whole file: --force"
        ),
    ),
    (
        ["export", "readme", "--style", "review", "--template", "-o", "card.md"],
        2,
        "The template is only printed. Write it: ... --template > card.md",
    ),
    (["import", "list.md", "a", "--json"], 2, "--json takes one list: import them one by one"),
    (["import", "-", "-"], 2, "Standard input can be read once. Name - once"),
    (
        ["remove"],
        2,
        "Nothing to remove. Name an entry: difftrack remove 2006.11239",
    ),
    (
        ["edit", "Kite", "--from", "form.md"],
        2,
        "'review:' is in no field. Lines of a text begin with two blanks",
    ),
    (
        ["edit", "hand", "--from", "tags.md"],
        2,
        "'tags' cannot be edited as a text: what it holds has none",
    ),
    (
        ["export", "readme", "-o", "twice.md"],
        1,
        "twice.md:3: a second difftrack:begin for what line 1 begins. Keep one of them",
    ),
    (
        ["review", "Kite", "--from", "list.md"],
        2,
        (
            "There is no card in it, or an empty one. See what one looks like: "
            "difftrack export readme --style review --template"
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "said"), REFUSALS, ids=[" ".join(r[0])[:40] for r in REFUSALS]
)
def test_a_refusal_is_one_line_and_changes_nothing(
    run: Run, arguments: list[str], code: int, said: str
) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    result = run(*arguments)
    assert (result.code, result.out) == (code, "")
    told = json.loads(result.err)["error"] if "--json" in arguments else result.err
    assert told.removeprefix("difftrack: ").startswith(said)
    assert result.err.count("\n") == 1
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ARXIV_URL", "ftp://a.org", "DIFFTRACK_ARXIV_URL is 'ftp://a.org'. It must begin with "),
        ("ARXIV_DELAY", "soon", "DIFFTRACK_ARXIV_DELAY is 'soon'. It must be seconds: 3"),
    ],
)
def test_a_variable_that_cannot_be_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"DIFFTRACK_{name}", value)
    result = run("search", "kites")
    assert result.code == 2
    assert result.err.startswith(f"difftrack: {said}")


def test_a_cache_that_cannot_be_cleared_is_told(run: Run) -> None:
    cache = Path(run("cache", "info").out.partition(": ")[0])
    (cache / "taken").mkdir(parents=True)
    result = run("cache", "clear")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"difftrack: {cache.parent} could not be cleared: ")
    assert result.err.endswith(". Remove it by hand\n")


@pytest.mark.parametrize(
    "command",
    ["import -", "note Kite -", "review Kite --from -", "edit Kite --from -", "add --from -"],
)
def test_a_text_from_a_pipe_at_a_terminal_is_told(command: str) -> None:
    assert at_terminal(*command.split(), columns=200) == (
        2,
        "difftrack: - reads from a pipe, and standard input is a terminal. Name a file\n",
    )


def test_an_entry_from_a_pipe_at_a_terminal_is_told() -> None:
    code, screen = at_terminal("show", "-", columns=200)
    assert code == 2
    assert screen.startswith("difftrack: - reads references from a pipe, and standard input is a ")


@pytest.mark.parametrize("name", names(command_line()), ids=" ".join)
def test_every_command_has_a_transcript(name: tuple[str, ...]) -> None:
    """Hold that a file of tests calls it: its words stand side by side where arguments begin.

    The last of several may be the parameter `name` in a file that also has the word itself.
    """
    texts = [path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py")]
    begins = r'(?:[(\[]\s*|--[a-z-]+",\s*(?:"[^"]*",\s*)?)"'
    words = r'(?:",\s*"| )'.join(name)
    call = re.compile(rf'{begins}{words}(?:"[,)\]]| )')
    varied = rf'\("{name[0]}", name\b'
    named = (t for t in texts if len(name) > 1 and f'"{name[-1]}"' in t)
    assert any(map(call.search, texts)) or any(re.search(varied, text) for text in named)
