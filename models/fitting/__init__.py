"""Learners: each takes training rows and returns a model of tables."""
