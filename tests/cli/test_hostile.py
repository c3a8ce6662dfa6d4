"""Hostile text in every field, through every command: it never leaves its place.

A sign that a terminal obeys, or that nobody sees, comes out of no command, neither to a pipe nor to
a terminal; no text becomes a line, a cell, a link, a file or a command of its own.
"""

import csv
import io
import json
import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

import hostile_library
from arxiv_server import ArxivServer, Paper
from by_hand import put
from conftest import Run
from difftrack.cli.commands import command_line
from difftrack.exporters.styles import STYLES
from difftrack.importers import formats
from difftrack.library.reading import Listed
from difftrack.library.store import load
from difftrack.text.folding import clean
from gfm import Page
from hostile_library import KEYS
from hostile_texts import PATHS, SHELL, TARGETS, TERMINAL, TEXTS, UNSEEN, escaping
from page_server import PageServer
from terminal import COMMAND, at_terminal
from test_docs import names

ANY = KEYS[0]
SECTION = "surveys"
ESC, BIDI = "\x1b]0;evil\x07\x9b31m", "\u202eevil\u2066"
READING = [
    *(["list", *how] for how in ([], ["--plain"], ["--json"], ["--sort", "title"], ["is:read"])),
    ["list", "--columns", "key,title,section,short,author,authors,venue,tags,kind,page,doi,note"],
    *(["list", f"{ESC}{BIDI}"], ["list", f"{ESC}:x"], ["list", f'title:"{ESC}'], ["list", "(\n"]),
    *(["list", option, f"{ESC}\n{BIDI}"] for option in ("--section", "--sort", "--columns")),
    *(["next"], ["next", "--json"], ["stats"], ["stats", "--json"], ["readings"]),
    *(["readings", "--json"], ["section", "list"], ["section", "list", "--json"]),
    *(["section", "query", SECTION], ["config"], ["config", "--json"], ["config", ESC, BIDI]),
    *(["show", key, *how] for key in KEYS[:20] for how in ([], ["--whole"], ["--json"])),
    *(["show", f"{ESC}\n{BIDI}"], ["show", "\udcff"], ["open", "\udcff"]),
    *(["open", key, "--print", *how] for key in KEYS[:24] for how in ([], ["--pdf"], ["--code"])),
    *(["export", name] for name in ("references", "bibtex", "csl", "json")),
    *(["export", "readme", "--style", style, "-o", "-"] for style in (*STYLES, ESC)),
    *(["cache", "info"], ["undo", "--list"], ["undo", "--list", "--json"], [ESC], [f"--{ESC}"]),
    *(["import", f"{ESC}.md"], ["import", "list.md", "--dry-run"], ["--verbose", "list"]),
    *(["import", "list.md", "--dry-run", "--json"], ["import", "-", "--format", ESC]),
    *(["mark-read", "--on", ESC, ANY], ["score", ANY, ESC], ["add", ESC], ["add", "\udcff"]),
    *(["add", f"https://{ESC}.org"], ["add", "https://example.org", "--kind", ESC]),
    *(["refresh", "--dry-run"], ["refresh", "--dry-run", "--json"], ["discover", "--json"]),
    *(["search", "boats", "--json"], ["search", ESC], ["search", "boats"], ["discover"]),
    *(["resolve", "--dry-run"], ["review", ANY, "--from", "list.md"], ["edit", ANY]),
    *(["note", ANY, "-"], ["undo", "--to", "7"], ["init", f"a{ESC}", "--json"]),
    *(["doctor"], ["doctor", "--json"], ["doctor", "--fix", "--dry-run"]),
    *([*words, "--json"] for words in (["show", f"{ESC}\n{BIDI}"], ["list", "(\n"], [ESC, BIDI])),
]
CHANGING = [
    *(["mark-read", *KEYS], ["mark-unread", *KEYS], ["score", ANY, "7"], ["note", ANY, ESC]),
    *(["tag", *KEYS[:9], f"+{ESC}"], ["link", ANY, f"L{ESC}", "https://example.org"]),
    *(["link", ANY, "L", target] for target in TARGETS),
    *(["move", ANY, "--section", SECTION], ["move", KEYS[3], "--before", KEYS[4]]),
    *(["section", "add", f"{ESC}{BIDI}"], ["section", "rename", "0 " + TEXTS[0], f"{ESC}2"]),
    *(["section", "move", "1 " + TEXTS[1], "--top"], ["section", "query", SECTION, "boats"]),
    *(["section", "remove", "2 " + TEXTS[2], "--yes"], ["readings", "2026-11-20", *KEYS[:3]]),
    *(["merge-entries", KEYS[1], KEYS[2], "--yes"], ["merge-entries", *KEYS[3:5], "-n"]),
    *(["remove", KEYS[5], "--yes"], ["remove", KEYS[6], "--yes", "--json"], ["remove", KEYS[7]]),
    *(["add", "2601.00001", "--tag", ESC, "--note", ESC], ["add", "2601.00002", "--short", BIDI]),
    *(["discover", "--ignore", ESC], ["config", "title", ESC], ["cache", "clear"], ["refresh"]),
    *(["import", "list.md"], ["import", "list.md", "--json"], ["export", "readme"], ["resolve"]),
    *(["export", "readme", "--diff"], ["export", "csv", "-o", f"{ESC}.csv"], ["demo", ESC]),
    *(["init", f"b{ESC}", "--title", ESC], ["edit", ANY, "--from", "form.md", "--json"]),
    *(["undo", "--list"], ["undo"], ["undo", "--redo"], ["undo", "--json"]),
    *(["doctor", "--fix"], ["doctor", "--fix", "--json"]),
]


