"""Data subjects: everything that is kept about one household or person, given out or taken out."""
