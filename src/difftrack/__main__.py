"""The command `difftrack`, also `python -m difftrack`: starts fast, and ends the process."""

from difftrack import interrupts

interrupts.leave_at_once()

import gc  # noqa: E402 - a signal may come while it is loaded
import os  # noqa: E402 - as above
import sys  # noqa: E402 - as above
from contextlib import suppress  # noqa: E402 - as above

# A command lives for a moment: what it loads stays, and looking for garbage among it is a tenth of
# the start. Pydantic's plugins are looked for in every installed package, another tenth; none is
# used here.
gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from difftrack.completion import ASKED, complete  # noqa: E402 - after what makes it fast


def run() -> None:
    """Run `difftrack` with the arguments of this process, and end it.

    Nothing is left to tidy up: files are closed and flushed, so the interpreter need not take the
    library apart entry by entry, another tenth.
    """
    _open_what_is_closed()
    if not os.environ.get("HOME", "/").startswith("/"):
        del os.environ["HOME"]  # names no folder; the password database does
    if ASKED in os.environ:
        complete(sys.argv[1:])
        os._exit(0)
    from difftrack.cli import main  # noqa: PLC0415 - not while a person waits for a completion

    code = interrupts.guarded(main, sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _open_what_is_closed() -> None:
    """Give a standard stream that was closed (`>&-`) a file in which every use of it fails.

    Else the next file that is opened would take its number, and an answer be written into that.
    What would be said on a closed stderr is lost.
    """
    for number, (name, mode, access) in enumerate(
        (("stdin", "r", os.O_WRONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    ):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, access), number)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


if __name__ == "__main__":
    run()
