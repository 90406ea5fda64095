"""One numbered release check per file."""
