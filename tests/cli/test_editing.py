"""`edit`: an entry in the user's editor."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from terminal import at_terminal

Change = Callable[[str], None]


@pytest.fixture(autouse=True)
def library(run: Run, empty_home: Path) -> Path:
    run("init")
    for short in ("Alpha", "Beta"):
        number = {"Alpha": 1, "Beta": 2}[short]
        run("--offline", "add", f"2401.0000{number}", "--title", f"On {short}", "--short", short)
    return empty_home / "difftrack.json"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Make an editor that runs this code on the text `t`."""
    script = tmp_path / "editor.py"
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")

    def _editor(code: str) -> None:
        script.write_text(
            "import sys, pathlib\np = pathlib.Path(sys.argv[1])\nt = p.read_text()\n"
            f"pathlib.Path({str(tmp_path / 'seen.md')!r}).write_text(t)\n{code}\np.write_text(t)\n"
        )

    return _editor


def _entry(path: Path, key: str = "2401.00001") -> dict[str, object]:
    entry: dict[str, object] = json.loads(path.read_text())["entries"][key]
    return entry


def _kept(home: Path) -> list[str]:
    folder = home.parent / "home" / ".local" / "state" / "difftrack" / "drafts"
    return [p.read_text() for p in folder.iterdir()] if folder.exists() else []


def test_the_fields_stand_in_the_editor(run: Run, editor: Change, tmp_path: Path) -> None:
    run("tag", "Alpha", "+a, b", "+c")
    run("link", "Alpha", "Code", "https://a.org")
    editor("")
    assert run("edit", "Alpha") == (0, "", "Nothing was changed in 2401.00001 (Alpha)\n")
    assert (tmp_path / "seen.md").read_text() == (
        "<!-- 2401.00001 (Alpha): what you change here is saved when you close the editor.\n"
        "A longer text stands below its label, two blanks in. An emptied field is taken away. -->\n"
        "title: On Alpha\nshort: Alpha\nauthors:\netal:\ninstitute:\nvenue:\nyear:\nvenue note:\n"
        "links:\n  Code: https://a.org\ntags:\n  a, b\n  c\nnote:\nread:\nread on:\nscore:\n"
        "kind: paper\narxiv id: 2401.00001\nurl:\ndoi:\npublished:\nupdated:\njournal ref:\n"
        "comment:\ncategories:\nfigures:\nfields:\nabstract:\nbibtex:\n"
    )


def test_what_was_changed_is_saved_and_pinned(run: Run, editor: Change, library: Path) -> None:
    editor(
        "for old, new in (('On Alpha', ' On   Omega '), ('authors:', 'authors: A. One and B. Two'),"
        " ('tags:', 'tags: x, y'), ('read on:', 'read on: 2026-11-20'), ('score:', 'score: 7.5'),"
        " ('venue:', 'venue: ICLR'), ('year:', 'year: 2024'), ('etal:', 'etal: yes'),"
        r" ('\nnote:', '\nnote:\n  # Good\n\n  title: no field\n\n')):"
        "\n    t = t.replace(old, new, 1)"
    )
    assert run("edit", "Alpha") == (
        0,
        (
            "edited: 2401.00001 (Alpha): "
            "title, authors, etal, venue, year, tags, note, read on, score\n"
        ),
        "",
    )
    entry = _entry(library)
    assert {name: entry[name] for name in ("title", "authors", "etal", "venue", "year")} == {
        "title": "On Omega",
        "authors": ["A. One", "B. Two"],
        "etal": True,
        "venue": "ICLR",
        "year": 2024,
    }
    assert entry["note"] == "# Good\n\ntitle: no field"
    assert (entry["tags"], entry["score"]) == (["x", "y"], 7.5)
    assert (entry["read"], entry["read_on"]) == (True, "2026-11-20")
    assert entry["pinned"] == ["title", "authors"]
    assert run("undo").code == 0
    assert _entry(library)["title"] == "On Alpha"


