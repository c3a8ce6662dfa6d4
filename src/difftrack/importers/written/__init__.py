"""READMEs that difftrack wrote, read for what it printed: each sign means one thing there.

What was added by hand between the markers, in whatever layout, is left to the reader of lists.
"""
