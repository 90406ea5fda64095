# %% [markdown]
# # 3. Train and compare
#
# Every candidate is tested on years it had not seen, beside simple orders. What counts is the first 2 % of households:
# that is about what the teams can visit.

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

from models.shelf import Shelf
from service.runs.lessons import lesson_of
from service.runs.retrain import train

lesson = lesson_of(HOME, snapshot.id, None, seed=0)
trained = train(lesson)
model = Shelf(HOME).read(trained.id)

print(trained.id, trained.chosen, "skill" if trained.skill else "no skill")

# %%
backtest = Shelf(HOME).json(trained.id, "backtest.json")
rows = pl.DataFrame(
    [{"order": s["name"], "kind": s["kind"], **s["mean"]["recall_at_2pct"]} for s in backtest["scores"]]
)
base = alt.Chart(rows.to_pandas(), title="Share of the households with a case that a list of 2 % holds")
order = alt.Y("order:N", sort=alt.EncodingSortField("value", order="descending"), title=None)
share = alt.Axis(format="%")
recall_chart = (
    base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", axis=share, title=None), x2="high:Q", y=order, color="kind:N")
    + base.mark_point(size=90, filled=True).encode(x="value:Q", y=order, color=alt.Color("kind:N", title=None))
).properties(width=460, height=260)
recall_chart

# %% [markdown]
# Do its probabilities mean what they say? Each point is a tenth of the households, by risk.

# %%
bins = pl.DataFrame(
    [
        {"said": 1000 * b["predicted"], **{k: 1000 * (v or 0.0) for k, v in b["observed"].items()}}
        for b in backtest["calibrations"][backtest["chosen"]]["curve"]
    ]
)
most = float(max(bins["said"].max(), bins["high"].max()))
points = alt.Chart(bins.to_pandas(), title="Said and came, in 1,000 households")
line = alt.Chart(pl.DataFrame({"x": [0.0, most], "y": [0.0, most]}).to_pandas()).mark_line(
    strokeDash=[4, 3], color="#7C97A0"
)
calibration_chart = (
    line.encode(x=alt.X("x:Q", title="said"), y=alt.Y("y:Q", title="came"))
    + points.mark_rule(color="#0F5C63").encode(x="said:Q", y="low:Q", y2="high:Q")
    + points.mark_point(filled=True, size=70, color="#0F5C63").encode(x="said:Q", y="value:Q")
).properties(width=340, height=340)
calibration_chart

# %% [markdown]
# The release checks. Failed blocks a promotion; not enough evidence waits for a person's word.

# %%
for check in trained.checks:
    print(f"{check['number']:02d} {check['verdict']:<20} {check['text']['en']}")

# %% [markdown]
# The same candidates, on any table: `AdditiveClassifier` has scikit-learn's interface. Here it learns from a public
# example whether a tumour is benign. `candidate` says what is fitted; with `pairs` two columns may speak together where
# that proves itself on rows that it wasn't learned from. `explain` gives what each column adds, and it all adds up.

# %%
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import roc_auc_score

from models.estimator import AdditiveClassifier

public = load_breast_cancer(as_frame=True)
columns = public.data.iloc[:, :8]
learned, unseen = columns.iloc[::2], columns.iloc[1::2]
machine = AdditiveClassifier(candidate="mean_of_three", pairs=2).fit(learned, public.target.loc[learned.index])
chances = machine.predict_proba(unseen)[:, 1]
reasons = machine.explain(unseen)

print(f"area under the curve {roc_auc_score(public.target.loc[unseen.index], chances):.3f}; pairs {machine.pairs_}")
print(reasons.head(3).round(2))
assert abs(reasons.sum(axis=1) - machine.decision_function(unseen)).max() < 1e-9