@pytest.fixture(autouse=True)
def library(arxiv_server: ArxivServer) -> None:
    hostile_library.write(Path("difftrack.json"))
    listed = (f"- [{t}](https://arxiv.org/abs/2102.{n:05}) {t}" for n, t in enumerate(TEXTS))
    Path("list.md").write_text("\n\n".join(listed).replace("\0", ""), encoding="utf-8")
    Path("form.md").write_text(f"title: {ESC}{BIDI}\nnote: {ESC}\n", encoding="utf-8")
    said = [re.sub("[\x00-\x08\x0b-\x1f]", "", text) for text in (*TERMINAL, *UNSEEN)]
    for number, text in enumerate(said):
        title = f"Boats {text}"
        paper = Paper(f"2601.{number:05}", title, (text,), abstract=text, comment=text)
        arxiv_server.add(paper._replace(journal_ref=text, doi=text))


def whole(out: str) -> str:
    """Return what was printed, the tabs between cells as blanks."""
    return out.replace("\t", " ")


@pytest.mark.parametrize("arguments", READING, ids=lambda a: repr(" ".join(a))[:40])
def test_what_is_printed_is_obeyed_by_no_terminal(run: Run, arguments: list[str]) -> None:
    before = Path("difftrack.json").read_bytes()
    result = run(*arguments)
    assert result.code in {0, 1, 2, 3}
    assert escaping(whole(result.out)) == ""
    assert escaping(whole(result.err)) == ""
    if result.code == 0 and "--json" in arguments:
        json.loads(result.out)
    if not result.out and "--json" in arguments:
        assert json.loads(result.err.splitlines()[-1])["exit"] == result.code
    assert Path("difftrack.json").read_bytes() == before


def test_what_changes_the_library_says_so_in_plain_lines(run: Run) -> None:
    for arguments in CHANGING:
        result = run(*arguments)
        assert result.code in {0, 1, 2}, (arguments, result.err)
        assert escaping(whole(result.out)) == "", arguments
        assert escaping(whole(result.err)) == "", arguments
        assert not [line for line in result.err.splitlines() if line.startswith("Traceback")]
    assert Path(".difftrack/difftrack.json.log").read_bytes().isascii()
    names = {path.name for path in Path().rglob("*")} | {path.name for path in Path("..").glob("*")}
    assert not names & {"made", "x", "con", "passwd"}


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_what_is_saved_of_a_damaged_library_is_told_in_plain_lines(run: Run, cut: float) -> None:
    data = Path("difftrack.json").read_bytes()
    Path("difftrack.json").write_bytes(data[: int(len(data) * cut)])
    steps = (["list"], 4), (["doctor"], 4), (["doctor", "--json"], 4), (["doctor", "--fix"], 4)
    for arguments, code in (*steps, (["doctor", "--fix", "--yes"], 1), (["list"], 0)):
        result = run(*arguments)
        assert (result.code, escaping(whole(result.out + result.err))) == (code, ""), arguments
    Path("difftrack.json").write_bytes(data[: int(len(data) * cut)])
    code, screen = at_terminal("doctor", "--fix", typed="n\n")
    assert (code, escaping(whole(screen)), "[y/N]" in screen) == (1, "", True)


def test_what_would_change_in_a_file_is_shown_in_plain_lines(run: Run) -> None:
    said = "".join(TERMINAL + UNSEEN)
    run("export", "readme")
    before = Path("README.md").read_text(encoding="utf-8")
    Path("README.md").write_text(f"# Kites {said}\n{before}", encoding="utf-8", newline="")
    run("config", "style", "table")
    told = run("export", "readme", "--diff")
    assert "\n # Kites Red \\u001b[31mtext" in told.out
    assert (told.code, escaping(whole(told.out + told.err))) == (0, "")
    told = run("export", "csv", "-o", f"{ESC}{BIDI}\udcff.csv", "--diff")
    assert (told.code, escaping(whole(told.out + told.err))) == (0, "")
    assert told.out.startswith(
        "--- \\u001b]0;evil\\u0007\\u009b31m\\u202eevil\\u2066\\udcff.csv (as"
    )


