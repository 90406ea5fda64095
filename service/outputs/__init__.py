"""The files that a run leaves: names, columns and forms as the interfaces fix them."""
