# %% [markdown]
# # 6. Change a policy
#
# A policy decides how hours are spent; it never changes a risk. Here the same risks are planned with other hours and
# another cool-down, and each plan is held against its bound.

# %%
import os
from pathlib import Path

import altair as alt
import polars as pl

from data.snapshots import OPEN_TABLES, Snapshots
from data.synthetic import make_province
from data.synthetic.world import World

HOME = Path(os.environ.get("SOMMAI_HOME", "var")).resolve()
HOUSEHOLDS = int(os.environ.get("NOTEBOOK_HOUSEHOLDS", "6000"))
province = make_province(HOUSEHOLDS, seed=7, years=5, world=World(yearly_rate=0.05, signal=1.5)).tables
snapshot = Snapshots(HOME).store({name: province[name] for name in OPEN_TABLES}, frozenset(OPEN_TABLES))
tables = snapshot.tables()

# %%
from dataclasses import replace

from models.scorecard import read_scorecard
from outreach.lists import plan
from outreach.policy import Policy
from service.runs.results import homes_of, last_recorded_on, risks_of

as_of = last_recorded_on(tables)
homes = homes_of(tables, as_of)
scored, scores = risks_of(homes, read_scorecard(), Policy(), seed=0)
usual = float(tables["teams"]["hours_per_month"].sum())

# %% [markdown]
# What another hour is worth: expected reached against hours.

# %%
tried = []
for factor in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0):
    made = plan(tables, homes.cohort, scores, as_of, Policy(), hours=usual * factor)
    tried.append(
        {"hours": usual * factor, "reached": made.allocation["expected_reached"], "gap": made.allocation["gap"]}
    )
curve = pl.DataFrame(tried)
hours_chart = (
    alt.Chart(curve.to_pandas(), title="Households reached that may come to need protection, by hours")
    .mark_line(point=True, color="#0F5C63")
    .encode(x=alt.X("hours:Q", title="hours a month"), y=alt.Y("reached:Q", title="expected reached"))
    .properties(width=460, height=260)
)
hours_chart

# %% [markdown]
# A longer cool-down leaves households alone that were visited not long ago.

# %%
for days in (0, 90, 365):
    policy = replace(Policy(), cool_down_days=days)
    made = plan(tables, homes.cohort, scores, as_of, policy)
    print(
        f"cool-down {days:>3} days: {made.entries.height} households, reaches {made.allocation['expected_reached']:.1f}"
    )
