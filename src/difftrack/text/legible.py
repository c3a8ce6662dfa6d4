r"""LaTeX of an abstract as a person reads it on a terminal: `$x_t \to \infty$` -> `xₜ → ∞`.

It is small and fast, and knows what abstracts on arXiv use; what it does not know stays as typed.
`latex.to_unicode` is for titles: it reads all of LaTeX, and takes a tenth of a second to load.
"""

import re
import unicodedata
from collections.abc import Callable

from difftrack.text.latex import SUBSCRIPTS, SUPERSCRIPTS, accents_to_unicode
from difftrack.text.latex_math import PIECES
from difftrack.text.markdown import math_parts

_OF_PIECE = {piece: char for char, piece in PIECES.items()}
_SIGNS = dict(
    zip(
        "times cdot pm mp le ge ne sim approx circ bullet prime mid top varnothing uparrow "
        "downarrow rightarrow Rightarrow Leftrightarrow longrightarrow ldots dots cdots neg "
        "land lor oint div equiv cong simeq supset supseteq notin dagger hbar langle rangle "
        "lVert rVert backslash lfloor rfloor lceil rceil gtrsim lesssim deg colon".split(),
        "×·±∓≤≥≠∼≈∘•′|⊤∅↑↓→⇒⇔→…·⋯¬∧∨∮÷≡≅≃⊃⊇∉†ℏ⟨⟩‖‖\\⌊⌋⌈⌉≳≲°:",  # noqa: RUF001 - they are what is meant
        strict=True,
    )
)
_WORDS = set(
    "log ln exp sin cos tan sinh cosh tanh min max argmin argmax sup inf lim det dim ker gcd Pr tr "
    "deg bmod".split()
)
_NOTHING = set(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle rm bf it cal em "
    "limits nolimits quad qquad".split()
)
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c",
}  # fmt: skip
_TEXT_FONTS = (
    "textbf|textit|textrm|texttt|textsc|textsf|textnormal|text|emph|underline|uline|mbox|ensuremath"
)
_FONTS = (
    "mathbf|mathrm|mathit|mathsf|mathtt|mathcal|mathbb|mathfrak|mathscr|boldsymbol|bm|operatorname"
    f"|{_TEXT_FONTS}"
)
_DEEPEST = 6  # groups within groups; what is deeper stays as typed

