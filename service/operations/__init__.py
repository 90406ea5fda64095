"""Keeping an installation well: what is set up, copies and their way back, upgrades."""
