"""What a person may decide about a run, and what comes back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.contract import TABLES
from data.intake.mending import Notice
from data.vocabulary.frames import Tables
from data.vocabulary.language import Language, Text
from outreach.policy import Policy
from service.corrections import NOTHING_STANDS, Settled

if TYPE_CHECKING:
    from .known import Recorded


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """Everything a run depends on besides its tables; ``today`` is the day of the import."""

    home: Path
    today: dt.date
    as_of: dt.date | None = None
    """None: the last ``recorded_on`` in the snapshot."""
    model: str = "champion"
    language: Language = "vi"
    hours: float | None = None
    count: int | None = None
    months: float = 1.0
    policy_text: str | None = None
    """The policy file's text; None: the default policy."""
    seed: int = 0
    max_rejects: float = 0.05


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What a training is asked to learn from: a snapshot's tables as they are known, a day, a seed.

    ``recorded`` are the visits and corrections that stood beside the snapshot (``beside`` identifies them), so that
    the same can be read from disk again; ``policy`` has the limits of the release checks, and what a visit costs.
    """

    home: Path
    snapshot_id: str
    tables: Tables
    as_of: dt.date
    seed: int
    beside: str = ""
    recorded: Recorded | None = None
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """What a run left: its id, where it is kept, where its files are, and its summary."""

    run_id: str
    kept: Path
    out: Path | None
    summary: dict[str, Any]
    as_of_was_given: bool
    settled: Settled = NOTHING_STANDS
    """How the import stands to the corrections of records."""
    first_line: Text
    """Which model ranked, and why that one."""
    refused: tuple[Text, ...] = ()
    """Which models were refused, and why."""
    present: frozenset[str] = frozenset(TABLES)
    """The tables that the folder had."""
    notices: tuple[Notice, ...] = ()
    """What the import mended or left alone."""
    top: list[dict[str, Any]] = field(default_factory=list)
    """The first entries of the priority list, as in priority_list.csv."""
