import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.exporters import spreadsheet
from difftrack.library import edits
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import listed
from example import example_library


def rows(text: str) -> list[dict[str, str]]:
    """Read a table as a spreadsheet does."""
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def one(entry: Entry) -> dict[str, str]:
    library = edits.new_library("T")
    key = edits.add(library, entry)
    (row,) = rows(spreadsheet.render(library, [key]))
    return row


def test_a_library_as_a_table(golden: Golden) -> None:
    library = example_library()
    golden("example.csv", spreadsheet.render(library, listed(library)))


def test_a_mark_in_front_tells_excel_that_it_is_utf8() -> None:
    text = spreadsheet.render(Library(), [])
    assert text.startswith("\ufeffcitation_key,sections,kind,title,")
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
def test_no_text_becomes_a_formula(sign: str) -> None:
    formula = f"{sign}HYPERLINK(1)"
    row = one(
        Entry(title=formula, authors=["A", formula], note=f"\t {formula}\n{formula};{formula}")
    )
    assert row["title"] == f"'{formula}"
    assert row["authors"] == f"A;' {formula}"
    assert row["note"] == f"'{formula}\n'{formula};'{formula}"


def test_an_apostrophe_of_the_text_can_be_told_from_ours() -> None:
    assert one(Entry(title="'=1"))["title"] == "''=1"
    assert one(Entry(title="it's = 1"))["title"] == "it's = 1"


def test_ids_stay_text_and_numbers_stay_numbers() -> None:
    row = one(Entry(arxiv_id="2101.00010", title="T", score=-7.5))
    assert row["arxiv"] == "arXiv:2101.00010"
    assert row["url"] == "https://arxiv.org/abs/2101.00010"
    assert row["score"] == "-7.5"
    assert one(Entry(title="T", score=float("inf")))["score"] == ""


def test_several_values_can_be_told_apart() -> None:
    row = one(Entry(title="T", authors=["Bly; Ann", "C\\D"], tags=["a", "b"], etal=True))
    assert row["authors"] == r"Bly\; Ann; C\\D; et al."
    assert [part.replace("\\;", ";") for part in re.split(r"(?<!\\); ", row["tags"])] == ["a", "b"]
    row = one(Entry(title="T", links={"Code": "a", "Code#2": "b", "@title": "c"}))
    assert row["links"] == "Code: a; Code: b; c"


def test_an_entry_in_several_sections_is_one_row() -> None:
    library = Library(
        entries={"a": Entry(title="A")},
        sections=[
            Section(key="top", title="Top", entries=["a"]),
            Section(key="below", title="Be;low", parent="top", entries=["a"]),
        ],
    )
    (row,) = rows(spreadsheet.render(library, listed(library)))
    assert row["sections"] == r"Top; Top > Be\;low"


@pytest.mark.parametrize(("read", "cell"), [(True, "yes"), (False, "no"), (None, "")])
def test_the_read_mark(read: bool | None, cell: str) -> None:  # noqa: FBT001 - the field's value
    assert one(Entry(title="T", read=read))["read"] == cell


def test_a_cell_ends_where_excel_would_break_the_row() -> None:
    cell = one(Entry(title="T", note="😀" * 500_000))["note"]
    assert len(cell.encode("utf-16-le")) <= 2 * 32_767
    assert cell == "😀" * 16_383 + "…"
    assert one(Entry(title="T", note="x" * 32_767))["note"] == "x" * 32_767


@given(st.lists(st.text(max_size=30), min_size=3, max_size=3), st.text(max_size=30))
def test_whatever_the_text_it_is_one_row_and_no_formula(texts: list[str], note: str) -> None:
    title, short, author = texts
    entry = Entry(title=title, short=short, authors=[author], note=note, links={author: short})
    text = spreadsheet.render(Library(entries={"a": entry}), ["a"])
    (row,) = rows(text)
    assert None not in row
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", text)
    for name, cell in row.items():
        assert not re.match("[=+@\t＝＋－＠-]", cell), name
        assert not re.search("[\n;\t][\\s\"']*(?<!')[=+@＝＋－＠-]", cell), name


def test_a_file_with_our_columns_is_ours() -> None:
    text = spreadsheet.render(Library(), [])
    assert spreadsheet.is_ours(text)
    assert spreadsheet.is_ours(
        text.replace("\n", ",column of a later version\r\n").lstrip("\ufeff")
    )
    assert not spreadsheet.is_ours("title,authors\n")
