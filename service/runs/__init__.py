"""The one place where stages are wired together."""
