"""The records of models: what each was learned from, how good it was on years it had not seen, who decided."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from data.vocabulary.language import Language, Text
from models.account import Part, account
from models.decisions import Decision
from models.shelf import BACKTEST, CHECKS, DRIFT, REMOTE, NoSuchModel, Shelf
from models.store import TamperedModel
from service.problems import Problem

DOCUMENTS = {".md", ".json", ".csv", ".svg"}
TOLD = ("kind", "base", "code", "contract")
FACTS = ("as_of", "chosen", "candidates", "events", "skill", "calibrated", "backtest", "calibration", "lineage", "seed")


class NoModel(Problem):
    """There is no such model."""

    code = "no-model"
    http_status = 404
    title = Text("Không có mô hình này", "No such model")
    text = Text("Không tìm thấy mô hình này.", "This model can't be found.")


def models_of(home: Path) -> list[dict[str, Any]]:
    """Return the record of every model: the champion first, then the challenger, then by the day learned, newest."""
    shelf = Shelf(home)
    found = [_record(shelf, identity) for identity in shelf.ids()]
    return sorted(found, key=lambda m: (m["role"] != "champion", m["role"] != "challenger", _newest_first(m), m["id"]))


def model_of(home: Path, identity: str) -> dict[str, Any]:
    """Return one model's record with its backtest and its documents' names; raises ``NoModel``."""
    shelf = Shelf(home)
    try:
        shelf.place(identity)
    except NoSuchModel as why:
        raise NoModel() from why
    record = _record(shelf, identity)
    return {**record, "evaluation": _document(shelf, identity, BACKTEST), "documents": documents_of(home, identity)}


def account_of(home: Path, identity: str, language: Language) -> tuple[Part, ...]:
    """Return what a model says of itself beyond its ranking; nothing where its documents don't tell of it."""
    shelf = Shelf(home)
    backtest, remote, drift = (_document(shelf, identity, name) for name in (BACKTEST, REMOTE, DRIFT))
    return account(backtest, remote, drift, language) if backtest and remote and drift else ()


def documents_of(home: Path, identity: str) -> list[str]:
    """Return the names of the documents that lie beside a model and can be read."""
    folder = Shelf(home).place(identity)
    return sorted(file.name for file in folder.iterdir() if file.suffix in DOCUMENTS and file.is_file())


def _record(shelf: Shelf, identity: str) -> dict[str, Any]:
    head = shelf.head(identity)
    facts = head.get("facts", {})
    standing = shelf.decisions()
    decisions = [_decision(d) for d in standing if d.model == identity]
    role = "champion" if standing and standing[0].model == identity else ""
    return {
        "id": identity,
        "role": role or ("challenger" if shelf.challenger() == identity else ""),
        **{name: head.get(name) for name in TOLD},
        **{name: facts.get(name) for name in FACTS},
        "checks": _document(shelf, identity, CHECKS) or [],
        "decisions": decisions,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in ("act", "by", "reason", "at")} | {
        "accepted": dict(decision.accepted)
    }


def _document(shelf: Shelf, identity: str, name: str) -> Any:
    try:
        return json.loads(shelf.document(identity, name))
    except (TamperedModel, ValueError):
        return None


def _newest_first(record: dict[str, Any]) -> int:
    digits = str(record["as_of"] or "").replace("-", "")
    return -int(digits) if digits.isdigit() else 0
