"""The ledger of overrides from the command line: opens the home, finds the household and the person."""

from __future__ import annotations

from pathlib import Path

from service import disputes
from service.disputes import Override
from service.problems import NoHousehold, NoRun
from service.scores import Runs

from .listing import found, moment, named, opened


def add(home: Path, household_id: str, by: str, reason: str, feature: str | None, wanted: str | None) -> int:
    """Enter a dispute and return its number; raises ``NoHousehold`` for one that the newest run hasn't scored."""
    run_id = None
    try:
        run = Runs(home).get()
        run_id = run.id
        if run.place(household_id) is None:
            raise NoHousehold()
    except NoRun:
        run_id = None
    with opened(home) as engine:
        list_id = found(engine, wanted) if wanted else None
        person_id, when = named(engine, by).named, moment()
        return disputes.dispute(
            engine, household_id, reason=reason, person_id=person_id, at=when.at, feature=feature, run_id=run_id,
            list_id=list_id,
        )  # fmt: skip


def answer(home: Path, number: int, decision: str, by: str, reason: str) -> None:
    """Answer an entry; raises ``NoOverride``."""
    with opened(home) as engine:
        person_id, when = named(engine, by).named, moment()
        disputes.answer(engine, number, decision=decision, reason=reason, person_id=person_id, at=when.at)


def entries(
    home: Path, household_id: str | None, wanted: str | None, kind: str | None, *, only_open: bool
) -> list[Override]:
    """Return the entries of the ledger that are asked for, the oldest first."""
    with opened(home) as engine:
        list_id = found(engine, wanted) if wanted else None
        return disputes.ledger(engine, household_id=household_id, list_id=list_id, kind=kind, only_open=only_open)
