"""Until when a score and a list are used: the policy's defaults, since a run doesn't keep its policy."""

from __future__ import annotations

import datetime as dt

from outreach.policy import Policy

DEFAULT = Policy()


def score_valid_until(as_of: dt.date) -> dt.date:
    """Return the last day on which a score is used."""
    return as_of + dt.timedelta(days=DEFAULT.score_valid_days)


def list_valid_until(as_of: dt.date) -> dt.date:
    """Return the last day on which a list is used."""
    return as_of + dt.timedelta(days=DEFAULT.list_valid_days)