def test_every_command_is_among_these() -> None:
    run_here = [*READING, *CHANGING, ["export", "csv"]]
    missing = [
        c for c in names(command_line()) if not any(tuple(a[: len(c)]) == c for a in run_here)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["list"], ""),
        (["list", "--columns", "key,tags,authors,note"], ""),
        (["--no-color", "next"], ""),
        (["show", KEYS[7]], ""),
        (["show", KEYS[11], "--whole"], ""),
        (["stats"], ""),
        (["readings"], ""),
        (["section", "list"], ""),
        (["remove", *KEYS[:10]], "n\n"),
        (["merge-entries", KEYS[0], KEYS[1]], "n\n"),
        (["note", KEYS[2], ""], "n\n"),
        (["section", "remove", "3 " + TEXTS[3], "--with-entries"], "n\n"),
        (["search", "boats"], "\n"),
        (["discover"], "\n\n"),
        (["add", "2601.00003", ESC], ""),
        (["undo", "--list"], ""),
        (["show", f"{ESC}\n{BIDI}"], ""),
        (["refresh"], ""),
        (["doctor"], ""),
    ],
)  # fmt: skip
def test_a_terminal_is_given_nothing_but_our_own_colours(arguments: list[str], typed: str) -> None:
    run_first = [COMMAND, "section", "query", SECTION, "boats"]
    subprocess.run(run_first, check=True, capture_output=True)
    settings = {"PAGER": "cat -u", "LINES": "5"}  # a pager that passes on what it is given
    _, screen = at_terminal(*arguments, typed=typed, columns=70, environment=settings)
    plain = re.sub(r"\x1b\[(?:[01]|3[2-7]|9\d)m|\x1b\[2K|\x1b\[1A|\x1b\[\?25[hl]|\r", "", screen)
    assert escaping(whole(plain)) == ""


def test_a_pager_gets_nothing_but_our_own_colours() -> None:
    said, settings = "".join(TERMINAL + UNSEEN), {"PAGER": "cat -u", "LINES": "5"}
    put("kite", title=said, abstract=said, note=said, short=said, comment=said)
    put("bird", title="Bird", review={said: said}, bibtex=said, links={said: "https://example.org"})
    for arguments in (
        *(["show", "kite"], ["show", "kite", "--whole"], ["show", "bird", "--whole"]),
        *(["list"], ["list", "--sort", "title"], ["list", "--columns", "key,authors,note"]),
    ):
        _, screen = at_terminal(*arguments, environment=settings)
        assert ("\x1b[1m" in screen) == ("--sort" not in arguments)
        assert escaping(whole(re.sub(r"\x1b\[[01]m", "", screen))) == ""


# -- Files that others read -----------------------------------------------------------------------

ALLOWED = {"http", "https", "mailto"}


@pytest.mark.parametrize("style", STYLES)
def test_a_readme_runs_nothing_and_leads_nowhere_else(run: Run, style: str) -> None:
    page = Page(run("export", "readme", "--style", style, "-o", "-").out)
    assert not {"script", "iframe", "style", "svg", "base", "form", "object"} & {*page.tags}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    targets = [value for name, value in page.attributes if name in {"href", "src"}]
    bare = [re.sub(r"[\s\x00-\x1f]", "", target).lower() for target in targets]
    schemes = {match[1] for t in bare if (match := re.match(r"([a-z][a-z0-9+.-]*):", t))}
    assert schemes <= ALLOWED
    assert len(targets) > len(TEXTS)


