"""Durable jobs: asked for in the database, taken under a lease by any worker, done step by step.

``repository`` holds the rules that make a job safe (leases, fencing tokens, steps that are done stay done); ``worker``
takes jobs and ends them; ``attempt`` runs one step in a process of its own, ``child`` is that process; ``kinds`` says
which jobs there are, ``work`` does them by calling ``service.runs``.
"""

from .asking import Since, ask_for, done_since

__all__ = ["Since", "ask_for", "done_since"]
