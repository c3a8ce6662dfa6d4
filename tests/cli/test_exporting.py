from pathlib import Path

import pytest

from conftest import Run


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "Mine")
    run("--offline", "add", "2401.00001", "--title", "First", "--section", "editing", "--read")


def test_export_writes_the_readme_beside_the_library(run: Run, empty_home: Path) -> None:
    assert run("export", "readme") == (0, "Wrote README.md\n", "")
    text = (empty_home / "README.md").read_text()
    assert text.startswith("<!-- difftrack:begin -->\n# Mine\n")
    assert "**First** :zap: \\\n" in text
    assert run("export", "readme").out == "README.md is up to date\n"


def test_a_dash_is_stdout_and_writes_no_file(run: Run, empty_home: Path) -> None:
    result = run("export", "readme", "--style", "detailed", "-o", "-")
    assert result.out.startswith("# Mine <!-- omit in toc -->\n\ncount=1\n")
    assert not (empty_home / "README.md").exists()


def test_the_users_own_library_goes_to_stdout(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = empty_home.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    run("--offline", "add", "2401.00002")
    assert "arXiv:2401.00002" in run("export", "readme").out
    assert list(elsewhere.iterdir()) == []


def test_only_what_stands_between_the_markers_is_replaced(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    head, tail = b"# My Title\r\n\r\nHead \xc3\xa4\r\n", b"\r\n## Tail\r\nno line break at the end"
    readme.write_bytes(head + b"<!-- difftrack:begin -->\r\n<!-- difftrack:end -->" + tail)
    assert run("export", "readme").code == 0
    written = readme.read_bytes()
    assert written.startswith(head + b"<!-- difftrack:begin -->\r\n## Contents\r\n")
    assert written.endswith(tail)
    assert b"# Mine" not in written
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert run("export", "readme", "--check").code == 0


def test_a_file_without_markers_is_left_unless_forced(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    readme.write_text("# By hand\n")
    result = run("export", "readme")
    assert result.code == 1
    assert "<!-- difftrack:begin -->" in result.err
    assert result.err.count("\n") == 1
    assert readme.read_text() == "# By hand\n"
    assert run("export", "readme", "--force").code == 0
    assert "By hand" not in readme.read_text()


def test_a_hand_edit_between_the_markers_is_left_unless_forced(run: Run, empty_home: Path) -> None:
    run("export", "readme")
    readme = empty_home / "README.md"
    edited = readme.read_text().replace("First", "Edited")
    readme.write_text(edited)
    run("mark-unread", "First")
    assert "was edited" in run("export", "readme").err
    assert readme.read_text() == edited
    assert run("export", "readme", "--force").code == 0
    assert "Edited" not in readme.read_text()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<!-- difftrack:begin -->\n", 1),
        ("a\n<!-- difftrack:end -->\n", 2),
        ("<!-- difftrack:begin -->\n<!-- difftrack:begin -->\n<!-- difftrack:end -->\n", 2),
    ],
)
def test_broken_markers_are_refused_with_their_line(
    run: Run, empty_home: Path, text: str, line: int
) -> None:
    (empty_home / "README.md").write_text(text)
    result = run("export", "readme", "--force")
    assert result.code == 1
    assert f"README.md:{line}:" in result.err
    assert (empty_home / "README.md").read_text() == text


def test_check_tells_whether_it_is_out_of_date_and_writes_nothing(
    run: Run, empty_home: Path
) -> None:
    assert run("export", "readme", "--check").code == 1
    assert not (empty_home / "README.md").exists()
    run("export", "readme")
    assert run("export", "readme", "--check").code == 0
    run("mark-unread", "First")
    before = (empty_home / "README.md").read_bytes()
    result = run("export", "readme", "--check")
    assert result == (
        1,
        "",
        "difftrack: README.md is out of date. Write it: difftrack export readme\n",
    )
    assert (empty_home / "README.md").read_bytes() == before


def test_diff_shows_what_would_change(run: Run) -> None:
    run("export", "readme")
    run("mark-unread", "First")
    result = run("export", "readme", "--diff")
    assert result.code == 0
    assert "-**First** :zap: \\\n+**First** \\\n" in result.out


def test_what_is_not_utf8_is_left(run: Run, empty_home: Path) -> None:
    (empty_home / "README.md").write_bytes(b"\xff\xfe")
    assert run("export", "readme", "--force").code == 1
    assert (empty_home / "README.md").read_bytes() == b"\xff\xfe"


def test_a_folder_that_is_not_there(run: Run) -> None:
    result = run("export", "readme", "-o", "nowhere/README.md")
    assert result.code == 1
    assert "nowhere/README.md could not be written: No such file or directory" in result.err


def test_size_is_warned_of(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--note", "long " * 100_000)
    result = run("export", "readme")
    assert result.code == 0
    assert "GitHub shows the first 512,000" in result.err


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--style", "baroque"], 2), (["--order", "random"], 2)]
)
def test_what_cannot_be_is_refused(run: Run, arguments: list[str], code: int) -> None:
    assert run("export", "readme", *arguments).code == code


def test_bibtex_goes_to_stdout_or_a_file(run: Run, empty_home: Path) -> None:
    assert "title = {First}" in run("export", "bibtex").out
    assert run("export", "bibtex", "-o", "refs.bib").out == "Wrote refs.bib\n"
    assert run("export", "bibtex", "-o", "refs.bib", "--check").code == 0
    run("--offline", "add", "2401.00002")
    assert run("export", "bibtex", "-o", "refs.bib", "--check").code == 1
    assert run("export", "bibtex", "-o", "refs.bib", "--section", "editing").out == (
        "refs.bib is up to date\n"
    )
    (empty_home / "mine.bib").write_text("@misc{x}\n")
    assert run("export", "bibtex", "-o", "mine.bib").code == 1
    assert (empty_home / "mine.bib").read_text() == "@misc{x}\n"


def test_an_empty_card_is_printed_and_one_that_was_filled_is_taken_in(
    run: Run, empty_home: Path
) -> None:
    printed = run("export", "readme", "--style", "review", "--template")
    assert (printed.code, printed.err) == (0, "")
    card = printed.out.replace("## Template", "## KiteNet").replace("| Title | |", "| Title | K |")
    (empty_home / "card.md").write_text(card)
    assert "added 1 entry" in run("import", "card.md").out
    assert not (empty_home / "README.md").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--style", "detailed"), "The style detailed has no template. There is one of: review"),
        ((), "The style awesome has no template"),
        (("--style", "review", "-o", "card.md"), "Write it: ... --template > card.md"),
    ],
)
def test_a_template_that_cannot_be_had_is_refused(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run("export", "readme", "--template", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_order_can_be_turned_round_and_references_numbered(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--title", "Second", "--section", "editing")

    def titles(*arguments: str) -> list[str]:
        text = run("export", "readme", "-o", "-", "--style", "references", *arguments).out
        return [line for line in text.split("\n") if "<u>" in line]

    assert [line[5:10] for line in titles("--order", "title")] == ["First", "Secon"]
    assert [line[5:10] for line in titles("--order", "title", "--descending")] == ["Secon", "First"]
    assert titles("--numbered")[1].startswith('\\[2\\] <u>"[Second](')
    run("config", "numbered", "yes")
    assert titles("--no-numbers")[1].startswith('<u>"[Second](')
