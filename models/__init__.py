"""How likely, how sure, and why."""
