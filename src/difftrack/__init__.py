"""difftrack: one JSON library of papers, and the reading lists written from it."""

__version__ = "0.1.0"
