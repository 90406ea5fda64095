"""What a visit to a household is worth under the province's policy."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from data.reference.circumstances import FAMILY_NAMES, read_groups
from data.vocabulary.frames import Tables
from features.as_of import FIVE_YEARS, AsOf
from features.cohort import eligible_children

from .policy import Policy
from .problem import Floats

AGES = (6, 11)
"""From which ages on a child counts as of primary, and of lower secondary age."""
PRIOR_CASES = 20.0
"""Cases of the province's mix that stand beside each age's own."""


def values(tables: Tables, as_of: date, homes: pl.DataFrame, policy: Policy) -> Floats:
    """Return each household's value, (n,) above zero, in the order of ``homes``.

    ``homes`` has ``household_id, risk, eligible_children``. The risk; times the eligible children up to the policy's
    most, where it says so; times the weights of the families of outcomes, where they differ, in the mix in which cases
    of children of the same ages were recorded in five years. The mix is the province's by age alone: it moves places
    between households with younger and older children and says nothing of any one household.
    """
    found = homes["risk"].to_numpy().copy()
    if policy.per_child:
        found *= np.clip(homes["eligible_children"].to_numpy(), 1, policy.most_children)
    if len(set(policy.family_weights.values())) > 1:
        found *= _family_factor(tables, as_of, homes, policy)
    return np.maximum(found, 1e-12)


def _age_group(as_of: AsOf) -> pl.Expr:
    age = as_of.age()
    return (age >= AGES[0]).cast(pl.Int64) + (age >= AGES[1])


def _family_factor(tables: Tables, as_of: date, homes: pl.DataFrame, policy: Policy) -> Floats:
    """Return the mean weight over each household's eligible children, by their ages."""
    known = AsOf(tables, as_of)
    family_of = {group.category: group.family for group in read_groups()}
    recent = known.known("circumstances").filter(known.days_since("onset_on") < FIVE_YEARS)
    cases = (
        recent.join(known.known("children").select("child_id", "birth_date"), on="child_id")
        .select(age=_age_group(known), family=pl.col("category").cast(pl.String).replace_strict(family_of))
        .collect()
    )
    weights = pl.Series([policy.family_weights[name] for name in FAMILY_NAMES])
    counts = np.zeros((len(AGES) + 1, len(FAMILY_NAMES)))
    for column, name in enumerate(FAMILY_NAMES):
        for age in range(len(AGES) + 1):
            counts[age, column] = cases.filter((pl.col("age") == age) & (pl.col("family") == name)).height
    whole = (counts.sum(axis=0) + 1) / (counts.sum() + len(FAMILY_NAMES))
    mix = (counts + PRIOR_CASES * whole) / (counts.sum(axis=1, keepdims=True) + PRIOR_CASES)
    factor = mix @ weights.to_numpy()
    children = eligible_children(tables, as_of).select(
        "household_id",
        factor=_age_group(known).replace_strict(dict(enumerate(factor.tolist())), return_dtype=pl.Float64),
    )
    mean = children.group_by("household_id").agg(pl.col("factor").mean())
    joined = homes.select("household_id").join(mean, on="household_id", how="left", maintain_order="left")
    return joined["factor"].fill_null(float(whole @ weights.to_numpy())).to_numpy()
