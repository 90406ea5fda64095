"""The finished stages of a training, kept so that a killed one goes on where it was, with the same bits.

``HOME/training/<id>/`` has a folder or file per stage, each written whole or not at all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.whole_file import write_whole
from data.whole_folder import whole_folder
from models.evaluation.predictions import TestPredictions
from models.learning import Judged, Learned
from models.splits import Splits, TestYear
from models.store import read_model, write_model

LEARNED, JUDGED, DONE = "learned", "judged.json", "done.json"
YEAR, JUDGED_COLUMNS = "year-", ("counted", "weight")
COLUMNS = ("household_id", "commune_code", "positive", "preventable")


def write_learned(learned: Learned, folder: Path) -> None:
    """Keep what learning left: the model, and a table of predictions per test year."""
    told = {
        "candidates": list(learned.candidates),
        "chosen": learned.chosen,
        "splits": _splits(learned.splits),
        "calibration": learned.calibration,
        "selection": learned.selection,
        "days": [p.day.isoformat() for p in learned.predictions],
    }
    with whole_folder(folder) as made:
        write_model(learned.model, made / "model", {})
        for prediction in learned.predictions:
            write_frame(_frame(prediction), made / f"{prediction.day}.parquet")
        (made / "learned.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_learned(folder: Path) -> Learned | None:
    """Return what ``write_learned`` kept, None where the stage isn't finished."""
    if not (folder / "learned.json").exists():
        return None
    told = json.loads((folder / "learned.json").read_text(encoding="utf-8"))
    days = [_predictions(pl.read_parquet(folder / f"{day}.parquet"), day) for day in told["days"]]
    return Learned(
        read_model(folder / "model"), tuple(told["candidates"]), told["chosen"], _read_splits(told["splits"]),
        tuple(days), told["calibration"], told["selection"],
    )  # fmt: skip


def kept_year(folder: Path, day: date, make: Callable[[], Judged | None]) -> Judged | None:
    """Return what a test year tells as it was kept, or make and keep it; too few events are found out again."""
    file = folder / f"{YEAR}{day}.parquet"
    if file.exists():
        frame = pl.read_parquet(file)
        counted, weight = (frame[name].to_numpy().astype(np.float64) for name in JUDGED_COLUMNS)
        return Judged(_predictions(frame.drop(JUDGED_COLUMNS), day.isoformat()), counted, weight)
    made = make()
    if made is not None:
        extra = dict(zip(JUDGED_COLUMNS, (made.counted, made.weight), strict=True))
        write_frame(_frame(made.predictions).with_columns(**{n: pl.Series(v) for n, v in extra.items()}), file)
    return made


def write_frame(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame as Parquet in one step; a disk that is full raises ``OSError`` and leaves nothing half written."""
    written = io.BytesIO()
    frame.write_parquet(written, compression="lz4", statistics=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(written.getvalue(), file)


def forget_years(folder: Path) -> None:
    """Remove the years that were kept, once what they led to is."""
    for file in folder.glob(f"{YEAR}*.parquet"):
        file.unlink(missing_ok=True)


def write_json(told: Mapping[str, Any], file: Path) -> None:
    """Write a small file of facts in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(json.dumps(told, ensure_ascii=False, indent=1) + "\n", file)


def read_json(file: Path) -> dict[str, Any] | None:
    """Return a file of facts, None where it isn't there."""
    if not file.exists():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _frame(prediction: TestPredictions) -> pl.DataFrame:
    columns: dict[str, Any] = {
        "household_id": prediction.household_ids, "commune_code": prediction.commune_codes,
        "positive": prediction.positive, "preventable": prediction.preventable,
    }  # fmt: skip
    return pl.DataFrame(columns | {f"score {name}": score for name, score in prediction.scores.items()})


def _predictions(frame: pl.DataFrame, day: str) -> TestPredictions:
    scores = {n.removeprefix("score "): frame[n].to_numpy().astype(np.float64) for n in frame.columns[len(COLUMNS) :]}
    household, commune, positive, preventable = (frame[name] for name in COLUMNS)
    return TestPredictions(
        date.fromisoformat(day), household, commune, positive.to_numpy(), preventable.to_numpy(), scores
    )


def _splits(found: Splits) -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "delay_days": found.delay_days,
        "first_day": found.first_day.isoformat() if found.first_day else None,
        "origins": [day.isoformat() for day in found.origins],
        "tests": [
            {"day": t.day.isoformat(), "train": [d.isoformat() for d in t.train], "known_on": t.known_on.isoformat()}
            for t in found.tests
        ],
    }


def _read_splits(told: dict[str, Any]) -> Splits:
    day = date.fromisoformat
    tests = tuple(TestYear(day(t["day"]), tuple(map(day, t["train"])), day(t["known_on"])) for t in told["tests"])
    first = day(told["first_day"]) if told["first_day"] else None
    return Splits(day(told["as_of"]), told["delay_days"], first, tuple(map(day, told["origins"])), tests)
