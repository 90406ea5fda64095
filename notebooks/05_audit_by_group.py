# %% [markdown]
# # 5. Audit by group
#
# Groups play no part in the risk; they serve this check. A group with under 30 households with a case isn't judged:
# "not enough evidence" is not a pass.

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
groups = pl.DataFrame(
    [
        {
            "group": f"{g['attribute']}: {g['group']}",
            "positives": g["positives"],
            "verdict": g["verdict"],
            "value": g["recall_ratio"]["value"],
            "low": g["recall_ratio"]["low"],
            "high": g["recall_ratio"]["high"],
        }
        for g in Shelf(HOME).json(trained.id, "groups.json")
    ]
)
print(groups.group_by("verdict").len())
judged = groups.filter(pl.col("verdict") != "not_enough_evidence")
shown = judged if judged.height else groups.filter(pl.col("value").is_not_null())
base = alt.Chart(shown.to_pandas(), title="Recall of each group over that of all, list of 2 %")
scale = alt.Scale(domain=[0, 2.5], clamp=True)
audit_chart = (
    base.mark_rule(strokeWidth=3, color="#9CC4C6").encode(
        x=alt.X("low:Q", scale=scale, title="1 is as for all"), x2="high:Q", y=alt.Y("group:N", title=None)
    )
    + base.mark_point(filled=True, size=80).encode(x="value:Q", y="group:N", color=alt.Color("verdict:N", title=None))
    + alt.Chart(pl.DataFrame({"x": [1.0]}).to_pandas()).mark_rule(strokeDash=[4, 3]).encode(x="x:Q")
).properties(width=420)
audit_chart

# %% [markdown]
# How complete is the register? What visits found, against what stood on record before.

# %%
from models.findings import findings, reached_visits
from models.recording import recording

told = recording(findings(tables, lesson.as_of), reached_visits(tables, lesson.as_of))
for level in told.classes:
    print(level.text().en, f"(correction {level.correction.value:+.2f})")
