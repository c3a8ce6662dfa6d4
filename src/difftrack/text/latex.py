r"""LaTeX in titles and names, both ways: `$\ell_1$` -> `ℓ₁`, and `ö` -> `{\"o}` for BibTeX."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial

_MATH = re.compile(r"(?<!\\)\$([^$]+)\$")
_ACCENT = re.compile(
    r"\{?\\(?P<mark>[`'^\"~=.]|[uvHckrbd](?=[\s{]))\s*\{?(?P<letter>\{?\\[ij](?![A-Za-z])(?:\{\})?|[A-Za-z])\}?\}?\}?"
)
_LETTER = re.compile(
    r"\{?\\(?P<name>ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j|dh|DH|th|TH)(?![A-Za-z])\s?(?:\{\})?\}?"
)
_SCRIPT = re.compile(r"(?P<mark>[_^])(?:\{(?P<group>[^{}]*)\}|(?P<one>[^\s\\{}]))")

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_ACCENT_OF = {mark: accent for accent, mark in _COMBINING.items()}
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "\u0131", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
}  # fmt: skip
_NAME_OF = {letter: name for name, letter in _LETTERS.items()}
SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
        "0123456789+-=()niabcdefghjklmoprstuvwxyz",
        strict=True,
    )
)
SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)
_SUPER = {plain: char for char, plain in SUPERSCRIPTS.items()}
_SUB = {plain: char for char, plain in SUBSCRIPTS.items()}


def to_unicode(text: str) -> str:
    r"""Return a title with its math and accents as characters: `$\beta$-VAE` -> `β-VAE`.

    Math outside `$...$` and what has no character are left as they stand.
    """
    if "\\" not in text and "$" not in text:
        return text
    return _MATH.sub(lambda m: _math(m[1]), _accents(text))


def accents_to_unicode(text: str) -> str:
    r"""Return a text with its accents as characters (`Schr\"odinger`), its math left alone."""
    return text if "\\" not in text else _accents(text)


def _accents(text: str) -> str:
    text = _ACCENT.sub(_accented, text)  # before the letters: the i of \'\i is part of it
    return _LETTER.sub(lambda m: _LETTERS[m["name"]], text)


def _accented(match: re.Match[str]) -> str:
    letter = match["letter"].strip("{\\}")
    composed = unicodedata.normalize("NFC", letter + _COMBINING[match["mark"]])
    return composed if len(composed) == 1 else match[0]


@lru_cache(1)
def _reader() -> Callable[[str], str]:
    """Return what reads formulas: one for all of them, for it is large and refers to itself."""
    # Loaded here: most titles have no math, and most commands read no title from outside.
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415
    from pylatexenc.latexwalker import get_default_latex_context_db  # noqa: PLC0415

    reader = LatexNodes2Text(math_mode="text")
    return partial(reader.latex_to_text, latex_context=get_default_latex_context_db())


def _math(formula: str) -> str:
    scripted = _SCRIPT.sub(_script, formula)
    try:
        plain = _reader()(scripted)
    except (ValueError, IndexError, KeyError, TypeError, RecursionError):
        return f"${formula}$"
    return " ".join(plain.split()) or f"${formula}$"


def _script(match: re.Match[str]) -> str:
    content = match["group"] if match["group"] is not None else match["one"]
    table = _SUB if match["mark"] == "_" else _SUPER
    if content and all(c in table for c in content):
        return "".join(table[c] for c in content)
    return match[0]


# -- For BibTeX -----------------------------------------------------------------------------

_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_NAMED = {
    "backslash": "\\", "asciitilde": "~", "asciicircum": "^", "braceleft": "{", "braceright": "}",
}  # fmt: skip
_SPECIALS = {sign: f"{{\\text{name}}}" for name, sign in _NAMED.items()}
_MARKUP = re.compile(r"[\\{}~]")
_ADDRESS = re.compile(r"(https?://(?:\\.|[^\s{}\\])+)")
_COMMAND = re.compile(
    rf"\\text(?P<named>{'|'.join(_NAMED)})(?![A-Za-z])(?:\{{\}}|\s+)?"
    r"|\\(?P<sign>[&%$#_{}~])"
    r"|\\(?:url|href|texttt|emph|textit|textbf)\s*(?=\{)"
    r"|(?P<tie>~)|[{}]"
)


def from_unicode(text: str) -> str:
    r"""Return plain `text` for a BibTeX field: specials escaped, accents as commands (`{\"o}`).

    A brace is a command, too: BibTeX and biber count the one in `\{` as well. Letters without a
    command (Greek, Chinese) stay as they are: biber and BibTeX 8 read UTF-8.
    """
    escaped = _escaped(text)
    if escaped.isascii():
        return escaped
    return "".join(c if c.isascii() else _command(c) for c in unicodedata.normalize("NFC", escaped))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _SPECIALS.get(m[0], "\\" + m[0]), text)


def _command(char: str) -> str:
    if char in _NAME_OF:
        return f"{{\\{_NAME_OF[char]}}}"
    letter, *marks = list(unicodedata.normalize("NFD", char))
    if len(marks) == 1 and marks[0] in _ACCENT_OF and letter.isascii():
        accent = _ACCENT_OF[marks[0]]
        body = "\\j" if letter == "j" else letter
        return f"{{\\{accent}{{{body}}}}}" if accent.isalpha() else f"{{\\{accent}{body}}}"
    return char


# -- From BibTeX ----------------------------------------------------------------------------


def from_bibtex(text: str) -> str:
    """Return a field as plain text, what `from_unicode` was given; math is left as it stands.

    Braces that keep capitals are dropped, and a tie is a blank, save in an address.
    """
    if not _MARKUP.search(text):
        return text
    parts = _ADDRESS.split(text)  # every second one is an address
    parts[::2] = (_COMMAND.sub(_plain, _accents(part)) for part in parts[::2])
    parts[1::2] = map(address_from_bibtex, parts[1::2])
    return "".join(parts)


def title_from_bibtex(text: str) -> str:
    """Return a title as plain text, its math as characters."""
    return from_bibtex(_MATH.sub(lambda m: _escaped(_math(m[1])), text))


def address_from_bibtex(text: str) -> str:
    """Return a field that holds an address: no sign of it is an accent or a tie."""
    return _COMMAND.sub(lambda m: m["tie"] or _plain(m), text)


def _plain(command: re.Match[str]) -> str:
    if command["named"]:
        return _NAMED[command["named"]]
    return command["sign"] or (" " if command["tie"] else "")
