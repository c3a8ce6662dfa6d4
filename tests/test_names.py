"""Lists of authors as people print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text import names


@pytest.mark.parametrize(
    "printed",
    [
        "Ho et al.",
        "Ho et al",
        "Ho et. al.",
        "Ho, et al.",
        "Ho, et al.,",
        "Ho etal.",
        "Ho ET AL.",
        "*Ho et al.*",
        "Ho and others",
        "Ho 等",
    ],
)
def test_et_al_is_no_author(printed: str) -> None:
    assert names.authors(printed) == (["Ho"], True)


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("Jonathan Ho", ["Jonathan Ho"]),
        ("Jonathan Ho and Ajay Jain", ["Jonathan Ho", "Ajay Jain"]),
        ("Jonathan Ho & Ajay Jain", ["Jonathan Ho", "Ajay Jain"]),
        ("Jonathan Ho\nand Ajay Jain", ["Jonathan Ho", "Ajay Jain"]),
        ("Ann Bly, Carl Dorn and Eve Fox", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann Bly, Carl Dorn, and Eve Fox", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann Bly, Carl Dorn, & Eve Fox.", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann Bly AND Carl Dorn AND Eve Fox", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann Bly, Carl Dorn, AND Eve Fox", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann   Bly\t and  Carl Dorn", ["Ann Bly", "Carl Dorn"]),
        ("Ann Bly; Carl Dorn; Eve Fox", ["Ann Bly", "Carl Dorn", "Eve Fox"]),
        ("Ann Bly,, Carl Dorn", ["Ann Bly", "Carl Dorn"]),
        ("Ann Bly*, Carl Dorn*", ["Ann Bly", "Carl Dorn"]),
        ("**Ann Bly**, _Carl Dorn_", ["Ann Bly", "Carl Dorn"]),
        ("李明，王芳", ["李明", "王芳"]),
        ("李明、王芳", ["李明", "王芳"]),
        ("Ann Bly，Carl Dorn", ["Ann Bly", "Carl Dorn"]),
        ("Jörg Müller, Éva Szabó, Łukasz Øre", ["Jörg Müller", "Éva Szabó", "Łukasz Øre"]),
        ("Sam O'Neill, Ada D’Arcy", ["Sam O'Neill", "Ada D’Arcy"]),
        ("Andy Sand, Sandy Band", ["Andy Sand", "Sandy Band"]),
        ("Fernando De la Prueba and Luc Van Muster", ["Fernando De la Prueba", "Luc Van Muster"]),
        ("A. van den Muster", ["A. van den Muster"]),
        ("J. K. Author, D.-P. Other", ["J. K. Author", "D.-P. Other"]),
        ("Robert Muster Jr., Ada Example", ["Robert Muster Jr.", "Ada Example"]),
        ("Acme Team", ["Acme Team"]),
        ("Ada Example.", ["Ada Example"]),
        ("", []),
        ("  \n", []),
        (",", []),
    ],
)
def test_names_are_parted(printed: str, people: list[str]) -> None:
    assert names.authors(printed) == (people, False)


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("Ho, J., Jain, Ajay", ["J. Ho", "Jain", "Ajay"]),
        ("Ho, J, Jain, A", ["J Ho", "A Jain"]),
        ("Ho, J., Jain, A., et al.", ["J. Ho", "A. Jain"]),
        ("Tang, Y.-L., Bly, A. B., et al.", ["Y.-L. Tang", "A. B. Bly"]),
        ("Zhao, Q. et al.", ["Q. Zhao"]),
        ("J. Ho, A. Jain", ["J. Ho", "A. Jain"]),
        ("Ho, J., Jain, A.", ["J. Ho", "A. Jain"]),
        ("Ho, J. and Jain, A.", ["J. Ho", "A. Jain"]),
        ("van den Muster, A., Bly, C.", ["A. van den Muster", "C. Bly"]),
        ("De Muster, A.; Bly, C.", ["A. De Muster", "C. Bly"]),
        ("A. van den Muster, C. Bly", ["A. van den Muster", "C. Bly"]),
        ("Muster, Š., Bly, É. A.", ["Š. Muster", "É. A. Bly"]),
        ("王, 李", ["王", "李"]),
    ],
)
def test_initials_stand_before_the_surname(printed: str, people: list[str]) -> None:
    assert names.authors(printed).names == people


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("Ada Example (MIT), Sam Sample (Uni X)", ["Ada Example", "Sam Sample"]),
        ("Ada Example (MIT, USA), Sam Sample", ["Ada Example", "Sam Sample"]),
        ("Ada Example (MIT; CMU) and Sam Sample.", ["Ada Example", "Sam Sample"]),
        ("Ada Example (MIT, USA) et al.", ["Ada Example"]),
        ("Ada (Addie) Example", ["Ada (Addie) Example"]),
        ("Ada Example (@ada)", ["Ada Example (@ada)"]),
        ("Ada Example (@ada), Sam Sample (Acme)", ["Ada Example (@ada)", "Sam Sample"]),
        ("Ada Example (@ada) et al.", ["Ada Example (@ada)"]),
    ],
)
def test_an_affiliation_is_left_out_and_a_handle_is_not(printed: str, people: list[str]) -> None:
    assert names.authors(printed).names == people


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("He, Kaiming, et al.", (["Kaiming He"], True)),
        ("Müller-Lüdenscheidt, Jörg, et al", (["Jörg Müller-Lüdenscheidt"], True)),
        ("Muster, A., et al.", (["A. Muster"], True)),
        ("He, Kaiming, and Sam Sample.", (["Kaiming He", "Sam Sample"], False)),
        ("Bly, Ann, Carl Dorn, and Eve Fox.", (["Ann Bly", "Carl Dorn", "Eve Fox"], False)),
        ("Bly, John P., and Ada Example", (["John P. Bly", "Ada Example"], False)),
        ("Ann Bly, Carl Dorn", (["Ann Bly", "Carl Dorn"], False)),
        ("Ann Bly and Carl Dorn", (["Ann Bly", "Carl Dorn"], False)),
        ("Ho et al.", (["Ho"], True)),
    ],
)
def test_the_first_name_of_a_citation_may_be_turned_round(
    printed: str, people: tuple[list[str], bool]
) -> None:
    assert names.authors(printed, cited=True) == people


def test_outside_a_citation_a_comma_parts_people() -> None:
    assert names.authors("Ho, Jain, et al.").names == ["Ho", "Jain"]


@pytest.mark.parametrize(
    "text",
    [
        "Jonathan Ho, Ajay Jain",
        "Jonathan Ho and Ajay Jain",
        "Jonathan Ho; Ajay Jain",
        "Ann Bly, Carl Dorn, and Eve Fox.",
        "Ann Bly, C. Dorn",
        "J.-P. Muster, A. Bly",
        "Ho, J., Jain, A.",
        "Ho, J., Jain, A., and Bly, C.",
        "van den Muster, A., Bly, C.",
        "A. van den Muster, C. Bly",
        "Łukasz Øre, Šimon Čech",
        "Ada Ōe AND Żaneta Ősz",
        "Анна Пример, Иван Пример",
        "Ada Example (MIT, USA), Sam Sample (Uni X)",
        "Ho et al.",
        "Ada Example, Sam Sample, et al",
        "Jörg Müller, Éva Szabó",
        "Karl-Heinz Ängström and Ada O’Neill",
        "Fernando De la Prueba, Luc van Muster",
        "Ada Example (@ada), Sam Sample",
    ],
)
def test_a_list_of_people(text: str) -> None:
    assert names.are_authors(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ",",
        "Denoising Diffusion Models",
        "A Survey of Diffusion, 2023",
        "ICLR 2024",
        "CVPR 2024, NeurIPS 2025",
        "Why Diffusion?",
        "Code, Page",
        "Images, Video, Audio",
        "fast, small, cheap",
        "мы учим, мы пишем",
        "Ho, J.",
        "a, b, c",
        "we train it on images, and on video",
        "https://example.org, Ada Example",
        "Ada Example | Sam Sample",
        "Ann Bly, 3 more",
        "Ann Bly and friends",
        "Ada Example, Sam Sample! " * 3,
    ],
)
def test_no_list_of_people(text: str) -> None:
    assert not names.are_authors(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jonathan Ho",
        "J. Ho",
        "Ada Example.",
        "Luc Van Muster",
        "Fernando de la Prueba",
        "Éva Szabó",
        "Łukasz Øre",
        "Ada O’Neill",
        "Karl-Heinz Ängström",
        "Robert Muster Jr.",
        "Ada Example (@ada)",
    ],
)
def test_a_person(text: str) -> None:
    assert names.is_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ho",
        "ada example",
        "Ada Example, Sam Sample",
        "Ada Example 2",
        "A B C D E F G",
        "Attention is all you need",
    ],
)
def test_no_person(text: str) -> None:
    assert not names.is_person(text)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("van den Muster, Aaron", "van den Muster"),
        ("Vincent van der Berg", "van der Berg"),
        ("Robert Muster III", "Muster"),
        ("Muster, Robert, Jr.", "Muster"),
        ("Ada Example (MIT)", "Example"),
        ("(@ada)", "(@ada)"),
        (" Ada ", "Ada"),
        ("De la Prueba", "De la Prueba"),
        ("van Muster", "van Muster"),
        ("Di Muster", "Muster"),
    ],
)
def test_surnames_with_particles_suffixes_and_affiliations(name: str, surname: str) -> None:
    assert names.surname(name) == surname


@given(
    st.lists(
        st.from_regex(r"\A[A-Z][b-z]{2,8} [B-Z][b-z]{2,8}\Z").filter(
            lambda n: not n.endswith((" Jr", " Sr"))
        ),
        min_size=2,
        max_size=9,
    )
)
def test_what_is_joined_is_parted_again(people: list[str]) -> None:
    for printed in (
        ", ".join(people),
        "; ".join(people),
        " and ".join(people),
        ", ".join(people[:-1]) + " and " + people[-1],
        ", ".join(people[:-1]) + ", & " + people[-1],
    ):
        assert names.authors(printed) == (people, False)
        assert names.are_authors(printed)
        assert names.authors(f"{printed}, et al.") == (people, True)


@given(st.text(), st.booleans())
def test_whatever_the_text_nothing_breaks(text: str, cited: bool) -> None:  # noqa: FBT001
    names.are_authors(text)
    names.is_person(text)
    assert all(names.authors(text, cited=cited).names)


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "A",
        "A ",
        "A,",
        "A, ",
        "(",
        "((",
        "()",
        "(@",
        ".",
        "等 ",
        "et al ",
        "A and ",
        "van ",
        "é",
    ],
)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    for text in (unit * (100_000 // len(unit)), f"A{unit * (3000 // len(unit))}(B"):
        names.authors(text)
        names.authors(text, cited=True)
        assert not names.are_authors(text)
        names.is_person(text)
        names.surname(text)


@pytest.mark.parametrize("blank", [" ", "\t", "\n", "\u2003"])
def test_a_run_of_blanks_is_one(blank: str) -> None:
    run = blank * 100_000
    assert names.surname(f"Ada{run}Example") == "Example"
    assert names.surname(f"Ada{run}(MIT{run}") == "(MIT"
    assert names.authors(f"Ada Example{run}and{run}Sam{run}Sample{run}, et{run}al.") == (
        *(["Ada Example", "Sam Sample"], True),
    )


def test_numbers_are_counted_for_who_numbers_many() -> None:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    given_out = []
    for key in ("a", "a", "b", "a", "b", "a-2", "a"):
        given_out.append(names.numbered(key, taken, counts))
        taken.add(given_out[-1])
    assert given_out == ["a", "a-2", "b", "a-3", "b-2", "a-2-2", "a-4"]


@given(st.lists(st.sampled_from(["a", "b", "a-2", "a-3", "b-2"]), max_size=20))
def test_no_number_is_given_twice_and_counting_changes_none(keys: list[str]) -> None:
    counted: set[str] = set()
    looked_up: set[str] = set()
    counts: dict[str, int] = {}
    for key in keys:
        one = names.numbered(key, counted, counts)
        assert one not in counted
        assert one == names.numbered(key, looked_up)
        counted.add(one)
        looked_up.add(one)
