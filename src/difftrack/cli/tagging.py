"""`tag`."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described
from difftrack.cli.references import expanded, resolve
from difftrack.cli.strictness import StrictCommand
from difftrack.cli.usual_options import DryRun
from difftrack.errors import UsageError
from difftrack.library.editing.labelling import tag as tag_entry
from difftrack.text.folding import clean


class SignedWords(StrictCommand):
    """A command whose words may begin with a minus: only what it has is an option."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # Typer's own
        """Put all words that are no options behind `--`, where they stay what they are."""
        known = {name for param in self.get_params(ctx) for name in param.opts if name[0] == "-"}
        end = args.index("--") if "--" in args else len(args)
        options = [word for word in args[:end] if word in known or word[:2] == "--"]
        words = [word for word in args[:end] if word not in options]
        return super().parse_args(ctx, [*options, "--", *words, *args[end + 1 :]])


COMMAND_CLASS = SignedWords


class _Words(NamedTuple):
    references: list[str]
    plus: list[str]
    minus: list[str]


def tag(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="REF... +TAG -TAG", help="Entries; tags to put and take.")
    ],
    *,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the tags as JSON.")] = False,
) -> None:
    """Put tags on entries with +, take them off with -.

    \b
    difftrack tag DDPM DDIM +sampling -todo
    difftrack list --section editing | cut -f1 | difftrack tag - "+to discuss"

    A tag may hold blanks. The tags h, n and q stand behind --, where -n is no option.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    references, plus, minus = _parted(words)
    references = expanded(invocation, references)
    with invocation.changing(dry_run=dry_run) as library:
        keys = resolve(library, references)
        changed = {key: tag_entry(library.entries[key], plus, minus) for key in keys}
    if as_json:
        tags = {key: library.entries[key].tags for key in keys}
        answer_json("tags", changed=[key for key in keys if changed[key]], tags=tags)
        return
    for key in keys:
        entry = library.entries[key]
        said = "tags already" if not changed[key] else "tags would be" if dry_run else "tags"
        answer(f"{said}: {described(key, entry)}: {', '.join(entry.tags) or 'none'}")


def _parted(words: list[str]) -> _Words:
    """Tell references from tags. Raises `UsageError` where one of the two is missing."""
    parted = _Words([], [], [])
    for word in words:
        if word == "-" or word[:1] not in {"+", "-"}:
            parted.references.append(word)
        elif clean(word[1:]):
            (parted.plus if word[0] == "+" else parted.minus).append(clean(word[1:]))
        else:
            raise UsageError(f"{word!r} names no tag. Write it behind the sign: +sampling")
    if not parted.references:
        raise UsageError("Which entry? difftrack tag DDPM +sampling")
    if not (parted.plus or parted.minus):
        raise UsageError("Which tag? Put one with +sampling, take one off with -sampling")
    both = set(parted.plus) & set(parted.minus)
    if both:
        raise UsageError(f"{min(both)!r} is put and taken off at once. Say one of the two")
    return parted
