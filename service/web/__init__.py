"""Pages, templates, static files."""
