"""The 14 groups of children in special circumstances, and the family of outcomes each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from data.vocabulary.language import Text

SOURCE = "Law on Children 102/2016/QH13, Article 10; families of outcomes are the project's own"
FILE = Path(__file__).with_name("circumstances.csv")

OutcomeFamily = Literal["loss_of_care", "health", "law_and_drugs", "school_and_work", "harm"]
FAMILY_NAMES: dict[OutcomeFamily, Text] = {
    "loss_of_care": Text("mất sự chăm sóc", "loss of care"),
    "health": Text("sức khỏe", "health"),
    "law_and_drugs": Text("pháp luật và ma túy", "law and drugs"),
    "school_and_work": Text("học hành và lao động", "school and work"),
    "harm": Text("bị tổn hại", "harm"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its number (1 to 14), the law's letter, its name, its family, and whether a visit can prevent it."""

    number: int
    letter: str
    name: Text
    family: OutcomeFamily
    visit_can_prevent: bool

    @property
    def category(self) -> str:
        """The contract's value of ``circumstances.category``."""
        return str(self.number)


@cache
def read_groups() -> tuple[Group, ...]:
    """Return the 14 groups in the order of Article 10. Source: ``SOURCE``."""
    rows = pl.read_csv(FILE).iter_rows(named=True)
    return tuple(
        Group(r["number"], r["letter"], Text(r["vi"], r["en"]), r["family"], r["visit_can_prevent"]) for r in rows
    )
