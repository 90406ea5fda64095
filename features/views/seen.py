"""What features may see of what was known: rows and columns that never serve a feature are taken out here.

Of visits only those that reached somebody count: a household that declined or wasn't at home is scored as if nobody
had come. Calls to the hotline and cases in groups 5 and 11 stay in the outcome and with the urgent signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from features.as_of import AsOf

NEVER_COLUMNS = {
    "households": ("hamlet", "head_ethnicity", "head_sex"),
    "children": ("disability", "sex"),
    "guardians": ("sex",),
    "visits": (
        "services",
        "help_accepted",
        "reason",
        "propensity",
        "finding_category",
        "team_id",
        "list_id",
        "minutes",
    ),
    "circumstances": ("source", "managed_on"),
}
NEVER_GROUPS = ("5", "11")


def _never_rows(name: str) -> pl.Expr | None:
    if name == "visits":
        return pl.col("outcome") != "reached"
    if name == "child_events":
        return pl.col("event") == "hotline_call"
    if name == "circumstances":
        return pl.col("category").is_in(NEVER_GROUPS)
    return None


@dataclass
class Seen:
    """The known tables without what never serves a feature."""

    as_of: AsOf
    _any: dict[str, bool] = field(default_factory=dict, repr=False)

    def __call__(self, name: str) -> pl.LazyFrame:
        """Return the rows and columns of a table that features may read."""
        frame = self.as_of.known(name).drop(NEVER_COLUMNS.get(name, ()))
        never = _never_rows(name)
        return frame if never is None else frame.filter(~never)

    def any_rows(self, name: str) -> bool:
        """Return whether features may read any row of a table."""
        if name not in self._any:
            self._any[name] = self(name).select(pl.len()).collect().item() > 0
        return self._any[name]
