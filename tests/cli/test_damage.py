"""Each command refuses each kind of damage in one line, and touches nothing."""

from pathlib import Path

import pytest

from arxiv_server import ArxivServer
from conftest import Run
from difftrack.cli.commands import command_line
from difftrack.library.model import Entry, Library, Section
from difftrack.library.storage.file_format import encode
from test_docs import names

LIBRARY = Library(
    title="List",
    sections=[
        Section(key="s", title="S", entries=["2401.00001", "2401.00002"]),
        Section(key="t", title="T"),
    ],
    entries={
        "2401.00001": Entry(arxiv_id="2401.00001", title="On Alpha", short="Alpha"),
        "2401.00002": Entry(arxiv_id="2401.00002", title="On Beta", short="Beta"),
    },
)
WHOLE = encode(LIBRARY)

LINE = WHOLE[: WHOLE.index(b'"On Alpha"')].count(b"\n") + 1

DAMAGED = {
    "empty": (b"", "line 1: it is empty"),
    "zeros": (b"\0" * 4096, "line 1: it holds nothing but zero bytes"),
    "truncated": (WHOLE[: WHOLE.index(b"Alpha")], f"line {LINE}, entries.2401.00001.title: EOF"),
    "flipped": (WHOLE.replace(b'"On Alpha"', b'"On Alpha\x82'), f"line {LINE}, entries.2401.00001"),
    "conflict": (WHOLE.replace(b' "title"', b'<<<<<<< HEAD\n "title"', 1), "git left two versions"),
    "doubled": (
        WHOLE.replace(b'"short": "Alpha"', b'"title": "On Gamma"'),
        f"line {LINE + 1}, entries.2401.00001.title: 'title' stands twice",
    ),
    "nested": (WHOLE.replace(b'"On Alpha"', b"[" * 9999), f"line {LINE}, entries.2401.00001.title"),
    "typed": (
        WHOLE.replace(b'"On Alpha"', b"7"),
        f"line {LINE}, entries.2401.00001.title: Input sho",
    ),
    "orphan": (
        WHOLE.replace(b'  "2401.00002": {', b'  "2401.00003": {'),
        "line 11, sections.0.entries.1: section 's' lists '2401.00002', which is no entry",
    ),
    "newer": (
        WHOLE.replace(b'"version": 1', b'"version": 9').replace(b'"On Alpha"', b"7"),
        "was written by a newer difftrack",
    ),
}
COMMANDS = """
add 2006.11239 | mark-read Alpha | mark-unread Alpha | list | next | show Alpha | open Alpha
note Alpha x | score Alpha 8 | review Alpha | readings | stats | edit Alpha | tag Alpha +x
link Alpha Code https://example.org | move Alpha --section t | remove Alpha --yes
merge-entries Alpha Beta --yes | doctor | section list | section add New | section query s x
section rename s New | section move t --before s | section remove t | import list.md | search x
discover | resolve | refresh | config style | config style detailed
export readme | export references | export bibtex | export csl | export csv | export json
"""
WITHOUT = {("init",), ("demo",), ("undo",), ("cache", "info"), ("cache", "clear")}
"""Commands that read no library, or bring back an older state of a damaged one."""


def _commands() -> list[list[str]]:
    return [
        words.split() for line in COMMANDS.split("\n") for words in line.split("|") if words.strip()
    ]


def test_all_commands_are_tried() -> None:
    tried = {tuple(words[:number]) for words in _commands() for number in (1, 2)}
    assert set(names(command_line())) - tried == WITHOUT


@pytest.mark.parametrize("kind", DAMAGED)
def test_each_command_refuses_it_in_one_line_and_changes_nothing(
    run: Run, empty_home: Path, arxiv_server: ArxivServer, kind: str
) -> None:
    data, told = DAMAGED[kind]
    del arxiv_server  # asked by what looks up papers before it opens the library
    path = empty_home / "difftrack.json"
    path.write_bytes(data)
    (empty_home / "list.md").write_text("# List\n\n- [A](https://arxiv.org/abs/2010.02502)\n")
    for words in _commands():
        result = run(*words)
        assert result.code == 4, words
        shown = result.out.split("\n")[0] if words == ["doctor"] and result.out else result.err
        assert told in shown, words
        assert result.err.count("\n") == 1, words
        assert path.read_bytes() == data, words
    assert {file.name for file in empty_home.iterdir()} <= {
        "difftrack.json",
        "list.md",
        ".difftrack",
    }
