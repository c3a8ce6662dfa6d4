"""`stats`, and the line of progress in a README."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from by_hand import put
from conftest import Golden, Run
from difftrack.cli.bars import Bar, Signs, drawn, lines
from difftrack.exporters import readme
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import select, with_descendants
from difftrack.library.settings import Settings
from difftrack.library.statistics import Share, Streak, count
from difftrack.text.folding import display_width
from round_trip import library_of, there_and_back
from terminal import at_terminal


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "T")
    run("section", "add", "Wide 扩散模型的综述方法与应用 and Long", "--parent", "editing")
    put("a", "surveys", title="A", published="2021-05-01", venue="ICLR", year=2022, read=True,
        read_on="2026-01-31")  # fmt: skip
    put("b", "editing", title="B", year=2020, venue="NeurIPS", read=True, read_on="2026-03-01")
    put("c", "wide-扩散模型的综述方法与应用-and-long", title="C", venue="ICLR", read=True)
    for n in range(14):
        put(f"n{n}", "denoising", title=f"N{n}", year=1990 + n, venue=f"Venue {n:02}")
    run("readings", "2026-03-01", "a", "b")


def test_what_is_counted(run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 40):
        monkeypatch.setenv("COLUMNS", str(columns))
        result = run("stats")
        assert (result.code, result.err) == (0, "")
        assert max(map(display_width, result.out.splitlines())) <= columns
        golden(f"stats/{columns}.txt", result.out)


def test_one_section_and_words(run: Run) -> None:
    said = json.loads(run("stats", "--section", "editing", "--json").out)
    assert (said["number"], said["read"]) == (2, 2)
    assert [(s["title"][:4], s["depth"], s["number"]) for s in said["sections"]] == [
        ("Imag", 0, 2),
        ("Wide", 1, 1),
    ]
    assert run("stats", "iclr").out.startswith("2 of 2 read (100%)\n")


def test_nothing_to_count(run: Run) -> None:
    assert run("stats", "nowhere") == (0, "", "Nothing fits, of 17 entries\n")
    assert run("stats", "--section", "nowhere").code == 1


def test_stats_as_json(run: Run) -> None:
    said = json.loads(run("stats", "--json").out)
    assert (said["format"], said["number"], said["read"]) == ("difftrack-stats", 17, 3)
    assert list(said["years"])[:2] == ["2021", "2020"]
    assert said["years"]["2021"] == {"number": 1, "read": 1}
    assert said["venues"]["ICLR"] == {"number": 2, "read": 2}
    assert len(said["venues"]) == 16
    assert said["months"] == {"2026-01": 1, "2026-02": 0, "2026-03": 1}
    assert said["streak"]["longest"] == 1
    assert "Readings" not in {section["title"] for section in said["sections"]}


def test_at_a_terminal(run: Run) -> None:
    _, screen = at_terminal("stats", columns=30)
    assert "\x1b[1mBy year\x1b[0m\n" in screen
    assert "█" in screen
    assert run("stats").out.count("█") > 1


@pytest.mark.parametrize(
    ("days", "today", "streak"),
    [
        ([], "2026-03-02", Streak(0, 0)),
        (["2026-03-02"], "2026-03-02", Streak(1, 1)),
        (["2026-02-28", "2026-03-01"], "2026-03-02", Streak(2, 2)),
        (["2026-02-27", "2026-02-28"], "2026-03-02", Streak(0, 2)),
        (["2026-01-01", "2026-01-02", "2026-01-03", "2026-03-02"], "2026-03-02", Streak(1, 3)),
        (["2026-02-30", "0001-01-01", "9999-12-31"], "2026-03-02", Streak(0, 1)),
    ],
)
def test_days_in_a_row(days: list[str], today: str, streak: Streak) -> None:
    entries = {day: Entry(title=day, read=True, read_on=day) for day in days}
    library = Library(sections=[Section(key="", entries=[*entries])], entries=entries)
    assert count(library, select(library, None), today).streak == streak


def test_an_empty_library_has_no_share() -> None:
    assert count(Library(), [], "2026-03-02").share == Share(0, 0)


bars = st.builds(
    Bar,
    label=st.text(st.characters(exclude_categories=("C", "M", "Z")), max_size=40),
    said=st.from_regex(r"[0-9]{1,4}/[0-9]{1,4}", fullmatch=True),
    part=st.floats(0, 1),
    filled=st.floats(0, 1),
)


@given(st.lists(bars, max_size=5), st.integers(25, 100))
def test_bars_fit_whatever_they_say(some: list[Bar], width: int) -> None:
    for bar, line in zip(some, lines(some, width, Signs("#", ".")), strict=True):
        assert display_width(line) <= width
        assert bar.said in line


def test_a_bar_shows_a_little_and_not_quite_all() -> None:
    signs = Signs("#", ".")
    assert drawn(Bar("", "", 1, 0.001), 10, signs) == "#........."
    assert drawn(Bar("", "", 1, 0.999), 10, signs) == "#########."
    assert drawn(Bar("", "", 0.001, 0), 10, signs) == "."
    assert drawn(Bar("", "", 0, 0), 10, signs) == ""


# -- In the README --------------------------------------------------------------------------------


def test_progress_in_the_readme(run: Run) -> None:
    assert "3 of 17 read." not in run("export", "readme", "-o", "-").out
    text = run("export", "readme", "--progress", "--count", "-o", "-").out
    assert "# T\n\n17 entries.\n\n3 of 17 read.\n\n## Contents\n" in text
    run("config", "progress", "true")
    run("export", "readme")
    assert "\n3 of 17 read.\n" in Path("README.md").read_text()
    run("mark-read", "n1")
    assert run("export", "readme", "--check").code == 1
    assert "read." not in run("export", "readme", "--hide", "read", "-o", "-").out


@pytest.mark.parametrize("style", ["awesome", "detailed", "table", "references", "review"])
@pytest.mark.parametrize("has_count", [True, False])
def test_progress_is_read_back_as_ours(style: str, has_count: bool) -> None:  # noqa: FBT001 - a case
    library = library_of(
        *(Entry(title=f"Kites on Wind {n}", year=2020, authors=["A. Bly"]) for n in range(3)),
        section="Kites",
    )
    next(iter(library.entries.values())).read = True
    settings = Settings(style=style, progress=True, count=has_count)
    assert "\n1 of 3 read.\n" in readme.render(library, settings)
    back = there_and_back(library, settings)
    assert back.library.settings.progress
    assert "read" not in back.library.intro
    assert not any(section.intro for section in back.library.sections)
    assert not there_and_back(library, Settings(style=style)).library.settings.progress


_KEYS = ["", "a", "b", "c", "d"]


@given(
    st.lists(st.sampled_from([None, *_KEYS]), min_size=4, max_size=4),
    st.lists(st.sampled_from([None, None, "2026-01-01"]), min_size=5, max_size=5),
)
def test_a_section_counts_what_stands_below_it(
    parents: list[str | None], dates: list[str | None]
) -> None:
    library = Library(
        sections=[
            Section(key=key, parent=parent, date=date, entries=[f"of {key}"])
            for key, parent, date in zip(_KEYS, [None, *parents], dates, strict=True)
        ],
        entries={f"of {key}": Entry(title=key) for key in _KEYS},
    )
    counted = count(library, select(library), "2026-01-01").sections
    for found in counted:
        inside = with_descendants(library, found.key) if found.key else {""}
        undated = [key for key, date in zip(_KEYS, dates, strict=True) if not date]
        assert found.share.number == len(inside.intersection(undated))
