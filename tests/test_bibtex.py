import re

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from conftest import Golden
from difftrack.exporters import bibtex, bibtex_title
from difftrack.importers import bibtex as importer
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.reading import Listed
from difftrack.text import latex_math
from difftrack.text.folding import clean
from difftrack.text.latex import title_from_bibtex
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
        ({"journal_ref": "Proceedings of the Examples Conference 2020"}, "@inproceedings{"),
        ({"venue": "arXiv", "journal_ref": "J. Examples 7 (2021)"}, "@article{"),
        ({"venue": "PhD thesis, Example University"}, "@phdthesis{"),
        ({"venue": "Master's thesis"}, "@mastersthesis{"),
        ({"kind": "post", "venue": "Distill"}, "@misc{"),
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
        ("Aaron van den Muster", "van den Muster, Aaron"),
        ("Sammy Muster, Jr.", "Muster, Jr., Sammy"),
        ("Muster, III", "{Muster III}"),
        ("Acme, Inc., of Examples, Ltd.", "{Acme, Inc., of Examples, Ltd.}"),
        ("Bly & Sons", r"{Bly \& Sons}"),
        ("Brace { Bly", r"Bly, Brace {\textbraceleft}"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert f"author = {{{expected}}}" in one(Entry(title="T", authors=[name]))


def test_titles_keep_the_capitals_of_acronyms_and_escape_what_is_special() -> None:
    text = one(Entry(title="StyleGAN and 3D Images: 50% of $x_t$ & more"))
    assert r"title = {{StyleGAN} and {3D} Images: 50\% of \$x\_t\$ \& more}" in text


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Text-to-3D with CLIP-Guided Editing", "Text-to-{3D} with {CLIP}-Guided Editing"),
        ("A U-Net, and Q-Learning: Part I", "A {U-Net}, and {Q}-Learning: Part {I}"),
        ("Langevin Steps on Gaussian Noise", "{Langevin} Steps on {Gaussian} Noise"),
        ("Schrödinger's Bridge", r"{Schr{\"o}dinger}'s Bridge"),
        ("β-VAE in ℓ₁", r"{$\beta$}-{VAE} in {$\ell_{1}$}"),
        ("Δ is Large", r"{$\Delta$} is Large"),
        ("Δοκιμή of a Word", "Δοκιμή of a Word"),
        ("One } of {Two", r"One {\textbraceright} of {\textbraceleft}Two"),
        ("A Beginning and B", "A Beginning and {B}"),
        ("Ablation A-B", "Ablation {A}-{B}"),
        ("iGPT, PhDs & DDPMs", r"{iGPT}, {PhDs} \& {DDPMs}"),
    ],
)
def test_what_a_style_would_make_small_and_should_not_stands_in_braces(
    title: str, written: str
) -> None:
    assert f"  title = {{{written}}},\n" in one(Entry(title=title))


def test_the_short_name_keeps_its_capitals_in_the_title() -> None:
    entry = Entry(title="How to use Imaginary in imaginary Ways", short="Imaginary")
    assert "title = {How to use {Imaginary} in imaginary Ways}" in one(entry)


def test_a_year_in_parentheses_behind_a_journal_goes_with_it() -> None:
    text = one(Entry(title="T", published="2019-12-01", journal_ref="Phys. Rev. D 76 (2020) 1"))
    assert "  journal = {Phys. Rev. D 76 (2020) 1},\n  year = {2020},\n" in text
    assert "month" not in text


def test_the_parts_of_a_thesis() -> None:
    text = one(Entry(title="T", venue="PhD thesis, Example University", year=2020))
    assert "  type = {PhD thesis},\n  school = {Example University},\n" in text


# -- BibTeX that entries have of their own --------------------------------------------------------


def file_of(*kept: str) -> str:
    library = Library()
    for n, text in enumerate(kept):
        library.entries[f"k{n}"] = Entry(title=f"T{n}", bibtex=text, added=f"2026-01-0{n + 1}")
    return bibtex.render(library, list(library.entries)).split("\n\n", 1)[1]


NOT_WHOLE = (
    "% Written by difftrack from the fields of the entry: the BibTeX kept for it cannot be read."
)


@pytest.mark.parametrize(
    "broken",
    [
        "@article{a, title={x}",
        "@article{a, title={x}}}, note={y}}",
        '@article{a, title="x}',
        r"@article{a, title={\{}}",
        r"@article{a, title={x\}}",
        "@article{a b c, title={x}}",
        "@string{a = {b}}",
        "@misc{a, title={a} note={x}}",
        "@misc{a, title={x}, , note={y}}",
        "@misc{a, title=}",
        "@misc{a, title={x} #, note={y}}",
        "@misc{a, title}",
        "@misc{a, 1a={x}}",
        '@misc{a, title={x}"y"}',
        "@misc{a, title={x}}@misc{b, title={y} note={z}}",
        "@string{s}@misc{a, title={x}}",
        "@string{s = {x} {y}}@misc{a, title={x}}",
        "@string{s0 = {1234567890}}"
        + "".join(f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 60))
        + "@misc{a, title=s59}",
        "mail@example.org",
    ],
)
def test_what_would_break_the_file_is_written_from_the_fields(broken: str) -> None:
    assert file_of(broken).startswith(f"{NOT_WHOLE}\n@misc{{")
    assert "title = {T0}" in file_of(broken)


