"""What happened to a household is told as it was known, in the order of days, and nothing that is long past."""

import datetime as dt

from data.snapshots import Snapshots
from service.scores import Runs
from service.store.database import reading
from service.web.timeline import LOOK_BACK_DAYS, timeline_of


def test_the_timeline_holds_what_was_known_and_is_not_long_past(listed_home, database):
    run, register = Runs(listed_home).get(), Snapshots(listed_home).newest().tables()
    children = register["children"].select("child_id", "household_id")
    households = register["child_events"].join(children, on="child_id")["household_id"].unique().sort()[:40]
    with reading(database) as connection:
        lines = {h: timeline_of(connection, listed_home, run, h, "vi") for h in households}
    since = run.as_of - dt.timedelta(days=LOOK_BACK_DAYS)
    for told in lines.values():
        days = [event["on"] for event in told]
        assert days == sorted(days, reverse=True)
        assert all(since <= day <= run.as_of for day in days)
    everything = [event["said"] for told in lines.values() for event in told]
    assert any(said.startswith("Trẻ T") for said in everything)
