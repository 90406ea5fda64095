"""Everything about one household is given out, or taken out: a search of every file under the home proves it."""

import json
import shutil

import polars as pl
import pytest
from listed import TODAY, moment, person
from signed_in import client_for
from sqlalchemy import select, update

from data import identities
from data.intake.cached import import_folder
from data.snapshots import Snapshots
from service import audit
from service.audit import Event
from service.corrections import overlaid
from service.corrections.repository import standing
from service.disputes import add_override
from service.jobs.worker import Worker
from service.scores import Runs
from service.store.columns import now
from service.store.corrections_tables import correction_events
from service.store.database import reading
from service.store.jobs_tables import jobs
from service.store.outreach_tables import list_changes, list_entries, overrides
from service.store.persons import person_of
from service.subjects import files, rows
from service.subjects.problems import NoSubject
from service.subjects.service import erase, export, family
from service.vault.opening import Vault
from service.visits.entering import enter, place_of
from service.web.app import create_app

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


@pytest.mark.slow
def test_a_household_is_taken_out_of_every_store(home, database, household, small_province):
    _, ids = family(home, household, database)
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
def test_a_server_that_is_running_shows_the_erased_no_more(home, database, household, published):
    app = create_app(home)
    planner = client_for(app, "planner")
    asked = (f"/api/v1/lists/{published}/entries?limit=1000", "/api/v1/lists/newest/entries?limit=1000")
    assert all(household in planner.get(path).text for path in asked)
    erase(home, database, household, BY)
    assert not any(household in planner.get(path).text for path in asked)


def test_a_household_just_below_the_line_is_taken_out_of_what_the_list_says_of_itself(home, database, published):
    planner = client_for(create_app(home), "planner")
    path = f"/api/v1/lists/{published}/account"
    before = planner.get(path).json()
    first, second, *_ = (row["household_id"] for row in before["just_below"])
    erase(home, database, first, BY)
    after = planner.get(path).json()
    assert first not in json.dumps(after)
    assert after["just_below"] == before["just_below"][1:]
    assert after["just_below"][0]["household_id"] == second
    assert Runs(home).get().account["just_below"] == after["just_below"]


@pytest.mark.slow
def test_a_child_is_taken_out_and_the_household_stays(home, database, household):
    child = Snapshots(home).newest().tables()["children"].filter(pl.col("household_id") == household)["child_id"][0]
    assert family(home, child, database) == (household, [child])
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


@pytest.fixture
def worked_with(home, database, household):
    """The household after a round: names looked at, a visit, questions that name it, a correction, jobs and their files,
    answers kept for idempotency keys, a workbook that couldn't be taken, and scores made anew."""
    app = create_app(home)
    run = Runs(home).get()
    with database.begin() as connection:
        commune = run.columns["commune_code"][run.place(household)]
        other = next(i for i in connection.execute(select(list_entries.c.household_id)).scalars() if i != household)
        child = Snapshots(home).newest().around([household])["children"]["child_id"][0]
    officer, planner = client_for(app, "officer", (commune,)), client_for(app, "planner")
    key = {"idempotency-key": "once"}
    officer.get(f"/api/v1/households/{household}/identity")
    about = {"household_id": household, "reason": f"Chị Mẫu nói: không đúng về {child}"}
    number = officer.post("/api/v1/disputes", json=about, headers=key).json()["id"]
    reply = {"decision": "accepted", "reason": f"Đúng, {household} cần sửa"}
    planner.post(f"/api/v1/disputes/{number}/answer", json=reply, headers=key)
    cell = {"table": "households", "key": [household], "column": "travel_min_school", "value": "7"}
    why = {"household_id": household, "dispute": number, "reason": "Chị Mẫu đưa giấy"}
    made = officer.post("/api/v1/corrections", json=cell | why, headers={"idempotency-key": "twice"})
    assert made.status_code == 201
    birth = {"table": "children", "row": {"household_id": household, "birth_date": "2019-12-24", "sex": "nữ"}}
    added = officer.post("/api/v1/corrections/added-rows", json=birth | why)
    assert added.status_code == 201
    gone = officer.post("/api/v1/corrections/withdrawn-rows", json={"table": "children", "key": [child]} | why)
    assert gone.status_code == 201
    with database.begin() as connection:
        add_override(
            connection, kind="dispute", household_id=other, reason=f"Giống như ở {household}",
            person_id=person_of(connection, "Vi Thị Hoa"), at=now(),
        )  # fmt: skip
        place = place_of(connection, household, TODAY)
        [list_id] = {row["list_id"] for row in connection.execute(select(list_entries)).mappings()}
    cells = {"visited_on": TODAY.isoformat(), "outcome": "reached", "finding": "needs", "services": "Chị Mẫu nhờ"}
    entered = enter(database, household, place, cells, person(database, "Vi Thị Hoa"), moment())
    assert entered.kind == "recorded"
    planner.post("/api/v1/jobs", json={"kind": "export", "asked": {"list": list_id, "form": "csv"}})
    planner.post("/api/v1/jobs", json={"kind": "plan", "asked": {"reason": f"Vì {household}"}})
    Worker(database, home).run(until_idle=True)
    assert files.still_holding(home / "exports", [household])
    assert files.still_holding(home / "scores", [household])
    return household


