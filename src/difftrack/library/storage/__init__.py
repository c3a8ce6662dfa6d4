"""The library as a file: its bytes, its lock, and the states before its last changes."""
