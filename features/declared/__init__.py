"""One declaration per feature, one theme per file."""
