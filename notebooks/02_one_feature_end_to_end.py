# %% [markdown]
# # 2. One feature from end to end
#
# A feature is declared once. Here one is followed from its declaration through its values as of two days to what it
# says of cases.

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
from datetime import timedelta

from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from models.outcome import outcome
from service.runs.results import last_recorded_on

as_of = last_recorded_on(tables)
today = feature_matrix(tables, as_of)
raising = [f for f in CATALOGUE.values() if f.kind == "number" and f.monotone == 1 and today[f.name].null_count() == 0]
feature = max(raising, key=lambda f: today[f.name].n_unique())
print(feature.name, "|", feature.label.vi, "|", feature.label.en)
print("unit", feature.unit, "| tables", ", ".join(feature.tables), "| look-back", feature.look_back_days, "days")

# %% [markdown]
# As of a day means: what had been recorded by that day. The same household can have other values a year earlier.

# %%
earlier = as_of - timedelta(days=730)
then, now = (feature_matrix(tables, day).select("household_id", feature.name) for day in (earlier, as_of))
moved = then.join(now, on="household_id", suffix="_now")
print(f"{(moved[feature.name] != moved[feature.name + '_now']).sum()} of {moved.height} households have another value")

# %% [markdown]
# Its values on the earlier day, and the share of households with a case in the year after: recorded first, held against
# what came only then.

# %%
came = outcome(tables, earlier, as_of).select("household_id", "positive")
held = then.join(came, on="household_id").with_columns(
    value=pl.when(pl.col(feature.name).is_null())
    .then(pl.lit("not recorded"))
    .otherwise(pl.col(feature.name).clip(-2, 6).round(0).cast(pl.Int64).cast(pl.String))
)
rates = (
    held.group_by("value").agg(share=pl.col("positive").mean(), households=pl.len()).filter(pl.col("households") >= 30)
)
feature_chart = (
    alt.Chart(rates.to_pandas(), title=f"{feature.label.en}: households with a case in the year after")
    .mark_bar(color="#0F5C63")
    .encode(
        x=alt.X("value:N", title=f"{feature.unit} (-1 doesn't apply, -2 didn't happen)"),
        y=alt.Y("share:Q", axis=alt.Axis(format="%"), title="share"),
    )
    .properties(width=420, height=240)
)
feature_chart
