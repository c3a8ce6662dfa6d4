from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from difftrack.errors import AmbiguousError, DifftrackError, NotFoundError, RefusedError, UsageError
from difftrack.library import edits
from difftrack.library.editing import sectioning
from difftrack.library.editing.moving import Place, leave, move
from difftrack.library.editing.sectioning import Spot
from difftrack.library.merging import merge_entries
from difftrack.library.model import Entry, Library, Section
from difftrack.library.storage.file_format import decode, encode
from difftrack.library.uniqueness import taken_by


def _holding(*keys: str) -> Library:
    """Return a library with these entries in the section `s`, and an empty section `t`."""
    return Library(
        entries={key: Entry(title=key.upper()) for key in keys},
        sections=[Section(key="s", title="S", entries=list(keys)), Section(key="t", title="T")],
    )


def _section(library: Library, key: str) -> Section:
    found = library.section(key)
    assert found is not None
    return found


def test_a_new_library_has_the_five_sections() -> None:
    library = edits.new_library(" Papers\n\x1b ")
    assert library.title == "Papers"
    assert [(s.key, s.title) for s in library.sections] == [
        ("surveys", "Surveys"),
        ("synthesis", "Image Synthesis"),
        ("editing", "Image Editing"),
        ("denoising", "Image Denoising"),
        ("inversion", "Inversion"),
    ]


# -- Sections -------------------------------------------------------------------------------------


def test_a_section_is_put_behind_all_that_stands_in_its_parent() -> None:
    library = Library()
    for title, parent in (("A", None), ("B", None), ("A1", "a"), ("A1x", "a1"), ("A2", "a")):
        edits.add_section(library, title, parent)
    assert [(s.key, s.parent) for s in library.sections] == [
        ("a", None),
        ("a1", "a"),
        ("a1x", "a1"),
        ("a2", "a"),
        ("b", None),
    ]


def test_a_section_is_put_behind_its_parent_in_a_file_of_any_order() -> None:
    sections = [
        Section(key="deep", parent="child"),
        Section(key="child", parent="top"),
        Section(key="top", title="Top"),
        Section(key="other"),
    ]
    library = Library(sections=sections)
    edits.add_section(library, "New", "top")
    assert [s.key for s in library.sections] == ["deep", "child", "top", "new", "other"]


def test_keys_of_sections_are_unique() -> None:
    library = Library(sections=[Section(key="deja-vu", title="Other")])
    assert edits.add_section(library, "Déjà vu!").key == "deja-vu-2"
    assert edits.add_section(library, "★").key == "section"
    assert edits.add_section(library, "☆").key == "section-2"


def test_a_heading_that_stands_there_is_refused() -> None:
    library = Library(sections=[Section(key="a", title="A"), Section(key="b", title="B")])
    with pytest.raises(RefusedError, match="There is a section 'A' already"):
        edits.add_section(library, " A ")
    assert edits.add_section(library, "A", "b").key == "a-2"
    with pytest.raises(UsageError):
        edits.add_section(library, " \u200b ")
    with pytest.raises(NotFoundError):
        edits.add_section(library, "C", "nowhere")
    assert [s.key for s in library.sections] == ["a", "b", "a-2"]


# -- Adding and placing ---------------------------------------------------------------------------


def test_an_entry_gets_its_id_or_what_people_would_cite_as_key() -> None:
    library = Library()
    told = Entry(title="What are Models?", authors=["Lilian Weng"], year=2021)
    assert edits.add(library, Entry(arxiv_id="2006.11239")) == "2006.11239"
    assert edits.add(library, told) == "weng2021models"
    assert edits.add(library, told.model_copy()) == "weng2021models-2"
    assert edits.add(library, Entry()) == "entry"
    assert _section(library, "unclassified").entries == list(library.entries)


def test_a_key_that_an_entry_without_the_id_holds_is_numbered() -> None:
    library = Library(entries={"2006.11239": Entry(title="?")}, sections=[Section(key="s")])
    assert edits.add(library, Entry(arxiv_id="2006.11239"), library.sections[0]) == "2006.11239-2"


def test_nothing_is_added_twice() -> None:
    library = Library()
    edits.add(library, Entry(arxiv_id="2006.11239", short="DDPM", url="https://a.org/x"))
    before = encode(library)
    with pytest.raises(RefusedError, match=r"2006\.11239 is in the library already"):
        edits.add(library, Entry(arxiv_id="2006.11239"))
    with pytest.raises(RefusedError, match=r"https://a\.org/x/ is in the library already"):
        edits.add(library, Entry(url="https://a.org/x/"))
    with pytest.raises(AmbiguousError, match=r"'ddpm' is the short name of 2006\.11239"):
        edits.add(library, Entry(arxiv_id="2010.02502", short="ddpm"))
    assert encode(library) == before


