"""A list ready to be paged: its entries as bytes, and which of them a filter leaves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import orjson
import polars as pl
from sqlalchemy import Engine

from data.vocabulary.language import Language
from service.access import Permission, Who
from service.scores import Run
from service.store.database import reading

from . import content, records, repository


class PriorityList:
    """A list in one language; ``frame`` has the columns of priority_list.csv, by position."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.as_bytes = [orjson.dumps(row) for row in self.frame.iter_rows(named=True)]
        self._communes = self.frame["commune_code"].to_numpy()
        self._bands = self.frame["band"].cast(pl.String).to_numpy()
        self.chosen = lru_cache(maxsize=512)(self._chosen)

    def _chosen(self, commune: str | None, band: str | None, communes: frozenset[str] | None) -> np.ndarray:
        """Return the rows that fit the filters, in order of position."""
        fits = np.ones(self.frame.height, dtype=bool)
        if communes is not None:
            fits &= np.isin(self._communes, list(communes))
        if commune:
            fits &= self._communes == commune
        if band:
            fits &= self._bands == band
        return np.flatnonzero(fits)

    def page(
        self, commune: str | None, band: str | None, communes: frozenset[str] | None, start: int, limit: int
    ) -> tuple[np.ndarray, int]:
        """Return the rows of one page of what fits the filters, and how many fit in all."""
        rows = self.chosen(commune, band, communes)
        return rows[start : start + limit], len(rows)

    def rows(self, places: np.ndarray) -> pl.DataFrame:
        """Return entries as a frame with the columns of priority_list.csv."""
        return self.frame[places.tolist()]


def listed_for(who: Who) -> frozenset[str] | None:
    """Return the communes whose entries of a run's list somebody reads: none before it is published, but for those
    who draw lists up or check them."""
    return who.communes if who.may(Permission.DRAFTS_READ) else frozenset()


def list_of(run: Run, language: Language) -> PriorityList:
    """Return a run's list, made ready when it is first asked for and kept as long as the run is open."""
    return run.once(("list", language), lambda: PriorityList(repository.entries(run, language)))


def budgets_left(engine: Engine, list_id: str) -> dict[str, float]:
    """Return the minutes that each team has left on a list as it stands."""
    with reading(engine) as connection:
        budgets = records.budgets_of(connection, list_id)
        needed, _ = content.minutes_by_team(records.entries(connection, list_id))
    return {team: minutes - needed.get(team, 0.0) for team, minutes in budgets.items()}
