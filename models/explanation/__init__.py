"""Contributions, reasons and words."""
