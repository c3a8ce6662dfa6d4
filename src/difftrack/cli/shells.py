"""Completion in bash, zsh and fish: what a shell runs for it, and where that is put.

A shell's part asks `difftrack` itself (`completion/`), and puts into the command line what it says:
never as something to run, each word as one word.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from difftrack.errors import NotWrittenError, RefusedError, UsageError
from difftrack.library.storage.disk import real, replace_file

_BASH = r"""
_difftrack() {
    local cur=${COMP_WORDS[COMP_CWORD]} line word about
    local -a words=() shown=()
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' || $line == $'\tfolders' ]]; then
            compopt -o default 2>/dev/null
            return
        fi
        word=${line%%$'\t'*} about=${line#*$'\t'}
        [[ $cur == [\"\']* ]] || printf -v word %q "$word"
        words+=("$word")
        line="$word${about:+  ($about)}"
        shown+=("${line:0:${COLUMNS:-80}-2}")
    done < <(_DIFFTRACK_COMPLETE=1 "${1/#\~\//$HOME/}" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    # What stands beside a word is shown where words are listed, and never put into the line.
    if [[ ${#words[@]} -gt 1 && ( $COMP_TYPE == 63 || $COMP_TYPE == 33 ) ]]; then
        COMPREPLY=("${shown[@]}")
    else
        COMPREPLY=("${words[@]}")
    fi
}
complete -F _difftrack difftrack
"""

_ZSH = r"""#compdef difftrack
_difftrack() {
    local line word about tab=$'\t'
    local -a found shown
    while IFS= read -r line; do
        case $line in
            ("${tab}files") _files; return ;;
            ("${tab}folders") _files -/; return ;;
        esac
        word=${line%%$tab*} about=${line#*$tab}
        found+=("$word")
        shown+=("$word${about:+  -- $about}")
    done < <(_DIFFTRACK_COMPLETE=1 "${words[1]/#\~\//$HOME/}" "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -d shown -a -- found
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _difftrack difftrack
"""

_FISH = r"""
function __difftrack_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    for line in (_DIFFTRACK_COMPLETE=1 $program $words[2..-1] 2>/dev/null)
        switch $line
            case \tfiles
                __fish_complete_path (commandline -ct)
            case \tfolders
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c difftrack -f -a '(__difftrack_complete)'
"""

_ELSEWHERE = "Put the script elsewhere yourself: difftrack --show-completion {}"
_ASKING = b"_DIFFTRACK_COMPLETE"  # what each of our scripts says
SCRIPTS = {"bash": _BASH.lstrip(), "zsh": _ZSH, "fish": _FISH.lstrip()}


class Installed(NamedTuple):
    """The script that was written, and the file that reads it by a new line, if that needs one."""

    script: Path
    read_by: Path | None


def script_for(shell: str) -> str:
    """Return what a shell runs for completion; "" is the shell that the person uses.

    Raises `UsageError` for a shell that has none.
    """
    return SCRIPTS[_known(shell)]


def install(shell: str) -> Installed:
    """Write the script for a shell where it is read when the shell starts.

    bash and zsh read it by a line at the end of their own file. Raises `NotWrittenError`, and
    `RefusedError` where a file of that name is there that is none of ours.
    """
    name = _known(shell)
    script, read_by = _places(name)
    for file in filter(None, (script, read_by)):
        with _told(file, name):
            _refuse_strange(file, name, is_ours=file is script)
    with _told(script, name):
        script.parent.mkdir(parents=True, exist_ok=True)
        replace_file(real(script), SCRIPTS[name].encode())
    if read_by:
        with _told(read_by, name):
            _add_line(read_by, f"[ -f {quote(str(script))} ] && . {quote(str(script))}")
    return Installed(script, read_by)


@contextmanager
def _told(file: Path, shell: str) -> Iterator[None]:
    """Turn what the system refuses into a `NotWrittenError` that says what to do instead."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(
            f"{file} cannot be written: {error.strerror}. {_ELSEWHERE.format(shell)}"
        ) from None


def _refuse_strange(file: Path, shell: str, *, is_ours: bool) -> None:
    """Leave a file as it is that is no regular one, or should be ours and is somebody's own."""
    is_strange = file.exists() and not file.is_file()
    if is_strange or (is_ours and file.exists() and _ASKING not in file.read_bytes()):
        raise RefusedError(
            f"{file} is not difftrack's and was left as it is. {_ELSEWHERE.format(shell)}"
        )


def _known(shell: str) -> str:
    name = (shell or os.environ.get("SHELL", "")).rpartition("/")[2]
    if name not in SCRIPTS:
        said = f"There is no completion for {name!r}" if name else "No shell is known"
        raise UsageError(f"{said}. Name one: --install-completion {'|'.join(SCRIPTS)}")
    return name


def _places(shell: str) -> tuple[Path, Path | None]:
    home = Path.home()
    if shell == "fish":
        return _folder(
            "XDG_CONFIG_HOME", home / ".config"
        ) / "fish/completions/difftrack.fish", None
    script = _folder("XDG_DATA_HOME", home / ".local/share") / f"difftrack/completion.{shell}"
    zsh_files = _folder("ZDOTDIR", home)
    return script, home / ".bashrc" if shell == "bash" else zsh_files / ".zshrc"


def _folder(variable: str, usual: Path) -> Path:
    named = Path(os.environ.get(variable) or usual)
    return named if named.is_absolute() else usual


def _add_line(file: Path, line: str) -> None:
    """Put a line at the end of a file, unless it has it; nothing else of the file is touched."""
    before = file.read_bytes() if file.exists() else b""
    if line.encode() in before.splitlines():
        return
    end = b"" if before.endswith(b"\n") or not before else b"\n"
    replace_file(real(file), before + end + f"{line}\n".encode())
