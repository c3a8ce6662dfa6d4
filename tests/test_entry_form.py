"""The text of an entry: read back as it was written, whatever stands in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.library.editing.entry_form import changes, parsed, written
from difftrack.library.editing.field_texts import FIELDS, FieldError
from difftrack.library.model import Entry

HOSTILE = st.text(
    st.sampled_from("aé: \t\n#-<>`'\"!,[]\u202e\x1b\r\u2028") | st.characters(), max_size=30
)
MAPS = st.dictionaries(HOSTILE, HOSTILE, max_size=3)
LISTS = st.lists(HOSTILE, max_size=3)


@st.composite
def entries(draw: Any) -> Entry:  # noqa: ANN401 - hypothesis has no public type
    texts = {name: draw(HOSTILE) for name in ("title", "kind")}
    optional = ("short", "institute", "venue", "note", "abstract", "comment", "bibtex", "url")
    texts |= {name: draw(st.none() | HOSTILE) for name in optional}
    lists = {name: draw(LISTS) for name in ("authors", "tags", "figures", "categories")}
    maps = {name: draw(MAPS) for name in ("links", "fields")}
    score = draw(st.none() | st.floats())
    return Entry(**texts, **lists, **maps, score=score, etal=draw(st.booleans()))


@given(entry=entries())
def test_a_form_that_is_not_changed_changes_nothing(entry: Entry) -> None:
    form = written(entry)
    assert changes(form, form) == {}
    assert changes(form, f"{form}\n\n") == {}
    for name, lines in parsed(form).items():
        assert FIELDS[name](lines) == getattr(entry, name)


@given(note=HOSTILE, abstract=HOSTILE)
def test_what_a_person_would_write_can_be_edited(note: str, abstract: str) -> None:
    plain = " ".join(abstract.split())
    form = written(Entry(note=f"# A\n\n```\n  code\n```\n{note}x", abstract=f"{plain}x"))
    assert {"title", "authors", "links", "tags"} <= parsed(form).keys()
    assert changes(form, "title: New\n")["title"] == "New"


def test_all_that_people_have_can_be_edited() -> None:
    entry = Entry(
        title="A: B", short="a:b", authors=["Ho, Jonathan", "O'Neil: x"], note="title: x\n\n  y",
        links={"Code": "https://a.org", "Code#2": "https://b.org/x:y"}, tags=["a, b", "-y"],
        fields={"Also cited as": "One\nTwo", "GitHub": "Not open source"}, score=7.5, read=False,
        published="2021-07", abstract="word " * 100 + "end", bibtex="@misc{a,\n  title = {A},\n}",
        figures=["img/1.png"],
    )  # fmt: skip
    assert parsed(written(entry)).keys() == FIELDS.keys()
    assert max(map(len, written(entry).splitlines())) < 100


@pytest.mark.parametrize(
    "text", ["  title: x", "title x", "https://a.org: x", "review: x", "\ttitle: x"]
)
def test_a_line_in_no_field_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="is in no field"):
        parsed(text)


def test_a_form_of_empty_lines_is_read_line_by_line() -> None:
    lines = "\n \n" * 20_000
    assert changes("note: x\n", f"note:\n{lines}  y\n{lines}") == {"note": "y"}