def test_a_spreadsheet_finds_cells_and_no_formula(run: Run) -> None:
    rows = list(csv.reader(io.StringIO(run("export", "csv").out.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(KEYS)
    cells = [line for row in rows for cell in row for line in re.split("[\n;\t]", cell)]
    assert not [
        c
        for c in cells
        if re.match("\\s*[\"']?[=+\\-@\uff1d\uff0b\uff0d\uff20]", c) and c[0] != "'"
    ]
    title = rows[0].index("title")
    assert [row[title].replace("'", "").split() for row in rows[1:]] == [
        clean(text).replace("'", "").split() for text in TEXTS
    ]


def test_json_reads_back_as_it_is_kept(run: Run) -> None:
    told = json.loads(run("export", "json").out)["entries"]
    kept = load(Path("difftrack.json")).entries
    assert {e["key"]: e["title"] for e in told} == {k: e.title for k, e in kept.items()}
    assert [e["title"] for e in told] == TEXTS
    listed = json.loads(run("list", "--json").out)["entries"]
    assert {entry["key"] for entry in listed} == {*KEYS}


def test_bibtex_reads_back_whole(run: Run) -> None:
    text = run("export", "bibtex").out
    reading = formats.read(text, "refs.bib", "bibtex")
    listed = [item.entry for item in reading.items if isinstance(item, Listed)]
    assert len(listed) == len(KEYS)
    assert "\\input{" not in text.replace("\\textbackslash{}input", "")


def test_plain_lines_have_their_cells(run: Run) -> None:
    lines = run("list", "--plain").out.split("\n")
    assert {line.count("\t") for line in lines[:-1]} == {4}
    assert len(lines) - 1 == len(KEYS)


# -- Programs that are started --------------------------------------------------------------------


def recorder(folder: Path) -> Path:
    """Return a program, its path full of what a shell would obey, that records its arguments."""
    program = folder / "my $(touch made); `touch made` & prog"
    program.write_text(f"#!{sys.executable}\nimport json, sys\nopen({str(folder / 'argv')!r}, 'a')"
                       ".write(json.dumps(sys.argv[1:]) + '\\n')\n")  # fmt: skip
    program.chmod(0o755)
    return program


def argv(folder: Path) -> list[list[str]]:
    told = folder / "argv"
    return [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []


@pytest.mark.parametrize("command", ["edit", "review", "note"])
def test_the_editor_gets_a_path_of_our_own_and_no_shell(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("EDITOR", f"'{recorder(tmp_path)}' -x '$(touch made)' ';'")
    keys = [*SHELL, *PATHS, *TERMINAL]
    for key in keys:
        run(command, "--", key)
    calls = argv(tmp_path)
    assert len(calls) > len(keys) // 2
    drafts = Path.home() / ".local/state/difftrack/drafts"
    for first, second, third, path in calls:
        assert (first, second, third) == ("-x", "$(touch made)", ";")
        assert Path(path).parent == drafts
        assert re.fullmatch(r"[\w.-]+\.md", Path(path).name)
        assert not Path(path).name.startswith(("-", "."))
    assert not list(tmp_path.rglob("made"))


def test_a_form_shows_an_editor_nothing_to_obey(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "keep"
    program.write_text(f"#!/bin/sh\ncat \"$1\" >> '{tmp_path}/forms'\n")
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    for key in KEYS:
        for command in ("edit", "review"):
            run(command, "--", key)
    forms = (tmp_path / "forms").read_text(encoding="utf-8")
    assert "authors:" in forms
    assert escaping(whole(forms)) == ""


def test_a_browser_gets_an_address_of_the_web_or_is_not_started(tmp_path: Path, run: Run) -> None:
    Path("difftrack.json").unlink()
    run("init")
    worst = ["file:///etc/passwd", "-rf", "--new-window=x", *TARGETS[-7:]]
    for number, target in enumerate(worst):
        put(f"kite-{number}", title="Kites", links={"Code": target})
        at_terminal("open", f"kite-{number}", environment={"BROWSER": str(recorder(tmp_path))})
    assert argv(tmp_path) == [
        ['https://example.org/"onmouseover="x'],
        ["https://example.org/$(touch${IFS}made);`id`"],
    ]
    assert not list(tmp_path.rglob("made"))


def test_a_pager_gets_the_words_of_its_owner(tmp_path: Path) -> None:
    settings = {"PAGER": f"'{recorder(tmp_path)}' '$(touch made)' ';'", "LINES": "4"}
    assert at_terminal("list", environment=settings)[0] == 0
    assert argv(tmp_path) == [["$(touch made)", ";"]]
    assert not list(tmp_path.rglob("made"))


# -- What comes from the network ------------------------------------------------------------------


def test_what_a_page_says_is_kept_as_plain_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", "1")
    names = "title author conference_title abstract doi pdf_url publication_date".split()
    Path("difftrack.json").unlink()
    run("init")
    with PageServer() as web:
        for number, text in enumerate(TEXTS):
            said = escape(text, quote=True)
            tags = "".join(f'<meta name="citation_{name}" content="{said}">' for name in names)
            told = run("add", web.put(f"/{number}", tags), "--json")
            assert told.code in {0, 3}
            assert escaping(whole(told.out + told.err)) == ""
    kept = load(Path("difftrack.json")).entries.values()
    assert len(kept) > len(TEXTS) // 2
    for entry in kept:
        assert escaping(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False)) == ""
        assert {target.partition(":")[0] for target in entry.links.values()} <= {"http", "https"}


def test_what_arxiv_says_is_kept_as_plain_text(run: Run) -> None:
    assert run("add", *(f"2601.{n:05}" for n in range(len(TERMINAL + UNSEEN)))).code == 0
    kept = load(Path("difftrack.json")).entries
    for number in range(len(TERMINAL + UNSEEN)):
        entry = kept[f"2601.{number:05}"]
        assert entry.title.startswith("Boats")
        assert escaping(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False)) == ""