def test_nothing_is_added_twice_where_many_are_added() -> None:
    library = _holding()
    taken = taken_by(library)
    edits.add(
        library, Entry(arxiv_id="2006.11239", short="DDPM", url="https://a.org/x/"), None, taken
    )
    for entry in (
        Entry(arxiv_id="2006.11239"),
        Entry(url="https://a.org/x"),
        Entry(arxiv_id="2010.02502", short="ddpm"),
    ):
        with pytest.raises((RefusedError, AmbiguousError)):
            edits.add(library, entry, None, taken)
        with pytest.raises((RefusedError, AmbiguousError)):
            edits.add(library, entry)
    assert list(library.entries) == ["2006.11239"]


def test_what_is_added_is_proposed_again_when_it_is_gone() -> None:
    library = _holding()
    edits.ignore(library, ["2106.05931", "2006.11239"])
    edits.ignore(library, ["2006.11239"])
    assert library.ignored == ["2006.11239", "2106.05931"]
    edits.add(library, Entry(arxiv_id="2006.11239"))
    assert library.ignored == ["2106.05931"]


@pytest.mark.parametrize("waiting", ["", "unclassified"])
def test_an_entry_leaves_where_it_waited_for_a_section(waiting: str) -> None:
    library = _holding()
    library.sections.insert(0, Section(key=waiting, entries=["a", "b"], prose={"b": "Said of b."}))
    library.entries |= {"a": Entry(), "b": Entry()}
    assert edits.place(library, "b", _section(library, "s"))
    assert [s.entries for s in library.sections] == [["a"], ["b"], []]
    assert library.sections[0].prose == {"a": "Said of b."}
    assert edits.place(library, "b", _section(library, "t"))
    assert [s.entries for s in library.sections] == [["a"], ["b"], ["b"]]


def test_an_entry_may_go_on_waiting() -> None:
    library = Library(entries={"a": Entry()}, sections=[Section(key="", entries=["a"])])
    assert edits.place(library, "a", edits.unclassified(library))
    assert {s.key: s.entries for s in library.sections} == {"": [], "unclassified": ["a"]}


def test_an_entry_stands_once_in_a_section() -> None:
    library = _holding("a")
    assert not edits.place(library, "a", library.sections[0])
    assert library.sections[0].entries == ["a"]
    with pytest.raises(NotFoundError, match="z is not in the library"):
        edits.place(library, "z", library.sections[0])


def test_a_session_keeps_what_moves_elsewhere() -> None:
    library = _holding("a")
    library.sections.append(Section(key="day", title="Mon", date="2023-01-23", entries=["a"]))
    day = library.sections[-1]
    assert move(library, ["a"], Place(_section(library, "t")))["a"].left == ["s"]
    assert [s.entries for s in library.sections] == [[], ["a"], ["a"]]
    leave(library, ["a"], day)
    assert move(library, ["a"], Place(day))["a"].left == []
    assert [s.entries for s in library.sections] == [[], ["a"], ["a"]]


# -- Marks ----------------------------------------------------------------------------------------


def test_a_mark_tells_whether_it_changed_anything() -> None:
    library = _holding("a")
    entry = library.entries["a"]
    assert not edits.mark(library, "a", read=False)
    assert edits.mark(library, "a", read=True)
    assert not edits.mark(library, "a", read=True)
    assert edits.mark(library, "a", read=True, on="2024-02-29")
    assert not edits.mark(library, "a", read=True)
    assert (entry.read, entry.read_on) == (True, "2024-02-29")
    assert edits.mark(library, "a", read=False)
    assert (entry.read, entry.read_on) == (False, None)


@pytest.mark.parametrize(
    "on", ["", "yesterday", "2023-02-29", "2023-13-01", "20230101", "2023-01", "1850-02-30"]
)
def test_a_day_that_is_none_is_refused(on: str) -> None:
    library = _holding("a")
    with pytest.raises(UsageError, match="is no day"):
        edits.mark(library, "a", read=True, on=on)
    assert library.entries["a"].read is None


# -- Removing -------------------------------------------------------------------------------------


def test_the_prose_of_a_removed_entry_stays_where_it_stood() -> None:
    library = _holding("a", "b")
    section = library.sections[0]
    section.intro = "Intro."
    section.prose = {"a": "After a.", "b": "After b."}
    assert edits.remove(library, ["b"])["b"].sections == ["s"]
    assert (section.intro, section.prose) == ("Intro.", {"a": "After a.\n\nAfter b."})
    edits.remove(library, ["a"])
    assert (section.intro, section.prose) == ("Intro.\n\nAfter a.\n\nAfter b.", {})


