"""What lies beside a model for people: its backtest and checks, generated from the training and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from models.card import Told, datasheet, feature_catalogue, model_card
from models.checks import CheckResult
from models.evaluation.backtest import Backtest
from models.evaluation.groups import GroupFigures
from models.evaluation.records import as_json
from models.shelf import Shelf
from models.tables import TableModel
from service.report.evidence import Evidence, RegisterLevel, evidence_content

from .options import Lesson

BACKTEST, GROUPS, CHECKS = "backtest.json", "groups.json", "checks.json"


def documents(
    lesson: Lesson,
    model: TableModel,
    facts: Mapping[str, Any],
    backtest: Backtest,
    groups: Sequence[GroupFigures],
    checks: Sequence[CheckResult],
    matrix: pl.DataFrame,
) -> dict[str, bytes]:
    """Return the documents of a model as files by name; ``matrix`` are the features of the households on the day."""
    plain = {BACKTEST: backtest.as_json(), GROUPS: as_json(tuple(groups)), CHECKS: as_json(tuple(checks))}
    files = {name: as_file(value) for name, value in plain.items()}
    told = told_of(lesson, model, facts, files, matrix)
    cards = {
        "model_card_vi": model_card(told, "vi"), "model_card_en": model_card(told, "en"),
        "datasheet": datasheet(told), "feature_catalogue": feature_catalogue(),
    }  # fmt: skip
    curves = curves_of(Evidence(model="", ranks=True, backtest=told.backtest, checks=told.checks, groups=told.groups))
    return files | {f"{name}.md": text.encode() for name, text in cards.items()} | curves


def told_of(
    lesson: Lesson, model: TableModel, facts: Mapping[str, Any], files: Mapping[str, bytes], matrix: pl.DataFrame
) -> Told:
    """Return what the cards tell of."""
    parts = model.score(matrix.select(model.features).to_numpy()).contributions
    first = {
        name: str(frame["recorded_on"].min())
        for name, frame in lesson.tables.items()
        if "recorded_on" in frame.columns and frame.height
    }
    return Told(
        facts=facts, backtest=json.loads(files[BACKTEST]), groups=json.loads(files[GROUPS]),
        checks=json.loads(files[CHECKS]),
        weight=dict(zip(model.features, np.abs(parts).mean(axis=0).tolist(), strict=True)),
        rows={name: frame.height for name, frame in lesson.tables.items()}, first_days=first,
    )  # fmt: skip


def curves_of(evidence: Evidence) -> dict[str, bytes]:
    """Return recall beside simple orders, the calibration curve and the clusters as pictures, SVG and PNG."""
    import vl_convert

    drawn = evidence_content(evidence, RegisterLevel(), "en")
    files: dict[str, bytes] = {}
    for name in ("recall", "curve", "clusters"):
        picture = drawn[name].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        if picture:
            files[f"curves/{name}.svg"] = picture.encode()
            files[f"curves/{name}.png"] = vl_convert.svg_to_png(picture, scale=2)
    return files


def as_file(told: object) -> bytes:
    """Return plain values as a JSON file."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def evidence_of(shelf: Shelf, identity: str, *, ranks: bool) -> Evidence:
    """Return what is known of a model from the documents beside it; raises ``TamperedModel`` where one is missing."""
    return Evidence(
        model=identity, ranks=ranks, backtest=shelf.json(identity, BACKTEST), checks=shelf.json(identity, CHECKS),
        groups=shelf.json(identity, GROUPS),
    )  # fmt: skip
