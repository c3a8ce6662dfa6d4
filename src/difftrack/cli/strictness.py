"""Commands that take an option once: of two, a person would not see which one counts."""

import typer
from typer.core import TyperCommand, TyperOption

from difftrack.errors import UsageError


class StrictCommand(TyperCommand):
    """A command that refuses an option which is given twice, and an option with its opposite."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # Typer's own
        """Read the arguments. Raises `UsageError` where an option that takes one value has two."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for number, option in enumerate(given):
            if not isinstance(option, TyperOption) or option.multiple:
                continue
            is_two_ways = not option.is_flag or option.secondary_opts
            if is_two_ways and option in given[:number]:
                names = "/".join([*option.opts, *option.secondary_opts])
                raise UsageError(f"{names} is given twice. Name it once")
        return super().parse_args(ctx, args)
