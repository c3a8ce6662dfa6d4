import pytest
from pydantic import ValidationError

from difftrack.library.model import SOURCE_FIELDS, Entry, Library, Section


def test_an_entry_is_called_by_its_short_name_first() -> None:
    assert Entry(short="DDPM", title="Denoising", arxiv_id="2006.11239").name == "DDPM"
    assert Entry(title="Denoising", arxiv_id="2006.11239").name == "Denoising"
    assert Entry(arxiv_id="2006.11239", url="https://a.org").name == "2006.11239"
    assert Entry(url="https://a.org").name == "https://a.org"
    assert Entry().name == "?"


def test_the_first_year_is_that_of_the_first_version() -> None:
    assert Entry(published="2020-06-19", year=2021).first_year == 2020
    assert Entry(published="2021-07").first_year == 2021
    assert Entry(year=2021).first_year == 2021
    assert Entry().first_year is None


@pytest.mark.parametrize("day", ["2020", "2020-6-19", "2020-06-19T00:00", " 2020-06-19", "soon"])
def test_a_date_is_written_as_iso_has_it(day: str) -> None:
    with pytest.raises(ValidationError):
        Entry(published=day)
    with pytest.raises(ValidationError):
        Entry(read_on=day)


def test_a_day_needs_its_day_of_the_month() -> None:
    assert Entry(published="2021-07").published == "2021-07"
    with pytest.raises(ValidationError):
        Entry(updated="2021-07")


@pytest.mark.parametrize(
    ("field", "value"),
    [("year", "2020"), ("authors", "Ho"), ("read", 1), ("title", 5), ("links", ["https://a.org"])],
)
def test_no_value_is_bent_into_another_type(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate({field: value})


def test_the_source_fields_are_fields() -> None:
    assert set(SOURCE_FIELDS) <= set(Entry.model_fields)


def test_new_entries_share_nothing() -> None:
    first, second = Entry(), Entry()
    first.tags.append("x")
    first.links["Code"] = "https://a.org"
    assert (second.tags, second.links) == ([], {})
    one, two = Library(), Library()
    one.entries["a"] = first
    one.sections.append(Section(key="s", entries=["a"]))
    one.settings.count = True
    assert (two.entries, two.sections, two.settings.count) == ({}, [], False)


def test_sections_of_an_entry_come_in_the_order_of_the_library() -> None:
    sections = [Section(key=k, entries=e) for k, e in (("b", ["x"]), ("a", ["y"]), ("c", ["x"]))]
    library = Library(sections=sections, entries={"x": Entry(), "y": Entry()})
    assert [s.key for s in library.sections_of("x")] == ["b", "c"]
    found = library.section("a")
    assert found is not None
    assert found.entries == ["y"]
    assert library.section("none") is None
