"""Text to entries: Markdown lists, BibTeX, plain lists of ids."""