_IN_PARENTHESES = re.compile(r"\\\(((?:[^\\]|\\[^()])*)\\\)")
_SPACE = re.compile(r"\\[,;:! ]|~")
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)(?![A-Za-z])(?P<group>\s*\{)?(?P<blank> ?)")
_BARE_FONT = re.compile(rf"\\(?:{_FONTS})(?![A-Za-z{{]|\s*\{{)")
_TEXT_FONT = re.compile(rf"\\(?:{_TEXT_FONTS})\s*\{{(?P<text>[^{{}}]*)\}}")
_FONT = re.compile(rf"\\(?:{_FONTS})\s*\{{(?P<text>[^{{}}]*)\}}")
_LETTER = re.compile(r"\\(?:mathbb|mathcal)\s*\{?(?P<letter>[A-Z])\}?(?![A-Za-z])")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{(?P<over>[^{}]*)\}\s*\{(?P<under>[^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{(?P<text>[^{}]*)\}")
_ACCENT = re.compile(
    rf"\\(?P<name>{'|'.join(_ACCENTS)})\s*(?:\{{(?P<text>[^{{}}]*)\}}|(?P<one>\w))"
)
_SCRIPT = re.compile(r"(?P<mark>[_^])(?:\{(?P<group>[^{}]*)\}|(?P<one>[^\s\\{}^_(]))")
_GROUP = re.compile(r"(?P<unknown>\\[A-Za-z]+\{[^{}]*\})|(?<!\\)\{(?P<text>[^{}\\]*)\}")
_ESCAPED = re.compile(r"\\([%&#_{}$])")
_LINKED = re.compile(r"\\href\s*\{(?P<target>[^{}]*)\}\s*\{(?P<text>[^{}]*)\}")
_ADDRESS = re.compile(r"\\url\s*\{(?P<target>[^{}]*)\}")
_TO_SUPER = {plain: char for char, plain in SUPERSCRIPTS.items()} | {"−": "⁻", "∘": "°", "′": "′"}  # noqa: RUF001 - as above
_TO_SUB = {plain: char for char, plain in SUBSCRIPTS.items()} | {"−": "₋"}  # noqa: RUF001 - as above


def legible(text: str) -> str:
    """Return an abstract with its math and its commands as characters; money stays money."""
    if "\\" not in text and "$" not in text:
        return text
    text = _IN_PARENTHESES.sub(r"$\1$", text).replace("$$", "$")
    write: dict[str, Callable[[str], str]] = {"text": _plain, "math": _formula, "dollar": str}
    return "".join(write[kind](part) for kind, part in math_parts(_without(_TEXT_FONT, text)))


def _without(font: re.Pattern[str], text: str) -> str:
    """Return text without commands that only shape it, within each other, too."""
    for _ in range(_DEEPEST):
        before, text = text, font.sub(r"\g<text>", text)
        if text == before:
            break
    return text


def _plain(text: str) -> str:
    """Return text outside of math, its addresses, accents and escaped signs as they are meant."""
    if "\\" not in text:
        return text
    text = _LINKED.sub(r"\g<text> (\g<target>)", _ADDRESS.sub(r"\g<target>", text))
    text = _COMMAND.sub(_command, accents_to_unicode(text))
    return _ESCAPED.sub(r"\1", text).replace("\\ ", " ").replace("\\,", " ")


def _formula(text: str) -> str:
    text = _SPACE.sub(" ", _LETTER.sub(_letter, text)).replace(r"\|", "‖")
    text = _COMMAND.sub(_command, _BARE_FONT.sub("", text))
    for _ in range(_DEEPEST):
        before = text
        text = _SCRIPT.sub(_script, _ACCENT.sub(_accented, _FONT.sub(r"\g<text>", text)))
        text = _ROOT.sub(lambda m: f"√{_grouped(m['text'])}", text)
        text = _FRACTION.sub(lambda m: f"{_grouped(m['over'])}/{_grouped(m['under'])}", text)
        if text == before:
            break
    bare = _GROUP.sub(lambda m: m["unknown"] or m["text"], text)
    return " ".join(_ESCAPED.sub(r"\1", bare).split())


def _command(match: re.Match[str]) -> str:
    """Return a command that takes nothing as its sign; one that takes a group stays for later."""
    name = match["name"]
    sign = _SIGNS.get(name) or _OF_PIECE.get(f"\\{name}")
    behind = (match["group"] or "") + match["blank"]
    if sign:
        return sign + behind
    if name in _WORDS:
        is_joined = match.string[match.end() : match.end() + 1] in {"\\", "{"} and not behind
        return f"{name} " if is_joined else name + behind
    return match["group"] or "" if name in _NOTHING else match[0]


def _letter(match: re.Match[str]) -> str:
    written = match[0].replace(" ", "")
    kind = "mathbb" if written.startswith("\\mathbb") else "mathcal"
    return _OF_PIECE.get(f"\\{kind}{{{match['letter']}}}", match["letter"])


def _accented(match: re.Match[str]) -> str:
    text = match["text"] if match["text"] is not None else match["one"]
    if len(text) != 1:
        return text
    return unicodedata.normalize("NFC", text + _ACCENTS[match["name"]])


def _script(match: re.Match[str]) -> str:
    content = (match["group"] if match["group"] is not None else match["one"]).strip()
    table = _TO_SUB if match["mark"] == "_" else _TO_SUPER
    if content and all(c in table for c in content):
        return "".join(table[c] for c in content)
    is_word = content.isalnum() or len(content) == 1
    return match["mark"] + (content if is_word else f"({content})" if content else "")


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
