"""The demo: one account per role with a password shown once, and a list that an officer finds published."""

import shutil

from service.access import ROLES
from service.cli.making import demo_accounts, publish_demo_list
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
