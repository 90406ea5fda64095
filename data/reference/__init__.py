"""Small dated public tables with their source; each has a loader beside it."""
