"""Titles for BibTeX: which words keep their capitals in a style that writes titles small.

Such a style makes every letter small but the first of the title and the first behind a colon
(Patashnik, "Designing BibTeX Styles", `change.case$`), so that `GAN` becomes `gan`. What stands in
braces is left alone.
"""

import re

from difftrack.text import latex_math
from difftrack.text.folding import clean
from difftrack.text.latex import from_unicode

_NAMES = (
    "Bayes(?:ian)?|Bernoulli|Boltzmann|Brownian|Cauchy|Dirichlet|Euclid(?:ean)?|Euler(?:ian)?|Feynman"
    "|Fisher|Fokker|Planck|Fourier|Gauss(?:ian)?s?|Gibbs|Girsanov|Hamiltonian?|Hilbert|Hölder"
    "|Itô|Jacobi(?:an)?|Jensen|Kac|Kalman|Kolmogorov|Kullback|Leibler|Lagrang(?:e|ian)|Langevin"
    "|Laplac(?:e|ian)|Lévy|Lie|Lipschitz|Lyapunov|Malliavin|Markov(?:ian)?|Metropolis|Monge"
    "|Monte Carlo|Nesterov|Newton(?:ian)?|Onsager|Poincaré|Poisson|Pontryagin|Picard|Rényi|Riemann"
    "|Riemannian|Runge|Kutta|Schrödinger|Schroedinger|Shannon|Sinkhorn|Sobolev|Stein|Taylor|Tweedie"
    "|Turing|Wasserstein|Wiener|Chinese|English|French|German|Indian|Japanese|Korean"
    "|Internet|Wikipedia|Twitter|Google|Python|Hebbian|Hopfield"
)
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-Ω"
_KEPT = re.compile(
    rf"(?<![^\W_])([^\W_]+[{_CAPITAL}][^\W_]*"  # GAN, StyleGAN, 3D, iGPT; also behind a hyphen
    rf"|[{_CAPITAL}]-Net\b"
    rf"|[B-Z](?![^\W_]|['’.])|A(?=-[A-Z])"  # noqa: RUF001 # Q-Learning, Part I
    rf"|(?=[{_CAPITAL}])(?:{_NAMES})(?![^\W_]))"  # the first letter spares most words the rest
)


def title(text: str, short: str | None = None) -> str:
    """Return a title as LaTeX; acronyms, mixed words, names and its own `short` name in braces."""
    text = clean(text)
    name = clean(short) if short else ""
    if len(name) < 2 or name not in text:  # noqa: PLR2004 - a letter is no name
        return _kept(text)
    parts = re.split(rf"(?<![^\W_])({re.escape(name)})(?![^\W_])", text)
    parts[::2] = map(_kept, parts[::2])
    parts[1::2] = (f"{{{_latex(part)}}}" for part in parts[1::2])
    return "".join(parts)


def _kept(text: str) -> str:
    parts = _KEPT.split(text)  # every second one keeps its capitals
    parts[::2] = map(_latex, parts[::2])
    parts[1::2] = (f"{{{_latex(part)}}}" for part in parts[1::2])
    return "".join(parts)


def _latex(text: str) -> str:
    r"""Return plain text with its math in braces, where no style makes a `\Delta` small."""
    if text.isascii():
        return from_unicode(text)
    parts = latex_math.split(text)
    parts[::2] = map(from_unicode, parts[::2])
    parts[1::2] = (f"{{{latex_math.formula(run)}}}" for run in parts[1::2])
    return "".join(parts)
