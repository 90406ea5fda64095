"""Rules over facts of a household: which visits are mandatory, and for whom a floor keeps places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from data.reference.named_facts import read_named_facts
from data.vocabulary.language import Text

ANY_SIGN = "any"


@dataclass(frozen=True)
class Condition:
    """Which households a rule speaks of: by one feature between two bounds, by an urgent sign, or by commune.

    Exactly one of ``feature``, ``sign`` and ``communes`` is given; none of them means every household.
    """

    feature: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    sign: str | None = None
    communes: tuple[str, ...] = ()
    fact: str | None = None
    """The name by which the file calls the feature and its bounds, if it does."""

    @property
    def text(self) -> Text:
        """The condition in words."""
        if self.fact:
            return read_named_facts()[self.fact].text
        if self.feature:
            low = "" if self.at_least is None else f" ≥ {self.at_least:g}"
            high = "" if self.at_most is None else f" ≤ {self.at_most:g}"
            return Text(f"{self.feature}{low}{high}", f"{self.feature}{low}{high}")
        if self.sign == ANY_SIGN:
            return Text("có dấu hiệu khẩn cấp", "an urgent sign")
        if self.sign:
            return Text(f"dấu hiệu khẩn cấp {self.sign}", f"urgent sign {self.sign}")
        if self.communes:
            named = ", ".join(self.communes)
            return Text(f"xã {named}", f"communes {named}")
        return Text("mọi hộ", "every household")

    def disjoint(self, other: Condition) -> bool:
        """Return whether no household can meet both, as far as the rules themselves tell."""
        if self.communes and other.communes:
            return not set(self.communes) & set(other.communes)
        if self.feature is None or self.feature != other.feature:
            return False
        return _low(self) > _high(other) or _low(other) > _high(self)

    @property
    def empty(self) -> bool:
        """Whether no value can lie between the bounds."""
        return self.feature is not None and _low(self) > _high(self)


def _low(condition: Condition) -> float:
    return 0.0 if condition.at_least is None else condition.at_least


def _high(condition: Condition) -> float:
    return float("inf") if condition.at_most is None else condition.at_most


@dataclass(frozen=True)
class Rule:
    """Households that always get a visit."""

    when: Condition

    @property
    def text(self) -> Text:
        """The rule in words."""
        return Text(f"bắt buộc: {self.when.text.vi}", f"mandatory: {self.when.text.en}")


@dataclass(frozen=True)
class FloorRule:
    """At least ``number`` visits, or ``share`` of all visits, to those who meet the condition; of each commune where
    ``per`` says so."""

    when: Condition
    number: float = 0.0
    share: float = 0.0
    per: Literal["commune"] | None = None

    @property
    def text(self) -> Text:
        """The rule in words."""
        much = f"{self.share * 100:g} %" if self.share else f"{self.number:g}"
        each = Text(" mỗi xã", " of each commune") if self.per else Text("", "")
        return Text(f"mức sàn {much}{each.vi}: {self.when.text.vi}", f"floor of {much}{each.en}: {self.when.text.en}")


def met(
    condition: Condition, homes: pl.DataFrame, matrix: pl.DataFrame | None, urgent: pl.DataFrame | None
) -> pl.Series:
    """Return who meets a condition, Boolean, in the order of ``homes`` (``household_id, commune_code``).

    ``matrix`` has the features by ``household_id``, ``urgent`` the signs; a value that isn't recorded, or a special
    code, meets no bound.
    """
    if condition.communes:
        return homes["commune_code"].is_in(list(condition.communes))
    if condition.sign:
        if urgent is None:
            return pl.repeat(False, homes.height, eager=True)
        rows = urgent if condition.sign == ANY_SIGN else urgent.filter(pl.col("sign") == condition.sign)
        return homes["household_id"].is_in(rows["household_id"].unique().implode())
    if condition.feature:
        if matrix is None:
            return pl.repeat(False, homes.height, eager=True)
        value = homes.select("household_id").join(
            matrix.select("household_id", value=condition.feature), on="household_id", how="left", maintain_order="left"
        )["value"]
        return ((value >= max(_low(condition), 0.0)) & (value <= _high(condition))).fill_null(False)
    return pl.repeat(True, homes.height, eager=True)
