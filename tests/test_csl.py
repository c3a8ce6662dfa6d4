"""CSL-JSON; what an item may hold is from csl-data.json of citation-style-language/schema."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.exporters import csl
from difftrack.library.model import KINDS, Entry, Library
from example import example_library

TYPES = set(
    "article article-journal article-magazine article-newspaper book broadcast chapter dataset "
    "document motion_picture paper-conference post post-weblog report software speech thesis "
    "webpage".split()
)
TEXTS = set(
    "type id title title-short container-title publisher genre number archive archive_location DOI "
    "URL abstract keyword note".split()
)
OF_A_NAME = {"family", "given", "suffix", "non-dropping-particle", "literal"}


def items(*entries: Entry) -> list[dict[str, Any]]:
    library = Library(entries={str(n): entry for n, entry in enumerate(entries)})
    found: list[dict[str, Any]] = json.loads(csl.render(library, list(library.entries)))
    return found


def test_a_library_as_csl(golden: Golden) -> None:
    library = example_library()
    golden("example.csl.json", csl.render(library, list(library.entries)))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"venue": "NeurIPS"}, {"type": "paper-conference", "container-title": "NeurIPS"}),
        ({"venue": "TPAMI"}, {"type": "article-journal", "archive_location": "2006.11239"}),
        ({}, {"type": "article", "publisher": "arXiv", "number": "arXiv:2006.11239"}),
        ({"venue": "arXiv"}, {"type": "article", "publisher": "arXiv"}),
        (
            {"venue": "PhD thesis, Example University"},
            {"type": "thesis", "genre": "PhD thesis", "publisher": "Example University"},
        ),
        ({"journal_ref": "J. Examples 7"}, {"type": "article-journal"}),
        (
            {"kind": "book", "venue": "Example Press"},
            {"type": "book", "publisher": "Example Press"},
        ),
        ({"kind": "post"}, {"type": "post-weblog"}),
        ({"kind": "video"}, {"type": "motion_picture"}),
        ({"kind": "code"}, {"type": "software"}),
        ({"kind": "unheard-of"}, {"type": "article"}),
    ],
)
def test_what_it_is_and_where_it_appeared(fields: dict[str, Any], expected: dict[str, str]) -> None:
    (item,) = items(Entry(arxiv_id="2006.11239", title="T", **fields))
    assert item | expected == item


def test_names_have_their_parts() -> None:
    names = ["Aaron van den Muster", "Robert Muster Jr.", "ATLAS Collaboration", "李明"]
    (item,) = items(Entry(title="T", authors=names, etal=True))
    assert item["author"] == [
        {"family": "Muster", "given": "Aaron", "non-dropping-particle": "van den"},
        {"family": "Muster", "given": "Robert", "suffix": "Jr."},
        {"literal": "ATLAS Collaboration"},
        {"family": "李明"},
        {"literal": "others"},
    ]


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"published": "2020-06-19"}, [2020, 6, 19]),
        ({"published": "2020-06"}, [2020, 6]),
        ({"published": "2020-06-19", "venue": "NeurIPS"}, [2020]),
        ({"published": "2020-06-19", "venue": "ICLR", "year": 2021}, [2021]),
        ({"published": "2020-06-19", "year": 2021}, [2021]),
        ({"published": "2020-00-00"}, [2020]),
        ({"published": "2020-02-39"}, [2020, 2]),
        ({"published": "2020-02-02", "kind": "post", "venue": "Distill"}, [2020, 2, 2]),
        ({"year": 2019}, [2019]),
        ({"published": "2019-01-01", "journal_ref": "J. Examples 7 (2021)"}, [2021]),
    ],
)
def test_dates(fields: dict[str, Any], parts: list[int]) -> None:
    (item,) = items(Entry(title="T", **fields))
    assert item["issued"] == {"date-parts": [parts]}


def test_the_address_is_the_pages_own_or_none() -> None:
    urls = ("https://example.org/?a=1&copy;=2", "javascript:alert(1)")
    first, second = items(*(Entry(title="T", url=url) for url in urls))
    assert first["URL"] == "https://example.org/?a=1&copy;=2"
    assert "URL" not in second


_texts = st.text(max_size=30)


@given(
    st.lists(
        st.builds(
            Entry,
            kind=st.sampled_from(KINDS),
            arxiv_id=st.none() | _texts,
            title=_texts,
            short=st.none() | _texts,
            authors=st.lists(_texts, max_size=3),
            etal=st.booleans(),
            published=st.none() | st.from_regex(r"\A[0-9]{4}-[0-9]{2}(-[0-9]{2})?\Z"),
            year=st.none() | st.integers(),
            venue=st.none() | _texts,
            venue_note=st.none() | _texts,
            abstract=st.none() | _texts,
            journal_ref=st.none() | _texts,
            doi=st.none() | _texts,
            url=st.none() | _texts,
            tags=st.lists(_texts, max_size=2),
            bibtex=st.none() | _texts,
        ),
        max_size=3,
    )
)
def test_whatever_the_text_the_items_are_what_the_schema_allows(entries: list[Entry]) -> None:
    found = items(*entries)
    assert [item["custom"]["difftrack"] for item in found] == [str(n) for n in range(len(found))]
    assert len({item["id"].lower() for item in found}) == len(found)
    for item in found:
        assert item["type"] in TYPES
        assert set(item) <= TEXTS | {"author", "issued", "custom"}
        assert all(isinstance(item[name], str) and item[name] for name in TEXTS & set(item))
        for name in item.get("author", []):
            assert set(name) <= OF_A_NAME
            assert all(name.values())
        (parts,) = item.get("issued", {"date-parts": [[1]]})["date-parts"]
        assert 1 <= len(parts) <= 3


def test_a_file_is_ours_where_every_item_is() -> None:
    text = csl.render(Library(entries={"a": Entry(title="A")}), ["a"])
    assert csl.is_ours(text)
    assert csl.is_ours("[]\n")
    theirs = [*json.loads(text), {"id": "x", "type": "book"}]
    for other in (json.dumps(theirs), "{}", "[1]", "not json", "[" * 100_000):
        assert not csl.is_ours(other)
