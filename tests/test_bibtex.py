import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.exporters import bibtex
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from example import example_library


def one(entry: Entry) -> str:
    library = Library(format="difftrack", version=1)
    key = edits.add(library, entry)
    return bibtex.render(library, [key]).split("\n\n", 1)[1]


def test_a_library_as_bibtex(golden: Golden) -> None:
    library = example_library()
    golden("example.bib", bibtex.render(library, list(library.entries)))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"venue": "NeurIPS", "year": 2020}, "@inproceedings{"),
        ({"venue": "arXiv", "year": 2020}, "@misc{"),
        ({}, "@misc{"),
        ({"venue": "IEEE Transactions on Examples"}, "@article{"),
        ({"venue": "TMLR"}, "@article{"),
        ({"journal_ref": "Phys. Rev. D 76"}, "@article{"),
        ({"kind": "book"}, "@book{"),
    ],
)
def test_the_type_follows_the_venue(fields: dict[str, object], expected: str) -> None:
    assert one(Entry(title="T", arxiv_id="2006.11239", **fields)).startswith(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jonathan Ho", "Ho, Jonathan"),
        ("Fernando De la Torre", "De la Torre, Fernando"),
        ("Kingma, Diederik P.", "Kingma, Diederik P."),
        ("Robert Downey Jr.", "Downey, Jr., Robert"),
        ("ATLAS Collaboration", "{ATLAS Collaboration}"),
        ("Google", "Google"),
        ("Ada Example (@ada)", "Example, Ada"),
        ("Standards and Practice", "{Standards and Practice}"),
        ("Jörg Müller", 'M{\\"u}ller, J{\\"o}rg'),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert f"author = {{{expected}}}" in one(Entry(title="T", authors=[name]))


def test_titles_keep_the_capitals_of_acronyms_and_escape_what_is_special() -> None:
    text = one(Entry(title="StyleGAN and 3D Images: 50% of $x_t$ & more"))
    assert r"title = {{StyleGAN} and {3D} Images: 50\% of \$x\_t\$ \& more}" in text


def test_an_entry_with_bibtex_of_its_own_is_written_as_it_is() -> None:
    own = "@article{mine2020,\n  title={Mine}\n}"
    assert one(Entry(title="T", bibtex=own + "\n")) == own + "\n"


@given(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3), st.text(max_size=20))
def test_whatever_the_text_the_braces_match(title: str, authors: list[str], venue: str) -> None:
    text = one(Entry(title=title, authors=authors, venue=venue, url=f"https://x.org/{title}"))
    bare = re.sub(r"\\[{}]", "", text)
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    assert len(re.findall(r"^@", text, re.MULTILINE)) == 1
