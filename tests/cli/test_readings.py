"""`readings`: sessions, as dated sections."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from by_hand import put
from conftest import Run


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "T")
    put("a", "editing", title="Kites", short="Kite")
    put("b", "surveys", title="Wind")
    run("--offline", "add", "2401.00011", "--title", "Rain")


def outline(run: Run) -> list[str]:
    return [line.split("\t")[1] for line in run("section", "list").out.splitlines()]


def test_a_session_is_a_dated_section(run: Run) -> None:
    assert run("readings", "2023-01-23", "Kite", "rain") == (
        0,
        "in Mon Jan 23, 2023 Readings: a (Kite)\nin Mon Jan 23, 2023 Readings: 2401.00011 (Rain)\n",
        "",
    )
    assert outline(run)[-3:] == ["Unclassified", "Readings", "Mon Jan 23, 2023 Readings"]
    assert run("readings") == (0, "2023-01-23\tMon Jan 23, 2023 Readings\t0 of 2 read\n", "")
    assert run("readings", "2023-01-23").out == "a\t\tKites\n2401.00011\t\tRain\n"


def test_a_session_files_nothing(run: Run) -> None:
    run("readings", "2023-01-23", "rain")
    [rain] = json.loads(run("list", "rain", "--json").out)["entries"]
    assert rain["sections"] == ["unclassified", "mon-jan-23-2023-readings"]


def test_a_session_is_added_to_and_says_what_is_there(run: Run) -> None:
    run("readings", "2023-01-23", "Kite")
    assert run("readings", "23 Jan 2023", "Kite", "wind").out == (
        "in Mon Jan 23, 2023 Readings already: a (Kite)\nin Mon Jan 23, 2023 Readings: b (Wind)\n"
    )


def test_sessions_stand_by_their_days_beside_each_other(run: Run) -> None:
    for day in ("2023-02-06", "2023-01-23", "2023-03-06", "2023-02-13"):
        run("readings", day, "Kite")
    assert outline(run)[-4:] == [
        f"Mon {day}, 2023 Readings" for day in ("Jan 23", "Feb 06", "Feb 13", "Mar 06")
    ]
    days = [line.split("\t")[0] for line in run("readings").out.splitlines()]
    assert days == ["2023-01-23", "2023-02-06", "2023-02-13", "2023-03-06"]


def test_sessions_that_stand_the_latest_first_stay_so(run: Run) -> None:
    log = "## Log\n\n### 6 Mar 2023\n\n- Wind\n\n### 6 Feb 2023\n\n- Wind\n"
    Path("log.md").write_text(f"# T\n\n{log}\n## End\n\n- Wind\n")
    run("import", "log.md")
    held = json.loads(Path("difftrack.json").read_text())["sections"]
    assert [s["title"] for s in held if s.get("date")] == ["6 Mar 2023", "6 Feb 2023"]
    for day in ("2023-02-13", "2023-01-02", "2023-04-03"):
        run("readings", day, "wind")
    titles = outline(run)
    assert titles[titles.index("Log") :] == [
        "Log",
        "Mon Apr 03, 2023 Readings",
        "6 Mar 2023",
        "Mon Feb 13, 2023 Readings",
        "6 Feb 2023",
        "Mon Jan 02, 2023 Readings",
        "End",
    ]


def test_a_session_has_a_title_of_its_own_behind_its_day(run: Run) -> None:
    run("readings", "2023-01-23", "Kite", "--title", "Kick-off")
    assert outline(run)[-1] == "Mon Jan 23, 2023 Kick-off"
    assert run("readings", "2023-01-23", "--title", "Beginnings").out == (
        "renamed section mon-jan-23-2023-kick-off: Mon Jan 23, 2023 Kick-off is now "
        "Mon Jan 23, 2023 Beginnings\nMon Jan 23, 2023 Beginnings: 1 entry\n"
    )
    assert outline(run)[-1] == "Mon Jan 23, 2023 Beginnings"
    assert run("readings", "2023-01-23", "wind", "--title", "Beginnings").out == (
        "in Mon Jan 23, 2023 Beginnings: b (Wind)\n"
    )
    told = json.loads(run("readings", "2023-01-23", "wind", "--title", "More", "--json").out)
    assert told["renamed"] == "Mon Jan 23, 2023 Beginnings"
    run("section", "add", "Mon Jan 23, 2023 Ends", "--parent", "readings")
    assert run("readings", "2023-01-23", "--title", "Ends").err == (
        "difftrack: There is a section 'Mon Jan 23, 2023 Ends' already. "
        "See: difftrack section list\n"
    )
    result = run("readings", "2023-01-23", "--title", "Talk of 24 Jan 2023")
    assert result.code == 2
    assert result.err == (
        "difftrack: 'Talk of 24 Jan 2023' names another day than 2023-01-23. "
        "Leave the day out of the title\n"
    )


def test_what_was_read_in_a_session_is_marked_with_its_day(run: Run) -> None:
    run("mark-read", "wind", "--on", "2022-12-24")
    held = run("readings", "2023-01-23", "Kite", "wind", "--read")
    assert held.out.splitlines()[2:] == ["read: a (Kite)"]
    told = {e["key"]: e.get("read_on") for e in json.loads(run("list", "--json").out)["entries"]}
    assert told == {"a": "2023-01-23", "b": "2022-12-24", "2401.00011": None}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["soon", "Kite"], 2, "'soon' is no day. Write it as 2026-11-20"),
        (["2023-02-30", "Kite"], 2, "is no day"),
        (["2023-02", "Kite"], 2, "is no day"),
        (["2023-01-23"], 1, "There are no readings on 2023-01-23. Make them: difftrack readings "),
        (["2023-01-23", "--read"], 1, "There are no readings on 2023-01-23."),
        (["--read"], 2, "Name the day of the session: difftrack readings 2026-11-20 REF"),
        (["2023-01-23", "nobody", "Kite"], 1, "'nobody' is not in the library."),
    ],
)
def test_refusals_change_nothing(run: Run, arguments: list[str], code: int, said: str) -> None:
    before = Path("difftrack.json").read_bytes()
    result = run("readings", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert Path("difftrack.json").read_bytes() == before


def test_no_readings_yet(run: Run) -> None:
    assert run("readings") == (
        0, "", "No readings yet. Hold some: difftrack readings 2026-11-20 REF\n"
    )  # fmt: skip


def test_a_session_is_read_back_from_a_readme(run: Run, tmp_path: Path) -> None:
    run("readings", "2023-01-23", "Kite", "--title", "Kick-off")
    run("export", "readme", "--style", "detailed")
    text = Path("README.md").read_text()
    assert text.endswith(
        "### Mon Jan 23, 2023 Kick-off\n\n- Kites\n" + text.splitlines()[-1] + "\n"
    )
    other = str(tmp_path / "other.json")
    assert run("--library", other, "import", "README.md").code == 0
    assert run("--library", other, "readings").out == (
        "2023-01-23\tMon Jan 23, 2023 Kick-off\t0 of 1 read\n"
    )


def test_readings_as_json(run: Run) -> None:
    said = json.loads(run("readings", "2023-01-23", "Kite", "--json").out)
    assert (said["format"], said["added"]) == ("difftrack-session", ["a"])
    assert said["session"]["date"] == "2023-01-23"
    [session] = json.loads(run("readings", "--json").out)["sessions"]
    assert session["entries"] == ["a"]
    [entry] = json.loads(run("readings", "2023-01-23", "--json").out)["entries"]
    assert entry["key"] == "a"


def test_references_come_from_a_pipe() -> None:
    command = str(Path(sys.executable).with_name("difftrack"))
    piped = subprocess.run(
        [command, "readings", "2026-11-20", "-"],
        input="Kite\tread\nWind\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.rpartition(": ")[2] for line in piped.stdout.splitlines()] == [
        "a (Kite)",
        "b (Wind)",
    ]