def test_emptied_is_taken_away_and_a_missing_line_changes_nothing(
    run: Run, editor: Change, library: Path
) -> None:
    run("mark-read", "Alpha", "--on", "2026-11-20")
    before = library.read_bytes()
    editor("t = ''")
    assert run("edit", "Alpha").err == "Nothing was changed in 2401.00001 (Alpha)\n"
    assert library.read_bytes() == before
    editor("t = 'short:\\nread:\\n'")
    assert json.loads(run("edit", "Alpha", "--json").out)["changed"] == ["short", "read", "read_on"]
    assert "short" not in _entry(library)
    assert "read_on" not in _entry(library)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year: soon", "year: 'soon' is no year. Write it as 2026"),
        ("score: high", "score: 'high' is no score. Write a number from 0 up, such as 8 or 7.5"),
        ("published: 2024-02-30", "published: '2024-02-30' is no day. Write it as 2026-11-20"),
        ("read: perhaps", "read: 'perhaps' is neither yes nor no"),
        (
            "kind: song",
            "kind: There is no kind 'song'. There are: paper, post, video, code, course, book",
        ),
        ("arxiv id: 12", "arxiv id: '12' is no arXiv id. One looks like 2006.11239"),
        ("url: javascript://x", "url: 'javascript://x' is no http or https address"),
        ("links: https://a.org", "links: 'https://a.org' has no label. Write it as Code: "),
        ("links:\n  A: data:x", "links: 'data:x' is no address of a link: data: is none of http"),
        ("links:\n  A: b\n  A: c", "links: 'A' stands there twice. Number one: Code#2"),
        ("authors: Ho et al.", "et al. stands in a field of its own. Write: etal: yes"),
        ("title: A\ntitle: B", "'title' stands there twice. Lines of a text begin with two blanks"),
        ("note: a\nstray", "'stray' is in no field. Lines of a text begin with two blanks"),
        ("short: beta", "'beta' is the short name of 2401.00002. Choose another"),
        (
            "arxiv id: 2401.00002",
            (
                "2401.00002 is in the library already, as 2401.00002. Make one of the two: "
                "difftrack merge-entries 2401.00002 2401.00001"
            ),
        ),
        ("title:\narxiv id:", "An entry needs a title, or an arXiv id"),
        (
            "read: no\nread on: 2026-11-20",
            "read is no, but read on is 2026-11-20. Write read: yes, or take the day away",
        ),
    ],
)
def test_what_is_wrong_is_told_and_the_text_kept(
    run: Run, editor: Change, library: Path, text: str, said: str
) -> None:
    before = library.read_bytes()
    editor(f"t = {text!r}")
    result = run("edit", "Alpha")
    assert result.code in {1, 2}
    assert result.err.startswith(f"difftrack: {said}")
    assert ". What you wrote is kept in " in result.err
    assert result.err.count("\n") == 1
    assert _kept(library.parent) == [text]
    assert library.read_bytes() == before


