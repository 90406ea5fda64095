"""What a kept run was asked for, so that it can be run again to the byte."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from data.vocabulary.language import Language

from .options import RunOptions

FILE = "asked.json"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a run depends on besides its snapshot, its day and its model; both of these stand in its summary.

    ``visits_upto`` is the last recorded visit (of those kept here, not in the register) that the run knew,
    ``corrections_upto`` the last event of corrections.
    """

    policy_text: str | None = None
    hours: float | None = None
    count: int | None = None
    months: float = 1.0
    seed: int = 0
    language: Language = "vi"
    visits_upto: int = 0
    corrections_upto: int = 0


def write_asked(folder: Path, options: RunOptions, visits_upto: int, corrections_upto: int = 0) -> None:
    """Write what was asked into a run's folder."""
    told = Asked(
        policy_text=options.policy_text, hours=options.hours, count=options.count, months=options.months,
        seed=options.seed, language=options.language, visits_upto=visits_upto,
        corrections_upto=corrections_upto,
    )  # fmt: skip
    (folder / FILE).write_text(json.dumps(asdict(told), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_asked(folder: Path) -> Asked:
    """Return what a run was asked for; the defaults where it was kept before this was written down."""
    file = folder / FILE
    return Asked(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Asked()
