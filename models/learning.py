"""Learning from the case register: from a snapshot's tables to a calibrated model, judged on years it had not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.vocabulary.errors import SommaiError
from data.vocabulary.frames import Tables
from data.vocabulary.language import Text
from features.catalogue import CATALOGUE

from .additive import log_odds, recalibrated, with_interval
from .calibration import Calibration, Year, calibration_of
from .evaluation.predictions import TestPredictions
from .examples import Collected, Day, Examples, collected, day_of, examples, origins_for, sampling_share
from .fitting.training import TrainingSet, fit_candidate, training_set
from .outcome import outcome
from .parallel import one_thread
from .scorecard import read_scorecard
from .splits import Splits, household_fold, splits
from .tables import ConstantInterval, Floats, TableModel

FOLDS = 3
FEWEST_EVENTS = 30
SCORECARD, SPLINES = "scorecard", "splines"

Progress = Callable[[str, float], None]
"""Told the name of a step and the share of all learning that is done, 0 to 1."""


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
    ``predictions`` are out-of-fold log-odds per test year, oldest first, of every candidate by name.
    """

    model: TableModel
    candidates: tuple[str, ...]
    chosen: str
    splits: Splits
    predictions: tuple[TestPredictions, ...]
    calibration: dict[str, object] = field(default_factory=dict)


def learn(tables: Tables, as_of: date, *, seed: int, progress: Progress | None = None) -> Learned:
    """Train every candidate, judge it on the test years, choose, and calibrate; pure.

    Raises ``NothingToLearn`` where no origin is mature, no year can be tested, or too few events are known.
    """
    tell = progress or _silent
    with one_thread():
        days = splits(tables, as_of)
        _check_days(days)
        tell("features", 0.0)
        rows = gather(tables, days, seed, tell)
        return _judged(tables, days, rows, seed, tell)


@dataclass(frozen=True)
class Gathered:
    """The rows of the origins, for training, and every household of the test days."""

    training: dict[date, Collected]
    tests: dict[date, Day]


def gather(tables: Tables, days: Splits, seed: int, tell: Progress) -> Gathered:
    """Compute the features of every origin once; keep training rows, and all rows of the test days."""
    features = tuple(CATALOGUE)
    households = tables["households"].height
    origins = origins_for(days, households)
    known = tables["circumstances"].height
    share = sampling_share(households * len(origins), known)
    training, tests = {}, {}
    for k, origin in enumerate(origins):
        day = day_of(tables, origin, features)
        training[origin] = collected(tables, day, days.as_of, share, seed)
        if any(origin == test.day for test in days.tests):
            tests[origin] = day
        tell("features", 0.3 * (k + 1) / len(origins))
    return Gathered(training, tests)


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


def _judged(tables: Tables, days: Splits, rows: Gathered, seed: int, tell: Progress) -> Learned:
    predictions, years = [], []
    for k, test in enumerate(days.tests):
        train = [rows.training[o] for o in test.train if o in rows.training]
        if not train:
            continue
        data = examples(tables, train, test.day)
        if data.events < FEWEST_EVENTS:
            continue
        prediction, weight, counted = _test_year(tables, rows.tests[test.day], data, test.known_on, seed)
        predictions.append(prediction)
        years.append((prediction, weight, counted))
        tell("test years", 0.3 + 0.5 * (k + 1) / len(days.tests))
    everything = examples(tables, list(rows.training.values()), days.as_of)
    _check_events(everything)
    if not predictions:
        raise NothingToLearn(
            why_vi="chưa có năm nào có đủ trường hợp trước đó để kiểm tra",
            why_en="no year has enough cases before it to be a test",
        )
    model = fit_candidate(SPLINES, training_set(everything, read_scorecard()))
    calibration = calibration_of([
        Year(p.day.isoformat(), p.scores[SPLINES], counted, weight) for p, weight, counted in years
    ])  # fmt: skip
    tell("done", 1.0)
    return Learned(
        _finished(model, calibration, everything), (SCORECARD, SPLINES), SPLINES, days, tuple(predictions),
        calibration.facts(),
    )  # fmt: skip


def _finished(model: TableModel, calibration: Calibration, rows: Examples) -> TableModel:
    told: dict[str, object] = {"calibration": calibration.facts(), "events": rows.events, "rows": len(rows.positive)}
    return with_interval(
        recalibrated(model, calibration.slope, calibration.intercept), ConstantInterval(float(np.log(2))), told
    )


def _test_year(
    tables: Tables, day: Day, data: Examples, known_on: date, seed: int
) -> tuple[TestPredictions, Floats, Floats]:
    """Return a test year's predictions, with the weight and the counted outcome that calibration goes by."""
    found = outcome(tables, day.day, known_on)
    at = pl.DataFrame({"household_id": day.household_ids}).with_row_index("at").join(found, on="household_id")
    at = at.sort("at")
    judged = day.take(at["at"].to_numpy().astype(np.int64))
    values = judged.values.astype(np.float64)
    folds = household_fold(judged.household_ids, FOLDS, seed)
    scores = {SCORECARD: log_odds(read_scorecard(), values), SPLINES: out_of_fold(SPLINES, data, values, folds, seed)}
    positive = at["positive"].to_numpy()
    counted = at["before_visit"].to_numpy().astype(np.float64)
    weight = np.where(counted > 0, 1.0, at["exposure"].to_numpy())
    prediction = TestPredictions(
        day.day, judged.household_ids, judged.commune_codes, positive, at["preventable"].to_numpy(), scores
    )
    return prediction, weight, counted


def out_of_fold(name: str, data: Examples, values: Floats, folds: NDArray[np.int64], seed: int) -> Floats:
    """Return the log-odds of households (n, p) by models that were trained without them, (n,)."""
    mine = household_fold(data.households, FOLDS, seed)
    found = np.empty(len(values))
    for fold in range(FOLDS):
        rest: TrainingSet = training_set(data.take(mine != fold), read_scorecard())
        found[folds == fold] = log_odds(fit_candidate(name, rest), values[folds == fold])
    return found


def _silent(step: str, share: float) -> None:
    """Tell nobody."""
