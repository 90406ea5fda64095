"""The models of one home as folders, and which of them serves: what a run needs to know, without the registry.

``HOME/models/<id>/`` is a model (``models.store``). ``HOME/models/champion`` says in a few lines of JSON which one
serves, who decided so, why and when, and which ones served before; it is replaced in one step. The registry is the
record of it all (``models.registry``), and this is what it last said: serving goes on where the registry can't be
reached.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.vocabulary.errors import SommaiError
from data.vocabulary.language import Text

from .decisions import Decision
from .store import MODEL, TamperedModel, read_head, read_model, verify, write_model
from .tables import TableModel

CHAMPION, CHALLENGER = "champion", "challenger"
BACKTEST, GROUPS, CHECKS = "backtest.json", "groups.json", "checks.json"
REMOTE, DRIFT = "remote.json", "drift.json"
"""The documents that lie beside a model."""
MODEL_ID = re.compile(r"[0-9a-f]{16}")


class NoSuchModel(SommaiError):
    """A model was asked for that isn't there."""

    code = "no-such-model"
    exit_code = 2
    http_status = 404
    text = Text("Không có mô hình {model}.", "There is no model {model}.")
    next_step = Text(
        "Xem `sommai models list`, hoặc dùng --model scorecard.", "See `sommai models list`, or use --model scorecard."
    )


class Shelf:
    """The models of one home."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "models"

    def put(self, model: TableModel, facts: Mapping[str, Any], documents: Mapping[str, bytes], identity: str) -> str:
        """Keep a model under its id, and return it; the same model again changes nothing."""
        return write_model(model, self.folder / identity, facts, documents)

    def place(self, identity: str) -> Path:
        """Return a model's folder; raises ``NoSuchModel``."""
        folder = self.folder / identity
        if not MODEL_ID.fullmatch(identity) or not (folder / MODEL).exists():
            raise NoSuchModel(model=identity)
        return folder

    def find(self, beginning: str) -> str:
        """Return the id that begins so; raises ``NoSuchModel`` where none or several do."""
        found = [identity for identity in self.ids() if identity.startswith(beginning)]
        if not beginning or len(found) != 1:
            raise NoSuchModel(model=beginning)
        return found[0]

    def ids(self) -> list[str]:
        """Return the ids of all models, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if MODEL_ID.fullmatch(p.name) and (p / MODEL).exists())

    def read(self, identity: str) -> TableModel:
        """Return a model; raises ``NoSuchModel``, ``TamperedModel`` or ``ForeignModel``."""
        folder = self.place(identity)
        if verify(folder) != identity:
            raise TamperedModel(model=identity, file=MODEL)
        return read_model(folder)

    def head(self, identity: str) -> dict[str, Any]:
        """Return a model's ``model.json``."""
        return read_head(self.place(identity))

    def document(self, identity: str, name: str) -> str:
        """Return a document beside a model as text; raises ``TamperedModel`` where it isn't there."""
        try:
            return (self.place(identity) / name).read_text(encoding="utf-8")
        except OSError as why:
            raise TamperedModel(model=identity, file=name) from why

    def json(self, identity: str, name: str) -> Any:
        """Return a document of plain values; raises ``TamperedModel`` where it isn't there or can't be read."""
        try:
            return json.loads(self.document(identity, name))
        except ValueError as why:
            raise TamperedModel(model=identity, file=name) from why

    def champion(self) -> Decision | None:
        """Return the decision by which a model serves, None where nobody has promoted one."""
        decided = self.decisions()
        return decided[0] if decided else None

    def decisions(self) -> list[Decision]:
        """Return the decisions by which models serve and served, the newest first; empty where there are none."""
        file = self.folder / CHAMPION
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as why:
            raise TamperedModel(model=CHAMPION, file=str(file.name)) from why
        return [Decision(**decision) for decision in told["decisions"]]

    def decide(self, decisions: list[Decision]) -> None:
        """Write which model serves, and all decisions before, in one step."""
        told = {"model": decisions[0].model, "decisions": [dict(vars(d)) for d in decisions]} if decisions else None
        self._write(CHAMPION, told)

    def challenger(self) -> str | None:
        """Return the id of the model that was trained last and found best, None where there is none."""
        file = self.folder / CHALLENGER
        return json.loads(file.read_text(encoding="utf-8"))["model"] if file.exists() else None

    def challenge(self, identity: str | None) -> None:
        """Write which model is the challenger, in one step."""
        self._write(CHALLENGER, {"model": identity} if identity else None)

    def _write(self, name: str, told: dict[str, Any] | None) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if told is None:
            (self.folder / name).unlink(missing_ok=True)
            return
        handle, made = tempfile.mkstemp(prefix=f".{name}-", dir=self.folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(self.folder / name)
        finally:
            Path(made).unlink(missing_ok=True)
