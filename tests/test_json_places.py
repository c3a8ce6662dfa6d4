"""Where something stands in a JSON text, held against what Python's own parser reads."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.json_places import doubled, offset_of, path_at, value_at

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def _paths(value: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    yield above
    inside = value.items() if isinstance(value, dict) else ()
    for name, inner in enumerate(value) if isinstance(value, list) else inside:
        yield from _paths(inner, (*above, name))


def _at(value: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any JSON
    for name in path:
        value = value[name]
    return value


@given(_values, st.sampled_from([None, 1, "\t"]))
def test_each_value_is_found_by_its_path_and_the_path_by_its_place(
    value: object, indent: int | str | None
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    for path in _paths(value):
        offset = offset_of(text, path)
        found = value_at(text, offset)
        assert found is not None
        assert found.value == _at(value, path)
        assert path_at(text, offset) == path
    assert doubled(text) is None


@given(_values, st.integers(0, 200))
def test_a_text_that_breaks_off_is_told_by_what_it_breaks_off_in(value: object, at: int) -> None:
    text = json.dumps({"outer": [value]})
    cut = text[: min(at, len(text) - 2)]
    assert path_at(cut, len(cut)) in set(_paths({"outer": [value]}))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": 1, "b": {"c": tru}}', ("b", "c")),
        ('{"a": 1, "b": [1, 2,, 3]}', ("b", 2)),
        ('{"a": "x\n"}', ("a",)),
        ("", ()),
        ("[[[[", (0, 0, 0)),
    ],
)
def test_the_place_of_what_is_no_json(text: str, path: tuple[object, ...]) -> None:
    assert path_at(text, len(text)) == path


def test_names_that_stand_twice_are_told_with_their_place() -> None:
    text = '{\n "a": {"x": 1},\n "b": [{}, {"k": 1,\n "k": 1}],\n "c": {"c": 1, "c": 2}\n}'
    assert doubled(text) == ("b", 1, "k")


def test_depth_and_length_end_no_reading() -> None:
    assert value_at("[" * 100_000, 0) is None
    assert len(path_at("[" * 100_000, 50_000)) == 20
    assert value_at("1" * 10_000, 0) is not None
    assert offset_of('{"a": {"b": 1}}', ("a", "nowhere")) == len('{"a": ')
