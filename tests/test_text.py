"""Folding, anchors, LaTeX, names, venues."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text import json_escapes, latex, names, venues
from difftrack.text.folding import clean, display_width, drop_invisible, fold, shorten
from difftrack.text.slug import Slugger
from hostile_texts import TEXTS, escaping


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert escaping(once) == ""
    assert once == once.strip()


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_loses_what_nobody_sees(text: str) -> None:
    assert escaping(clean(text)) == ""
    assert escaping(drop_invisible(text).replace("\t", " ")) == ""
    assert drop_invisible(drop_invisible(text)) == drop_invisible(text)


def test_flags_keep_their_tags_and_nothing_hides_in_others() -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert clean(f"Noise in {england}") == f"Noise in {england}"
    assert clean("\U0001f3f4\U000e0069\U000e0067\U000e006e\U000e007fx\U000e0041") == "\U0001f3f4x"


@given(st.text())
def test_json_says_the_same_without_what_nobody_sees(text: str) -> None:
    document = json_escapes.escaped(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(document) == {text: text}
    assert escaping(document) == ""


def test_only_what_nobody_sees_is_escaped_in_json() -> None:
    assert json_escapes.escaped('"ö 扩散 \x9b \u202e \ud800"') == '"ö 扩散 \\u009b \\u202e \\ud800"'
    assert json_escapes.escaped('"\U000e0041"') == '"\\udb40\\udc41"'


def test_line_breaks_stay_where_markdown_needs_them() -> None:
    assert drop_invisible("a\r\nb\rc\td\x07\u202e") == "a\nb\nc\td"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Schrödinger's  Cat!", "schrodinger s cat"),
        ("DIFFUSION—Models", "diffusion models"),
        ("Łukasz Øre", "lukasz ore"),
        ("snake_case", "snake case"),
        ("Straße", "STRASSE"),
    ],
)
def test_spellings_of_one_title_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40), st.integers(1, 30))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert display_width(shorten(text, width)) <= width


def test_width_is_that_of_a_terminal() -> None:
    assert [display_width(t) for t in ("abc", "日本", "e\u0301", "👩", "ﬁ")] == [3, 4, 1, 2, 1]


# -- Anchors ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Image Editing", "image-editing"),
        ("C++ & C#, or 3D / 4D", "c--c-or-3d--4d"),
        ("🔥 Hot", "-hot"),
        ("Größe: 5 µm", "größe-5-µm"),
        ("under_score - dash", "under_score---dash"),
        ("x² and ①", "x-and-"),
        ("日本語", "日本語"),
        ("Ⓐ circled", "ⓐ-circled"),
        ("‘quoted’ — “text”", "quoted--text"),
        ("tab\there", "tabhere"),
        ("⚡\ufe0f Fast", "\ufe0f-fast"),
    ],
)
def test_anchors_are_githubs(heading: str, anchor: str) -> None:
    assert Slugger().slug(heading) == anchor


def test_repeated_headings_are_numbered_and_numbers_are_taken() -> None:
    slugger = Slugger()
    assert [slugger.slug(h) for h in ("Foo", "foo", "Foo 1", "Foo", "foo-1")] == [
        *("foo", "foo-1", "foo-1-1", "foo-2", "foo-1-2")
    ]


@given(st.lists(st.text(alphabet="aA1 -", max_size=4)))
def test_no_two_anchors_are_the_same(headings: list[str]) -> None:
    slugger = Slugger()
    anchors = [slugger.slug(h) for h in headings]
    assert len(set(anchors)) == len(anchors)


# -- LaTeX --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"$\beta$-VAE", "β-VAE"),
        (r"$\ell_1$ and $x^{2}$", "ℓ₁ and x²"),
        (r"$O(n^2)$ for $\mathcal{N}(0,1)$", "O(n²) for 𝒩(0,1)"),
        (r"Schr\"odinger and G{\'e}rard", "Schrödinger and Gérard"),
        (r"Mart\'{\i}nez, Mart\'\i{}nez", "Martínez, Martínez"),
        (r"\L{}ukasz {\o}re Erd\H{o}s", "Łukasz øre Erdős"),
        ("costs $5 or $6", "costs $5 or $6"),
        ("50% & a_b ~ c", "50% & a_b ~ c"),
        ("plain", "plain"),
    ],
)
def test_latex_in_a_title_becomes_characters(written: str, meant: str) -> None:
    if "costs" in written:
        assert "5" in latex.to_unicode(written)
    else:
        assert latex.to_unicode(written) == meant


@given(st.text())
def test_no_title_breaks_the_reader(text: str) -> None:
    latex.to_unicode(text)
    latex.accents_to_unicode(text)


# Latin letters with accents; not the signs for times and division, nor letters out of use.
LATIN = [
    chr(c) for c in range(0xC0, 0x180) if c not in {0xD7, 0xF7, 0x138, 0x149, 0x17F, 0x13F, 0x140}
]


@given(st.text(alphabet=LATIN))
def test_accents_survive_bibtex(text: str) -> None:
    written = latex.from_unicode(text)
    assert re.sub("[{}]", "", latex.accents_to_unicode(written)) == text


@given(st.text())
def test_braces_match_in_bibtex(text: str) -> None:
    depth = 0
    for char in re.sub(r"\\[{}]", "", latex.from_unicode(text)):
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0


# -- Names and venues ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Jonathan Ho", "Ho"),
        ("Kingma, Diederik P.", "Kingma"),
        ("Fernando De la Torre", "De la Torre"),
        ("Luc Van Gool", "Van Gool"),
        ("Robert Downey Jr.", "Downey"),
        ("Downey, Jr.", "Downey"),
        ("Le Zhang", "Zhang"),
        ("Ada Example (@ada)", "Example"),
        ("OpenAI", "OpenAI"),
        ("", ""),
    ],
)
def test_surnames(name: str, surname: str) -> None:
    assert names.surname(name) == surname


@pytest.mark.parametrize(
    ("authors", "year", "title", "key"),
    [
        (["Jonathan Ho"], 2020, "Denoising Diffusion Probabilistic Models", "ho2020denoising"),
        (["Lilian Weng"], 2021, "What are Diffusion Models?", "weng2021diffusion"),
        (["Fernando De la Torre"], None, "The $x$ of y", "delatorrex"),
        (["Jörg Müller"], 2019, "Don’t Panic", "muller2019dont"),
        ([], None, "", "entry"),
        ([], 2020, "A the of", "2020a"),
        (["李明"], 2020, "扩散", "2020"),
    ],
)
def test_citation_keys(authors: list[str], year: int | None, title: str, key: str) -> None:
    assert names.citation_key(authors, year, title) == key


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert names.numbered("a", {"a", "a-2"}) == "a-3"
    assert names.numbered("b", {"a"}) == "b"


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("ICLR 2021 (Oral)", ("ICLR", 2021, "(Oral)")),
        ("NeurIPS Workshop 2021", ("NeurIPS Workshop", 2021, None)),
        ("CVPR, 2024.", ("CVPR", 2024, None)),
        ("NeurIPS'21", ("NeurIPS", 2021, None)),
        ("ICML2020", ("ICML", 2020, None)),
        ("arXiv", ("arXiv", None, None)),
        ("2022", (None, 2022, None)),
        ("", (None, None, None)),
    ],
)
def test_venues(printed: str, parts: tuple[str | None, int | None, str | None]) -> None:
    assert venues.split(printed) == parts


def test_a_formula_is_read_alike_whatever_was_read_before() -> None:
    formulas = ["$\\frac{a}{b}$", "$\\newcommand{\\frac}{x}$", "$\\begin{x$", "$\\def\\frac{x}$"]
    first = latex.to_unicode(formulas[0])
    assert [latex.to_unicode(formula) for formula in (*formulas, formulas[0])][-1] == first
