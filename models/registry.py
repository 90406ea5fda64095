"""The record of models: what was trained, how good it was, who decided that it serves. MLflow's only importer.

Each model is a version of one registered model with the aliases ``champion`` and ``challenger``; its run has
parameters, metrics, curves and documents, and its lineage. Decisions are kept in order and never changed. What serving
needs is written to ``models.shelf`` in the same act, so that nothing that serves imports MLflow (four seconds) or
waits for its database. A killed promotion is finished when the registry is opened next: the record comes first.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from data.vocabulary.errors import SommaiError, WrongUse
from data.vocabulary.language import Text

from .canaries import CanariesDiffer, check_canaries, example
from .decisions import PROMOTED, ROLLED_BACK, Decision, PromotionNotAllowed, accepted_checks, standing
from .served import Served
from .shelf import CHALLENGER, CHAMPION, CHECKS, NoSuchModel, Shelf
from .store import ForeignModel, TamperedModel

NAME, EXPERIMENT = "sommai-risk", "sommai-training"
DATABASE, ARTIFACTS = "mlflow.db", "mlflow"
DECISION = "decision."
CONNECT_SECONDS = 5
DOCUMENTS = {".md", ".svg", ".png", ".json", ".csv"}
LOADER = "models.served"
UNUSABLE = (TamperedModel, ForeignModel, CanariesDiffer)


class RegistryOutOfReach(SommaiError):
    """The registry's database can't be reached or written."""

    code = "registry-out-of-reach"
    http_status = 503
    text = Text(
        "Không dùng được sổ đăng ký mô hình ({why}). Mô hình đang dùng vẫn tiếp tục phục vụ.",
        "The model registry can't be used ({why}). The champion keeps serving.",
    )
    next_step = Text(
        "Hãy kiểm tra địa chỉ trong SOMMAI_REGISTRY_URL, quyền ghi và dung lượng đĩa, rồi chạy lại cùng lệnh.",
        "Check the address in SOMMAI_REGISTRY_URL, permissions and disk space, then give the same command again.",
    )


class NothingBefore(SommaiError):
    """There is no champion before the present one to go back to."""

    code = "nothing-before"
    exit_code = 4
    http_status = 409
    text = Text("Trước mô hình đang dùng không có mô hình nào.", "No champion stands before the present one.")
    next_step = Text(
        "Có thể dùng `sommai run --model scorecard` hoặc đưa mô hình khác vào dùng.",
        "Use `sommai run --model scorecard`, or promote another model.",
    )


@dataclass(frozen=True)
class Entry:
    """One model as the registry knows it; ``facts`` are those of its folder.

    A model that a run trained and nobody has promoted stands on the shelf alone: ``version`` and ``registered_at`` are
    empty until somebody does.
    """

    id: str
    version: str
    registered_at: str
    aliases: tuple[str, ...]
    facts: Mapping[str, Any]
    checks: tuple[Mapping[str, Any], ...] = ()
    decisions: tuple[Decision, ...] = field(default=())

    @property
    def approved(self) -> bool:
        """Whether a person decided that this model serves, and it does."""
        return CHAMPION in self.aliases


class Registry:
    """The registry of one home: SQLite beside its data, or the PostgreSQL database that ``url`` names."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home, self.shelf = home, Shelf(home)
        self.url = _with_driver(url) if url else f"sqlite:///{home / DATABASE}"
        with self._reached():
            self._client = self._open()
            self._reconcile()

    def register(self, identity: str) -> None:
        """Record a model of the shelf as the challenger; recorded again, it only becomes the challenger again."""
        model, folder = self.shelf.read(identity), self.shelf.place(identity)
        with self._reached(), self._locked():
            version = self._version_of(identity) or self._record(identity, folder, Served(model))
            self._client.set_registered_model_alias(NAME, CHALLENGER, version)
            self.shelf.challenge(identity)

    def promote(self, identity: str, by: str, reason: str, accepted: Mapping[str, str] | None = None) -> Decision:
        """Let a model serve, by a named person with a reason; raises ``PromotionNotAllowed``, changing nothing."""
        by, reason = _said(by, reason)
        with self._reached(), self._locked():
            self.shelf.place(identity)
            serving = self.shelf.champion()
            if serving is not None and serving.model == identity:
                if (serving.by, serving.reason) == (by, reason):
                    return serving  # the same command again, after it was killed
                raise PromotionNotAllowed(identity, Text("mô hình này đang được dùng", "it serves already"))
            self._usable(identity)
            checks = self.shelf.json(identity, CHECKS)
            written = accepted_checks(identity, checks, accepted or {})
            if self._version_of(identity) is None:  # trained by a run, and not recorded until somebody wants it
                self._record(identity, self.shelf.place(identity), Served(self.shelf.read(identity)))
            return self._decide(Decision(identity, by, reason, _now(), written, PROMOTED))

    def rollback(self, by: str, reason: str) -> Decision:
        """Let the champion before the present one serve again; raises ``NothingBefore`` or ``PromotionNotAllowed``."""
        by, reason = _said(by, reason)
        with self._reached(), self._locked():
            decisions = self.shelf.decisions()
            if len(decisions) < 2:
                raise NothingBefore()
            before = decisions[1]
            self._usable(before.model)
            return self._decide(Decision(before.model, by, reason, _now(), before.accepted, ROLLED_BACK))

    def champion(self) -> str | None:
        """Return the id of the model that serves."""
        return self._aliased(CHAMPION)

    def challenger(self) -> str | None:
        """Return the id of the model that was registered last."""
        return self._aliased(CHALLENGER)

    def entries(self) -> list[Entry]:
        """Return every model, the one registered last first; then those that runs trained and nobody has promoted."""
        with self._reached():
            found = self._client.search_model_versions(f"name='{NAME}'", order_by=["version_number DESC"])
            aliases = self._aliases()
            recorded = [self._entry(version, aliases) for version in found]
            known = {entry.id for entry in recorded}
            return [*recorded, *(self._on_shelf(identity) for identity in self.shelf.ids() if identity not in known)]

    def show(self, identity: str) -> Entry:
        """Return one model by its id or the beginning of one; raises ``NoSuchModel``."""
        found = [entry for entry in self.entries() if identity and entry.id.startswith(identity)]
        if len(found) != 1:
            raise NoSuchModel(model=identity)
        return found[0]

    def history(self) -> list[Decision]:
        """Return every decision ever taken, the oldest first."""
        with self._reached():
            return self._history()

    def load(self, identity: str) -> Any:
        """Return the model as MLflow serves it (pyfunc), from the registry's own copy."""
        import mlflow

        with self._reached():
            mlflow.set_tracking_uri(self.url)
            mlflow.set_registry_uri(self.url)
            return mlflow.pyfunc.load_model(f"models:/{NAME}/{self._version_of(identity)}")

    def _open(self) -> Any:
        """Return a client over a database that is there and up to date."""
        _check_reach(self.url)
        os.environ["MLFLOW_DISABLE_TELEMETRY"] = os.environ["DO_NOT_TRACK"] = "true"
        os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
        os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "ERROR")
        for name in ("mlflow", "alembic"):
            logging.getLogger(name).setLevel(logging.ERROR)
        from mlflow import MlflowClient

        with self._locked():
            _prepare(self.url)
            client = MlflowClient(tracking_uri=self.url, registry_uri=self.url)
            if client.get_experiment_by_name(EXPERIMENT) is None:
                client.create_experiment(EXPERIMENT, artifact_location=str(self.home / ARTIFACTS))
            if not client.search_registered_models(f"name='{NAME}'"):
                client.create_registered_model(NAME, description="Households where a child may soon need help")
        return client

    def _reconcile(self) -> None:
        """Let alias and shelf follow the recorded decisions, where a killed promotion left them behind."""
        with self._locked():
            stack = standing(self._history())
            if stack and (stack != self.shelf.decisions() or self._aliased(CHAMPION) != stack[0].model):
                self._publish(stack)

    def _decide(self, decision: Decision) -> Decision:
        history = [*self._history(), decision]
        self._client.set_registered_model_tag(
            NAME, f"{DECISION}{len(history):06d}", json.dumps(asdict(decision), ensure_ascii=False)
        )
        self._publish(standing(history))
        return decision

    def _publish(self, stack: list[Decision]) -> None:
        self._client.set_registered_model_alias(NAME, CHAMPION, self._version_of(stack[0].model))
        self.shelf.decide(stack)

    def _history(self) -> list[Decision]:
        tags = self._client.get_registered_model(NAME).tags
        return [Decision(**json.loads(tags[key])) for key in sorted(tags) if key.startswith(DECISION)]

    def _usable(self, identity: str) -> None:
        """Raise ``PromotionNotAllowed`` where a model's folder can't serve."""
        try:
            check_canaries(self.shelf.place(identity), self.shelf.read(identity))
        except UNUSABLE as why:
            raise PromotionNotAllowed(
                identity, Text(why.message("vi").rstrip("."), why.message("en").rstrip("."))
            ) from why

    def _version_of(self, identity: str) -> str | None:
        found = self._client.search_model_versions(f"name='{NAME}' and tags.model_id='{identity}'")
        return max((v.version for v in found), key=int, default=None)

    def _aliases(self) -> dict[str, str]:
        return dict(self._client.get_registered_model(NAME).aliases)

    def _aliased(self, alias: str) -> str | None:
        version = self._aliases().get(alias)
        return None if version is None else self._client.get_model_version(NAME, version).tags["model_id"]

    def _on_shelf(self, identity: str) -> Entry:
        facts, checks = self._told(identity)
        return Entry(identity, "", "", (), facts, checks)

    def _told(self, identity: str) -> tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]:
        """Return a model's facts and checks, nothing where its folder is damaged or gone."""
        try:
            return self.shelf.head(identity)["facts"], tuple(self.shelf.json(identity, CHECKS))
        except (TamperedModel, NoSuchModel):
            return {}, ()

    def _entry(self, version: Any, aliases: Mapping[str, str]) -> Entry:
        identity = version.tags["model_id"]
        facts, checks = self._told(identity)
        at = dt.datetime.fromtimestamp(version.creation_timestamp / 1000, dt.UTC).isoformat(timespec="seconds")
        named = sorted(alias for alias, number in aliases.items() if str(number) == str(version.version))
        decisions = tuple(decision for decision in self._history() if decision.model == identity)
        return Entry(identity, str(version.version), at, tuple(named), facts, checks, decisions)

    def _record(self, identity: str, folder: Path, served: Served) -> str:
        """Write a run with everything that is known of a model, and return the version made from it."""
        import mlflow
        from mlflow.models import infer_signature

        mlflow.set_tracking_uri(self.url)
        mlflow.set_registry_uri(self.url)
        facts = served.model.facts
        given = example(folder, served.model)
        experiment = self._client.get_experiment_by_name(EXPERIMENT)
        tags = {"model_id": identity, **_lineage(facts)}
        with mlflow.start_run(experiment_id=experiment.experiment_id, run_name=identity, tags=tags) as run:
            mlflow.log_params(_params(facts))
            mlflow.log_metrics(_metrics(facts))
            for file in sorted(p for p in folder.rglob("*") if p.suffix in DOCUMENTS):
                mlflow.log_artifact(str(file), str(file.parent.relative_to(folder).as_posix()).removeprefix("."))
            logged = mlflow.pyfunc.log_model(
                name="model", loader_module=LOADER, data_path=str(folder), input_example=given,
                signature=infer_signature(given, served.predict(given)), pip_requirements=["sommai"],
            )  # fmt: skip
            made = self._client.create_model_version(
                NAME, logged.model_uri, run.info.run_id, tags=tags, model_id=logged.model_id
            )
        return str(made.version)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.shelf.folder.mkdir(parents=True, exist_ok=True)
        with (self.shelf.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Turn whatever the database, MLflow or the disk says into one clear error."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except SommaiError:
            raise
        except (SQLAlchemyError, OSError) as why:
            raise RegistryOutOfReach(why=type(why).__name__) from why
        except Exception as why:
            if type(why).__module__.split(".")[0] != "mlflow":
                raise
            raise RegistryOutOfReach(why=type(why).__name__) from why


def _with_driver(url: str) -> str:
    """Return the address with the driver that is installed."""
    kind, sign, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if sign and kind in ("postgres", "postgresql") else url


def _check_reach(url: str) -> None:
    """Connect once, within seconds: MLflow itself would try for an hour."""
    from sqlalchemy import create_engine, text

    waiting = {} if url.startswith("sqlite") else {"connect_timeout": CONNECT_SECONDS}
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args=waiting)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    finally:
        engine.dispose()


