"""`review`: a card in the editor, and what is taken from it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from an_editor import an_editor, replacing
from by_hand import put
from conftest import Golden, Run
from difftrack.exporters import open_card
from difftrack.importers import one_card
from difftrack.library.editing.filled_card import changes
from difftrack.library.model import Entry
from difftrack.library.settings import Settings
from gfm import own_texts, plain_texts
from terminal import at_terminal

BIBTEX = "@article{bly2022kites,\n  title={Kites},\n  year={2022}\n}"


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "T")
    put(
        "2101.00001",
        arxiv_id="2101.00001",
        title="Kites on Wind",
        short="Kite",
        authors=["Ada Bly", "Bo Cey"],
        institute="Example Labs",
        published="2021-01-05",
        abstract=r"We fly $x_t$ for \$5.",
        links={"Code": "https://github.com/example/kite"},
        note="Good.",
        read=True,
        pinned=["abstract"],
    )


def entry(run: Run, name: str = "Kite") -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("show", name, "--json").out)["entry"]
    return told


def reviewed(*changes: tuple[str, str], tmp_path: Path) -> tuple[int, str]:
    """Review the kite in an editor that makes these changes."""
    return at_terminal(
        "review", "Kite", columns=100, environment={"EDITOR": replacing(tmp_path, *changes)}
    )


def drafts(home: Path) -> list[Path]:
    folder = home.parent / "home" / ".local" / "state" / "difftrack" / "drafts"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_the_card_holds_what_is_known(run: Run, golden: Golden, tmp_path: Path) -> None:
    seen = tmp_path / "card.md"
    script = an_editor(tmp_path, f"pathlib.Path({str(seen)!r}).write_text(text)")
    code, screen = at_terminal("review", "Kite", environment={"EDITOR": script})
    assert (code, screen) == (0, "unchanged: 2101.00001 (Kite)\n")
    golden("review-card.md", seen.read_text())
    template = run("export", "readme", "--style", "review", "--template").out
    headings = [line for line in template.splitlines() if line[:1].isdigit()]
    assert headings == [line for line in seen.read_text().splitlines() if line[:1].isdigit()]


def test_a_card_that_is_left_alone_changes_no_byte(tmp_path: Path) -> None:
    before = Path("difftrack.json").read_bytes()
    assert at_terminal("review", "Kite", environment={"EDITOR": an_editor(tmp_path, "")})[0] == 0
    assert Path("difftrack.json").read_bytes() == before


def test_answers_are_taken_and_printed(run: Run, tmp_path: Path, empty_home: Path) -> None:
    code, screen = reviewed(
        ("1. **Task**\n", "1. **Task**\n\n   Flying:\n\n   - high\n   - low\n"),
        (
            "6. **Model's information**",
            "6. **Model's information** Paper.\n\n7. **Wind**\n\n   East",
        ),
        ("| Score | |", "| Score | 7.5 |"),
        ("```bibtex\n\n```", f"```bibtex\n{BIBTEX}\n```"),
        tmp_path=tmp_path,
    )
    assert (code, screen) == (0, "reviewed: 2101.00001 (Kite) (score, review, bibtex)\n")
    told = entry(run)
    assert told["review"] == {
        "Task": "Flying:\n\n- high\n- low",
        "Model's information": "Paper.",
        "Wind": "East",
    }
    assert (told["score"], told["bibtex"], told["note"]) == (7.5, BIBTEX, "Good.")
    assert (told["pinned"], told["abstract"]) == (["abstract"], r"We fly $x_t$ for \$5.")
    assert "\nTask\nFlying:\n\n- high\n- low\n" in run("show", "Kite").out
    printed = run("export", "readme", "--style", "review", "-o", "-").out
    assert "1. **Task**\n\n   Flying:\n\n   - high\n   - low\n" in printed
    assert "3. **Wind**\n\n   East\n" in printed
    assert drafts(empty_home) == []


def test_what_a_source_says_is_the_owners_once_they_changed_it(run: Run, tmp_path: Path) -> None:
    reviewed(
        ("Kites on Wind", "Kites on Wind Again"),
        ("Ada Bly, Bo Cey", "A. Bly et al."),
        ("Example Labs", "Labs & Co \\| Example"),
        ("## Kite\n", "## KiteNet\n"),
        tmp_path=tmp_path,
    )
    told = entry(run, "KiteNet")
    assert (told["title"], told["authors"]) == ("Kites on Wind Again", ["A. Bly"])
    assert (told["institute"], told["etal"]) == ("Labs & Co | Example", True)
    assert told["pinned"] == ["title", "authors", "abstract"]
    assert told["links"] == {"Code": "https://github.com/example/kite"}


def test_a_venue_of_the_owners_is_no_derived_one(run: Run, tmp_path: Path) -> None:
    put("sail", title="Sails", comment="Accepted at ICLR 2021", venue="ICLR", year=2021,
        derived=["venue", "year"])  # fmt: skip
    assert "(by the comment)" in run("show", "sail").out
    script = replacing(tmp_path, ("ICLR 2021 |", "NeurIPS 2021 |"))
    assert at_terminal("review", "sail", environment={"EDITOR": script})[0] == 0
    told = entry(run, "sail")
    assert (told["venue"], told["year"], told.get("derived")) == ("NeurIPS", 2021, None)


def test_what_is_emptied_goes(run: Run, tmp_path: Path) -> None:
    reviewed(("1. **Task**", "1. **Task** Fly."), tmp_path=tmp_path)
    code, _ = reviewed(
        ("\n   Fly.\n", ""),
        ("| Institute | Example Labs |", "| Institute | |"),
        ("| Code | <https://github.com/example/kite> |\n", ""),
        ("**Note:** Good.\n", ""),
        tmp_path=tmp_path,
    )
    assert code == 0
    assert not {"review", "institute", "links", "note"} & set(entry(run))


def test_a_field_that_nobody_knows_is_kept(run: Run, tmp_path: Path) -> None:
    reviewed(("| Score | |", "| Score | |\n| Reader | Dee |"), tmp_path=tmp_path)
    assert entry(run)["fields"] == {"Reader": "Dee"}


def test_the_headings_are_a_setting(run: Run, tmp_path: Path) -> None:
    run("config", "review_headings", "Idea, Doubts")
    reviewed(("2. **Doubts**", "2. **Doubts**\n\n   Rain."), tmp_path=tmp_path)
    assert entry(run)["review"] == {"Doubts": "Rain."}
    run("config", "review_headings", "Doubts, Wind")
    assert "1. **Doubts**\n\n2. **Wind**\n\n<details>" in (
        run("export", "readme", "--style", "review", "--template").out
    )
    reviewed(("1. **Doubts**\n\n   Rain.\n\n2. **Wind**", "1. **Wind** x"), tmp_path=tmp_path)
    assert entry(run)["review"] == {"Wind": "x"}


BROKEN = [
    ("text = ''", "There is no card in it, or an empty one."),
    ("text = text.replace('| Title | Kites on Wind |', '| Title | |')", "The card has no title."),
    ("text = text.replace('| Score | |', '| Score | good |')", "'good' is no score."),
    ("text = text.replace('2101.00001', '2101.00009')", "The card is that of 2101.00009, not of"),
    ("text = '# A Report\\n\\nLong.\\n\\n' + text", "'Long.' stands beside the card, not in it."),
    ("text = text + '\\n## Kite Two\\n\\n' + text[8:]", "There are 2 cards in it."),
    ("text = text.replace('| Institute |', '| Institute')", "The row '| Institute Example Labs |'"),
    ("text = text.replace('| Score |', '| Kind | Song |\\n| Score |')", "There is no kind 'Song'"),
    ("text = text.replace('## Kite', '## Other')", "'Other' is the short name of other."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), BROKEN)
def test_a_broken_card_is_offered_again_with_the_reason(
    run: Run, tmp_path: Path, empty_home: Path, change: str, said: str
) -> None:
    put("other", title="Other Thing", short="Other")
    seen = tmp_path / "seen"
    code = (
        "if text.startswith('<!-- difftrack: '):\n"
        f"    pathlib.Path({str(seen)!r}).write_text(text)\n"
        f"    text = pathlib.Path({str(tmp_path / 'first')!r}).read_text() + '\\nBetter.\\n'\n"
        "else:\n"
        f"    pathlib.Path({str(tmp_path / 'first')!r}).write_text(text)\n"
        f"    {change}\n"
        "path.write_text(text)"
    )
    result, _ = at_terminal("review", "Kite", environment={"EDITOR": an_editor(tmp_path, code)})
    assert result == 0
    comment, _, shown = seen.read_text().partition(" -->\n")
    assert said in comment
    assert "Kite" in shown or not shown.strip()
    assert entry(run)["note"] == "Good.\n\nBetter."
    assert drafts(empty_home) == []


@pytest.mark.parametrize(("change", "said"), BROKEN)
def test_a_broken_card_is_kept_where_nobody_can_be_asked(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch, change: str, said: str
) -> None:
    put("other", title="Other Thing", short="Other")
    before = Path("difftrack.json").read_bytes()
    monkeypatch.setenv("EDITOR", an_editor(empty_home.parent, f"{change}\npath.write_text(text)"))
    result = run("review", "Kite")
    assert result.code in {1, 2}
    assert said in result.err
    [kept] = drafts(empty_home)
    assert result.err.endswith(f"What you wrote is kept in {kept}\n")
    assert Path("difftrack.json").read_bytes() == before


def test_what_changed_meanwhile_is_not_overwritten(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_home: Path
) -> None:
    code = (
        "import subprocess\nname = pathlib.Path(sys.executable).with_name('difftrack')\n"
        "subprocess.run([name, 'note', 'Kite', 'Theirs.'], check=True, capture_output=True)\n"
        "path.write_text(text.replace({!r}, {!r}))"
    )
    monkeypatch.setenv("EDITOR", an_editor(tmp_path, code.format("1. **Task**", "1. **Task** Fly")))
    assert run("review", "Kite").out == "reviewed: 2101.00001 (Kite) (review)\n"
    assert (entry(run)["note"], entry(run)["review"]) == ("Theirs.", {"Task": "Fly"})
    run("note", "Kite", "Good.")
    monkeypatch.setenv("EDITOR", an_editor(tmp_path, code.format("Good.", "Mine.")))
    result = run("review", "Kite")
    assert result.code == 1
    assert "Another command changed 2101.00001 meanwhile: note. See: difftrack show" in result.err
    assert entry(run)["note"] == "Theirs."
    assert "Mine." in drafts(empty_home)[0].read_text()


# -- From a file ----------------------------------------------------------------------------------


def test_a_filled_template_is_taken(run: Run) -> None:
    template = run("export", "readme", "--style", "review", "--template").out
    filled = (
        template.replace("1. **Task**", "1. **Task** Flying.")
        .replace("| Score | |", "| Score | 8 |")
        .replace("| Title | |", "| Title | Kites on Wind |")
    )
    Path("card.md").write_text(filled)
    assert run("review", "Kite", "--from", "card.md").out == (
        "reviewed: 2101.00001 (Kite) (score, review)\n"
    )
    told = entry(run)
    assert (told["short"], told["authors"], told["note"]) == (
        "Kite",
        ["Ada Bly", "Bo Cey"],
        "Good.",
    )
    assert told["review"] == {"Task": "Flying."}
    assert told["pinned"] == ["abstract"]
    assert run("review", "Kite", "--from", "card.md").out == "unchanged: 2101.00001 (Kite)\n"


def test_a_card_of_a_readme_is_taken(run: Run) -> None:
    run("export", "readme", "--style", "review")
    text = Path("README.md").read_text()
    Path("README.md").write_text(text.replace("**Note:** Good.", "**Note:** Better."))
    assert run("review", "Kite", "--from", "README.md").out == (
        "reviewed: 2101.00001 (Kite) (note)\n"
    )


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "",
            2,
            "There is no card in it, or an empty one. See what one looks like: difftrack export ",
        ),
        ("Just prose.", 2, "There is no card in it"),
        ("a\0b", 2, "there is a NUL in it"),
        (
            "## K\n\n| | |\n|-|-|\n| Title | K |\n| Paper | https://arxiv.org/abs/2101.00007 |\n",
            1,
            "The card is that of 2101.00007, not of 2101.00001. Take it in with: difftrack review",
        ),
    ],
)
def test_what_is_no_card_of_it_is_refused(run: Run, text: str, code: int, said: str) -> None:
    Path("card.md").write_text(text)
    before = Path("difftrack.json").read_bytes()
    result = run("review", "Kite", "--from", "card.md")
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert Path("difftrack.json").read_bytes() == before
    assert run("review", "Kite", "--from", "nowhere.md").code == 1


def test_a_paper_is_told_by_its_card(run: Run) -> None:
    put("bly2022kites", title="Kites", authors=["A. Bly"])
    rows = "| | |\n|-|-|\n| Title | Kites |\n| Paper | https://arxiv.org/abs/2201.00007 |\n"
    Path("card.md").write_text(f"## Kites\n\n{rows}")
    run("review", "bly2022kites", "--from", "card.md")
    assert entry(run, "2201.00007")["key"] == "bly2022kites"
    put("c", title="More Kites")
    result = run("review", "c", "--from", "card.md")
    assert "2201.00007 is in the library already, as bly2022kites" in result.err


def test_review_as_json(run: Run) -> None:
    Path("card.md").write_text("## K\n\n| | |\n|-|-|\n| Title | Kites on Wind |\n| Score | 3 |\n")
    said = json.loads(run("review", "Kite", "--from", "card.md", "--json").out)
    assert said == {
        "format": "difftrack-review", "version": 1, "key": "2101.00001",
        "changed": ["short", "score"],
    }  # fmt: skip


# -- Whatever stands in it ------------------------------------------------------------------------

answers = st.dictionaries(
    plain_texts.map(lambda t: " ".join(t.split()).strip(" :")).filter(bool), own_texts, max_size=2
)


@given(
    st.builds(
        Entry,
        title=plain_texts.filter(str.strip),
        short=st.none() | plain_texts,
        arxiv_id=st.just("2101.00001"),
        authors=st.lists(plain_texts, max_size=2),
        institute=st.none() | plain_texts,
        abstract=plain_texts,
        bibtex=st.none() | plain_texts | st.just(BIBTEX),
        review=answers,
        note=own_texts,
        score=st.none() | st.floats(0, 10),
    )
)
def test_one_answer_changes_one_answer(entry: Entry) -> None:
    entry.review = {"Wind": "old", **entry.review}
    card = open_card.of_entry(entry, Settings(review_headings="Wind"))
    written = card.replace("1. **Wind**\n\n   old\n", "1. **Wind**\n\n   new\n", 1)
    printed, filled = one_card.read(card), one_card.read(written)
    assert printed is not None
    assert filled is not None
    assert changes(printed, printed, clears=True).model_fields_set == set()
    changed = changes(printed, filled, clears=True)
    assert changed.model_dump(exclude_unset=True) == {"review": {"Wind": "new"}}


@pytest.mark.parametrize("typed", ["Fly.", "\nFly.", "   Fly.", "\n   Fly.", "\nFly.\n\n- a\n- b"])
@pytest.mark.parametrize("heading", ["Task", "Model's information"])
def test_what_is_typed_below_a_heading_answers_it_however_it_stands(
    run: Run, tmp_path: Path, heading: str, typed: str
) -> None:
    code, screen = reviewed((f"**{heading}**\n", f"**{heading}**\n{typed}\n"), tmp_path=tmp_path)
    assert (code, "(review)" in screen) == (0, True)
    told = entry(run)
    assert list(told["review"]) == [heading]
    assert told["review"][heading].startswith("Fly.")
    assert told["note"] == "Good."


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Problem\n\nRain.", "Rain."),
        ("Problem:\nRain.", "Rain."),
        ("## Problem\n\nRain.\n\n# Wind\n\nEast.", "Rain.\n\n# Wind\n\nEast."),
        ("problem: Rain.", "Rain."),
        ("2. Problem\n\n   Rain.", "Rain."),
        ("2) Problem: Rain.", "Rain."),
        ("**Problem**\n\nRain.", "Rain."),
        ("**Problem:** Rain.", "Rain."),
        ("Problem\n-------\n\nRain.", "Rain."),
        ("### Problem ###\nRain.", "Rain."),
    ],
)
@pytest.mark.parametrize("printed", ["", "2. **Problem**\n\n"])
def test_a_known_heading_is_one_however_it_is_typed(
    run: Run, tmp_path: Path, typed: str, answer: str, printed: str
) -> None:
    code, screen = reviewed(
        ("1. **Task**\n", "1. **Task**\n\n   Fly.\n"),
        ("2. **Problem**\n\n", f"{typed}\n\n{printed}"),
        tmp_path=tmp_path,
    )
    assert code == 0
    assert f"Taken as headings of answers: '{typed.splitlines()[0]}'\n" in screen
    told = entry(run)
    assert told["review"] == {"Task": "Fly.", "Problem": answer}
    assert (told["note"], told.get("fields")) == ("Good.", None)


@pytest.mark.parametrize(
    "typed", ["Wind:\n\nEast.", "## Wind\n\nEast.", "It is a\nProblem\nindeed.", "    Problem",
              "```\nProblem\n```", "Problem of wind: none.", "- Problem"]
)  # fmt: skip
def test_what_is_no_known_heading_stays_in_the_answer(run: Run, tmp_path: Path, typed: str) -> None:
    code, screen = reviewed(("1. **Task**\n", f"1. **Task** Fly.\n\n{typed}\n"), tmp_path=tmp_path)
    assert (code, "Taken as" in screen) == (0, False)
    assert entry(run)["review"] == {"Task": f"Fly.\n{typed}".replace("    P", "P")}
    assert entry(run)["note"] == "Good."


def test_a_heading_with_its_answer_is_not_taken_twice(run: Run, tmp_path: Path) -> None:
    code, screen = reviewed(
        ("1. **Task**\n", "1. **Task** Fly.\n\nProblem:\nthat of all.\n"),
        ("2. **Problem**\n", "2. **Problem** Rain.\n"),
        tmp_path=tmp_path,
    )
    assert (code, "Taken as" in screen) == (0, False)
    assert entry(run)["review"] == {"Task": "Fly.\nProblem:\nthat of all.", "Problem": "Rain."}


def test_two_answers_to_one_heading_are_both_kept(run: Run, tmp_path: Path) -> None:
    reviewed(("2. **Problem**\n", "2. **Task** Sail.\n"),
             ("1. **Task**\n", "1. **Task** Fly.\n"), tmp_path=tmp_path)  # fmt: skip
    assert entry(run)["review"] == {"Task": "Fly.\n\nSail."}


def test_a_row_may_lose_its_last_cell(run: Run, tmp_path: Path) -> None:
    rows = ("| Institute | Example Labs |", "| Institute |"), ("| Score | |", "| Score |")
    assert reviewed(*rows, tmp_path=tmp_path)[1].endswith(
        "reviewed: 2101.00001 (Kite) (institute)\n"
    )
    assert entry(run)["note"] == "Good."


@pytest.mark.parametrize("block", ["| a | b |\n| --- | --- |\n| 1 | 2 |", "> a", "```\na\n```"])
def test_what_stands_below_the_last_heading_answers_it(run: Run, block: str) -> None:
    card = f"## Kite\n\n| | |\n|-|-|\n| Title | Kites on Wind |\n\nTask:\n\nFly.\n\n{block}\n"
    Path("card.md").write_text(card)
    assert run("review", "Kite", "--from", "card.md").out.endswith(" (review)\n")
    assert entry(run)["review"] == {"Task": f"Fly.\n\n{block}"}
    assert entry(run)["note"] == "Good."


@pytest.mark.parametrize("label", ["Note:", "Notes:", "NOTES"])
def test_the_label_of_the_note_may_vary(run: Run, tmp_path: Path, label: str) -> None:
    _, screen = reviewed(("**Note:** Good.", f"**{label}** Better."), tmp_path=tmp_path)
    assert screen == "reviewed: 2101.00001 (Kite) (note)\n"
    assert (entry(run)["note"], entry(run).get("fields")) == ("Better.", None)


def test_the_kind_is_told_in_the_card(run: Run, tmp_path: Path) -> None:
    put("sail", title="Sails", kind="video", url="https://a.org/sails")
    script = replacing(tmp_path, ("| Kind | Video |", "| Kind | Book |"))
    _, screen = at_terminal("review", "sail", environment={"EDITOR": script})
    assert (screen, entry(run, "sail")["kind"]) == ("reviewed: sail (Sails) (kind)\n", "book")
    Path("card.md").write_text("## S\n\n| | |\n|-|-|\n| Title | Sails |\n| Score | 3 |\n")
    run("review", "sail", "--from", "card.md")
    assert entry(run, "sail")["kind"] == "book"


GITHUB = "https://github.com/example/sail"


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"links": {"@title": "https://openreview.net/forum?id=x", "Code": GITHUB}}, ["Paper"]),
        ({"links": {"@title": "https://arxiv.org/abs/2101.00002", "Code": GITHUB}}, ["Paper"]),
        ({"links": {"Code": GITHUB}}, ["Paper"]),
        ({"links": {"Code": GITHUB, "PDF": "https://arxiv.org/pdf/2101.00002"}}, ["PDF"]),
        (
            {"links": {"Slides": "https://a.org/s", "Code": GITHUB}, "url": "https://a.org/"},
            ["Paper", "Slides"],
        ),
        ({"links": {"Code": GITHUB, "Paper and code": "https://arxiv.org/abs/2101.00002"}},
         ["Paper and code"]),
    ],
)  # fmt: skip
def test_a_card_has_one_row_for_the_paper_and_one_for_the_code(
    fields: dict[str, Any], rows: list[str]
) -> None:
    known = {"arxiv_id": "2101.00002"} if "2101.00002" in str(fields) else {}
    card = open_card.of_entry(Entry(title="Sails", **known, **fields), Settings())
    labels = [
        line.split(" | ")[0][2:].rstrip(" |") for line in card.split("\n") if line[:2] == "| "
    ]
    first, *more = rows
    assert labels[2:] == ["Title", first, "Institute", "Authors", "Code", "Score", *more]
    assert card.count(GITHUB) == 1


@pytest.mark.parametrize("indent", ["", "   ", "    "])
def test_a_table_in_an_answer_stays_in_it(run: Run, tmp_path: Path, indent: str) -> None:
    rows = ["see", "", "| a | b |", "| --- | --- |", "| 1 | 2 |", "", "after"]
    typed = "\n".join(f"{indent}{row}".rstrip() for row in rows)
    code, _ = reviewed(("**Task**\n", f"**Task**\n\n{typed}\n\n"), tmp_path=tmp_path)
    told = entry(run)
    assert code == 0
    assert told["review"] == {"Task": "\n".join(rows)}
    assert told["note"] == "Good."
