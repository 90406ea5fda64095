"""The feature catalogue."""

from .seen import Bin, bins_of, not_recorded

__all__ = ["Bin", "bins_of", "not_recorded"]
