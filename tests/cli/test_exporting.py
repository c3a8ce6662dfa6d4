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


# -- What other tools read ------------------------------------------------------------------------

FORMATS = ["bibtex", "csl", "csv", "json"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_goes_to_stdout_or_a_file(run: Run, empty_home: Path, name: str) -> None:
    written = run("export", name)
    assert written.code == 0
    assert "First" in written.out
    assert run("export", name, "-o", "-") == written
    assert run("export", name, "-o", "refs") == (0, "Wrote refs\n", "")
    assert (empty_home / "refs").read_bytes() == written.out.encode()
    assert run("export", name, "-o", "refs") == (0, "refs is up to date\n", "")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_checked_and_shown_before_it_is_written(
    run: Run, empty_home: Path, name: str
) -> None:
    run("export", name, "-o", "refs")
    before = (empty_home / "refs").read_bytes()
    run("--offline", "add", "2401.00002", "--title", "Second")
    assert run("export", name, "-o", "refs", "--check") == (
        1,
        "",
        f"difftrack: refs is out of date. Write it: difftrack export {name} -o refs\n",
    )
    shown = run("export", name, "-o", "refs", "--diff")
    assert shown.code == 0
    assert any(line.startswith("+") and "Second" in line for line in shown.out.splitlines())
    assert (empty_home / "refs").read_bytes() == before
    assert run("export", name, "-o", "refs").code == 0
    assert run("export", name, "-o", "refs", "--check").code == 0


@pytest.mark.parametrize("name", FORMATS)
def test_what_another_wrote_is_left_unless_forced(run: Run, empty_home: Path, name: str) -> None:
    theirs = '[{"id": "x", "type": "book"}]\n'
    (empty_home / "mine").write_text(theirs)
    assert run("export", name, "-o", "mine") == (
        1,
        "",
        (
            f"difftrack: mine was not written by difftrack export {name} and was left as it is. "
            "Name another file, or replace it: --force\n"
        ),
    )
    assert (empty_home / "mine").read_text() == theirs
    assert run("export", name, "-o", "mine", "--force").code == 0
    assert run("export", name, "-o", "mine").out == "mine is up to date\n"


@pytest.mark.parametrize("name", FORMATS)
def test_one_format_does_not_take_the_place_of_another(run: Run, name: str) -> None:
    run("export", name, "-o", "refs")
    for other in FORMATS:
        assert run("export", other, "-o", "refs").code == (0 if other == name else 1)


@pytest.mark.parametrize("name", ["readme", *FORMATS])
def test_the_library_is_never_overwritten(run: Run, empty_home: Path, name: str) -> None:
    (empty_home / "link").symlink_to("difftrack.json")
    before = (empty_home / "difftrack.json").read_bytes()
    for target in ("difftrack.json", "link"):
        result = run("export", name, "-o", target, "--force")
        assert result == (
            1,
            "",
            f"difftrack: {target} is the library itself. Name another file: -o FILE\n",
        )
    assert (empty_home / "difftrack.json").read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_section_alone_is_written(run: Run, name: str) -> None:
    run("--offline", "add", "2401.00002", "--title", "Second", "--section", "surveys")
    assert "Second" not in run("export", name, "--section", "editing").out
    assert "First" in run("export", name, "--section", "editing").out
    result = run("export", name, "--section", "nowhere")
    assert (result.code, result.out) == (1, "")


def test_what_is_out_of_date_is_written_as_it_was_asked_for(run: Run) -> None:
    result = run("export", "csv", "-o", "a b.csv", "--section", "Image Editing", "--check")
    assert result.err.endswith("difftrack export csv -o 'a b.csv' --section 'Image Editing'\n")


@pytest.mark.parametrize("option", ["--check", "--diff", "--json"])
def test_what_is_about_a_file_needs_one(run: Run, option: str) -> None:
    result = run("export", "csv", option)
    assert result == (
        2,
        "",
        "difftrack: --check, --diff and --json are about a file. Name it: -o FILE\n",
    )


def test_a_format_has_the_order_of_the_list(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--title", "A Title", "--section", "editing")
    assert run("export", "bibtex").out.index("First") < run("export", "bibtex").out.index("A Title")
    run("config", "order", "title")
    assert run("export", "bibtex").out.index("First") > run("export", "bibtex").out.index("A Title")
