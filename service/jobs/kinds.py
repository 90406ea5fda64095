"""Which jobs there are: what may be asked of each, and by which steps it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from data.vocabulary.language import Language, Text
from service.access import Permission

from .problems import UnknownKind, WrongJob


class Wishes(BaseModel):
    """Base of what a job may be asked; an unknown part is refused."""

    model_config = ConfigDict(extra="forbid")


class ImportWishes(Wishes):
    """A folder of tables on this machine, read as of the day on which it was asked."""

    folder: str = Field(min_length=1, max_length=4096)
    today: dt.date = Field(default_factory=dt.date.today)
    max_rejects: float = Field(default=0.05, ge=0, le=1)


class ScoreWishes(Wishes):
    """A snapshot (the newest where none is named) to score as of a day."""

    snapshot: str | None = Field(default=None, max_length=64)
    as_of: dt.date | None = None
    model: str = Field(default="champion", max_length=64)
    seed: int = 0
    today: dt.date = Field(default_factory=dt.date.today)


class TrainWishes(Wishes):
    """A snapshot (the newest where none is named) to learn from, as it is known on a day."""

    snapshot: str | None = Field(default=None, max_length=64)
    as_of: dt.date | None = None
    seed: int = 0


class PlanWishes(Wishes):
    """A kept run whose list becomes a draft, by whom and why."""

    run: str = Field(default="newest", max_length=64)
    by: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)


class PromoteWishes(Wishes):
    """A model that shall serve: by whom, why, and which checks without evidence they accept in writing."""

    model: str = Field(min_length=1, max_length=64)
    by: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000)
    accepted: dict[str, str] = Field(default_factory=dict, max_length=20)


class ExportWishes(Wishes):
    """A list, in which version and form it is written, and which communes' households (all where nothing is said)."""

    list: str = Field(min_length=1, max_length=64)
    version: int | None = Field(default=None, ge=1)
    form: Literal["csv", "xlsx"] = "csv"
    lang: Literal["vi", "en"] | None = None
    communes: tuple[str, ...] | None = Field(default=None, max_length=500)


@dataclass(frozen=True)
class Recording:
    """What a step's ``record`` is called with: the transaction that says that the step is done, and its result."""

    connection: Connection
    job_id: str
    asked_by: str | None
    asked: dict[str, Any]
    result: Any


@dataclass(frozen=True)
class Step:
    """A part of a job that is done once. ``call`` runs in a process of its own and may be repeated: what it leaves is
    addressed by its content. ``record`` writes to the database in the transaction that says that the step is done."""

    name: str
    label: Text
    call: str
    record: str | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of job; over the service it is asked for, cancelled and retried by who has the permission."""

    name: str
    label: Text
    wishes: type[Wishes]
    steps: tuple[Step, ...]
    permission: Permission = Permission.JOBS_TRAIN


LEARN = Text("Huấn luyện và đánh giá mô hình", "Training and judging a model")
SCORE = Text("Tính nguy cơ của mọi hộ", "Scoring every household")
DRAFT = Text("Lập bản nháp danh sách", "Drafting a list")
PROMOTE = Text("Kiểm tra và đưa mô hình vào dùng", "Checking a model and letting it serve")
WRITE = Text("Ghi tệp", "Writing the file")
READ = Text("Đọc và lưu bản chụp dữ liệu", "Reading and storing a snapshot")


def _step(name: str, label: Text, function: str) -> Step:
    return Step(name, label, f"service.jobs.work:{function}")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("import", Text("Nhập dữ liệu", "Import"), ImportWishes, (_step("import", READ, "import_tables"),)),
        Kind("train", Text("Huấn luyện", "Training"), TrainWishes, (_step("train", LEARN, "train_model"),)),
        Kind(
            "score",
            Text("Tính nguy cơ", "Scoring"),
            ScoreWishes,
            (_step("score", SCORE, "score_households"),),
            Permission.JOBS_PLAN,
        ),
        Kind(
            "plan",
            Text("Lập danh sách", "Planning"),
            PlanWishes,
            (_step("plan", DRAFT, "draft_list"),),
            Permission.JOBS_PLAN,
        ),
        Kind(
            "promote",
            Text("Đưa vào dùng", "Promotion"),
            PromoteWishes,
            (_step("promote", PROMOTE, "promote_model"),),
            Permission.MODELS_PROMOTE,
        ),
        Kind(
            "export",
            Text("Xuất danh sách", "Export"),
            ExportWishes,
            (_step("export", WRITE, "export_list"),),
            Permission.LISTS_EXPORT,
        ),
    )
}


def checked(name: str, wishes: Mapping[str, Any], kinds: Mapping[str, Kind] = KINDS) -> dict[str, Any]:
    """Return wishes complete and as JSON, so that a later attempt does the same; raises ``UnknownKind``, ``WrongJob``.

    What is wrong is named by its field alone, never by its value.
    """
    if name not in kinds:
        raise UnknownKind(kinds=", ".join(sorted(kinds)))
    try:
        return kinds[name].wishes.model_validate(dict(wishes)).model_dump(mode="json")
    except ValidationError as why:
        parts = sorted({".".join(str(part) for part in fault["loc"])[:40] for fault in why.errors()})
        raise WrongJob(parts=", ".join(parts)) from None


def permission_of(name: str) -> Permission:
    """Return what asking for, cancelling and retrying a kind of job needs."""
    return KINDS[name].permission if name in KINDS else Permission.JOBS_TRAIN


def label_of(name: str, language: Language) -> str:
    """Return a kind in words, its name where this version doesn't know it."""
    return KINDS[name].label.in_(language) if name in KINDS else name
