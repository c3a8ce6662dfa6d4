import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import UsageError
from difftrack.library.matching import fitting
from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import select
from difftrack.text.search_text import words


def _library() -> Library:
    return Library(
        entries={
            "2006.11239": Entry(
                title="Denoising Diffusion Probabilistic Models",
                short="DDPM",
                authors=["Jonathan Ho", "Pieter Abbeel"],
                arxiv_id="2006.11239",
                published="2020-06-19",
                venue="NeurIPS",
                year=2020,
                tags=["basics", "Image Synthesis"],
                read=True,
                read_on="2026-01-07",
                score=8,
                links={"Code": "https://github.com/example/diffusion"},
                added="2025-12-31",
            ),
            "bridge": Entry(
                title="Diffusion Schrödinger Bridge",
                authors=["Valentin De Bortoli", "Ana Zhou"],
                published="2021-06",
                year=2022,
                venue="ICLR",
                abstract=r"We follow Erwin Schr\"odinger, and match a score-based $\beta$-VAE.",
                score=6.5,
                added="2026-01-01",
            ),
            "edit": Entry(
                title="ℓ₁-regularised SDEdit", year=2021, note="Strokes to *photos*.", tags=["gan"]
            ),
            "post": Entry(
                title="What are diffusion models?",
                kind="post",
                read=False,
                links={"Video#2": "https://example.org/v"},
                review={"Task": "Explains Ångström"},
                fields={"Presenter": "Łukasz"},
            ),
        },
        sections=[
            Section(key="editing", title="Image Editing", entries=["edit"]),
            Section(key="video", title="Video", parent="top", entries=["bridge", "2006.11239"]),
            Section(key="top", title="The Top", entries=["2006.11239", "post"]),
        ],
    )


def _found(query: str) -> list[str]:
    library = _library()
    return [row.key for row in select(library, fitting(library, query))]


DDPM = "2006.11239"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("SCHRODINGER", ["bridge"]),
        ("schro\u0308dinger bortoli", ["bridge"]),
        (r"abstract:schrödinger", ["bridge"]),
        (r"erwin Schr\"odinger", ["bridge"]),
        (r"erwin Schr\'odinger", ["bridge"]),
        ("beta-vae", ["bridge"]),
        ("β-VAE", ["bridge"]),
        (r"$\beta$-VAE", ["bridge"]),
        (r"$\ell_1$", ["edit"]),
        ("l1", ["edit"]),
        ("angstrom", ["post"]),
        ("lukasz presenter", ["post"]),
        ("ddpm", [DDPM]),
        ('"diffusion probabilistic"', [DDPM]),
        ('"probabilistic diffusion"', []),
        ("probabilistic diffusion", [DDPM]),
        ("score-based", ["bridge"]),
        ("neurips 2020", [DDPM]),
        ("basics", [DDPM]),
        ('"strokes to photos"', ["edit"]),
        ("diff mod", [DDPM, "post"]),
        ('"iffusion mod"', []),
        ('"sion"', []),
        ("nothing", []),
        ("2006.11239", [DDPM]),
        ("https://github.com/example/diffusion", [DDPM]),
        ("link:github", [DDPM]),
    ],
)
def test_words_match_without_case_accents_latex_and_punctuation(
    query: str, keys: list[str]
) -> None:
    assert _found(query) == keys


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("author:ho", [DDPM]),  # and not Zhou
        ('author:"jonathan ho"', [DDPM]),
        ("author:abb", [DDPM]),
        ("title:diffusion -title:models", ["bridge"]),
        ("title:ddpm or title:sdedit", ["edit", DDPM]),
        ("section:top", ["bridge", DDPM, "post"]),
        ('section:"the top"', ["bridge", DDPM, "post"]),
        ("section:edit", ["edit"]),
        ("section:(video or editing)", ["edit", "bridge", DDPM]),
        ("tag:GAN", ["edit"]),
        ("tag:ga", []),
        ('tag:"image synthesis"', [DDPM]),
        ("year:2021..2023", ["edit", "bridge"]),
        ("year:2022", ["bridge"]),
        ("2021", ["edit", "bridge"]),
        ("2021..2021", ["edit", "bridge"]),
        ("date:2021", ["edit", "bridge"]),
        ("date:2021-06-15", ["edit", "bridge"]),
        ("date:2021-05", ["edit"]),
        ("date:>2021-06", ["edit"]),
        ("date:<2020-06-19", []),
        ("date:<=2020-06-19", [DDPM]),
        ("added:>2025", ["bridge"]),
        ("read:2026-01", [DDPM]),
        ("venue:iclr", ["bridge"]),
        ('venue:"neurips 2020"', [DDPM]),
        ("venue:2020", [DDPM]),
        ("is:read", [DDPM]),
        ("is:unread kind:paper", ["edit", "bridge"]),
        ("kind:posts", ["post"]),
        ("has:note", ["edit"]),
        ("has:code", [DDPM]),
        ("has:review", ["post"]),
        ("has:video", ["post"]),
        ("has:tags", ["edit", DDPM]),
        ("score:>=7", [DDPM]),
        ("score:6..7", ["bridge"]),
        ("-score:0..10", ["edit", "post"]),
        ("-(is:read or has:note) diffusion", ["bridge", "post"]),
        ("field:presenter", ["post"]),
    ],
)
def test_fields_narrow(query: str, keys: list[str]) -> None:
    assert _found(query) == keys


@pytest.mark.parametrize(
    ("query", "caret", "said"),
    [
        ("a is:raed", "  ^^^^^^^", "is: is not followed by 'raed'. Did you mean read?"),
        ("has:cod", "^^^^^^^", "has: is not followed by 'cod'. Did you mean code?"),
        ("section:vidoe x", "^" * 13, "There is no section 'vidoe'. Did you mean video?"),
        ("section:qqq", "^" * 11, "There is no section 'qqq'. There are: editing, video, top"),
        (
            "kind:x",
            "^^^^^^",
            "kind: is not followed by 'x'. There are: paper, post, video, code, course, book",
        ),
    ],
)
def test_a_mistake_is_shown_with_its_place(query: str, caret: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        _found(query)
    assert str(error.value) == f"{said}\n  {query}\n  {caret}"


@given(
    st.lists(st.text("aäßβ _-.\n", max_size=8), min_size=1, max_size=3),
    st.lists(st.text("aäßβ_-.", min_size=1, max_size=5), min_size=1, max_size=2),
)
def test_a_query_finds_what_comparing_all_words_would(texts: list[str], asked: list[str]) -> None:
    known = [word for word in asked if words(word) and not word.startswith("-")]
    entry = Entry(title=texts[0], tags=texts[1:])
    library = Library(entries={"k": entry}, sections=[Section(key="s", entries=["k"])])
    whole = " ".join(words("\n".join([texts[0], "k", *texts[1:]])))
    expected = all(" ".join(words(word)) in whole for word in known)
    if known:
        assert bool(select(library, fitting(library, " ".join(known)))) == expected


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_query_or_one_mistake(typed: str) -> None:
    library = _library()
    said = ""
    try:
        select(library, fitting(library, typed))
    except UsageError as error:
        said = str(error)
    assert said.count("\n") in {0, 2}
