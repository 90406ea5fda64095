"""The communes of a run."""

from .service import communes_of

__all__ = ["communes_of"]
