"""Rounds of visits: which lists were walked, and what each found."""

from .service import rounds

__all__ = ["rounds"]
