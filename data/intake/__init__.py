"""Reading the folder of tables: formats, coercion, rules, quarantine, and the report for who mends it."""

from .folder import MAX_REJECTS, Intake, read_folder

__all__ = ["MAX_REJECTS", "Intake", "read_folder"]
