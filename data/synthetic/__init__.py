"""A seeded province in the input format, for demos and tests; nothing is ever tuned to it."""
