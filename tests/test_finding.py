import pytest

from difftrack.errors import AmbiguousError, NotFoundError
from difftrack.library.finding import by_arxiv_id, by_url, find, find_section
from difftrack.library.model import Entry, Library, Section


@pytest.fixture
def library() -> Library:
    entries = {
        "2006.11239": Entry(
            arxiv_id="2006.11239",
            title="Denoising Diffusion Probabilistic Models",
            short="DDPM",
            authors=["Jonathan Ho"],
            published="2020-06-19",
        ),
        "2010.02502": Entry(
            arxiv_id="2010.02502",
            title="Denoising Diffusion Implicit Models",
            short="DDIM",
            authors=["Jiaming Song"],
            published="2020-10-06",
            bibtex="@article{Song:DDIM_2020, title={x}}",
        ),
        "weng2021diffusion": Entry(
            kind="post", title="What are Diffusion Models?", url="https://lilianweng.github.io/p/"
        ),
        "bortoli2021bridge": Entry(arxiv_id="2106.01357", title="Diffusion Schrödinger Bridge"),
        "old": Entry(arxiv_id="math/0211159", title="The Entropy Formula"),
        "denoising": Entry(title="Denoising"),
    }
    sections = [
        Section(key="editing", title="Image Editing"),
        Section(key="methods", title="Methods"),
        Section(key="methods-2", title="Methods", parent="editing"),
        Section(key="c", title="C++"),
        Section(key="c-2", title="C#"),
        Section(key="", title="", entries=list(entries)),
    ]
    return Library(entries=entries, sections=sections)


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("2006.11239", "2006.11239"),
        ("2006.11239v2", "2006.11239"),
        ("arXiv:2006.11239", "2006.11239"),
        ("https://arxiv.org/pdf/2006.11239v2.pdf", "2006.11239"),
        ("https://doi.org/10.48550/arXiv.2006.11239", "2006.11239"),
        ("2106.01357", "bortoli2021bridge"),
        ("math.DG/0211159", "old"),
        ("weng2021diffusion", "weng2021diffusion"),
        ("https://lilianweng.github.io/p", "weng2021diffusion"),
        ("https://lilianweng.github.io/p/", "weng2021diffusion"),
        ("ddpm", "2006.11239"),
        ("  DDPM\n", "2006.11239"),
        ("ho2020denoising", "2006.11239"),
        ("Ho2020Denoising", "2006.11239"),
        ("Song:DDIM_2020", "2010.02502"),
        ("song:ddim_2020", "2010.02502"),
        ("denoising", "denoising"),  # its key, though it is a part of two titles
        ("Denoising.", "denoising"),  # the whole title before a part of others
        ("what are diffusion models", "weng2021diffusion"),
        ("implicit", "2010.02502"),
        ("schrodinger BRIDGE", "bortoli2021bridge"),
    ],
)
def test_a_reference_names_its_entry(library: Library, reference: str, key: str) -> None:
    assert find(library, reference) == key


def test_a_part_of_a_title_begins_with_a_word(library: Library) -> None:
    library.entries["2206.05564"] = Entry(short="gDDIM", title="Generalized Models: 扩散模型")
    del library.entries["2010.02502"]
    assert find(library, "gdd") == "2206.05564"
    assert find(library, "散模") == "2206.05564"
    with pytest.raises(NotFoundError, match=r"'DDIM' is not in the library. Did you mean gDDIM\?"):
        find(library, "DDIM")


def test_what_would_be_gone_is_not_meant_by_a_part_of_its_title(library: Library) -> None:
    assert find(library, "ddpm", whole=True) == "2006.11239"
    assert find(library, "the entropy formula", whole=True) == "old"
    with pytest.raises(NotFoundError, match=r"Did you mean old \(The Entropy Formula\)\?"):
        find(library, "entropy form", whole=True)