def test_a_kept_text_is_taken_up_again(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.md").write_text("<!-- any\nhead -->\nvenue: CVPR\n")
    assert run("edit", "Alpha", "--from", str(tmp_path / "kept.md")).out == (
        "edited: 2401.00001 (Alpha): venue\n"
    )
    assert _entry(library)["venue"] == "CVPR"


def test_what_another_command_changed_meanwhile_stands(
    run: Run, editor: Change, library: Path, empty_home: Path
) -> None:
    command = f"{Path(sys.executable).with_name('difftrack')!s}"
    editor(
        "import subprocess\n"
        f"subprocess.run([{command!r}, 'tag', 'Alpha', '+mine'], stdout=subprocess.DEVNULL)\n"
        "t = t.replace('venue:', 'venue: ICLR', 1)"
    )
    assert run("edit", "Alpha").out == "edited: 2401.00001 (Alpha): venue\n"
    assert (_entry(library)["tags"], _entry(library)["venue"]) == (["mine"], "ICLR")
    editor(
        "import subprocess\n"
        f"subprocess.run([{command!r}, 'tag', 'Alpha', '+other'], stdout=subprocess.DEVNULL)\n"
        "t = t.replace('  mine', '  changed')"
    )
    result = run("edit", "Alpha")
    assert result.code == 1
    assert (
        "Another command changed 2401.00001 meanwhile: tags. See: difftrack show 2401.00001"
        in result.err
    )
    assert _entry(library)["tags"] == ["mine", "other"]
    assert len(_kept(empty_home)) == 1


def test_an_entry_that_was_removed_meanwhile_is_told(run: Run, editor: Change) -> None:
    command = f"{Path(sys.executable).with_name('difftrack')!s}"
    editor(
        "import subprocess\n"
        f"subprocess.run([{command!r}, 'remove', 'Alpha', '--yes'], stdout=subprocess.DEVNULL)\n"
        "t = 'arxiv id: 2401.00009'"
    )
    assert "2401.00001 was removed meanwhile. See: difftrack undo" in run("edit", "Alpha").err


def test_another_id_is_to_be_fetched(run: Run, editor: Change, library: Path) -> None:
    content = json.loads(library.read_text())
    content["entries"]["2401.00001"] |= {"version": 2, "fetched": "2026-11-20"}
    library.write_text(json.dumps(content))
    editor("t = 'arxiv id: https://arxiv.org/abs/2401.00009v3\\nnote:\\n\\ttabbed\\n'")
    assert run("edit", "Alpha").code == 0
    entry = _entry(library)
    assert (entry["arxiv_id"], entry["note"]) == ("2401.00009", "tabbed")
    assert "version" not in entry
    assert "fetched" not in entry


def test_an_emptied_title_is_to_be_fetched(run: Run, editor: Change, library: Path) -> None:
    content = json.loads(library.read_text())
    content["entries"]["2401.00001"] |= {"fetched": "2026-11-20", "pinned": ["title"]}
    library.write_text(json.dumps(content))
    editor("t = t.replace('title: On Alpha', 'title:')")
    result = run("edit", "Alpha")
    assert (result.code, result.out) == (0, "edited: 2401.00001 (Alpha): title\n")
    assert (
        result.err == "2401.00001 has no title now. Fetch arXiv's: difftrack refresh 2401.00001\n"
    )
    assert not {"title", "fetched", "pinned"} & _entry(library).keys()
    editor("t = 'authors: Ada Bly'")
    run("edit", "Alpha")
    assert run("show", "Alpha").out.startswith(
        "2401.00001 (not fetched yet: no title: difftrack refresh 2401.00001)\nAda Bly\n"
    )


def test_a_title_is_all_that_an_entry_without_id_has(
    run: Run, editor: Change, library: Path
) -> None:
    run("add", "https://a.org/kites", "--title", "Kites", "--kind", "post")
    before = library.read_bytes()
    editor("t = t.replace('title: Kites', 'title:  \u200b')")
    result = run("edit", "https://a.org/kites")
    assert result.code == 2
    assert "An entry needs a title, or an arXiv id. What you wrote is kept in" in result.err
    assert library.read_bytes() == before


def test_the_day_goes_with_the_read_mark(run: Run, editor: Change, library: Path) -> None:
    run("mark-read", "Alpha", "--on", "2026-11-20")
    editor("t = t.replace('read: yes', 'read: no')")
    assert run("edit", "Alpha").out == "edited: 2401.00001 (Alpha): read, read on\n"
    assert (_entry(library)["read"], _entry(library).get("read_on")) == (False, None)


def test_at_a_terminal_a_wrong_text_is_offered_again(
    editor: Change, library: Path, tmp_path: Path, empty_home: Path
) -> None:
    editor("t = t.replace('year: soon', 'year: 2024') if 'soon' in t else 'year: soon'")
    code, screen = at_terminal("edit", "Alpha")
    assert (code, screen) == (0, "edited: 2401.00001 (Alpha): year\n")
    assert (tmp_path / "seen.md").read_text() == (
        "<!-- difftrack: year: 'soon' is no year. Write it as 2026 -->\nyear: soon\n"
    )
    assert _entry(library)["year"] == 2024
    assert _kept(empty_home) == []


def test_who_leaves_a_wrong_text_as_it_is_gets_it_kept(editor: Change, empty_home: Path) -> None:
    editor("t = t if 'soon' in t else 'year: soon'")
    code, screen = at_terminal("edit", "Alpha", columns=300)
    assert code == 2
    assert screen.startswith("difftrack: year: 'soon' is no year. Write it as 2026. What you wrote")
    assert "year: soon" in _kept(empty_home)[0]


def test_a_field_that_was_refused_can_be_put_back(editor: Change, library: Path) -> None:
    editor(
        "t = t.replace('short: Beta', 'short: Alpha') if 'Beta' in t else "
        "t.replace('short: Alpha', 'short: Beta').replace('venue:', 'venue: ICLR', 1)"
    )
    code, screen = at_terminal("edit", "Alpha")
    assert (code, screen) == (0, "edited: 2401.00001 (Alpha): venue\n")
    assert _entry(library)["short"] == "Alpha"