def _prepare(url: str) -> None:
    """Make MLflow's tables, or bring them up to this version, once and before anything uses them."""
    from mlflow.store.db.utils import _initialize_tables, _upgrade_db
    from sqlalchemy import create_engine, inspect

    engine = create_engine(url)
    try:
        if inspect(engine).has_table("experiments"):
            _upgrade_db(engine)
        else:
            _initialize_tables(engine)
    finally:
        engine.dispose()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _said(by: str, reason: str) -> tuple[str, str]:
    if not by.strip() or not reason.strip():
        raise WrongUse(
            what_vi="Cần tên người quyết định (--by) và lý do (--reason).",
            what_en="Who decides (--by) and why (--reason) must be said.",
        )
    return by.strip(), reason.strip()


def _lineage(facts: Mapping[str, Any]) -> dict[str, str]:
    return {f"lineage.{key}": str(value) for key, value in dict(facts.get("lineage", {})).items()}


def _params(facts: Mapping[str, Any]) -> dict[str, str]:
    told = {key: facts[key] for key in ("chosen", "candidates", "seed", "as_of", "test_years") if key in facts}
    return {key: str(value) for key, value in {**told, **dict(facts.get("lineage", {}))}.items()}


def _metrics(facts: Mapping[str, Any]) -> dict[str, float]:
    figures = dict(facts.get("backtest") or {})
    return {key: float(value) for key, value in figures.items() if isinstance(value, int | float)}
