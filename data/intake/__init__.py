"""Reading tables as departments export them; what can't be accepted is quarantined, never dropped."""
