"""What a person changes by hand in entries, sections and sessions."""
