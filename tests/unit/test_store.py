"""The database: made by migrations, the same on SQLite and PostgreSQL."""

import datetime as dt
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import StatementError

from service.store import every_table
from service.store.columns import now
from service.store.database import engine_for, reading
from service.store.persons import person_of
from service.store.preparing import MIGRATIONS, known_revisions, newest_revision, prepared, revision_of
from service.store.problems import NewerDatabase, UnknownDatabase, WrongName
from service.store.tables import people


def test_migrations_make_exactly_the_declared_tables(database):
    with reading(database) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, every_table()) == []


def test_there_is_one_line_of_migrations_named_in_its_order():
    steps = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())
    assert [step.revision for step in steps] == sorted(known_revisions(), reverse=True)
    assert [step.down_revision for step in steps] == [*sorted(known_revisions(), reverse=True)[1:], None]
    assert newest_revision() == steps[0].revision


def test_two_at_once_migrate_once(empty_database):
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(prepared, [empty_database] * 2)) == [empty_database] * 2
    assert revision_of(empty_database) == newest_revision()


def test_going_down_is_refused(database):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        prepared(database)


def test_the_file_is_private(tmp_path, monkeypatch):
    monkeypatch.delenv("SOMMAI_DATABASE_URL", raising=False)
    engine = engine_for(tmp_path)
    prepared(engine)
    with engine.begin() as connection:
        person_of(connection, "Nguyễn Thị Mai")
        files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("sommai.db*")}
    assert set(files) >= {"sommai.db", "sommai.db-wal"}
    assert set(files.values()) == {0o600}


def test_other_databases_are_refused(tmp_path):
    for address in ("mysql://root@localhost/x", "nonsense", "sqlite://"):
        with pytest.raises(UnknownDatabase):
            engine_for(tmp_path, address)


def test_a_person_is_made_once(database):
    with database.begin() as connection:
        first = person_of(connection, "Nguyễn Thị Mai")
        assert person_of(connection, "  nguyễn  thị MAI ") == first
        assert person_of(connection, "Nguyễn Thi Mai") != first
        assert connection.execute(select(func.count()).select_from(people)).scalar_one() == 2
        assert connection.execute(select(people.c.name).where(people.c.person_id == first)).scalar_one() == (
            "Nguyễn Thị Mai"
        )


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b", "a\u200bb"])
def test_a_name_is_a_line_of_text(database, name):
    with database.begin() as connection, pytest.raises(WrongName):
        person_of(connection, name)


def test_an_instant_keeps_its_zone(database):
    moment = dt.datetime(2026, 3, 1, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    with database.begin() as connection:
        mai = person_of(connection, "Mai")
        connection.execute(update(people).values(made_at=moment))
        kept = connection.execute(select(people.c.made_at).where(people.c.person_id == mai)).scalar_one()
        assert kept == moment
        assert kept.utcoffset() == dt.timedelta(0)
    with database.begin() as connection, pytest.raises(StatementError):
        connection.execute(update(people).values(made_at=now().replace(tzinfo=None)))


def test_readers_and_writers_do_not_wait_for_each_other(database):
    with database.begin() as writer, reading(database) as reader:
        person_of(writer, "Mai")
        assert reader.execute(select(func.count()).select_from(people)).scalar_one() == 0


LOOK = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute('select count(*) from people').fetchone()[0])"


def test_a_second_engine_of_a_process_takes_no_lock_away_from_the_first(tmp_path):
    def seen_by_another_process():
        look = [sys.executable, "-c", LOOK, str(tmp_path / "sommai.db")]
        return int(subprocess.run(look, capture_output=True, text=True, check=True).stdout)

    first = prepared(engine_for(tmp_path))
    with first.begin() as connection:
        person_of(connection, "Nguyễn Thị Mai")
    engine_for(tmp_path).dispose()
    assert seen_by_another_process() == 1
    with first.begin() as connection:
        person_of(connection, "Trần Văn Bình")
    assert seen_by_another_process() == 2