@pytest.mark.slow
def test_everything_that_was_done_is_given_out(home, database, worked_with):
    told = json.loads(json.dumps(export(home, database, worked_with, BY), default=str))
    assert {"overrides", "override_answers", "visit_records", "correction_events", "list_entries"} <= set(
        told["database"]
    )
    assert any(name.startswith("scores/") for name in told["files"])
    assert any(name.startswith("exports/") for name in told["files"])


@pytest.mark.slow
def test_what_a_person_reads_in_a_row_that_was_added_or_withdrawn_goes_with_the_person(home, database, worked_with):
    def kept():
        with reading(database) as connection:
            rows_ = connection.execute(select(correction_events).order_by(correction_events.c.sequence)).mappings()
            return [(row["change"], row["row_key"][0], row["row_cells"]) for row in rows_]

    (_, added, _), (_, withdrawn, _) = kept()[1:]
    assert {added, withdrawn} < set(family(home, worked_with, database)[1])
    for child in (added, withdrawn):
        assert family(home, child, database) == (worked_with, [child])
        told = export(home, database, child, BY)["database"]
        assert [row["row_key"] for row in told["correction_events"]] == [[child]]
        erase(home, database, child, BY)
    assert [(change, cells) for change, _, cells in kept()] == [
        ("cell", None), ("row_added", None), ("row_withdrawn", None),
    ]  # fmt: skip
    assert not {added, withdrawn} & {key for _, key, _ in kept()}
    assert household_stays(home, worked_with, database)


def household_stays(home, household, database):
    """Say whether the corrections of a household still lie over its register, without those who were erased."""
    with reading(database) as connection:
        known = overlaid(Snapshots(home).newest().tables(), standing(connection))
    return household in known["households"]["household_id"]


@pytest.mark.slow
def test_everything_that_was_done_is_taken_out(home, database, worked_with):
    _, ids = family(home, worked_with, database)
    erase(home, database, worked_with, BY)
    assert files.still_holding(home, ids) == []
    assert "Chị Mẫu".encode() not in whole_home(home)
    with reading(database) as connection:
        assert rows.rows_about(connection, ids) == {}
        audit.verify(connection)
        kept = json.dumps([dict(row) for row in connection.execute(select(jobs)).mappings()], default=str)
        said = connection.execute(select(overrides.c.reason)).scalars().all()
    assert not any(word in kept for word in ids)
    assert any(reason.startswith("Giống như ở") for reason in said)
    assert not any(worked_with in reason for reason in said)
