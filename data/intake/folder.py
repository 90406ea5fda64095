"""A folder of tables, read and checked: what is accepted, what is in quarantine, what was mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from data.contract import READING_ORDER, TABLES
from data.vocabulary.errors import InputRefused

from . import problems
from .compare import compare
from .faults import fault_lines, none
from .ledger import Ledger
from .mending import Notice, mended
from .sources import Raw, find, read
from .unscored import not_scored_by_commune

MAX_REJECTS = 0.05
FEW_ROWS = 20


@dataclass(frozen=True)
class Rejects:
    """How many rows of a file are in quarantine for faults of their own, of how many."""

    file: str
    own: int
    rows: int


@dataclass(frozen=True)
class Intake:
    """What a folder holds. ``tables`` has all thirteen in the contract's schema, absent ones empty."""

    tables: dict[str, pl.DataFrame]
    present: frozenset[str]
    faults: pl.DataFrame
    notices: tuple[Notice, ...]
    not_scored_by_commune: pl.DataFrame
    files: dict[str, str]
    rejects: tuple[Rejects, ...] = ()
    """By table, what is in quarantine for faults of its own; tables with few such rows aren't here."""

    def hold_against(self, max_rejects: float) -> None:
        """Raise ``TooManyFaults`` where a table has a larger share of its rows in quarantine for their own faults."""
        over = [r for r in self.rejects if r.own > max_rejects * r.rows]
        if over:
            told = "; ".join(f"{r.file}: {r.own}/{r.rows}" for r in over)
            raise problems.TooManyFaults(told=told, limit=f"{max_rejects:.0%}")


def read_folder(folder: Path, *, today: date, max_rejects: float = MAX_REJECTS) -> Intake:
    """Read and check a folder of tables.

    Raises a subclass of ``InputRefused`` where the whole import is refused: a required table or column is missing, a
    file can't be read, or more than ``max_rejects`` of a table's rows (and more than 20) are at fault of their own.
    """
    if not folder.is_dir():
        raise problems.NoFolder(folder=folder.name)
    files = find(folder)
    refused: list[InputRefused] = []
    missing = [name for name, table in TABLES.items() if table.required and name not in files]
    if missing:
        refused.append(problems.MissingTables(tables=", ".join(missing)))
    ledgers: dict[str, Ledger] = {}
    faults, notices, rejects = [none()], list[Notice](), list[Rejects]()
    for name in _checking_order():
        if name not in files:
            continue
        try:
            raw = read(TABLES[name], files[name])
        except InputRefused as problem:
            refused.append(problem)
            continue
        if refused:
            continue
        ledger, told = _checked(raw, ledgers, today)
        ledgers[name] = ledger
        notices += told
        faults.append(fault_lines(ledger, raw))
        own = int(ledger.aside_by_own_fault().sum()) + len(raw.bad_lines)
        rows = len(ledger) + len(raw.bad_lines)
        if own > FEW_ROWS:
            rejects.append(Rejects(raw.file, own, rows))
    _refuse(refused)
    tables = {name: ledgers[name].accepted() if name in ledgers else TABLES[name].empty() for name in TABLES}
    intake = Intake(
        tables, frozenset(ledgers), pl.concat(faults), tuple(notices),
        not_scored_by_commune(ledgers, tables), {n: p.name for n, p in files.items()}, tuple(rejects),
    )  # fmt: skip
    intake.hold_against(max_rejects)
    return intake


def _checking_order() -> list[str]:
    """Return the reading order with guardians before children, whose ages are held against their mother's."""
    order = [name for name in READING_ORDER if name != "children"]
    order.insert(order.index("guardians") + 1, "children")
    return order


def _checked(raw: Raw, before: dict[str, Ledger], today: date) -> tuple[Ledger, list[Notice]]:
    text, notices = mended(raw)
    ledger = Ledger(raw.table, raw.file, text, today)
    compare(ledger, before)
    return ledger, notices


def _refuse(refused: list[InputRefused]) -> None:
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise problems.SeveralProblems(
            all_vi=" ".join(p.message("vi") for p in refused), all_en=" ".join(p.message("en") for p in refused)
        )
