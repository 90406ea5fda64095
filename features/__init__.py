"""What the records say of a household as of a day."""
