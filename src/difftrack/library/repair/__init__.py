"""What may be wrong with a library, and what makes it whole."""