def test_a_key_that_another_entry_has_is_replaced() -> None:
    text = file_of("@misc{same, title={One}}", "@misc{Same, title={Two}}")
    assert text == "@misc{same, title={One}}\n\n@misc{t1, title={Two}}\n"


def test_a_missing_key_and_parentheses_are_mended() -> None:
    assert file_of("@misc{, title={One}}") == "@misc{t0, title={One}}\n"
    assert file_of("@misc(a, title={One (1)})") == "@misc{a, title={One (1)}}\n"
    assert file_of("% odd\n@misc{a, title={One}} trailing") == "@misc{a, title={One}}\n"


def test_what_an_entry_refers_to_is_written_once() -> None:
    volume = "@proceedings{v, title={All}}"
    text = file_of(
        f"@inproceedings{{a, crossref={{v}}}}\n{volume}",
        f"@inproceedings{{b, crossref={{v}}}}\n{volume}",
    )
    blocks = ["@inproceedings{a, crossref={v}}", volume, "@inproceedings{b, crossref={v}}"]
    assert text == "\n\n".join(blocks) + "\n"


def test_strings_are_spelled_out_where_they_are_used_and_change_no_other_entry() -> None:
    text = file_of(
        '@string{jan = "PWNED"}@string{j = {J} # jan}@preamble{"\\\\input{x}"}'
        '@misc{a, month=JAN, journal = j # "s" # 7,\n note={jan}}@misc{v, month=jan}',
        "@misc{b, month = jan, journal=j, year=2020}",
    )
    assert text == (
        '@misc{a, month="PWNED", journal = {J} # "PWNED" # "s" # 7,\n note={jan}}\n\n'
        '@misc{v, month="PWNED"}\n\n'
        "@misc{b, month = jan, journal=j, year=2020}\n"
    )


def test_an_entry_without_fields_has_the_comma_that_readers_need() -> None:
    assert file_of("@misc{a}") == "@misc{a,}\n"


def test_an_entry_with_bibtex_of_its_own_is_written_as_it_is() -> None:
    own = "@article{mine2020,\n  title={Mine}\n}"
    assert one(Entry(title="T", bibtex=own + "\n")) == own + "\n"


# -- Read back ------------------------------------------------------------------------------------

_BIBTEX = st.text(st.sampled_from('@misc{}()",=# a1\\\n%')) | st.sampled_from(
    [
        "@misc{a, title={x}}",
        "@string{a1 = a # a}",
        "@misc{c, a = a1 }",
        "@misc{A, title={y}}",
        "@misc{t0, note={z}}",
        "@misc(b, a={)})",
    ]
)
_hostile = st.builds(
    Entry,
    kind=st.just("paper") | st.text(max_size=8),
    arxiv_id=st.none() | st.text(max_size=8),
    categories=st.lists(st.text(max_size=8), max_size=2),
    journal_ref=st.none() | st.text(max_size=20),
    title=st.text(max_size=40),
    short=st.none() | st.text(max_size=4),
    authors=st.lists(st.text(max_size=12), max_size=3),
    venue=st.none() | st.text(max_size=20),
    year=st.none() | st.integers(1900, 2099),
    url=st.none() | st.text(max_size=20).map(lambda text: f"https://example.org/{text}"),
    doi=st.none() | st.text(max_size=20),
    tags=st.lists(st.text(max_size=8), max_size=2),
    bibtex=st.none() | st.none() | _BIBTEX,
)


@given(st.lists(_hostile, max_size=4))
def test_whatever_the_text_other_readers_find_every_entry(entries: list[Entry]) -> None:
    library = Library(entries={str(n): entry for n, entry in enumerate(entries)})
    text = bibtex.render(library, list(library.entries))
    found = parse_string(text)
    assert found.failed_blocks == []
    keys = [entry.key.lower() for entry in found.entries]
    assert keys == list(dict.fromkeys(keys))
    assert len(keys) >= len(entries)
    depth = 0
    for brace in re.findall("[{}]", text):  # as BibTeX and biber count them
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


@given(st.text(max_size=40), st.none() | st.text(max_size=4))
def test_a_title_of_any_signs_comes_back(title: str, short: str | None) -> None:
    text = bibtex.render(Library(entries={"a": Entry(title=title, short=short)}), ["a"])
    (entry,) = (item.entry for item in importer.read(text).items if isinstance(item, Listed))
    assert entry.title == clean(title)


def test_every_sign_of_math_comes_back() -> None:
    for char in latex_math.SIGNS:
        written = bibtex_title.title(f"A {char} B")
        assert written == f"A {{{latex_math.formula(char)}}} {{B}}"
        assert title_from_bibtex(written) == f"A {char} B"
