"""Learning from the case register: from a snapshot's tables to a calibrated model, judged on years it had not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE

from .additive import recalibrated, with_interval
from .calibration import Calibration, Year, calibration_of
from .evaluation.predictions import TestPredictions
from .examples import Collected, Day, Examples, collected, day_of, examples, origins_for, sampling_share
from .fitting.candidates import CANDIDATES, SCORECARD, Candidates, chosen_model, prepared
from .fitting.training import training_set
from .intervals import interval_of
from .outcome import outcome
from .parallel import each, one_thread
from .scorecard import read_scorecard
from .selection import Selection, select
from .splits import Splits, TestYear, household_fold, splits
from .tables import Floats, TableModel

FOLDS = 3
FEWEST_EVENTS = 30

Progress = Callable[[str, float], None]
"""Told the name of a step and the share of all learning that is done, 0 to 1."""


Keep = Callable[[date, Callable[[], "Judged | None"]], "Judged | None"]
"""Asked for what a test year tells: makes it, or gives back what was made before a kill."""


class NothingToLearn(SommaiError):
    """The register has too little to learn from: no mature origin, or too few events."""

    code = "nothing-to-learn"
    text = Text(
        "Chưa đủ dữ liệu để học: {why_vi}.",
        "There is too little to learn from: {why_en}.",
    )
    next_step = Text(
        "Hãy dùng bảng điểm chuyên gia (--model scorecard) cho đến khi sổ có đủ trường hợp.",
        "Use the expert scorecard (--model scorecard) until the register holds enough cases.",
    )


@dataclass(frozen=True)
class Learned:
    """What learning leaves.

    ``model`` is the chosen candidate trained on all mature origins, calibrated, with its 90 % interval and facts;
    ``candidates`` go from the simplest on; ``predictions`` are out-of-fold log-odds per test year, oldest first, of
    every candidate by name and of the unrestricted upper comparison, which is never chosen. ``rows`` are features that
    were computed on the way, for who needs them next; None where what was learned was read back.
    """

    model: TableModel
    candidates: tuple[str, ...]
    chosen: str
    splits: Splits
    predictions: tuple[TestPredictions, ...]
    calibration: dict[str, object] = field(default_factory=dict)
    selection: dict[str, object] = field(default_factory=dict)
    rows: ForRefits | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Gathered:
    """The rows of the origins, for training, and every household of the test days."""

    training: dict[date, Collected]
    tests: dict[date, Day]
    others: dict[date, Collected]
    """The rows for training as another seed keeps them, for ``models.refitting``."""

    def for_refits(self, days: Splits) -> ForRefits:
        """Return what is needed once the model is made; the rest may be forgotten."""
        return ForRefits(self.others, self.tests[days.tests[-1].day])


@dataclass(frozen=True)
class ForRefits:
    """The rows of the origins as another seed keeps them, and every household of the newest test day."""

    training: dict[date, Collected]
    newest: Day


@dataclass(frozen=True)
class Judged:
    """A test year: its predictions, and the outcome and weight that calibration goes by (see ``models.outcome``)."""

    predictions: TestPredictions
    counted: Floats
    weight: Floats

    def year(self, name: str) -> Year:
        """Return what calibration needs of a candidate."""
        return Year(self.predictions.day.isoformat(), self.predictions.scores[name], self.counted, self.weight)


def learn(
    tables: Tables, as_of: date, *, seed: int, progress: Progress | None = None, keep: Keep | None = None
) -> Learned:
    """Train every candidate, judge it on the test years, choose, and calibrate; pure.

    The same tables, day and seed give the same bits, on any number of cores. ``keep`` may keep what each test year
    tells, so that a training that is killed needn't find it out again. Raises ``NothingToLearn`` where no origin is
    mature, no year can be tested, or too few events are known.
    """
    tell = progress or silent
    with one_thread():
        days = splits(tables, as_of)
        _check_days(days)
        rows = gather(tables, days, seed, tell)
        # The rows of the run's own day go first: they take longest.
        everything, *years = each(
            partial(_work, tables, days, rows, seed, keep or _made, tell), [None, *reversed(days.tests)]
        )
        tell("test_years", 0.85)
        judged = [year for year in reversed(years) if isinstance(year, Judged)]
        found = _learned(days, cast(Candidates, everything), judged, seed, tell)
        return replace(found, rows=rows.for_refits(days))


def gather(tables: Tables, days: Splits, seed: int, tell: Progress) -> Gathered:
    """Compute the features of every origin once; keep training rows, and all rows of the test days."""
    features = tuple(CATALOGUE)
    households = tables["households"].height
    origins = origins_for(days, households)
    share = sampling_share(households * len(origins), tables["circumstances"].height)
    training, tests, others = {}, {}, {}
    for k, origin in enumerate(origins):
        day = day_of(tables, origin, features)
        training[origin] = collected(tables, day, days.as_of, share, seed)
        whole = share == 1.0  # every seed keeps all of it
        others[origin] = training[origin] if whole else collected(tables, day, days.as_of, share, seed + 1)
        if any(origin == test.day for test in days.tests):
            tests[origin] = day
        tell("features", 0.3 * (k + 1) / len(origins))
    return Gathered(training, tests, others)


def _work(
    tables: Tables, days: Splits, rows: Gathered, seed: int, keep: Keep, tell: Progress, test: TestYear | None
) -> Judged | Candidates | None:
    """Return a test year, or the candidates for all rows where none is named."""
    if test is None:
        return _prepare_all(tables, days, rows, seed)
    year = keep(test.day, partial(_judge_year, tables, days, rows, test, seed))
    tell(f"year {test.day:%d/%m/%Y}", 0.6)
    return year


def _judge_year(tables: Tables, days: Splits, rows: Gathered, test: TestYear, seed: int) -> Judged | None:
    """Return a test year, None where too few events were known before it."""
    train = [rows.training[o] for o in test.train if o in rows.training]
    data = examples(tables, train, test.day) if train else None
    if data is None or data.events < FEWEST_EVENTS:
        return None
    return judge(tables, rows.tests[test.day], data, days, seed)


def _prepare_all(tables: Tables, days: Splits, rows: Gathered, seed: int) -> Candidates:
    everything = examples(tables, list(rows.training.values()), days.as_of)
    _check_events(everything)
    return prepared(training_set(everything, read_scorecard(), seed), days.delay_days, read_scorecard(), seed)


def judge(tables: Tables, day: Day, data: Examples, days: Splits, seed: int) -> Judged:
    """Return every candidate's predictions for a test day, each household's by models trained without it."""
    found = outcome(tables, day.day, days.as_of)
    numbered = pl.DataFrame({"household_id": day.household_ids}).with_row_index("at")
    rows = numbered.join(found, on="household_id", how="inner", maintain_order="left")
    judged = day.take(rows["at"].to_numpy().astype(np.int64))
    ready = prepared(training_set(data, read_scorecard(), seed), days.delay_days, read_scorecard(), seed)
    folds = household_fold(judged.household_ids, FOLDS, seed)
    scores = out_of_fold(ready, judged, folds)
    counted = rows["before_visit"].to_numpy().astype(np.float64)
    predictions = TestPredictions(
        day.day, judged.household_ids, judged.commune_codes, rows["positive"].to_numpy(),
        rows["preventable"].to_numpy(), scores,
    )  # fmt: skip
    return Judged(predictions, counted, np.where(counted > 0, 1.0, rows["exposure"].to_numpy()))


def out_of_fold(ready: Candidates, day: Day, folds: NDArray[np.int64]) -> dict[str, Floats]:
    """Return by candidate the log-odds of a day's households by models that were trained without them, (n,)."""
    mine = (ready.data.chance * FOLDS).astype(np.int64)
    found: dict[str, Floats] = {}
    for fold in range(FOLDS):
        at = np.flatnonzero(folds == fold)
        for name, score in ready.scores(mine != fold, day.values[at]).items():
            found.setdefault(name, np.empty(len(folds)))[at] = score
    return found


