"""The feature catalogue."""
