"""The demo: one account per role with a password shown once, and a list that an officer finds published."""

import datetime as dt
import shutil

from hypothesis import given
from hypothesis import strategies as st

from data.synthetic import World, make_province
from service.access import ROLES
from service.cli.making import demo_accounts, demo_last_day, publish_demo_list
from service.runs import listing


def test_the_demo_has_an_account_per_role_and_a_published_list_however_often_it_is_run(finished_run, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(finished_run.kept.parents[1], home, ignore=shutil.ignore_patterns("sommai.db*", "cache"))
    first = demo_accounts(home)
    assert set(first) == set(ROLES)
    assert len(set(first.values())) == len(ROLES)
    for _ in range(2):
        publish_demo_list(home, finished_run.kept.name)
        assert [made["state"] for made in listing.all_lists(home)] == ["published"]
    assert demo_accounts(home) == {}


@given(st.dates(dt.date(2024, 1, 1), dt.date(2100, 1, 1)))
def test_the_demo_s_register_ended_lately_and_on_the_same_day_all_month(today):
    ended = demo_last_day(today)
    assert 1 <= (today - ended).days <= 31
    assert demo_last_day(today.replace(day=1)) == ended


def test_a_register_may_end_on_any_day():
    province = make_province(300, seed=1, world=World(last_day=dt.date(2026, 2, 28)))
    recorded = [table["recorded_on"].max() for table in province.tables.values() if "recorded_on" in table.columns]
    assert dt.date(2025, 12, 31) < max(day for day in recorded if day) <= dt.date(2026, 2, 28)
