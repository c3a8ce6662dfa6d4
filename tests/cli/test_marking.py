import json
from pathlib import Path

import pytest

from conftest import Run
from difftrack.cli.fetching import today


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    run("--offline", "add", "2401.00011", "--short", "DDPM", "--title", "Denoising Diffusion")
    run("--offline", "add", "2401.00012", "--short", "DDIM", "--title", "Implicit Diffusion")


def test_mark_read_takes_a_short_name(run: Run) -> None:
    assert run("mark-read", "ddpm") == (0, "read: 2401.00011 (DDPM)\n", "")
    assert run("list", "--read").out.startswith("2401.00011\tread\t")


@pytest.mark.parametrize(
    "reference",
    [
        "2401.00012",
        "2401.00012v4",
        "https://arxiv.org/pdf/2401.00012.pdf",
        "implicit",
        "Implicit  Diffusion",
    ],
)
def test_mark_read_takes_any_reference(run: Run, reference: str) -> None:
    assert run("mark-read", reference).out == "read: 2401.00012 (DDIM)\n"


def test_marking_twice_says_so_and_succeeds(run: Run) -> None:
    run("mark-read", "DDPM")
    assert run("mark-read", "DDPM") == (0, "read already: 2401.00011 (DDPM)\n", "")


def test_the_day_is_kept_and_shown(run: Run) -> None:
    run("mark-read", "DDPM", "--on", "2026-11-20")
    assert "Read:       yes, on 2026-11-20" in run("show", "DDPM").out


def _day(run: Run) -> str | None:
    day: str | None = json.loads(run("show", "DDPM", "--json").out)["entry"].get("read_on")
    return day


def test_without_a_day_it_is_today_where_it_was_not_read_before(run: Run) -> None:
    days = [today()]
    run("mark-read", "DDPM")
    days.append(today())  # midnight may have come in between
    assert _day(run) in days
    run("mark-read", "DDPM", "--on", "2025-01-02")
    assert run("mark-read", "DDPM").out == "read already: 2401.00011 (DDPM)\n"
    assert _day(run) == "2025-01-02"


def test_a_reading_without_a_day(run: Run) -> None:
    assert run("mark-read", "DDPM", "--on", "none").out == "read: 2401.00011 (DDPM)\n"
    assert _day(run) is None
    assert run("mark-read", "DDPM").out == "read already: 2401.00011 (DDPM)\n"
    assert _day(run) is None
    run("mark-read", "DDPM", "--on", "2025-01-02")
    assert run("mark-read", "DDPM", "--on", "none").out == "read: 2401.00011 (DDPM)\n"
    assert _day(run) is None


def test_what_is_marked_today_counts_for_this_month(run: Run) -> None:
    run("mark-read", "DDPM")
    told = json.loads(run("stats", "--json").out)
    assert list(told["months"].values()) == [1]


def test_no_readme_shows_the_day(run: Run) -> None:
    run("mark-read", "DDPM", "--on", "none")
    styles = ("awesome", "detailed", "review", "references", "table")
    before = [run("export", "readme", "-o", "-", "--style", style).out for style in styles]
    run("mark-read", "DDPM", "--on", "2025-01-02")
    after = [run("export", "readme", "-o", "-", "--style", style).out for style in styles]
    assert before == after


@pytest.mark.parametrize("day", ["", "None ", "2026-02-30"])
def test_no_day_at_all_is_a_mistake(run: Run, day: str) -> None:
    result = run("mark-read", "DDPM", "--on", day)
    assert (result.code, result.out) == (2, "")
    assert "is no day" in result.err


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-01-05", "2026-01-05"),
        ("Jan 5, 2026", "2026-01-05"),
        ("Mon Jan 5, 2026", "2026-01-05"),
        ("5 January 2026", "2026-01-05"),
        ("2026/1/5", "2026-01-05"),
        ("1850-03-01", "1850-03-01"),
    ],
)
def test_a_day_is_typed_alike_wherever_one_is(run: Run, typed: str, day: str) -> None:
    assert run("mark-read", "DDPM", "--on", typed).code == 0
    assert _read_on(run) == day
    Path("form").write_text(f"read: yes\nread on: {typed}\n")
    run("mark-unread", "DDPM")
    assert run("edit", "DDPM", "--from", "form").code == 0
    assert _read_on(run) == day
    assert run("readings", typed, "DDPM", "--json").out.count(f'"date": "{day}"') == 1


def _read_on(run: Run) -> object:
    return json.loads(run("show", "DDPM", "--json").out)["entry"].get("read_on")


def test_no_day_is_refused(run: Run) -> None:
    assert run("mark-read", "DDPM", "--on", "yesterday") == (
        2,
        "",
        "difftrack: 'yesterday' is no day. Write it as 2026-11-20\n",
    )
    assert run("list", "--read").out == ""


def test_mark_unread_takes_mark_and_day(run: Run) -> None:
    run("mark-read", "DDPM", "--on", "2026-11-20")
    assert run("mark-unread", "DDPM").out == "unread: 2401.00011 (DDPM)\n"
    shown = json.loads(run("show", "DDPM", "--json").out)["entry"]
    assert shown["read"] is False
    assert "read_on" not in shown


def test_an_ambiguous_reference_among_others_lists_them_too(run: Run) -> None:
    assert run("mark-read", "diffusion", "Nobody").err == (
        "difftrack: Nothing was changed:\n"
        "'diffusion' fits 2 entries. Name one by its key:\n"
        "  2401.00011  DDPM\n"
        "  2401.00012  DDIM\n"
        "'Nobody' is not in the library. See what is there: difftrack list\n"
    )


def test_an_ambiguous_reference_lists_the_candidates(run: Run) -> None:
    result = run("mark-read", "diffusion")
    assert result.code == 1
    assert result.err == (
        "difftrack: 'diffusion' fits 2 entries. Name one by its key:\n"
        "  2401.00011  DDPM\n"
        "  2401.00012  DDIM\n"
    )


def test_a_near_miss_is_suggested_and_not_taken(run: Run) -> None:
    result = run("mark-read", "DDPN")
    assert result == (1, "", "difftrack: 'DDPN' is not in the library. Did you mean DDPM?\n")
    assert run("list", "--read").out == ""


def test_an_id_that_is_not_there_says_how_to_add_it(run: Run) -> None:
    result = run("mark-read", "2112.10752")
    assert (
        result.err
        == "difftrack: 2112.10752 is not in the library. Add it: difftrack add 2112.10752\n"
    )


def test_one_wrong_reference_of_several_changes_nothing(run: Run) -> None:
    result = run("mark-read", "DDPM", "nobody", "nothing")
    assert result.code == 1
    assert "'nobody'" in result.err
    assert "'nothing'" in result.err
    assert run("list", "--read").out == ""


def test_json_tells_what_changed(run: Run) -> None:
    run("mark-read", "DDIM")
    assert json.loads(run("mark-read", "DDPM", "DDIM", "--json").out) == {
        "format": "difftrack-marks",
        "version": 1,
        "read": True,
        "changed": ["2401.00011"],
        "unchanged": ["2401.00012"],
    }


def test_a_day_to_come_is_kept_and_doubted(run: Run) -> None:
    result = run("mark-read", "DDPM", "--on", "2090-01-02")
    assert (result.code, result.out) == (0, "read: 2401.00011 (DDPM)\n")
    assert result.err.startswith("2090-01-02 is a day to come. Was another meant? difftrack mark-")
