"""Plans: what other hours would bring."""
