import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.folding import clean
from difftrack.text.person import Person, person


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Example", Person("Example", "Ada")),
        ("Aaron van den Muster", Person("Muster", "Aaron", "van den")),
        ("van den Muster, Aaron", Person("Muster", "Aaron", "van den")),
        ("Fernando De la Prueba", Person("De la Prueba", "Fernando")),
        ("Robert Muster Jr.", Person("Muster", "Robert", "", "Jr.")),
        ("Robert Muster, Jr.", Person("Muster", "Robert", "", "Jr.")),
        ("Muster, III, Robert", Person("Muster", "Robert", "", "III")),
        ("Ada Example (@ada)", Person("Example", "Ada")),
        ("Muster", Person("Muster")),
        ("李明", Person("李明")),
        ("ATLAS Collaboration", Person("ATLAS Collaboration", is_group=True)),
        ("The Example Authors", Person("The Example Authors", is_group=True)),
        ("Bly, Dorn, Frost", Person("Bly, Dorn, Frost", is_group=True)),
        ("Standards and Practice", Person("Standards and Practice", is_group=True)),
        ("(@ada)", Person("(@ada)", is_group=False)),
    ],
)
def test_the_parts_of_a_name(name: str, parts: Person) -> None:
    assert person(name) == parts


@given(st.text(max_size=30))
def test_no_word_of_a_name_is_lost(name: str) -> None:
    parts = person(name)
    written = " ".join(part for part in parts[:4] if part)
    kept = sorted(clean(name).replace(",", " ").split())
    if "(" not in name and "<" not in name:
        assert sorted(written.replace(",", " ").split()) == kept
