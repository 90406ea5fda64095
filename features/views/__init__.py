"""Named row-sets of what was known on a day; features are expressions over one of them."""

from .register import ONE_ROW, Views

__all__ = ["ONE_ROW", "Views"]
