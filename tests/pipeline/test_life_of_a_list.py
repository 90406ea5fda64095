"""Draft, approved, published, closed: who may do what, what is kept, and who is told when two come at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from listed import TODAY, moment, person
from sqlalchemy import func, select, update

from data.vocabulary.errors import SommaiError, WrongUse
from service import audit, lists
from service.lists import records
from service.lists.life import AlreadyListed, ListChanged, LongerThanTheHours, NotListed, SamePerson, WrongState
from service.runs.drafting import draft_from_run, nominated_row
from service.runs.rebuilding import ListDiffers, verify_list
from service.store.database import reading
from service.store.outreach_tables import list_budgets, list_entries, overrides

pytestmark = pytest.mark.slow

MAI, BINH, HA = "Nguyễn Thị Mai", "Trần Văn Bình", "Lê Thu Hà"


def entries(engine, list_id, version=None):
    with reading(engine) as connection:
        return records.entries(connection, list_id, version)


def states(engine, list_id):
    with reading(engine) as connection:
        return [(c["version"], c["kind"], c["to_state"], c["by"]) for c in records.changes_of(connection, list_id)]


def test_its_life_is_kept_version_by_version(draft, database):
    lists.approve(database, draft, person(database, BINH), "Đã xem", moment())
    standing = lists.publish(database, draft, person(database, HA), "Bắt đầu", moment())
    assert standing.valid_until == TODAY + dt.timedelta(days=90)
    assert not standing.expired(standing.valid_until)
    assert standing.expired(standing.valid_until + dt.timedelta(days=1))
    lists.close(database, draft, person(database, HA), "Hết đợt", moment())
    assert states(database, draft) == [
        (1, "made", "draft", MAI), (2, "approved", "approved", BINH), (3, "published", "published", HA),
        (4, "closed", "closed", HA),
    ]  # fmt: skip


def test_whoever_approved_does_not_publish(draft, database):
    lists.approve(database, draft, person(database, BINH), "Đã xem", moment())
    with pytest.raises(SamePerson):
        lists.publish(database, draft, person(database, f"  {BINH.upper()} "), "Bắt đầu", moment())
    assert len(states(database, draft)) == 2


@pytest.mark.parametrize("step", [lists.publish, lists.approve])
def test_steps_come_in_order(draft, database, step):
    lists.close(database, draft, person(database, MAI), "Làm lại", moment())
    with pytest.raises(WrongState):
        step(database, draft, person(database, HA), "Bắt đầu", moment())


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_every_step_has_a_reason(draft, database, reason):
    with pytest.raises(WrongUse):
        lists.approve(database, draft, person(database, BINH), reason, moment())


def test_the_same_run_is_the_same_draft(draft, listed_home, database):
    again = draft_from_run(listed_home, database, person(database, BINH), "Lần nữa", moment())
    assert again == draft
    assert len(states(database, draft)) == 1


def test_putting_off_and_nominating_make_versions_and_join_the_ledger(draft, listed_home, database, finished_run):
    before = entries(database, draft)
    first = before["household_id"][0]
    lists.put_off(database, draft, first, person(database, MAI), "Đi vắng", moment())
    assert first not in entries(database, draft)["household_id"]
    row = nominated_row(listed_home, database, draft, finished_run.run_id, first)
    lists.nominate(database, draft, row, person(database, HA), "Đã về", moment())
    now = entries(database, draft)
    assert now["household_id"].to_list() == before["household_id"].to_list(), "merged in by its rank"
    assert now["position"].to_list() == before["position"].to_list()
    told = now.row(0, named=True)
    assert (told["chosen_for"], told["team_id"], told["cost_min"]) == (
        "referral",
        *before.row(0)[4:5],
        told["cost_min"],
    )
    assert told["cost_min"] is not None
    assert told["reason_1"] == before["reason_1"][0]
    assert entries(database, draft, 1).equals(before), "an earlier version never changes"
    with reading(database) as connection:
        kinds = connection.execute(select(overrides.c.kind).order_by(overrides.c.version)).scalars().all()
    assert kinds == ["put_off", "nomination"]


def test_who_is_not_on_it_cannot_be_put_off_nor_nominated_twice(draft, listed_home, database, finished_run):
    first = entries(database, draft)["household_id"][0]
    with pytest.raises(NotListed):
        lists.put_off(database, draft, "nobody", person(database, MAI), "Đi vắng", moment())
    row = nominated_row(listed_home, database, draft, finished_run.run_id, first)
    with pytest.raises(AlreadyListed):
        lists.nominate(database, draft, row, person(database, MAI), "Cần", moment())


def test_what_was_approved_and_then_changed_is_a_draft_again(draft, database):
    lists.approve(database, draft, person(database, BINH), "Đã xem", moment())
    first = entries(database, draft)["household_id"][0]
    lists.put_off(database, draft, first, person(database, MAI), "Đi vắng", moment())
    with pytest.raises(WrongState):
        lists.publish(database, draft, person(database, HA), "Bắt đầu", moment())
    lists.approve(database, draft, person(database, HA), "Xem lại", moment())
    lists.publish(database, draft, person(database, BINH), "Bắt đầu", moment())


def test_a_list_longer_than_the_hours_is_not_published(draft, database):
    lists.approve(database, draft, person(database, BINH), "Đã xem", moment())
    with database.begin() as connection:
        connection.execute(update(list_budgets).values(minutes=60.0))
    with pytest.raises(LongerThanTheHours) as told:
        lists.publish(database, draft, person(database, HA), "Bắt đầu", moment())
    assert "1.0" in told.value.message("en")
    assert "1,0" in told.value.message("vi")


def test_nor_does_a_nomination_make_a_published_one_longer_than_the_hours(
    published, listed_home, database, finished_run
):
    outside = pl.read_parquet(finished_run.kept / "scores.parquet").filter(~pl.col("all_in_care"))
    outside = outside.join(entries(database, published), on="household_id", how="anti").sort("rank")
    row = nominated_row(listed_home, database, published, finished_run.run_id, outside["household_id"][0])
    with database.begin() as connection:
        connection.execute(update(list_budgets).values(minutes=60.0))
    with pytest.raises(LongerThanTheHours):
        lists.nominate(database, published, row, person(database, HA), "Cần", moment())
    assert len(states(database, published)) == 3


def test_of_two_who_change_one_list_one_wins_and_the_other_is_told(draft, database):
    homes = entries(database, draft)["household_id"][:2]

    def off(home):
        try:
            return lists.put_off(database, draft, home, person(database, home), "Đi vắng", moment(), seen=1).version
        except SommaiError as error:
            return error.code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(map(str, threads.map(off, homes))) == ["2", "list-changed"]
    assert len(states(database, draft)) == 2


def test_who_looked_at_an_older_version_is_told(draft, database):
    lists.approve(database, draft, person(database, BINH), "Đã xem", moment())
    with pytest.raises(ListChanged) as told:
        lists.publish(database, draft, person(database, HA), "Bắt đầu", moment(), seen=1)
    assert told.value.facts["version"] == 2


def test_verify_rebuilds_it_and_finds_what_was_changed(draft, listed_home, database):
    first = entries(database, draft)["household_id"][0]
    lists.put_off(database, draft, first, person(database, MAI), "Đi vắng", moment())
    assert verify_list(listed_home, database, draft).versions == 2
    with database.begin() as connection:
        connection.execute(update(list_entries).values(reason_1="khác"))
    with pytest.raises(ListDiffers) as told:
        verify_list(listed_home, database, draft)
    assert told.value.facts["version"] == 1


def test_every_change_is_in_the_audit(published, database):
    with database.begin() as connection:
        seen, _ = audit.verify(connection)
    assert seen == 3


def test_a_list_is_found_by_its_beginning_and_as_the_newest(draft, database):
    with reading(database) as connection:
        assert records.find(connection, draft[:12]) == draft == records.find(connection, "newest")
        with pytest.raises(SommaiError):
            records.find(connection, "")
        assert connection.execute(select(func.count()).select_from(list_entries)).scalar_one() > 0
