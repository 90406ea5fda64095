"""Who is visited, with the hours there are."""
