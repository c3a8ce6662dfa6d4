"""Every way in which difftrack can refuse or fail.

The text of an error is what the user reads: what happened, to which thing, and what to do next, on
one line. `exit_code` is the code the command ends with (`docs/commands.md` lists them).
"""


class DifftrackError(Exception):
    """The one base: something was refused, not found, or could not be done.

    What stands behind the first argument are lines below it: a mistake with a caret, further ones.
    """

    exit_code = 1

    def __str__(self) -> str:
        """Return the lines."""
        return "\n".join(self.args)


class NotFoundError(DifftrackError):
    """A reference, section or setting that the library does not hold."""


class AmbiguousError(DifftrackError):
    """A reference that fits more than one entry."""


class RefusedError(DifftrackError):
    """What was asked would overwrite or break something of the user's."""


class NotWrittenError(DifftrackError):
    """The system would not let a file be read or written; what was there before still stands."""


class UsageError(DifftrackError):
    """The words of the command do not make sense."""

    exit_code = 2


class InvalidArxivIdError(UsageError):
    """A text that should name an arXiv paper and does not."""

    def __init__(self, text: str, where: str = "") -> None:
        shown = text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - fits on one line
        super().__init__(
            f"{shown!r}{where} is no arXiv id. One looks like 2006.11239, 2006.11239v2, "
            "math/0211159, or https://arxiv.org/abs/2006.11239"
        )
        self.text = text


class SourceError(DifftrackError):
    """arXiv (or another source) could not be reached, or answered nonsense."""

    exit_code = 3


class LibraryDamagedError(DifftrackError):
    """The library file cannot be read as one; it was not touched."""

    exit_code = 4

    @property
    def reason(self) -> str:
        """What is wrong with which file, without what to do next."""
        return str(self).partition(". Nothing was changed")[0]


class NewerLibraryError(DifftrackError):
    """The library was written by a newer difftrack; it is not written to."""

    exit_code = 4


class LockTimeoutError(DifftrackError):
    """Another difftrack held the library for too long."""

    exit_code = 5