def test_an_ambiguous_reference_lists_its_candidates(library: Library) -> None:
    with pytest.raises(AmbiguousError) as caught:
        find(library, "denoising diffusion")
    assert str(caught.value) == (
        "'denoising diffusion' fits 2 entries. Name one by its key:\n"
        "  2006.11239  DDPM\n"
        "  2010.02502  DDIM"
    )


def test_a_long_list_of_candidates_is_cut() -> None:
    entries = {f"k{n:02}": Entry(title=f"Paper\n{n}\x1b[2J", year=2020) for n in range(13)}
    with pytest.raises(AmbiguousError) as caught:
        find(Library(entries=entries), "paper")
    lines = str(caught.value).split("\n")
    assert lines[1] == "  k00  Paper 0[2J"
    assert lines[10:] == ["  k09  Paper 9[2J", "  ... and 3 more"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("DDPN", "'DDPN' is not in the library. Did you mean DDPM?"),
        (
            "Difusion Schrodinger Brige",
            (
                "'Difusion Schrodinger Brige' is not in the library. "
                "Did you mean bortoli2021bridge (Diffusion Schrödinger Bridge)?"
            ),
        ),
        (
            "2112.10752v2",
            "2112.10752 is not in the library. Add it: difftrack add 2112.10752v2",
        ),
        ("zzzzzz", "'zzzzzz' is not in the library. See what is there: difftrack list"),
        ("", "'' is not in the library. See what is there: difftrack list"),
        ("?!", "'?!' is not in the library. See what is there: difftrack list"),
    ],
)
def test_what_is_not_there_is_told_with_what_comes_near(
    library: Library, reference: str, said: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        find(library, reference)
    assert str(caught.value) == said


@pytest.mark.parametrize("reference", ["\udcff", "zzz\udcff", "\x1b[2J", "x" * 10_000, "\0"])
def test_no_reference_is_too_odd_for_an_answer_on_one_line(
    library: Library, reference: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        find(library, reference)
    assert str(caught.value).isprintable()


def test_an_id_found_later_is_no_key(library: Library) -> None:
    assert by_arxiv_id(library, "2106.01357") == "bortoli2021bridge"
    assert by_arxiv_id(library, "2112.10752") is None
    library.entries["2112.10752"] = Entry(arxiv_id="2201.00001")
    assert by_arxiv_id(library, "2112.10752") is None
    assert by_arxiv_id(library, "2201.00001") == "2112.10752"


def test_by_url_knows_the_address_with_and_without_its_last_slash(library: Library) -> None:
    assert by_url(library, "https://lilianweng.github.io/p") == ["weng2021diffusion"]
    assert by_url(library, "https://lilianweng.github.io") == []


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ("editing", "editing"),
        ("Editing", "editing"),
        ("image editing", "editing"),
        ("methods", "methods"),
        ("methods-2", "methods-2"),
        ("C++", "c"),
        ("C#", "c-2"),
        ("", ""),
    ],
)
def test_a_section_is_found_by_key_or_title(library: Library, wanted: str, key: str) -> None:
    assert find_section(library, wanted).key == key


@pytest.mark.parametrize("wanted", ["!!!", "---", "\udcff"])
def test_punctuation_names_no_section(library: Library, wanted: str) -> None:
    with pytest.raises(NotFoundError, match="There is no section"):
        find_section(library, wanted)


def test_a_session_is_found_by_its_day(library: Library) -> None:
    library.sections.append(Section(key="mon", title="Mon Jan 23, 2023", date="2023-01-23"))
    assert find_section(library, "2023-01-23").key == "mon"


def test_a_title_used_twice_asks_for_the_key(library: Library) -> None:
    with pytest.raises(
        AmbiguousError, match=r"2 sections are called 'Methods\.'.*methods, methods-2"
    ):
        find_section(library, "Methods.")


def test_an_unknown_section_is_refused_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFoundError, match=r"no section 'image edit'\. Did you mean editing\?"):
        find_section(library, "image edit")
    with pytest.raises(NotFoundError, match="There are: none yet"):
        find_section(Library(), "image edit")
