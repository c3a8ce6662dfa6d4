r"""Characters of math as LaTeX writes them: `β` -> `$\beta$`, `ℓ₁` -> `$\ell_{1}$`.

pdfLaTeX stops at a Greek letter in running text; in math it has them all. `latex.to_unicode` reads
each of them back as the character it was (a test holds it for the whole table).
"""

import re

from difftrack.text.latex import SUBSCRIPTS, SUPERSCRIPTS

_COMMANDS = dict(
    zip(
        "αβγδϵεζηθϑικλμνξπρσςτυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu "
        "xi pi rho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi "
        "Pi Sigma Upsilon Phi Psi Omega".split(),
        strict=True,
    )
) | dict(
    zip(
        "∞→←↔⇒≤≥≠≈∼∈∀∃∇∂∑∏∫∘⊂⊆∪∩ℓ∗⊕⊗⟨⟩∝≪≫↦∅⊙⊥∥⋆",  # noqa: RUF001 - they are what is meant
        "infty to leftarrow leftrightarrow Rightarrow leq geq neq approx sim in forall exists "
        "nabla partial sum prod int circ subset subseteq cup cap ell ast oplus otimes langle "
        "rangle propto ll gg mapsto emptyset odot perp parallel star".split(),
        strict=True,
    )
)
_LETTERS = dict(zip("ℝℕℤℚℂ𝔼", "RNZQCE", strict=True))  # noqa: RUF001 - they are what is meant
_CALLIGRAPHIC = dict(zip("𝒩ℛ𝒵𝒬𝒞ℰ", "NRZQCE", strict=True))  # noqa: RUF001 - as above
PIECES = (
    {char: f"\\{name}" for char, name in _COMMANDS.items()}
    | {char: f"\\mathbb{{{letter}}}" for char, letter in _LETTERS.items()}
    | {char: f"\\mathcal{{{letter}}}" for char, letter in _CALLIGRAPHIC.items()}
    | {char: f"_{{{plain}}}" for char, plain in SUBSCRIPTS.items()}
    | {char: f"^{{{plain}}}" for char, plain in SUPERSCRIPTS.items()}
)
"""How LaTeX writes each character of math."""

SIGNS = frozenset(PIECES)
_GREEK = "[\u0370-\u03ff\u1f00-\u1fff]"
_LONGEST = 4  # letters; what is longer is a word in Greek
_RUN = re.compile(
    rf"(?<!{_GREEK})((?:[{''.join(PIECES)}]){{1,{_LONGEST}}})(?![{''.join(PIECES)}]|{_GREEK})"
)


def split(text: str) -> list[str]:
    """Return `text` in pieces, of which every second one is a run of math."""
    return [text] if text.isascii() else _RUN.split(text)


def formula(run: str) -> str:
    r"""Return a run of math characters as LaTeX: `ℓ₁` -> `$\ell_{1}$`."""
    return "$" + "".join(PIECES[char] for char in run) + "$"