def test_many_are_removed_as_one_after_the_other() -> None:
    at_once, one_by_one = _holding(*"abcde"), _holding(*"abcde")
    for library in (at_once, one_by_one):
        library.sections[0].prose = {key: f"After {key}." for key in "abcd"}
        edits.place(library, "c", library.sections[1])
    gone = edits.remove(at_once, ["d", "a", "c"])
    for key in "dac":
        edits.remove(one_by_one, [key])
    assert encode(at_once) == encode(one_by_one)
    assert {key: removed.sections for key, removed in gone.items()} == {
        "d": ["s"], "a": ["s"], "c": ["s", "t"],
    }  # fmt: skip


def test_an_entry_is_taken_from_all_its_sections() -> None:
    library = _holding("a", "b")
    edits.place(library, "a", library.sections[1])
    gone = edits.remove(library, ["a"])["a"]
    assert (gone.entry.title, gone.sections) == ("A", ["s", "t"])
    assert [s.entries for s in library.sections] == [["b"], []]
    assert list(library.entries) == ["b"]


def test_an_entry_that_stands_nowhere_is_removed() -> None:
    library = Library(entries={"a": Entry(title="A")})
    assert edits.remove(library, ["a"])["a"].sections == []
    assert library.entries == {}


# -- What always holds ----------------------------------------------------------------------------


