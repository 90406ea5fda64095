"""Priority lists: who to visit first, page by page, and the life of a list from draft to closed."""

from . import records
from .changes import NOBODY_NAMED, Actor, Draft, Moment, approve, close, make_draft, nominate, publish, put_off
from .content import NOMINATED, crowded_hamlets, entries_at, minutes_by_team
from .freshness import ListsMark
from .life import KINDS, STATES, InCare, ListOver, Standing, tidy_reason
from .service import PriorityList, budgets_left, list_of, listed_for
from .stored import (
    Reading,
    ReadyLists,
    check_reach,
    check_version,
    crowded,
    is_stored,
    may_see,
    most_of_a_hamlet,
    newest_published,
    reaches_beyond,
    read,
    record_of_run,
    visible,
)

__all__ = [
    "KINDS",
    "NOBODY_NAMED",
    "NOMINATED",
    "STATES",
    "Actor",
    "Draft",
    "InCare",
    "ListOver",
    "ListsMark",
    "Moment",
    "PriorityList",
    "Reading",
    "ReadyLists",
    "Standing",
    "approve",
    "check_reach",
    "check_version",
    "budgets_left",
    "close",
    "crowded",
    "crowded_hamlets",
    "entries_at",
    "list_of",
    "listed_for",
    "make_draft",
    "may_see",
    "most_of_a_hamlet",
    "minutes_by_team",
    "nominate",
    "publish",
    "put_off",
    "records",
    "is_stored",
    "newest_published",
    "reaches_beyond",
    "read",
    "record_of_run",
    "visible",
    "tidy_reason",
]
