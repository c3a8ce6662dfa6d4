"""Lists and files of others, read into entries."""
