"""`open`: which address, and when it is shown or printed."""

import json
import sys
from pathlib import Path

import pytest

from by_hand import put
from conftest import Run
from terminal import at_terminal


def add(**fields: object) -> None:
    put("kite", title="Kites", **fields)


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")


@pytest.mark.parametrize(
    ("fields", "option", "expected"),
    [
        ({"arxiv_id": "2101.00001"}, "", "https://arxiv.org/abs/2101.00001"),
        ({"arxiv_id": "2101.00001"}, "--pdf", "https://arxiv.org/pdf/2101.00001"),
        (
            {"arxiv_id": "2401.00001", "published": "2024-01-02"},
            "--html",
            "https://arxiv.org/html/2401.00001",
        ),
        ({"url": "https://example.org/post"}, "", "https://example.org/post"),
        ({"links": {"Code": "https://example.org/kite.git"}}, "--code", "https://example.org/kite.git"),
        ({"links": {"GitHub#2": "https://example.org/k"}}, "--code", "https://example.org/k"),
        ({"links": {"Here": "https://github.com/example/k"}}, "--code", "https://github.com/example/k"),
        ({"links": {"Paper": "http://example.org/k.pdf?x=1"}}, "--pdf", "http://example.org/k.pdf?x=1"),
        ({"doi": "10.1000/kite"}, "", "https://doi.org/10.1000/kite"),
        ({"links": {"@title": "https://example.org/"}}, "", "https://example.org/"),
        (
            {"links": {"Code": "javascript:alert(1)", "Code#2": "https://example.org/2"}},
            "--code",
            "https://example.org/2",
        ),
    ],
)  # fmt: skip
def test_the_address_of_each_form(
    run: Run, fields: dict[str, object], option: str, expected: str
) -> None:
    add(**fields)
    assert run("open", "kite", *filter(None, [option])) == (0, f"{expected}\n", "")


@pytest.mark.parametrize(
    ("fields", "has_code"),
    [
        ({"links": {"GitHub": "https://example.org/x"}}, True),
        ({"links": {"Code and data": "https://example.org/x"}}, True),
        ({"links": {"Official implementation#2": "https://example.org/x"}}, True),
        ({"links": {"Here": "https://gitlab.com/example/x"}}, True),
        ({"kind": "code", "url": "https://example.org/x"}, True),
        ({"kind": "code", "links": {"@title": "https://example.org/x"}}, True),
        ({"kind": "code"}, False),
        ({"links": {"Codec": "https://example.org/x"}}, False),
    ],
)
def test_what_has_code_is_opened_and_found_alike(
    run: Run,
    fields: dict[str, object],
    has_code: bool,  # noqa: FBT001 - a case
) -> None:
    add(**fields)
    assert run("open", "kite", "--code").code == (0 if has_code else 1)
    assert bool(run("list", "has:code").out) == has_code


@pytest.mark.parametrize(
    ("fields", "option", "said"),
    [
        ({}, "", "kite has no page on the web. See what is known of it: difftrack show kite"),
        ({"arxiv_id": "2101.00001", "published": "2021-01-02"}, "--html", "since December 2023"),
        ({"arxiv_id": "2101.00001"}, "--code", "kite has no link to code. See its links: "),
        ({"url": "https://example.org/post"}, "--pdf", "Open its page: difftrack open kite"),
        ({"url": "javascript:alert(1)"}, "", "has no page on the web"),
        ({"url": "file:///etc/passwd"}, "", "has no page on the web"),
        ({"url": "https://example.org/a b"}, "", "has no page on the web"),
        ({"url": "--version"}, "", "has no page on the web"),
    ],
)
def test_a_form_that_is_not_there(
    run: Run, fields: dict[str, object], option: str, said: str
) -> None:
    add(**fields)
    result = run("open", "kite", *filter(None, [option]))
    assert (result.code, result.out) == (1, "")
    assert said in result.err


def test_one_form_at_a_time(run: Run) -> None:
    add(arxiv_id="2101.00001")
    result = run("open", "kite", "--pdf", "--code")
    assert result == (2, "", "difftrack: One at a time: --pdf or --code\n")


def test_what_was_withdrawn_is_said(run: Run) -> None:
    add(arxiv_id="2101.00001", withdrawn=True)
    assert run("open", "kite").err == "kite (Kites) was withdrawn\n"


def test_the_address_as_json(run: Run) -> None:
    add(arxiv_id="2101.00001")
    said = json.loads(run("open", "kite", "--json").out)
    assert (said["key"], said["address"]) == ("kite", "https://arxiv.org/abs/2101.00001")


# -- At a terminal --------------------------------------------------------------------------------


def a_browser(folder: Path, code: str) -> dict[str, str]:
    script = folder / "browser"
    script.write_text(f"#!{sys.executable}\nimport sys, pathlib\n{code}\n")
    script.chmod(0o755)
    return {"BROWSER": str(script)}


def test_at_a_terminal_the_browser_is_shown_it(tmp_path: Path) -> None:
    add(url="https://example.org/?a=1&b=$(touch${IFS}made);'")
    seen = tmp_path / "seen"
    browser = a_browser(tmp_path, f"pathlib.Path({str(seen)!r}).write_text(repr(sys.argv[1:]))")
    code, screen = at_terminal("open", "kite", environment=browser, columns=200)
    assert (code, screen) == (0, "Opened https://example.org/?a=1&b=$(touch${IFS}made);'\n")
    assert seen.read_text() == repr(["https://example.org/?a=1&b=$(touch${IFS}made);'"])
    assert not Path("made").exists()


@pytest.mark.parametrize("browser", ["fails", "missing"])
def test_without_a_browser_that_works_it_is_printed(tmp_path: Path, browser: str) -> None:
    add(arxiv_id="2101.00001")
    named = a_browser(tmp_path, "sys.exit(1)")
    environment = named if browser == "fails" else {"BROWSER": "/nowhere/browser"}
    code, screen = at_terminal("open", "kite", environment={**environment, "PATH": "/nowhere"})
    assert code == 0
    assert screen.endswith("https://arxiv.org/abs/2101.00001\n")


def test_print_opens_nothing(tmp_path: Path) -> None:
    add(arxiv_id="2101.00001")
    browser = a_browser(tmp_path, f"pathlib.Path({str(tmp_path / 'seen')!r}).touch()")
    code, screen = at_terminal("open", "kite", "--print", environment=browser)
    assert (code, screen) == (0, "https://arxiv.org/abs/2101.00001\n")
    assert not (tmp_path / "seen").exists()
