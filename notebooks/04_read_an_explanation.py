# %% [markdown]
# # 4. Read an explanation
#
# A model is tables. What a household's record adds is looked up, and adds up to the log-odds exactly.

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

# %%
import numpy as np

from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from models.explanation.contrast import Side, contrast
from models.explanation.what_if import open_questions, what_if
from models.ranking import risk_of

matrix = feature_matrix(tables, lesson.as_of)
values = matrix.select(model.features).to_numpy()
scored = model.score(values)
order = np.argsort(-scored.log_odds)
first, second = int(order[0]), int(order[1])
assert abs(scored.base[first] + scored.contributions[first].sum() - scored.log_odds[first]) < 1e-9
print(f"about {1000 * risk_of(scored.log_odds)[first]:.0f} in 1,000 households like {matrix['household_id'][first]}")

# %%
parts = (
    pl.DataFrame(
        {
            "fact": [CATALOGUE[n].label.en for n in model.features],
            "log_odds": scored.contributions[first],
        }
    )
    .sort(pl.col("log_odds").abs(), descending=True)
    .head(12)
)
waterfall_chart = (
    alt.Chart(parts.to_pandas(), title="What raises and what lowers this household's log-odds")
    .mark_bar()
    .encode(
        x=alt.X("log_odds:Q", title="log-odds"),
        y=alt.Y("fact:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
        color=alt.condition("datum.log_odds > 0", alt.value("#0F5C63"), alt.value("#9CC4C6")),
    )
    .properties(width=380)
)
waterfall_chart

# %% [markdown]
# One feature's table: what each of its values adds. "Not recorded" adds nothing.

# %%
shape = max(model.shapes, key=lambda s: float(np.ptp(s.scores)))
steps = pl.DataFrame(
    {
        "from": [float("nan"), *shape.edges.tolist()],
        "log_odds": shape.scores.tolist(),
        "bin": list(range(len(shape.scores))),
    }
)
table_chart = (
    alt.Chart(steps.to_pandas(), title=CATALOGUE[shape.feature].label.en)
    .mark_bar(color="#4E9A9E")
    .encode(
        x=alt.X("bin:O", title="bin, from the lowest values to the highest"), y=alt.Y("log_odds:Q", title="log-odds")
    )
    .properties(width=420, height=220)
)
table_chart

# %% [markdown]
# Why the first stands before the second, what another record would do, and which open question matters most.

# %%
sides = [
    Side(matrix["household_id"][i], values[i], scored.contributions[i], float(scored.base[i])) for i in (first, second)
]
for difference in contrast(sides[0], sides[1], model.features, CATALOGUE).differences[:5]:
    print(f"{difference.difference:+.3f}  {difference.label.en}: {difference.first.en} / {difference.second.en}")
changed = what_if(
    sides[0].household_id,
    model,
    values[first],
    {shape.feature: float("nan")},
    np.delete(scored.log_odds, first),
    CATALOGUE,
)
print(f"without {shape.feature}: rank {changed.rank_before} → {changed.rank_after}")
for question in open_questions(model, values[first], values, CATALOGUE):
    print(f"{question.question.en}  {question.lowest:+.2f} … {question.highest:+.2f}")
