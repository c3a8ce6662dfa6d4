from hypothesis import given
from hypothesis import strategies as st

from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import with_descendants
from difftrack.library.tally import Share, by_section


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Return libraries with sections in sections, sessions among them, and entries in several."""
    keys = "abcdefgh"
    names = ["", *(f"s{n}" for n in range(1, draw(st.integers(1, 7))))]
    sections = [
        Section(
            key=name,
            parent=draw(st.sampled_from([None, *names[:n]])),
            date=draw(st.sampled_from([None, "2026-01-02"])),
            entries=draw(st.lists(st.sampled_from(keys), unique=True)),
        )
        for n, name in enumerate(names)
    ]
    entries = {key: Entry(title=key, read=draw(st.booleans())) for key in keys}
    return Library(sections=draw(st.permutations(sections)), entries=entries)


@given(library=libraries(), keys=st.sets(st.sampled_from("abcdefgh")), sessions=st.booleans())
def test_a_section_counts_each_entry_in_it_and_below_it_once(
    library: Library, keys: set[str], *, sessions: bool
) -> None:
    shares = by_section(library, keys, sessions=sessions)
    for section in library.sections:
        inside = with_descendants(library, section.key)
        counted = [s for s in library.sections if s.key in inside and (sessions or not s.date)]
        held = {key for s in counted for key in s.entries if key in keys}
        read = sum(bool(library.entries[key].read) for key in held)
        assert shares[section.key] == Share(len(held), read)


def test_sections_in_a_circle_are_counted_where_they_are_shown() -> None:
    library = Library(
        sections=[
            Section(key="x", parent="y", entries=["a"]),
            Section(key="y", parent="x", entries=["b"]),
        ],
        entries={key: Entry(title=key) for key in "ab"},
    )
    assert by_section(library, "ab", sessions=True) == {"x": Share(1, 0), "y": Share(1, 0)}
