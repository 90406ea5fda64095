"""The imports of the register."""