class Editing(RuleBasedStateMachine):
    """Any edits in any order, and after each what the head of `edits.py` promises."""

    @initialize(starts=st.booleans())
    def begin(self, starts: bool) -> None:  # noqa: FBT001 - hypothesis gives it by name
        self.library = edits.new_library("T") if starts else Library()
        self.words: set[str] = set()

    def _try(self, edit: Any, *arguments: Any) -> None:  # noqa: ANN401 - any of the edits
        before = encode(self.library)
        try:
            edit(self.library, *arguments)
        except DifftrackError as error:
            assert str(error).isprintable()  # noqa: PT017 - most of the calls do not raise
            assert encode(self.library) == before

    @rule(
        arxiv_id=st.sampled_from([None, "2006.11239", "2010.02502"]),
        short=st.sampled_from([None, "DDPM", "ddpm", ""]),
        url=st.sampled_from([None, "https://a.org", "https://a.org/"]),
        data=st.data(),
    )
    def add(self, arxiv_id: str | None, short: str | None, url: str | None, data: Any) -> None:  # noqa: ANN401 - hypothesis has no public type
        entry = Entry(arxiv_id=arxiv_id, short=short, url=url, title="Title")
        sections = [None, *self.library.sections]
        at = data.draw(st.integers(0, len(sections) - 1))
        self._try(edits.add, entry, sections[at])

    @rule(data=st.data())
    def place(self, data: Any) -> None:  # noqa: ANN401 - as above
        if self.library.sections:
            key = data.draw(st.sampled_from(["none", *self.library.entries]))
            at = data.draw(st.integers(0, len(self.library.sections) - 1))
            self._try(edits.place, key, self.library.sections[at])

    @rule(data=st.data(), word=st.integers(0, 99).map("w{:02}".format))
    def write_prose(self, data: Any, word: str) -> None:  # noqa: ANN401 - as above
        filled = [at for at, s in enumerate(self.library.sections) if s.entries]
        if filled:
            section = self.library.sections[data.draw(st.sampled_from(filled))]
            key = data.draw(st.sampled_from(section.entries))
            section.prose[key] = f"{section.prose.get(key, '')} {word}"
            self.words.add(word)

    @rule(data=st.data(), read=st.booleans())
    def mark(self, data: Any, read: bool) -> None:  # noqa: ANN401, FBT001 - as above
        if self.library.entries:
            key = data.draw(st.sampled_from(list(self.library.entries)))
            edits.mark(self.library, key, read=read)
            assert not edits.mark(self.library, key, read=read)

    @rule(data=st.data())
    def remove(self, data: Any) -> None:  # noqa: ANN401 - as above
        if self.library.entries:
            key = data.draw(st.sampled_from(list(self.library.entries)))
            edits.remove(self.library, [key])
            assert key not in self.library.entries

    @rule(title=st.sampled_from(["A", "a", "B", "Ä", "★", "", "Unclassified"]), data=st.data())
    def add_section(self, title: str, data: Any) -> None:  # noqa: ANN401 - as above
        parents = [None, "nowhere", *(s.key for s in self.library.sections)]
        self._try(edits.add_section, title, data.draw(st.sampled_from(parents)))

    def _section(self, data: Any) -> Section:  # noqa: ANN401 - as above
        at: int = data.draw(st.integers(0, len(self.library.sections) - 1))
        section: Section = self.library.sections[at]
        return section

    @precondition(lambda self: self.library.entries)
    @rule(data=st.data(), keep=st.booleans(), behind=st.booleans())
    def move(self, data: Any, keep: bool, behind: bool) -> None:  # noqa: ANN401, FBT001 - as above
        known = st.sampled_from(list(self.library.entries))
        keys = data.draw(st.lists(known, min_size=1, max_size=3, unique=True))
        place = Place(self._section(data), data.draw(st.none() | known), behind)
        source = self._section(data) if data.draw(st.booleans()) else None

        def _move(library: Library) -> None:
            moved = move(library, keys, place, source, keep=keep)
            assert list(moved) == keys
            assert set(keys) <= set(place.section.entries)
            if place.anchor:
                at = place.section.entries.index(place.anchor)
                first = at + 1 if behind else at - len(keys)
                assert place.section.entries[first : first + len(keys)] == keys

        self._try(_move)

    @precondition(lambda self: self.library.entries)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:  # noqa: ANN401 - as above
        key = data.draw(st.sampled_from(list(self.library.entries)))
        self._try(leave, [key], self._section(data))

    @precondition(lambda self: self.library.entries)
    @rule(data=st.data(), force=st.booleans())
    def merge_entries(self, data: Any, force: bool) -> None:  # noqa: ANN401, FBT001 - as above
        known = st.sampled_from(list(self.library.entries))
        one, other = data.draw(known), data.draw(known)
        self._try(lambda library: merge_entries(library, one, other, force=force))

    @precondition(lambda self: self.library.sections)
    @rule(data=st.data(), title=st.sampled_from(["A", "B", " ", "C"]))
    def rename_section(self, data: Any, title: str) -> None:  # noqa: ANN401 - as above
        self._try(sectioning.rename, self._section(data), title)

    @precondition(lambda self: self.library.sections)
    @rule(data=st.data(), behind=st.booleans())
    def move_section(self, data: Any, behind: bool) -> None:  # noqa: ANN401, FBT001 - as above
        section = self._section(data)
        parent, anchor = (
            self._section(data) if data.draw(st.booleans()) else None for _ in range(2)
        )
        self._try(sectioning.move, section, Spot(parent, anchor, behind))

    @precondition(lambda self: self.library.sections)
    @rule(data=st.data(), whole=st.booleans())
    def remove_section(self, data: Any, whole: bool) -> None:  # noqa: ANN401, FBT001 - as above
        section = self._section(data)
        if whole:
            gone = sectioning.held(self.library, section).texts
            sectioning.remove_whole(self.library, section)
            self.words -= set(" ".join(gone).split()) - set(self._texts().split())
        else:
            self._try(sectioning.dissolve, section, self._section(data))

    def _texts(self) -> str:
        texts = [t for s in self.library.sections for t in (s.intro, *s.prose.values())]
        return " ".join(texts)

    @invariant()
    def sections_hold_entries_once(self) -> None:
        for section in self.library.sections:
            assert set(section.entries) <= set(self.library.entries)
            assert len(set(section.entries)) == len(section.entries)
            assert set(section.prose) <= set(section.entries)

    @invariant()
    def every_entry_stands_somewhere(self) -> None:
        assert all(self.library.sections_of(key) for key in self.library.entries)

    @invariant()
    def ids_addresses_and_short_names_are_unique(self) -> None:
        entries = self.library.entries.values()
        ids = [e.arxiv_id for e in entries if e.arxiv_id]
        names = [e.short.casefold() for e in entries if e.short]
        urls = [e.url.rstrip("/") for e in entries if e.url]
        assert all(len(set(kind)) == len(kind) for kind in (ids, names, urls))

    @invariant()
    def sections_stand_behind_their_parents(self) -> None:
        keys = [s.key for s in self.library.sections]
        assert len(set(keys)) == len(keys)
        for at, section in enumerate(self.library.sections):
            assert section.parent is None or section.parent in keys[:at]

    @invariant()
    def no_prose_is_lost(self) -> None:
        assert self.words <= set(self._texts().split())

    @invariant()
    def it_is_saved_and_read_as_it_is(self) -> None:
        data = encode(self.library)
        assert encode(decode(data, "it")) == data


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
