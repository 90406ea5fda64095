"""What may be asked of jobs over the service: less than at the machine, and never a path.

An import names a folder inside the one place where the operator receives tables; who asks is who is signed in; an
export holds the asker's communes alone.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from service.access import Who
from service.configuration import Settings

from .problems import NoImportFolder

INBOX = "inbox"
SHOWN = 10
NAME = r"^[\w][\w.\- ]*$"
"""A folder's name: letters, digits, points, dashes and blanks; nothing that leads anywhere else."""
Snapshot = Annotated[str | None, Field(default=None, max_length=64, description="The newest where nothing is said")]
Day = Annotated[dt.date | None, Field(default=None, description="The last recorded day where nothing is said")]
Seed = Annotated[int, Field(default=0, ge=0, le=2**31 - 1)]


class Asked(BaseModel):
    """Base of what may be asked; an unknown part is refused."""

    model_config = ConfigDict(extra="forbid")


class ImportAsked(Asked):
    """The name of a folder of tables where the operator receives them."""

    folder: str = Field(min_length=1, max_length=100, pattern=NAME)
    max_rejects: float = Field(default=0.05, ge=0, le=1)


class TrainAsked(Asked):
    """What to learn from."""

    snapshot: Snapshot
    as_of: Day
    seed: Seed


class ScoreAsked(Asked):
    """What to score, and by which model."""

    snapshot: Snapshot
    as_of: Day
    model: str = Field(default="champion", min_length=1, max_length=64)
    seed: Seed


class PlanAsked(Asked):
    """The run whose list becomes a draft in the caller's name, and why."""

    run: str = Field(default="newest", min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=2000)


class ExportAsked(Asked):
    """The list to write; the file holds the caller's communes."""

    list: str = Field(min_length=1, max_length=64)
    version: int | None = Field(default=None, ge=1, le=10**6)
    form: Literal["csv", "xlsx"] = "csv"
    lang: Literal["vi", "en"] | None = None


class ImportJob(Asked):
    """Ask for an import."""

    kind: Literal["import"]
    asked: ImportAsked


class TrainJob(Asked):
    """Ask for training."""

    kind: Literal["train"]
    asked: TrainAsked = Field(default_factory=TrainAsked)  # type: ignore[arg-type]


class ScoreJob(Asked):
    """Ask for scores."""

    kind: Literal["score"]
    asked: ScoreAsked = Field(default_factory=ScoreAsked)  # type: ignore[arg-type]


class PlanJob(Asked):
    """Ask for a draft."""

    kind: Literal["plan"]
    asked: PlanAsked


class ExportJob(Asked):
    """Ask for a file."""

    kind: Literal["export"]
    asked: ExportAsked


class NewJob(RootModel[Annotated[ImportJob | TrainJob | ScoreJob | PlanJob | ExportJob, Field(discriminator="kind")]]):
    """A job to be done in the background."""


def wishes_of(new: NewJob, who: Who, home: Path, settings: Settings) -> dict[str, Any]:
    """Return what the job is asked, complete; raises ``NoImportFolder``."""
    job = new.root
    wishes = job.asked.model_dump(mode="json", exclude_none=True)
    if isinstance(job, ImportJob):
        wishes["folder"] = str(folder_named(job.asked.folder, inbox_of(home, settings)))
    elif isinstance(job, PlanJob):
        wishes["by"] = who.name
    elif isinstance(job, ExportJob) and who.communes is not None:
        wishes["communes"] = sorted(who.communes)
    return wishes


def inbox_of(home: Path, settings: Settings) -> Path:
    """Return the one place whose folders may be imported over the service."""
    return Path(settings.import_folder) if settings.import_folder else home / INBOX


def folders_in(inbox: Path) -> list[str]:
    """Return the names of the folders that may be imported, sorted; links that lead elsewhere aren't among them."""
    if not inbox.is_dir():
        return []
    place = inbox.resolve()
    return sorted(found.name for found in inbox.iterdir() if found.is_dir() and found.resolve().parent == place)


def folder_named(name: str, inbox: Path) -> Path:
    """Return the folder of a name; raises ``NoImportFolder`` for any that isn't offered."""
    offered = folders_in(inbox)
    if name not in offered:
        raise NoImportFolder(offered=", ".join(offered[:SHOWN]) or "–")
    return inbox.resolve() / name
