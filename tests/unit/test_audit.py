"""The audit: one chain whoever appends, whole or visibly not, without anything of the people it is about."""

import datetime as dt
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from service import audit
from service.audit import BrokenChain, Event
from service.store.audit_tables import audit_events, audit_head, audit_subjects
from service.store.database import reading
from service.store.persons import person_of

LOOK = Event("household.explained", None, subject_kind="household", subject_id="H00017", facts={"run": "0f3a"})


def verified(database):
    with reading(database) as connection:
        return audit.verify(connection)


def without_triggers(connection):
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(f"DROP TRIGGER audit_events_no_{verb}"))
    else:
        connection.execute(text("DROP TRIGGER audit_events_append_only ON audit_events"))


def test_events_stand_in_one_chain(database):
    assert verified(database) == (0, "0" * 64)
    with database.begin() as connection:
        mai = person_of(connection, "Mai")
        audit.append(connection, LOOK, Event("list.approved", mai, "session", "planner", "list", "L1"))
    count, first = verified(database)
    with database.begin() as connection:
        audit.append(connection, LOOK)
    assert count == 2
    assert verified(database)[0] == 3
    assert verified(database)[1] != first


def test_what_is_rolled_back_was_never_recorded(database):
    with database.connect() as connection:
        begun = connection.begin()
        audit.append(connection, LOOK)
        begun.rollback()
    assert verified(database)[0] == 0


def test_many_at_once_keep_one_chain(database):
    def record(_):
        for _ in range(3):
            with database.begin() as connection:
                audit.append(connection, LOOK, LOOK)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(record, range(4)))
    assert verified(database)[0] == 24


@pytest.mark.parametrize("statement", ["UPDATE audit_events SET role = 'x'", "DELETE FROM audit_events"])
def test_the_database_itself_refuses_changes(database, statement):
    with database.begin() as connection:
        audit.append(connection, LOOK)
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_events SET role = 'nobody' WHERE number = 2", 2),
        ("DELETE FROM audit_events WHERE number = 2", 2),
        ("DELETE FROM audit_events WHERE number = 3", 3),
        ("UPDATE audit_events SET at = (SELECT at FROM audit_events WHERE number = 1) WHERE number = 3", 3),
    ],
)
def test_whoever_gets_round_that_is_found_out(database, statement, broken_at):
    for _ in range(3):
        with database.begin() as connection:
            audit.append(connection, LOOK)
    with database.begin() as connection:
        without_triggers(connection)
        connection.execute(text(statement))
    with pytest.raises(BrokenChain) as found:
        verified(database)
    assert found.value.facts["number"] == broken_at


def test_a_cut_tail_shows_even_with_a_mended_head(database):
    for _ in range(2):
        with database.begin() as connection:
            audit.append(connection, LOOK)
    _, last = verified(database)
    with database.begin() as connection:
        without_triggers(connection)
        connection.execute(text("DELETE FROM audit_events WHERE number = 2"))
        kept = connection.execute(select(audit_events.c.hash)).scalar_one()
        connection.execute(update(audit_head).values(number=1, hash=kept))
    assert verified(database)[1] != last


def test_a_household_is_a_mark_that_can_lose_its_meaning(database):
    with database.begin() as connection:
        audit.append(connection, LOOK, LOOK)
    with reading(database) as connection:
        rows = connection.execute(select(audit_events.c.subject, audit_events.c.facts)).all()
        meaning = connection.execute(select(audit_subjects.c.mark, audit_subjects.c.subject_id)).all()
    assert len({row.subject for row in rows}) == 1
    assert "H00017" not in str(rows)
    assert meaning == [(rows[0].subject, "H00017")]
    with database.begin() as connection:
        assert audit.forget_subject(connection, "household", "H00017") == 1
        assert connection.execute(select(func.count()).select_from(audit_subjects)).scalar_one() == 0
    assert verified(database)[0] == 2


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEPT = ("number", "at", "person_id", "via", "role", "action", "subject_kind", "subject", "facts")


@given(st.integers(1, 2**53 - 1), st.datetimes(timezones=st.just(dt.UTC)), st.lists(TEXTS, min_size=8, max_size=8))
def test_a_mark_covers_the_event_as_plain_json_that_anybody_can_write_again(number, at, texts):
    *fields, before = texts
    plain = json.dumps(
        [number, at.isoformat(timespec="microseconds"), *fields, before], ensure_ascii=False, separators=(",", ":")
    )
    row = dict(zip(KEPT, (number, at, *fields), strict=True))
    assert audit.mark_of(row, before) == hashlib.sha256(plain.encode()).hexdigest()
