# %% [markdown]
# # 1. Look at the data
#
# A register is a set of tables, each row with the day on which it was recorded. Before anything is learned, look at
# what is there, since when, and how long it takes until a case is written down. The province here is invented.

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

# %% [markdown]
# How many rows each table has, and the first and last day on which one was recorded.

# %%
kept = [
    {"table": name, "rows": frame.height, "first": frame["recorded_on"].min(), "last": frame["recorded_on"].max()}
    for name, frame in tables.items()
    if "recorded_on" in frame.columns
]
overview = pl.DataFrame(kept)
overview

# %% [markdown]
# Cases by the quarter in which they began. The last quarters look empty because recording takes time: a day may train
# and test only when its outcomes have had the time to be recorded.

# %%
cases = tables["circumstances"].with_columns(quarter=pl.col("onset_on").dt.truncate("1q"))
by_quarter = cases.group_by("quarter").len().sort("quarter")
cases_chart = (
    alt.Chart(by_quarter.to_pandas(), title="Cases by the quarter in which they began")
    .mark_bar(color="#0F5C63")
    .encode(x=alt.X("quarter:T", title=None), y=alt.Y("len:Q", title="cases"))
    .properties(width=560, height=220)
)
cases_chart

# %% [markdown]
# Days from the beginning of a circumstance to its record.

# %%
delay = cases.select(days=(pl.col("recorded_on") - pl.col("onset_on")).dt.total_days())
delay_chart = (
    alt.Chart(delay.to_pandas(), title="Days until a case is on record")
    .mark_bar(color="#4E9A9E")
    .encode(x=alt.X("days:Q", bin=alt.Bin(maxbins=30), title="days"), y=alt.Y("count():Q", title="cases"))
    .properties(width=560, height=220)
)
delay_chart

# %% [markdown]
# What isn't recorded, as a share of each column of households. It adds nothing to a risk; it leads to a question.

# %%
homes = tables["households"]
empty = (
    pl.DataFrame({"column": homes.columns, "share": [homes[c].null_count() / homes.height for c in homes.columns]})
    .filter(pl.col("share") > 0)
    .sort("share", descending=True)
)
empty_chart = (
    alt.Chart(empty.to_pandas(), title="Cells of households that nobody filled in")
    .mark_bar(color="#7C97A0")
    .encode(x=alt.X("share:Q", axis=alt.Axis(format="%"), title=None), y=alt.Y("column:N", sort="-x", title=None))
    .properties(width=480)
)
empty_chart
