"""Dates as people print them in lists."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import UsageError
from difftrack.text import dates


@pytest.mark.parametrize(
    "printed",
    [
        "4 Feb 2023",
        "4 Feb, 2023",
        "04 Feb. 2023",
        "4th February 2023",
        "Feb 4, 2023",
        "Feb 4,2023",
        "Feb 4 2023",
        "Feb 04 2023",
        "February 4th, 2023",
        "FEBRUARY 4, 2023",
        "Sat Feb 4, 2023",
        "Saturday, February 4, 2023",
        "Sat, 4 Feb 2023",
        "Sat. 4 Feb 2023",
        "2023-02-04",
        "2023/02/04",
        "2023/2/4",
        "2023.02.04",
        "(2023-02-04)",
        "[4 Feb 2023]",
        "`2023-02-04`",
        "**4 Feb 2023**,",
        " 4 Feb 2023.",
    ],
)
def test_a_day(printed: str) -> None:
    assert dates.parse(printed) == (2023, "2023-02-04")
    assert dates.search(f"Readings, {printed} (online)") == (2023, "2023-02-04")


@pytest.mark.parametrize("day", ["Mon", "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri", "Sat", "Sun"])
def test_every_weekday_may_stand_before_a_day(day: str) -> None:
    assert dates.parse(f"{day} Jan 23, 2023") == (2023, "2023-01-23")


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("Oct 2022", "2022-10"),
        ("Oct. 2022", "2022-10"),
        ("October, 2022", "2022-10"),
        ("May, 2025", "2025-05"),
        ("Sept 2021", "2021-09"),
        ("Sep. 2021", "2021-09"),
        ("JUN 2020", "2020-06"),
        ("july 2020", "2020-07"),
        ("Oct2022", "2022-10"),
        ("2024.10", "2024-10"),
        ("2024-10", "2024-10"),
        ("2024/9", "2024-09"),
        ("(Dec 1999)", "1999-12"),
    ],
)
def test_a_month(printed: str, iso: str) -> None:
    assert dates.parse(printed) == (int(iso[:4]), iso)
    assert dates.search(printed) is None


@pytest.mark.parametrize("printed", ["2024", " 2024.", "(2024)", "**2024**", "[2024],"])
def test_a_year_is_as_exact_as_it_was_printed(printed: str) -> None:
    assert dates.parse(printed) == (2024, None)
    assert dates.search(printed) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "March",
        "Feb 4",
        "4 Feb",
        "4 Feb 23",
        "v2023",
        "1.2.3",
        "2024.10v2",
        "2006.11239",
        "2010.02502",
        "2024.10239",
        "10-12",
        "pp. 1-20",
        "1234-1245",
        "2020-2024",
        "20240",
        "1899",
        "2100",
        "2024.13",
        "2024-00",
        "2024-13-01",
        "2024-01-00",
        "2024-01-32",
        "2024-1-1-1",
        "Feb 42023",
        "20231204567",
        "0 Feb 2023",
        "32 Jan 2023",
        "Jan 32, 2023",
        "Marching 2024",
        "Mayor 2024",
        "Decade 2020",
        "Summer 2024",
        "CVPR 2024",
        "20-10-2023",
        "Jan 2023 - Mar 2023",
        "２０２４",
        "٢٠٢٤",
    ],
)
def test_no_date(text: str) -> None:
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon Jan 23, 2023 Readings", "2023-01-23"),
        ("Readings of 2023-01-23", "2023-01-23"),
        ("2023/01/23: diffusion", "2023-01-23"),
        ("2022, then 2023-01-23 and 2024-02-06", "2023-01-23"),
        ("2023-13-05, or rather 2023-12-05", "2023-12-05"),
        ("May 2020, read on 4 Feb 2023", "2023-02-04"),
        ("_2023-01-23_", "2023-01-23"),
        ("第2023-01-23日", "2023-01-23"),
        ("20231204567, 2023-01-23", "2023-01-23"),
        ("20231204567", None),
        ("1202023-01-23", None),
        ("2023-01-234", None),
        ("1-2023-01-23", None),
        ("2023-01-23-04", None),
        ("v2023-01-23", None),
        ("2023-01-23x", None),
        ("Unmon Jan 23, 20231", None),
        ("Dismay 4, 2023", None),
        ("Jan 123, 2023", None),
        ("Week 5", None),
        ("Readings of Jan 2023", None),
        ("2006.11239", None),
        ("pages 2020-2024", None),
        ("2023-01-32", None),
        ("", None),
    ],
)
def test_the_first_day_in_a_text_is_found(text: str, iso: str | None) -> None:
    found = dates.search(text)
    assert (found and found.iso) == iso


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for month in (calendar.month_abbr[day.month], calendar.month_name[day.month]):
        for printed in (
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{calendar.day_name[day.weekday()]}, {month} {day.day:02}, {day.year}",
        ):
            assert dates.parse(printed) == (day.year, day.isoformat())
        assert dates.parse(f"{month} {day.year}") == (day.year, day.isoformat()[:7])
    for sign in "-./":
        assert dates.parse(day.isoformat().replace("-", sign)) == (day.year, day.isoformat())


@given(st.text() | st.text(alphabet="0129-./ JanFebMay,stndrh"))
def test_whatever_the_text_nothing_breaks(text: str) -> None:
    found = dates.parse(text)
    assert found is None or found.iso is None or found.iso.startswith(str(found.year))
    day = dates.search(text)
    assert day is None or len(day.iso or "") == len("2023-01-23")


@pytest.mark.parametrize("unit", ["2", "20", "2024-", "Jan ", "wednes", "4 ", " ", "1 Jan ", "("])
def test_a_hostile_text_is_no_date(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert dates.parse(text) is None
    dates.search(text)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0d", "2026-03-31"),
        ("7d", "2026-03-24"),
        ("2w", "2026-03-17"),
        (" 2 W ", "2026-03-17"),
        ("1m", "2026-02-28"),
        ("13m", "2025-02-28"),
        ("25m", "2024-02-29"),
        ("3m", "2025-12-31"),
        ("1y", "2025-03-31"),
        ("2025y", "0001-03-31"),
        ("2026-02-01", "2026-02-01"),
        ("2027-01-01", "2027-01-01"),
    ],
)
def test_a_time_that_a_person_types_is_a_day(typed: str, day: str) -> None:
    assert dates.since(typed, date(2026, 3, 31)).isoformat() == day


@pytest.mark.parametrize(
    "typed",
    ["", "d", "7", "7x", "-7d", "1.5d", "7d 2w", "2026", "2026-02", "2026-02-30", "2026y", "9999y",
     "99999m", "999999d", "٧d", "20260201", "2026-W05-1", "last week"],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(UsageError, match="is no time") as caught:
        dates.since(typed, date(2026, 3, 31))
    assert "\n" not in str(caught.value)


@given(st.dates(date(1900, 1, 1)), st.integers(0, 800), st.sampled_from("dwmy"))
def test_more_of_a_unit_is_longer_ago(today: date, count: int, unit: str) -> None:
    assert dates.since(f"{count + 1}{unit}", today) < dates.since(f"{count}{unit}", today) <= today
    assert dates.since(today.isoformat(), today) == today
