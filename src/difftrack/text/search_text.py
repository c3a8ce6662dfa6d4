"""The form in which words and the texts they are searched in are held against each other."""

import re

from difftrack.text.folding import plain_letters

_WORD = re.compile(r"[^\W_]+")
_GREEK = {
    ord(letter): name
    for letter, name in zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
}


def letters(text: str) -> str:
    r"""Return `text` in small letters without accents, LaTeX and Greek: `$\beta$-VAE`: `beta-vae`.

    A formula has its letters only: `$\ell_1$`, `ℓ₁` and `l1` are the same.
    """
    if "\\" in text or "$" in text:
        from difftrack.text.latex import to_unicode  # noqa: PLC0415 - few texts have any

        text = to_unicode(text)
    return text.lower() if text.isascii() else plain_letters(text).translate(_GREEK)


def words(text: str) -> list[str]:
    """Return the words of `text`, each as letters and digits only."""
    return _WORD.findall(letters(text))
