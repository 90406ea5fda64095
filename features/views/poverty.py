"""What the poverty reviews of a household say, and whether support was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from data.reference.poverty_standards import POINTS_PER_DEPRIVATION, PovertyStandard, read_standards
from features.as_of import FIVE_YEARS, TWO_YEARS, whole_months, whole_years, within

if TYPE_CHECKING:
    from .register import Views

NOT_POOR, NEAR_POOR, POOR = 0, 1, 2
LEVELS = {"not_poor": NOT_POOR, "near_poor": NEAR_POOR, "poor": POOR}


def _reviews(views: Views) -> pl.DataFrame:
    """Return the reviews of the last five years by household and day, with ``level`` and ``changed``."""
    rows = (
        views.seen("poverty_assessments")
        .join(views.home_of.lazy(), on="household_id")
        .drop("household_id", "recorded_on")
        .with_columns(
            level=pl.col("status").replace_strict(LEVELS, return_dtype=pl.Int8),
            days_since=views.as_of.days_since("assessed_on"),
        )
        .sort("home", "assessed_on")
        .collect()
    )
    same = pl.col("home").shift(1) == pl.col("home")
    before = pl.when(same).then(pl.col("level").shift(1))
    return (
        within(rows, FIVE_YEARS)
        .with_columns(before=before)
        .with_columns(changed=pl.col("level").ne_missing(pl.col("before")) & pl.col("before").is_not_null())
    )


def latest_review(views: Views) -> pl.DataFrame:
    """Return the last known review of each household reviewed in the last five years.

    ``home``; ``level`` (0 not poor, 1 near-poor, 2 poor) and ``before`` (at the review before, or null); ``changes``
    of level and ``reviews`` in five years; ``poor_years``, begun years since the present run of poor reviews
    started (0 where not poor); ``months_since``; the deprivations ``dep_*`` (Boolean), ``deprived`` (how many of
    those recorded); ``b1_score`` and ``b2_score`` (points) and each as ``b1_percent``, ``b2_percent`` of the
    threshold of its standard.
    """
    reviews = _reviews(views).set_sorted("home")
    deprivations = [name for name in reviews.columns if name.startswith("dep_")]
    newest = ["level", "before", "days_since", "b1_score", "b2_score", "standard", "assessed_on", *deprivations]
    last_not_poor = pl.when(pl.col("level") != POOR).then(pl.col("days_since")).min().over("home")
    in_run = (pl.col("level") == POOR) & (pl.col("days_since") < last_not_poor.fill_null(1 << 30))
    latest = (
        reviews.lazy()
        .with_columns(run=pl.when(in_run).then(pl.col("days_since")))
        .group_by("home", maintain_order=True)
        .agg(
            pl.col(newest).last(),
            changes=pl.col("changed").sum(),
            reviews=pl.len(),
            run=pl.col("run").max(),
        )
    )
    some = pl.any_horizontal(pl.col(name).is_not_null() for name in deprivations)
    return (
        _against_lines(views, latest)
        .with_columns(
            poor_years=pl.when(pl.col("level") == POOR).then(whole_years(pl.col("run")) + 1).otherwise(0.0),
            months_since=whole_months(pl.col("days_since")),
            deprived=pl.when(some).then(pl.sum_horizontal(deprivations)),
        )
        .drop("days_since", "assessed_on", "standard")
        .sort("home")
        .collect()
    )


def _against_lines(views: Views, latest: pl.LazyFrame) -> pl.LazyFrame:
    """Add the scores as percent of the thresholds of the standard under which the review was made.

    Where the review names no standard, the one in force on its day counts (the oldest for days before it)."""
    homes = views["homes"].lazy().select("home", "urban")
    standards = read_standards()
    by_day = pl.lit(standards[0].standard)
    for later in standards[1:]:
        begun = pl.col("assessed_on") >= pl.lit(later.valid_from)
        by_day = pl.when(begun).then(pl.lit(later.standard)).otherwise(by_day)
    used = pl.coalesce(pl.col("standard").cast(pl.String), by_day)

    def line(of: Callable[[PovertyStandard], float | None]) -> pl.Expr:
        return used.replace_strict({s.standard: of(s) for s in standards}, default=None, return_dtype=pl.Float64)

    rural, urban = line(lambda s: s.b1_rural_line), line(lambda s: s.b1_urban_line)
    b1_line = pl.when(pl.col("urban")).then(urban).when(~pl.col("urban")).then(rural)
    b2_line = line(lambda s: s.poor_from_deprivations * POINTS_PER_DEPRIVATION)
    return latest.join(homes, on="home", how="left").with_columns(
        b1_percent=100 * pl.col("b1_score") / b1_line, b2_percent=100 * pl.col("b2_score") / b2_line
    )


def support(views: Views) -> pl.DataFrame:
    """Return, for each household with a guardian in the register, support in the last two years.

    ``home``; Boolean: ``asked`` (applied for or received), ``applied``, ``received``, ``waiting`` (applied and
    nothing received since), null where guardian events aren't kept; ``entitled`` (poor or near-poor by the last
    review; null where there is none)."""
    with_guardian = views["guardians"].lazy().select("home").unique()
    reviews = views["latest_review"].lazy().select("home", entitled=pl.col("level") >= NEAR_POOR)
    recent = within(views["guardian_events"], TWO_YEARS).lazy()
    last = recent.group_by("home").agg(
        [
            pl.when(pl.col("event") == name).then(pl.col("days_since")).min().alias(name)
            for name in ("support_applied", "support_received")
        ]
    )
    applied, received = pl.col("support_applied"), pl.col("support_received")
    facts = {
        "applied": applied.is_not_null(),
        "received": received.is_not_null(),
        "asked": applied.is_not_null() | received.is_not_null(),
        "waiting": applied.is_not_null() & (received.is_null() | (received > applied)),
    }
    kept = pl.lit(views.kept("guardian_events"))
    return (
        with_guardian.join(reviews, on="home", how="left")
        .join(last, on="home", how="left")
        .select("home", "entitled", **{name: pl.when(kept).then(fact) for name, fact in facts.items()})
        .sort("home")
        .collect()
    )
