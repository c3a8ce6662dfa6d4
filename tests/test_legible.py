"""Math and LaTeX of abstracts, as a person reads them on a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.latex_math import PIECES
from difftrack.text.legible import legible


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("no math at all", "no math at all"),
        (r"at 128$\times$128 for $5 and $x_t \sim p$", "at 128×128 for $5 and xₜ ∼ p"),
        (r"$\ell_1$ in $\mathbb{R}^{d \times d}$", "ℓ₁ in ℝ^(d × d)"),
        (r"$p_\theta(x_{t-1}|x_t)$", "p_θ(xₜ₋₁|xₜ)"),
        (r"$\hat{\mathbf{x}}_0$, $\bm\pi_0$, $\boldsymbol{\mu}$", "x̂₀, π₀, μ"),
        (r"$90^\circ$ and $90^{\circ}$", "90° and 90°"),
        (r"$\frac{1}{\sqrt{n}}$ and $\frac{a+b}{2}$", "1/(√n) and (a+b)/2"),
        (r"10$^{18}$ cm$^{-2}$", "10¹⁸ cm⁻²"),
        (r"$\mathcal{O}(n \log n)$ and $\log\det A$", "O(n log n) and log det A"),
        (r"$\operatorname{KL}(p\|q)$", "KL(p‖q)"),
        (r"$\left\{a\right\}$, $H_{\rm B}$", "{a}, H_B"),
        (r"$$E = mc^2$$ and \(x_i\)", "E = mc² and xᵢ"),
        (r"\textbf{a $x_1$ \emph{b}} 30\% \& more", "a x₁ b 30% & more"),
        (r"\href{https://example.org}{here}", "here (https://example.org)"),
        (r"Schr\"odinger, {\L}ukasz", "Schrödinger, Łukasz"),
        (r"\ours{} is \cite{kite}", r"\ours{} is \cite{kite}"),
        ("$5 and $10 a month", "$5 and $10 a month"),
        (r"\$5 and $x$", "$5 and x"),
        (r"$\unknown{x}$ stays", r"\unknown{x} stays"),
        ("half a $formula", "half a $formula"),
    ],
)
def test_abstracts(typed: str, shown: str) -> None:
    assert legible(typed) == shown


@pytest.mark.parametrize("char", [c for c in PIECES if not PIECES[c].startswith(("_", "^"))])
def test_every_sign_that_is_written_for_latex_is_read(char: str) -> None:
    assert legible(f"${PIECES[char]}$") == char


@given(st.text("\\${}_^() abfrcxht\n", max_size=60))
def test_whatever_stands_there_is_read(text: str) -> None:
    legible(text)


@given(st.text().filter(lambda t: "\\" not in t and "$" not in t))
def test_text_without_latex_is_left_alone(text: str) -> None:
    assert legible(text) == text
