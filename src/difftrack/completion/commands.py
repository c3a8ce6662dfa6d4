"""What of the command line a word may become: commands, options, their values, settings."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args, get_origin

from difftrack.cli.commands import command_line
from difftrack.completion.place import Kind, Place
from difftrack.text.folding import clean

_MOST_TOLD = 3
_Offers = Iterable[tuple[str, str]]


def offers(here: Place) -> _Offers:
    """Return the words that fit, each with what it does."""
    match here.kind:
        case Kind.COMMANDS:
            return _commands(here)
        case Kind.OPTIONS:
            return _options(here)
        case Kind.VALUES:
            return _values(here)
        case Kind.SETTINGS:
            return _settings()
    return ()


def _loaded(command: tuple[str, ...]) -> Any:  # noqa: ANN401 - Typer's command class is private
    found: Any = command_line()
    for word in command:
        found = found.commands.get(word)
    return found


def _commands(here: Place) -> Iterator[tuple[str, str]]:
    """Yield names; what each does stands beside a few only, for that loads the commands."""
    group = _loaded(here.command)
    names = [name for name in group.list_commands(None) if name.startswith(here.typed)]
    for name in names:
        is_told = len(names) <= _MOST_TOLD
        yield name, _first_sentence(group.commands.get(name).help) if is_told else ""


def _first_sentence(text: str | None) -> str:
    return clean((text or "").split("\n\n")[0]).split(". ")[0].rstrip(".")


def _options(here: Place) -> Iterator[tuple[str, str]]:
    """Yield the options of the command; those that hold for every command before one is named."""
    for option in _of(here.command):
        for name in (*option.opts, *option.secondary_opts):
            if name.startswith("--"):
                yield name, clean(option.help or "")
    yield "--help", "Show this message"


def _of(command: tuple[str, ...]) -> list[Any]:
    """Return the options of a command, without its arguments."""
    return [found for found in _loaded(command).params if found.opts[0].startswith("-")]


def _values(here: Place) -> _Offers:
    """Return what an option may be; the entries, where the option takes no value at all."""
    if here.command == ("config",):
        return [(choice, "") for choice in _of_setting(here.option)]
    everywhere = [*_of(here.command), *(_of(()) if here.command else ())]
    option = next((o for o in everywhere if here.option in {*o.opts, *o.secondary_opts}), None)
    if option is None or not option.is_flag:
        return [(choice, "") for choice in _choices(option)]
    from difftrack.completion import held  # noqa: PLC0415 - seldom needed
    from difftrack.completion.place import HELD, place  # noqa: PLC0415 - as above

    again = place([*here.command, here.typed])
    again = again._replace(library=here.library)
    return held.offers(again) if again.kind in HELD else offers(again)


def _choices(option: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """Return the words that an option, or the setting of its name, is one of, if it is of few."""
    if option is None:
        return ()
    return _words_of(option.type_descriptor.annotation) or _of_setting(option.name)


def _of_setting(name: str) -> tuple[str, ...]:
    from difftrack.exporters.styles import STYLES  # noqa: PLC0415 - seldom needed
    from difftrack.library.settings import Settings  # noqa: PLC0415 - as above

    if name == "style":
        return tuple(STYLES)
    setting = Settings.model_fields.get(name)
    if setting and setting.annotation is bool:
        return ("true", "false")
    return _words_of(setting.annotation if setting else None)


def _words_of(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type may be anything
    """Return the words of a `Literal`, alone or among other types."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in _words_of(part))


def _settings() -> _Offers:
    from difftrack.library.settings import Settings  # noqa: PLC0415 - seldom needed

    return [(name, "") for name in ("title", *Settings.model_fields)]
