"""Accounts, signing in, tokens."""

from .problems import NotAllowed

__all__ = ["NotAllowed"]
