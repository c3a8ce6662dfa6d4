"""Files of every version that difftrack ever wrote are read for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from difftrack.errors import LibraryDamagedError
from difftrack.library.model import FORMAT_VERSION, Entry, Library, Section
from difftrack.library.settings import Settings
from difftrack.library.storage.file_format import STEPS, decode, encode

FROZEN = Path(__file__).parent / "formats" / "version-1.json"
"""A file as version 1 was written, with every field. It is never written anew."""


def test_a_file_of_version_1_is_read_and_written_with_the_same_bytes() -> None:
    data = FROZEN.read_bytes()
    assert encode(decode(data, "it")) == data


@pytest.mark.parametrize(
    ("model", "held"),
    [
        (Library, ()),
        (Settings, ("settings",)),
        (Section, ("sections", 0)),
        (Entry, ("entries", "2006.11239")),
    ],
)
def test_each_field_of_version_1_is_still_known(model: Any, held: tuple[Any, ...]) -> None:  # noqa: ANN401 - a class of pydantic's
    raw: Any = json.loads(FROZEN.read_bytes())
    for name in held:
        raw = raw[name]
    assert raw.keys() <= model.model_fields.keys()
    if FORMAT_VERSION == 1:
        assert raw.keys() == model.model_fields.keys()


def test_what_a_file_of_version_1_says_is_understood() -> None:
    library = decode(FROZEN.read_bytes(), "it")
    entry = library.entries["2006.11239"]
    assert (entry.name, entry.first_year, entry.read, entry.score) == ("DDPM", 2020, True, 8.5)
    assert library.section("later").parent == "editing"  # type: ignore[union-attr] # it is there
    assert library.settings.order == "score"


def _split_years(held: dict[str, Any]) -> dict[str, Any]:
    """Take an invented older file a version further: its entries had `venue` and year in one."""
    entries = {}
    for key, entry in held["entries"].items():
        venue, year = entry.pop("where").split()
        entries[key] = entry | {"venue": venue, "year": int(year)}
    return held | {"entries": entries}


OLDER = {
    "format": "difftrack",
    "version": 0,
    "sections": [{"key": "s", "title": "S", "entries": ["a"]}],
    "entries": {"a": {"title": "A", "where": "ICLR 2021", "later": [1]}},
}


def test_an_older_file_is_taken_to_this_version_step_by_step() -> None:
    library = decode(json.dumps(OLDER).encode(), "it", {0: _split_years})
    assert (library.entries["a"].venue, library.entries["a"].year) == ("ICLR", 2021)
    written = json.loads(encode(library))
    assert written["version"] == FORMAT_VERSION
    assert written["entries"]["a"] == {"title": "A", "venue": "ICLR", "year": 2021, "later": [1]}
    assert encode(decode(encode(library), "it")) == encode(library)


def test_steps_follow_each_other() -> None:
    def _named(held: dict[str, Any]) -> dict[str, Any]:
        return held | {"title": f"{held['title']} of {held['version']}"}

    held = {"format": "difftrack", "version": -2, "title": "T"}
    data = json.dumps(held).encode()
    assert decode(data, "it", {-2: _named, -1: _named, 0: _named}).title == "T of -2 of -1 of 0"


def test_a_version_that_no_step_begins_with_is_refused() -> None:
    assert min(STEPS, default=FORMAT_VERSION) <= FORMAT_VERSION
    with pytest.raises(LibraryDamagedError, match="version"):
        decode(json.dumps(OLDER).encode(), "it")
