"""The audit as auditors read it."""
