"""Where nothing in the register tells of an outcome, no model claims skill and none may be promoted.

One small province, its features computed once, and all but a dozen of them taken for not recorded. For each seed its cases are dealt out anew among the children, so that
nothing on record says who will have one; then candidates are fitted, predict a year that they hadn't seen, the best is
selected, held against the simple orders, and checked, as a training does.
"""

import numpy as np
import pytest

from data.synthetic import make_province
from data.synthetic.world import World
from models.checks import Evidence, blocked, run_checks
from models.evaluation.backtest import backtest
from models.evaluation.baselines import with_simple_orders
from models.examples import examples
from models.fitting.candidates import CANDIDATES, UNRESTRICTED
from models.learning import gather, judge
from models.parallel import one_thread
from models.scorecard import read_scorecard
from models.selection import select
from models.splits import splits

SEEDS = 20
WORLD = World(yearly_rate=0.045)
EVERY = 9
"""Of the features, each ninth is kept."""


@pytest.fixture(scope="module")
def province():
    """A province of 800 households with a dozen features of its training days and of its newest test day."""
    tables = make_province(800, seed=5, years=5, world=WORLD).tables
    days = splits(tables, WORLD.last_day)
    rows = gather(tables, days, 0, lambda *_: None)
    for day in [*(origin.rows for origin in rows.training.values()), *rows.tests.values()]:
        day.values[:, np.arange(day.values.shape[1]) % EVERY != 0] = np.nan
    return tables, days, rows


def dealt_out(tables, seed):
    """The cases of a register among children drawn by lot: as many, on the same days, of the same groups."""
    cases, children = tables["circumstances"], tables["children"].sort("child_id")
    rng = np.random.default_rng(seed)
    born = children["birth_date"].to_numpy()
    onset = cases["onset_on"].to_numpy()
    drawn = [rng.choice(np.flatnonzero((born < day) & (born > day - np.timedelta64(15 * 365, "D")))) for day in onset]
    return {**tables, "circumstances": cases.with_columns(child_id=children["child_id"].gather(drawn))}


def judged_year(tables, days, rows, seed):
    """What a training finds on the newest test day: predictions with the simple orders beside them, and who is chosen."""
    test = days.tests[-1]
    data = examples(tables, [rows.training[o] for o in test.train], test.day)
    with one_thread():
        found = judge(tables, rows.tests[test.day], data, days, seed).predictions
    names = [name for name in CANDIDATES if name in found.scores]
    return with_simple_orders(found, tables), select([found], names, seed).chosen


@pytest.mark.slow
def test_in_nineteen_of_twenty_registers_without_signal_there_is_no_skill_and_nothing_to_promote(province):
    tables, days, rows = province
    claims, promotable, outcomes = [], [], []
    for seed in range(SEEDS):
        prediction, chosen = judged_year(dealt_out(tables, seed), days, rows, seed)
        found = backtest([prediction], chosen, tables["communes"], uppers=(UNRESTRICTED,), resamples=100, seed=seed)
        checks = run_checks(Evidence(model=read_scorecard(), backtest=found), numbers={1})
        claims.append(found.skill)
        promotable.append(not blocked(checks))
        outcomes.append(int(prediction.positive.sum()))
    assert min(outcomes) >= 20, "few enough outcomes would be no skill by definition"
    assert sum(claims) <= SEEDS // 20
    assert sum(promotable) <= SEEDS // 20
