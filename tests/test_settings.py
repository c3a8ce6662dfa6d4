import pytest

from difftrack.errors import NotFoundError, UsageError
from difftrack.exporters.styles.table import COLUMNS
from difftrack.library import settings
from difftrack.library.model import Entry
from difftrack.library.settings import Settings


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("style", "detailed", "detailed"),
        ("read_mark", "✅", "✅"),
        ("order", "published", "published"),
        ("order", "usual", None),
        ("descending", "yes", True),
        ("descending", "usual", None),
        ("numbered", "yes", True),
        ("count", "yes", True),
        ("count", "0", False),
        ("contents", "false", False),
        ("empty_sections", "on", True),
    ],
)
def test_an_option_takes_what_a_person_types(name: str, typed: str, value: object) -> None:
    before = Settings()
    assert getattr(settings.changed(before, name, typed), name) == value
    assert before == Settings()


def test_an_unknown_option_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no option 'colour'.*style, read_mark.*title"):
        settings.changed(Settings(), "colour", "red")
    with pytest.raises(NotFoundError):
        settings.changed(Settings(), "model_fields", "1")


@pytest.mark.parametrize(
    ("name", "typed"), [("order", "random"), ("count", "usual"), ("count", "maybe"), ("count", "")]
)
def test_a_value_that_an_option_cannot_have_is_refused(name: str, typed: str) -> None:
    with pytest.raises(UsageError, match=f"^{name} cannot be {typed!r}: [^\n]+$"):
        settings.changed(Settings(), name, typed)


def test_a_mark_is_one_line_of_clean_text() -> None:
    changed = settings.changed(Settings(), "read_mark", " \x1b:zap:\n\u202e ")
    assert changed.read_mark == ":zap:"


@pytest.mark.parametrize("mark", ["[x]", "**", "read", "two words", "a|b", ""])
def test_a_mark_that_would_be_taken_for_something_else_is_refused(mark: str) -> None:
    with pytest.raises(UsageError, match="read_mark cannot be"):
        settings.changed(Settings(), "read_mark", mark)


def test_unknown_options_stay_when_another_is_set() -> None:
    before = Settings.model_validate({"theme": {"dark": 1}})
    after = settings.changed(before, "count", "yes")
    assert after.model_dump(exclude_defaults=True) == {"count": True, "theme": {"dark": 1}}


def test_every_option_says_what_it_is() -> None:
    assert settings.names() == list(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("chosen", "order"),
    [
        (Settings(), ("listed", False)),
        (Settings(style="review"), ("score", True)),
        (Settings(style="review", order="listed"), ("listed", False)),
        (Settings(style="review", descending=False), ("score", False)),
        (Settings(order="score"), ("score", True)),
        (Settings(order="published", descending=True), ("published", True)),
    ],
)
def test_the_usual_order_follows_from_the_style(chosen: Settings, order: tuple[str, bool]) -> None:
    assert chosen.entry_order == order


def test_every_column_that_may_be_asked_for_can_be_written() -> None:
    assert tuple(COLUMNS) == settings.COLUMNS


def test_what_may_be_hidden_are_fields_of_an_entry() -> None:
    hidden = {field for fields in settings.HIDABLE.values() for field in fields}
    assert hidden <= Entry.model_fields.keys()
