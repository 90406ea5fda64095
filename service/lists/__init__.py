"""Priority lists: who to visit first, page by page, as JSON, CSV and XLSX."""

from .service import PriorityList, list_of, lists_of

__all__ = ["PriorityList", "list_of", "lists_of"]
