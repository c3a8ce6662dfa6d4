import pytest

from difftrack.library.absorbing.collect import keep_all
from difftrack.text.labels import base, free


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Code", "Code"),
        ("Code#2", "Code"),
        ("Code#12", "Code"),
        ("C# code", "C# code"),
        ("C#", "C#"),
        ("Code#1", "Code#1"),
        ("Issue #5", "Issue #5"),
        ("#2", "#2"),
    ],
)
def test_only_a_number_that_tells_two_apart_is_none_of_the_label(label: str, expected: str) -> None:
    assert base(label) == expected


def test_a_label_that_is_taken_gets_the_first_free_number() -> None:
    assert free({"Code": "a"}, "Slides") == "Slides"
    assert free({"Code": "a", "Code#3": "c"}, "Code") == "Code#2"
    assert free({"Code": "a", "Code#3": "c"}, "Code", 3) == "Code#4"


def test_a_value_beside_others_takes_the_label_of_none() -> None:
    known = {"Code": "a", "Code#3": "c"}  # of which the second was taken off
    keep_all(known, [("Code", "d"), ("Code", "c"), ("C# code", "e"), ("C# code", "f")])
    assert known == {
        "Code": "a", "Code#3": "c", "Code#4": "d", "C# code": "e", "C# code#2": "f",
    }  # fmt: skip
