"""Entries as text: READMEs in several styles, BibTeX. Pure functions."""