def _learned(days: Splits, ready: Candidates, judged: list[Judged], seed: int, tell: Progress) -> Learned:
    if not judged:
        raise NothingToLearn(
            why_vi="chưa có năm nào có đủ trường hợp trước đó để kiểm tra",
            why_en="no year has enough cases before it to be a test",
        )
    predictions = tuple(j.predictions for j in judged)
    names = tuple(name for name in CANDIDATES if all(name in p.scores for p in predictions))
    # The scorecard is a simple order to be beaten (the skill test), so it doesn't stand among those to choose from.
    selection = select(predictions, [name for name in names if name != SCORECARD], seed)
    calibration = calibration_of([j.year(selection.chosen) for j in judged])
    model = finished(ready, selection, calibration, days)
    tell("model", 1.0)
    return Learned(model, names, selection.chosen, days, predictions, calibration.facts(), selection.facts())


def finished(ready: Candidates, selection: Selection, calibration: Calibration, days: Splits) -> TableModel:
    """Return the chosen candidate trained on all rows, calibrated, with its interval and what is to be told of it."""
    model = recalibrated(chosen_model(ready, selection.chosen), calibration.slope, calibration.intercept)
    facts: dict[str, object] = {
        "calibration": calibration.facts(),
        "selection": selection.facts(),
        "choices": ready.choices.facts(),
        "events": ready.data.events,
        "rows": len(ready.data.positive),
        "origins": [day.isoformat() for day in ready.data.days],
        "test_days": [test.day.isoformat() for test in days.tests],
        "delay_days": days.delay_days,
    }
    return with_interval(model, interval_of(ready, calibration), facts)


def _check_days(days: Splits) -> None:
    if not days.origins:
        raise NothingToLearn(
            why_vi="chưa có ngày nào mà kết quả một năm sau đã được ghi đủ",
            why_en="there is no day whose outcomes of the following year are on record by now",
        )
    if not days.tests:
        raise NothingToLearn(
            why_vi="sổ còn quá ngắn để kiểm tra mô hình trên một năm mà nó chưa thấy",
            why_en="the register is too short to test a model on a year that it hasn't seen",
        )


def _check_events(rows: Examples) -> None:
    if rows.events < FEWEST_EVENTS:
        raise NothingToLearn(
            why_vi=f"chỉ có {rows.events:.0f} trường hợp, cần ít nhất {FEWEST_EVENTS}",
            why_en=f"{rows.events:.0f} cases are known, at least {FEWEST_EVENTS} are needed",
        )


def _made(day: date, make: Callable[[], Judged | None]) -> Judged | None:
    """Make what a test year tells, and keep nothing."""
    return make()


def silent(step: str, share: float) -> None:
    """Tell nobody."""
