"""A folder of tables, read and checked: what is accepted, what is in quarantine, what was mended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from data.contract import READING_ORDER, TABLES, Table
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
TABLES_AT_ONCE = 3
"""More would hold more text in memory at once and gain little: a few tables are most of a register."""


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
    with ThreadPoolExecutor(max_workers=TABLES_AT_ONCE) as pool:
        order = [name for name in _checking_order() if name in files]
        for reading in [pool.submit(_read, TABLES[name], files[name], today) for name in order]:
            try:
                table = reading.result()
            except InputRefused as problem:
                refused.append(problem)
                continue
            if refused:
                continue
            compare(table.ledger, ledgers)
            ledgers[table.raw.table.name] = table.ledger
            notices += table.notices
            faults.append(fault_lines(table.ledger, table.raw))
            own = int(table.ledger.aside_by_own_fault().sum()) + len(table.raw.bad_lines)
            if own > FEW_ROWS:
                rejects.append(Rejects(table.raw.file, own, len(table.ledger) + len(table.raw.bad_lines)))
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


@dataclass(frozen=True)
class _Read:
    raw: Raw
    ledger: Ledger
    notices: list[Notice]


def _read(table: type[Table], file: Path, today: date) -> _Read:
    """Read a table and check its cells one by one, which takes no other table."""
    raw = read(table, file)
    text, notices = mended(raw)
    return _Read(replace(raw, frame=raw.frame.clear()), Ledger(table, raw.file, text, today), notices)


def _refuse(refused: list[InputRefused]) -> None:
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise problems.SeveralProblems(
            all_vi=" ".join(p.message("vi") for p in refused), all_en=" ".join(p.message("en") for p in refused)
        )
