"""A finished run as it is kept, opened for look-up: columns in memory, one array row per household on disk.

``HOME/runs/<id>/`` is written by ``service.runs`` and only read here. What is derived from it for look-up (two arrays,
row by row) lies in ``HOME/cache/look-up/<id>/``, can be deleted at any time and is made again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl

from data.erasure import FILE as ERASED_FILE
from service.problems import DamagedRun, NoRun

from .look_up import Rows, rows_of

LOOKED_EVERY_S = 0.01
"""How often it is looked, at most, which run is the newest and whether somebody was erased: a call of the system each,
where other threads come in between."""
OPEN_RUNS = 3
"""How many runs are held open at once: the newest, and those somebody looks back at."""
RUN_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}")
NEWEST = "newest"
ACCOUNT = "list_facts.json"
Made = TypeVar("Made")


class Once(Generic[Made]):
    """A part of a run that is made when it is first asked for, under the run's own lock.

    The standard library's cached property holds a lock of its own while it makes; with the run's lock inside it two
    threads that open a run at once can wait for each other for ever.
    """

    def __init__(self, make: Callable[[Run], Made]) -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, run: Run, _owner: type[Run]) -> Made:
        """Return the part; from the second time on it is found in the run itself."""
        with run.lock:
            if self.name not in run.__dict__:
                run.__dict__[self.name] = self.make(run)
            found: Made = run.__dict__[self.name]
            return found


class Run:
    """One finished run. Nothing in it changes, so that every part is read once, when it is first asked for."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self.summary: dict[str, Any] = self._json("summary.json")
        self.as_of = dt.date.fromisoformat(self.summary["as_of"])
        self._cache = cache / self.id
        self.lock = threading.RLock()
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what ``make`` returns, made once and kept as long as the run is open."""
        if key not in self._made:
            with self.lock:
                if key not in self._made:
                    self._made[key] = make()
        found: Made = self._made[key]
        return found

    def made(self, key: Hashable) -> bool:
        """Say whether ``once`` has made this already."""
        return key in self._made

    def frame(self, name: str) -> pl.DataFrame:
        """Return one of the run's tables (``scores``, ``urgent``, …); raises ``DamagedRun`` where it can't be read."""
        file = self.folder / f"{name}.parquet"
        try:
            return pl.read_parquet(file, memory_map=False)
        except (OSError, pl.exceptions.PolarsError) as why:
            raise DamagedRun(file=file.name) from why

    def has(self, name: str) -> bool:
        """Say whether the run kept a table of this name."""
        return (self.folder / f"{name}.parquet").exists()

    @property
    def account(self) -> dict[str, Any]:
        """What the run's list says of itself (``outreach.facts``); empty where the run kept none."""
        return self._json(ACCOUNT) if (self.folder / ACCOUNT).exists() else {}

    def _json(self, name: str) -> dict[str, Any]:
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as why:
            raise DamagedRun(file=name) from why

    @Once
    def ids(self) -> list[str]:
        """The ids of the scored households, ascending."""
        ids = self._scores["household_id"]
        if not ids.is_sorted():
            raise DamagedRun(file="scores.parquet")
        return ids.to_list()

    @Once
    def rows(self) -> dict[str, int]:
        """Each scored household's row: found in a tenth of the time that halving takes where caches are cold."""
        rows = {household_id: row for row, household_id in enumerate(self.ids)}
        if len(rows) < len(self.ids):
            raise DamagedRun(file="scores.parquet")
        return rows

    @Once
    def _scores(self) -> pl.DataFrame:
        return self.frame("scores")

    @Once
    def columns(self) -> dict[str, Any]:
        """The columns of scores.csv by name: numbers as arrays (n,), texts as lists."""
        scores = self._scores
        return {
            name: _shared(scores[name]) if dtype == pl.String else scores[name].to_numpy()
            for name, dtype in scores.schema.items()
            if name != "household_id"
        }

    def place(self, household_id: str) -> int | None:
        """Return the household's row, None where it isn't scored."""
        return self.rows.get(household_id)

    def commune_of(self, household_id: str) -> str | None:
        """Return the code of a household's commune, None where it isn't scored."""
        place = self.place(household_id)
        return None if place is None else str(self.columns["commune_code"][place])

    def household_id(self, place: int) -> str:
        """Return the id of a row."""
        return self.ids[place]

    @Once
    def mean_risk(self) -> float:
        """The mean risk of the province on that day; 0 of nobody."""
        risks = self.columns["risk"]
        return float(np.mean(risks)) if len(risks) else 0.0

    @Once
    def features(self) -> Rows:
        """The features' values, a row per household in the order of ``ids``."""
        return rows_of(self.folder / "features.parquet", self._cache)

    @Once
    def contributions(self) -> Rows:
        """The exact contributions, a row per household in the order of ``ids``; ``base`` is among the names."""
        return rows_of(self.folder / "contributions.parquet", self._cache)

    @Once
    def communes(self) -> dict[str, dict[str, Any]]:
        """The communes by code, in the order of their codes."""
        frame = self.frame("communes").sort("commune_code")
        return {row["commune_code"]: row for row in frame.iter_rows(named=True)}

    def commune_name(self, code: str) -> str:
        """Return a commune's name, its code where there is none."""
        return (self.communes.get(code) or {}).get("commune_name") or code

    @Once
    def urgent(self) -> list[dict[str, Any]]:
        """The urgent signs, newest first."""
        frame = self.frame("urgent")
        ordered = frame.sort(["recorded_on", "household_id", "sign"], descending=[True, False, False])
        return ordered.to_dicts()

    @Once
    def signs_of(self) -> dict[str, list[dict[str, Any]]]:
        """The urgent signs by household."""
        found: dict[str, list[dict[str, Any]]] = {}
        for sign in self.urgent:
            found.setdefault(sign["household_id"], []).append(sign)
        return found

    @Once
    def entries(self) -> pl.DataFrame:
        """The priority list as it was written, by position."""
        return self.frame("priority_list").sort("position")

    @Once
    def positions(self) -> dict[str, int]:
        """The position on the list by household."""
        return dict(zip(self.entries["household_id"], self.entries["position"], strict=True))


