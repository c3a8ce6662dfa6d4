"""A real terminal (a pty), and what a person sees on it."""

import os
import pty
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("difftrack"))


def at_terminal(
    *arguments: str,
    typed: str = "",
    columns: int = 50,
    environment: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Return exit code and screen of a command run at a terminal; its pager would wait for keys."""
    ours, theirs = pty.openpty()
    usual = {"COLUMNS": str(columns), "TERM": "xterm", "PAGER": "cat"}
    settings = {**os.environ, **usual, **(environment or {})}
    os.write(ours, typed.encode())
    with subprocess.Popen(
        [COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=settings
    ) as process:
        os.close(theirs)
        screen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux says so when the other side is gone
                break
            if not part:
                break
            screen += part
    os.close(ours)
    return process.returncode, screen.decode().replace("\r\n", "\n")
