"""How the field writes things: ids, Markdown, LaTeX, names. Knows nothing of entries."""