def _shared(texts: pl.Series) -> list[str]:
    """Return texts as a list in which those that are the same are one in memory: there are few of them."""
    known: dict[str, str] = {}
    return [known.setdefault(text, text) for text in texts]


class Runs:
    """The runs of one home (or, in another ``folder``, its scorings); those in use are held open."""

    def __init__(self, home: Path, folder: str = "runs") -> None:
        self.folder = home / folder
        self.cache = home / "cache" / "look-up"
        self._open: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()
        self._newest: tuple[int, str] | None = None
        self._newest_looked_at = self._erased_looked_at = -LOOKED_EVERY_S
        self._pointer = str(self.folder / NEWEST)
        self._erased = str(home / ERASED_FILE)
        self._erased_at_ns = self._touched()

    def erased_at_ns(self) -> int:
        """Return when somebody was last taken out of the home, 0 for never; runs held open since before are let go.

        As of ``LOOKED_EVERY_S`` ago at most, for which whoever erases waits."""
        moment = monotonic()
        if moment - self._erased_looked_at < LOOKED_EVERY_S:
            return self._erased_at_ns
        touched = self._touched()
        if touched != self._erased_at_ns:
            with self._lock:
                self._open.clear()
                self._erased_at_ns = touched
        self._erased_looked_at = moment
        return touched

    def _touched(self) -> int:
        try:
            return os.stat(self._erased).st_mtime_ns  # noqa: PTH116 - quicker, and asked often
        except OSError:
            return 0

    def newest_id(self) -> str:
        """Return the newest run's id, as of ``LOOKED_EVERY_S`` ago at most; raises ``NoRun`` where there is none."""
        moment = monotonic()
        if self._newest is not None and moment - self._newest_looked_at < LOOKED_EVERY_S:
            return self._newest[1]
        try:
            changed = os.stat(self._pointer).st_mtime_ns  # noqa: PTH116 - quicker, and asked often
            if self._newest is None or self._newest[0] != changed:
                named = Path(self._pointer).read_text(encoding="utf-8").strip()
                if RUN_ID.fullmatch(named):  # one that is being written holds nothing yet
                    self._newest = (changed, named)
        except OSError as why:
            raise NoRun() from why
        if self._newest is None:
            raise NoRun()
        self._newest_looked_at = moment
        return self._newest[1]

    def resolve(self, run_id: str) -> str:
        """Return the id that was meant, ``newest`` included; raises ``NoRun`` for what can't be an id."""
        if run_id == NEWEST:
            return self.newest_id()
        if not RUN_ID.fullmatch(run_id):
            raise NoRun()
        return run_id

    def opened(self, run_id: str) -> Run | None:
        """Return the run where it is open already, as of the last look at ``erased_at_ns``."""
        return self._open.get(run_id)

    def get(self, run_id: str = NEWEST) -> Run:
        """Open a run, or return it where it is open; raises ``NoRun`` or ``DamagedRun``."""
        self.erased_at_ns()
        wanted = run_id if run_id in self._open else self.resolve(run_id)
        with self._lock:
            if wanted not in self._open:
                if not (self.folder / wanted / "summary.json").exists():
                    raise NoRun()
                self._open[wanted] = Run(self.folder / wanted, self.cache)
            self._open.move_to_end(wanted)
            while len(self._open) > OPEN_RUNS:
                self._open.popitem(last=False)
            return self._open[wanted]

    def all(self) -> list[dict[str, Any]]:
        """Return id and summary of every run, the newest first."""
        if not self.folder.is_dir():
            return []
        found = []
        for folder in self.folder.iterdir():
            file = folder / "summary.json"
            if RUN_ID.fullmatch(folder.name) and file.exists():
                found.append((file.stat().st_mtime_ns, folder.name, json.loads(file.read_text(encoding="utf-8"))))
        return [{"id": name, **summary} for _, name, summary in sorted(found, key=lambda f: (-f[0], f[1]))]
