"""Small dated public tables with their sources."""
