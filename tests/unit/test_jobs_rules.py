"""The rules that make a job safe, on both databases."""

import pytest
from sqlalchemy import select, update

from service.jobs import repository as jobs
from service.jobs.kinds import checked
from service.jobs.problems import NoJob, NotInThatState, UnknownKind, WrongJob
from service.store.database import reading
from service.store.jobs_tables import job_steps
from service.store.jobs_tables import jobs as table

LONG = 600.0
KINDS = ["import"]


def add(database, **more):
    with database.begin() as connection:
        return jobs.add(connection, "import", {"folder": "tables"}, **more)


def take(database, worker="one", lease_s=LONG, kinds=KINDS):
    with database.begin() as connection:
        return jobs.claim(connection, worker, lease_s, kinds)


def row(database, job_id):
    with reading(database) as connection:
        return jobs.get(connection, job_id)


def lease_runs_out(database, job_id):
    with database.begin() as connection:
        connection.execute(update(table).where(table.c.job_id == job_id).values(lease_until_s=1.0))


def test_the_one_that_waited_longest_is_taken_first_and_by_one_worker_alone(database):
    first, second = add(database), add(database)
    assert take(database, "one").job_id == first
    assert take(database, "two").job_id == second
    assert take(database, "three") is None


def test_a_kind_that_this_worker_does_not_know_is_left_for_others(database):
    add(database)
    assert take(database, kinds=["train"]) is None


def test_the_same_key_is_the_same_job(database):
    assert add(database, key="k1") == add(database, key="k1")
    assert add(database, key="k1") != add(database, key="k2")


def test_a_lease_that_ran_out_lets_another_go_on_after_the_steps_that_are_done(database):
    job_id = add(database)
    lost = take(database, "one")
    with database.begin() as connection:
        jobs.step_done(connection, lost, "read", {"rows": 3}, LONG)
    lease_runs_out(database, job_id)
    found = take(database, "two")
    assert found.done == {"read": {"rows": 3}}
    assert (found.fence, found.losses) == (lost.fence + 1, 1)


def test_who_comes_back_too_late_changes_nothing(database):
    job_id = add(database)
    late = take(database, "one")
    lease_runs_out(database, job_id)
    take(database, "two")
    for write in (
        lambda c: jobs.beat(c, late, LONG, "read", 0.5),
        lambda c: jobs.step_done(c, late, "read", {}, LONG),
        lambda c: jobs.end(c, late, jobs.DONE, result={}),
        lambda c: jobs.give_back(c, late, failed=True),
    ):
        with pytest.raises(jobs.LeaseLost), database.begin() as connection:
            write(connection)
    after = row(database, job_id)
    assert (after["state"], after["worker"]) == (jobs.RUNNING, "two")
    with reading(database) as connection:
        assert connection.execute(select(job_steps)).all() == []


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked_to_stop(database):
    waiting = add(database)
    with database.begin() as connection:
        assert jobs.cancel(connection, waiting) == jobs.CANCELLED
    running = add(database)
    held = take(database)
    with database.begin() as connection:
        assert jobs.cancel(connection, running) == jobs.RUNNING
    with database.begin() as connection:
        assert jobs.beat(connection, held, LONG, None, 0.0)


def test_what_has_ended_well_is_neither_cancelled_nor_retried(database):
    job_id = add(database)
    held = take(database)
    with database.begin() as connection:
        jobs.end(connection, held, jobs.DONE, result={"rows": 3})
    for ask in (jobs.cancel, jobs.retry):
        with pytest.raises(NotInThatState), database.begin() as connection:
            ask(connection, job_id)
        with pytest.raises(NoJob), database.begin() as connection:
            ask(connection, "none")


def test_a_retried_job_keeps_its_done_steps(database):
    job_id = add(database)
    held = take(database)
    with database.begin() as connection:
        jobs.step_done(connection, held, "read", {"rows": 3}, LONG)
        jobs.end(connection, held, jobs.FAILED, error={"code": "system", "vi": "đĩa đầy", "en": "disk full"})
    with database.begin() as connection:
        jobs.retry(connection, job_id)
    again = take(database)
    assert again.done == {"read": {"rows": 3}}
    assert row(database, job_id)["error"] is None


def test_a_job_that_is_put_back_waits_its_turn(database):
    job_id = add(database)
    with database.begin() as connection:
        jobs.give_back(connection, take_with(connection), failed=True, wait_s=600)
    assert take(database) is None
    assert row(database, job_id)["failures"] == 1


def take_with(connection):
    return jobs.claim(connection, "one", LONG, KINDS)


def test_the_leases_of_a_dead_worker_end_at_once(database):
    job_id = add(database)
    take(database, "dead")
    with database.begin() as connection:
        assert jobs.holders(connection) == ["dead"]
        jobs.release(connection, "dead")
    assert take(database, "alive").job_id == job_id


def test_jobs_are_paged_newest_first(database):
    made = [add(database) for _ in range(5)]
    with reading(database) as connection:
        first = jobs.page(connection, limit=3)
        rest = jobs.page(connection, limit=3, before=(first[-1]["asked_at"], first[-1]["job_id"]))
    assert [job["job_id"] for job in [*first, *rest]] == made[::-1]


def test_wishes_are_complete_and_a_wrong_one_is_named_without_its_value():
    assert checked("import", {"folder": "tables"})["today"]
    with pytest.raises(WrongJob) as refused:
        checked("import", {"folder": "", "secret_path": "Nguyễn Văn A"})
    assert "folder, secret_path" in str(refused.value)
    assert "Nguyễn" not in str(refused.value)
    with pytest.raises(UnknownKind):
        checked("dance", {})
