"""Everything about one household is given out, or taken out: a search of every file under the home proves it."""

import json
import shutil

import polars as pl
import pytest
from sqlalchemy import select, update

from data import identities
from data.intake.cached import import_folder
from data.snapshots import Snapshots
from service import audit
from service.audit import Event
from service.store.database import reading
from service.store.outreach_tables import list_changes, list_entries
from service.subjects import files, rows
from service.subjects.problems import NoSubject
from service.subjects.service import erase, export, family
from service.vault.opening import Vault

BY = Event("", None, "command-line", "command-line")


@pytest.fixture
def home(published, listed_home, database, finished_run, small_province):
    """A home with a snapshot, identities, a run and what was derived from it, a published list, and an audit."""
    for name in ("imports", "keys", "vault"):
        shutil.copytree(finished_run.kept.parents[1] / name, listed_home / name, dirs_exist_ok=True)
    (listed_home / "copies").mkdir()
    shutil.copy(finished_run.out / "priority_list.xlsx", listed_home / "copies")
    shutil.copy(finished_run.out / "priority_list.csv", listed_home / "copies")
    (listed_home / "cache").mkdir(exist_ok=True)
    return listed_home


@pytest.fixture
def household(home, database):
    """A listed household with people whose names are known, and whose explanation was looked at."""
    snapshot = Snapshots(home).newest().tables()
    with database.begin() as connection:
        listed = connection.execute(select(list_entries.c.household_id)).scalars().all()
        known = Vault(home).of(listed)
        found = next(i for i in listed if len(known.get(i, [])) > 1 and i in set(snapshot["children"]["household_id"]))
        audit.append(connection, Event("household.explained", None, "session", "officer", "household", found))
        connection.execute(update(list_changes).values(household_id=found, reason="Chị Mẫu kể rằng"))
    (home / "cache" / "ids.npy").write_bytes(found.encode())
    return found


def whole_home(home):
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


@pytest.mark.slow
def test_everything_about_a_household_is_given_out(home, database, household):
    told = json.loads(json.dumps(export(home, database, household, BY), default=str))
    assert told["identities"][0]["full_name"]
    assert {"list_entries", "audit_subjects"} <= set(told["database"])
    assert {"households.parquet", "scores.parquet", "priority_list.csv"} <= {
        name.split("/")[-1] for name in told["files"]
    }
    with pytest.raises(NoSubject):
        export(home, database, "nobody", BY)


def test_a_household_is_taken_out_of_every_store(home, database, household, small_province):
    _, ids = family(home, household)
    names = [person.full_name for person in Vault(home).of([household])[household] if person.full_name]
    assert len(ids) > 1
    assert files.still_holding(home, ids)
    gone = erase(home, database, household, BY)
    assert min(gone.values()) > 0
    assert files.still_holding(home, ids) == []
    kept = whole_home(home)
    assert not any(name.encode() in kept for name in names)
    assert b"Ch\xe1\xbb\x8b M\xe1\xba\xabu" not in kept
    with reading(database) as connection:
        assert rows.rows_about(connection, ids) == {}
        audit.verify(connection)
        assert connection.execute(select(list_entries.c.household_id)).scalars().all()
    assert household not in Snapshots(home).newest().tables()["households"]["household_id"]
    assert Vault(home).of([household]) == {}
    with pytest.raises(NoSubject):
        erase(home, database, household, BY)
    shutil.rmtree(home / "imports")
    again = import_folder(small_province, home, today=pl.Series([0]).cast(pl.Date)[0].replace(2026, 11, 24))
    assert household not in again.snapshot.tables()["households"]["household_id"]
    assert not set(ids) & set(again.snapshot.tables()["children"]["child_id"])
    assert Vault(home).of([household]) == {}


@pytest.mark.slow
def test_a_child_is_taken_out_and_the_household_stays(home, database, household):
    child = Snapshots(home).newest().tables()["children"].filter(pl.col("household_id") == household)["child_id"][0]
    assert family(home, child) == (household, [child])
    erase(home, database, child, BY)
    assert files.still_holding(home, [child]) == []
    assert household in Snapshots(home).newest().tables()["households"]["household_id"]
    assert child not in {person.id for person in Vault(home).of([household])[household]}


@pytest.mark.slow
def test_an_erasure_that_was_killed_is_finished_by_the_same_again(home, database, household, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rows, "take_out", killed)
        with pytest.raises(KeyboardInterrupt):
            erase(home, database, household, BY)
    erase(home, database, household, BY)
    assert files.still_holding(home, [household]) == []


def test_a_longer_id_is_not_the_same_one(tmp_path):
    (tmp_path / "a.json").write_text('{"id": "H12"}')
    assert files.still_holding(tmp_path, ["H1"]) == []
    assert files.still_holding(tmp_path, ["H12"]) == ["a.json"]


@pytest.mark.slow
def test_identities_of_another_import_are_sealed_without_the_erased(home, database, household, tmp_path):
    erase(home, database, household, BY)
    assert identities.read(home).height > 0
