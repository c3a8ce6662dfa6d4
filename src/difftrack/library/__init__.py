"""The heart: what is kept, and what may be done to it."""
