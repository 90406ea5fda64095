"""Looks on their way into the audit: on the disk first, in the chain once, whatever is killed or full in between."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from service import audit, looks
from service.audit import Event
from service.looks import LookFile, join, read
from service.store.audit_tables import audit_events
from service.store.columns import now
from service.store.database import reading


def look(household_id, at=None):
    return Event("household.seen", None, "token", "officer", "household", household_id, {"run": "0f3a"}, at)


def journals(home):
    return sorted(path.suffix for path in (home / looks.FOLDER).iterdir() if not path.name.startswith("."))


def chain(database):
    with reading(database) as connection:
        count, _ = audit.verify(connection)
        actions = connection.execute(select(audit_events.c.action).order_by(audit_events.c.number)).scalars().all()
    assert count == len(actions)
    return actions


def test_a_look_is_on_the_disk_as_soon_as_it_is_written(tmp_path):
    file = LookFile(tmp_path)
    file.write([look("H1"), look("H2")])
    (path,) = looks.waiting(tmp_path / looks.FOLDER)
    events, damaged = read(path)
    assert ([e.subject_id for e in events], damaged) == (["H1", "H2"], 0)
    assert events[0].facts == {"run": "0f3a"}
    assert path.stat().st_mode & 0o777 == 0o600


def test_joined_looks_stand_in_the_chain_with_their_own_moment(database, tmp_path):
    moment, file = now(), LookFile(tmp_path)
    file.write([look("H1", moment)])
    file.write([look("H2")])
    assert join(tmp_path, database) == 2
    assert join(tmp_path, database) == 0
    assert chain(database) == ["household.seen"] * 2
    with reading(database) as connection:
        assert connection.execute(select(audit_events.c.at).where(audit_events.c.number == 1)).scalar_one() == moment
    assert journals(tmp_path) == []


def test_a_writer_goes_on_in_a_new_journal_after_its_own_was_taken(database, tmp_path):
    file = LookFile(tmp_path)
    for _ in range(3):
        file.write([look("H1")])
        assert join(tmp_path, database) == 1
    assert len(chain(database)) == 3


def test_killed_after_the_commit_nothing_is_joined_twice(database, tmp_path, monkeypatch):
    LookFile(tmp_path).write([look("H1")])
    with monkeypatch.context() as patch:
        patch.setattr(looks.Path, "unlink", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            join(tmp_path, database)
    assert journals(tmp_path) == [looks.TAKEN]
    join(tmp_path, database)
    assert (chain(database), journals(tmp_path)) == (["household.seen"], [])


def test_a_database_that_is_away_loses_nothing(database, tmp_path, monkeypatch):
    LookFile(tmp_path).write([look("H1")])

    def away(*_):
        raise OperationalError("", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(looks, "append", away)
        with pytest.raises(OperationalError):
            join(tmp_path, database)
    assert join(tmp_path, database) == 1
    assert chain(database) == ["household.seen"]


def test_what_was_cut_off_was_never_answered_and_what_is_damaged_is_told(database, tmp_path):
    file = LookFile(tmp_path)
    file.write([look("H1")])
    (path,) = looks.waiting(tmp_path / looks.FOLDER)
    with path.open("ab") as journal:
        journal.write(b'[["nonsense"]]\n[["2026-01-0')
    join(tmp_path, database)
    assert chain(database) == ["household.seen", "audit.damaged"]
    assert journals(tmp_path) == [looks.DAMAGED]


def test_a_full_disk_takes_back_what_was_half_written(tmp_path, monkeypatch):
    file = LookFile(tmp_path)
    file.write([look("H1")])
    real = os.write

    def half(held, content):
        if len(content) < 20:
            raise OSError(28, "No space left on device")
        return real(held, content[:10])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            file.write([look("H2")])
    file.write([look("H3")])
    (path,) = looks.waiting(tmp_path / looks.FOLDER)
    assert [e.subject_id for e in read(path)[0]] == ["H1", "H3"]


def test_many_writers_and_many_that_join(database, tmp_path):
    def write(number):
        file = LookFile(tmp_path)
        for i in range(20):
            file.write([look(f"H{number}-{i}")])

    with ThreadPoolExecutor(6) as threads:
        done = [threads.submit(write, number) for number in range(3)]
        done += [threads.submit(join, tmp_path, database) for _ in range(6)]
        for each in done:
            each.result()
    join(tmp_path, database)
    assert len(chain(database)) == 60
