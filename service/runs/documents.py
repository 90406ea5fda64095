"""What lies beside a model for people: its backtest and checks, generated from the training and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from models.card import Told, datasheet, feature_catalogue, model_card
from models.shelf import BACKTEST, CHECKS, DRIFT, GROUPS, REMOTE, Shelf
from models.tables import TableModel
from service.report.evidence import Evidence, RegisterLevel, evidence_content

from .judging import Judged
from .options import Lesson

ALONE = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12"'
"""What a picture needs where no page says how its text is set: without a family none of it is drawn."""


def documents(lesson: Lesson, model: TableModel, facts: Mapping[str, Any], judged: Judged) -> dict[str, bytes]:
    """Return the documents of a model as files by name."""
    plain: dict[str, Any] = {
        BACKTEST: judged.backtest, GROUPS: judged.groups, CHECKS: judged.checks, REMOTE: judged.remote,
        DRIFT: judged.drift,
    }  # fmt: skip
    told = told_of(lesson, facts, judged)
    cards = {
        "model_card_vi": model_card(told, "vi"), "model_card_en": model_card(told, "en"),
        "datasheet": datasheet(told), "feature_catalogue": feature_catalogue(),
    }  # fmt: skip
    evidence = Evidence(model="", ranks=True, backtest=judged.backtest, checks=judged.checks, groups=judged.groups)
    files = {name: as_file(value) for name, value in plain.items()}
    return files | {f"{name}.md": text.encode() for name, text in cards.items()} | curves_of(evidence)


def told_of(lesson: Lesson, facts: Mapping[str, Any], judged: Judged) -> Told:
    """Return what the cards tell of."""
    first = {
        name: str(frame["recorded_on"].min())
        for name, frame in lesson.tables.items()
        if "recorded_on" in frame.columns and frame.height
    }
    return Told(
        facts=facts, backtest=judged.backtest, groups=judged.groups, checks=judged.checks, remote=judged.remote,
        drift=judged.drift, weight=judged.weight,
        rows={name: frame.height for name, frame in lesson.tables.items()}, first_days=first,
    )  # fmt: skip


def curves_of(evidence: Evidence) -> dict[str, bytes]:
    """Return recall beside simple orders, the calibration curve and the clusters as pictures, SVG and PNG."""
    import vl_convert

    drawn = evidence_content(evidence, RegisterLevel(), "en")
    files: dict[str, bytes] = {}
    for name in ("recall", "curve", "clusters"):
        picture = drawn[name].replace("<svg ", f"<svg {ALONE} ", 1)
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
        groups=shelf.json(identity, GROUPS), remote=beside(shelf, identity, REMOTE),
        drift=beside(shelf, identity, DRIFT),
    )  # fmt: skip


def beside(shelf: Shelf, identity: str, name: str) -> Any:
    """Return a document that a model may have beside it, None where it was made without."""
    return shelf.json(identity, name) if (shelf.place(identity) / name).exists() else None
