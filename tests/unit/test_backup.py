"""A backup holds everything as of one moment, and what comes back is what was there, on either database."""

import datetime as dt
import json
import shutil
import tarfile

import pytest
from sqlalchemy import Boolean, DateTime, LargeBinary, Numeric, String, insert, select

from service.alive import Alive
from service.operations import archive, rows
from service.operations.backing_up import back_up
from service.operations.problems import (
    BackupExists,
    BackupFailed,
    DamagedBackup,
    HomeInUse,
    NewerBackup,
    NothingThere,
    ServiceRunning,
)
from service.operations.restoring import restore
from service.operations.upgrading import upgrade
from service.store import every_table
from service.store.database import engine_for, reading
from service.store.preparing import changing_form, migrated_to, newest_revision, prepared, revision_of
from service.store.problems import NewerDatabase, OlderDatabase

ON_SQLITE = pytest.mark.parametrize("database_home", ["sqlite"], indirect=True)
MOMENT = dt.datetime(2026, 11, 25, 1, 2, 3, 456789, tzinfo=dt.UTC)


def some_value(column, number, parents):
    """Return a value that a column takes: a parent's key where it refers to one, else one of its type."""
    for key in column.foreign_keys:
        return parents.get((key.column.table.name, key.column.name))
    kind = column.type
    impl = getattr(kind, "impl", kind)
    if isinstance(impl, DateTime):
        return MOMENT
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, LargeBinary):
        return bytes([0, 255, number])
    if isinstance(kind, String):
        return f"{column.name[:8]}{number} đ"[: kind.length or 20]
    if isinstance(kind, Numeric) or kind.python_type in (int, float):
        return number
    if kind.python_type is dt.date:
        return MOMENT.date()
    return {"chữ": ["Việt", 1, None]}


def fill(database):
    """Put a row into every table, and return how many there are."""
    parents = {}
    tables = every_table().sorted_tables
    with changing_form(database) as connection:
        for table in tables:
            if table.name == "audit_head":
                continue
            row = {column.name: some_value(column, 1, parents) for column in table.columns}
            connection.execute(insert(table).values(row))
            parents |= {(table.name, name): value for name, value in row.items()}
    return len(tables)


def everything(engine):
    with reading(engine) as connection:
        return {table.name: list(rows.lines(connection, table)) for table in rows.tables_of(connection)}


@pytest.fixture
def home(database_home):
    """A home with files beside its database, some of which don't belong into a copy."""
    for name, text in {
        "runs/newest": "abc", "runs/abc/scores.parquet": "scores", "snapshots/order": "s1",
        "keys/identities.key": "KEY", "settings.toml": "department = 'Sở Y tế'", "cache/look-up/x": "cache",
        "runs/.abc.unfinished-1/x": "half", "snapshots/lock": "",
    }.items():  # fmt: skip
        (database_home / name).parent.mkdir(parents=True, exist_ok=True)
        (database_home / name).write_text(text, encoding="utf-8")
        (database_home / name).chmod(0o600)
    return database_home


@pytest.fixture
def place(tmp_path_factory):
    """A folder beside the home."""
    return tmp_path_factory.mktemp("place")


@pytest.mark.parametrize("into", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_every_table_and_file_comes_back_into_either_database(home, database, into, place, request):
    filled = fill(database)
    told = back_up(home, database, place / "b.tar")
    assert (told["tables"], told["files"]) == (filled, 3)
    before, empty = everything(database), place / "elsewhere" / "home"
    if into == "sqlite":
        restore(empty, place / "b.tar")
        found = engine_for(empty, f"sqlite:///{empty}/sommai.db")
        assert everything(found) == before
        found.dispose()
    else:
        with request.getfixturevalue("postgresql").database() as address:
            restore(empty, place / "b.tar", url=address)
            found = engine_for(empty, address)
            assert everything(found) == before
            found.dispose()
    assert (empty / "runs" / "newest").read_text(encoding="utf-8") == "abc"
    assert not (empty / "keys").exists()
    assert not (empty / "settings.toml").exists()


@ON_SQLITE
def test_keys_are_in_it_only_where_asked(home, database, place):
    back_up(home, database, place / "without.tar")
    back_up(home, database, place / "with.tar", with_keys=True)
    with tarfile.open(place / "without.tar") as without, tarfile.open(place / "with.tar") as whole:
        assert set(whole.getnames()) - set(without.getnames()) == {"home/keys/identities.key", "home/settings.toml"}
    assert (place / "with.tar").stat().st_mode & 0o777 == 0o600


@ON_SQLITE
def test_a_backup_that_was_cut_or_changed_is_refused_and_nothing_is_touched(home, database, place):
    file = place / "b.tar"
    back_up(home, database, file)
    whole = file.read_bytes()
    for name, damaged in {
        "cut": whole[: len(whole) // 2],
        "changed": whole.replace(b"scores", b"scorex", 1),
        "none": b"",
        "text": b"hello",
    }.items():
        (place / name).write_bytes(damaged)
        with pytest.raises(DamagedBackup):
            restore(place / "empty", place / name)
    assert not (place / "empty").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "home/../../outside"])
def test_a_member_never_leaves_its_place(name, place):
    with archive.written(place / "b.tar") as writing:
        (place / "x").write_text("x", encoding="utf-8")
        with (place / "x").open("rb") as content:
            writing.add(name, content, 1)
        writing.finish({"revision": None, "rows": {}, "made_at": "", "with_keys": False})
    with pytest.raises(DamagedBackup):
        restore(place / "empty", place / "b.tar")


@ON_SQLITE
def test_a_home_in_use_is_left_alone_unless_forced_and_then_moved_aside(home, database, place):
    back_up(home, database, place / "b.tar")
    other = place / "other"
    (other / "runs").mkdir(parents=True)
    (other / "runs" / "newest").write_text("mine", encoding="utf-8")
    with pytest.raises(HomeInUse):
        restore(other, place / "b.tar")
    aside = restore(other, place / "b.tar", force=True)["moved_aside"]
    assert (other / "runs" / "newest").read_text(encoding="utf-8") == "abc"
    shutil.move(aside, place / "aside")
    assert (place / "aside" / "runs" / "newest").read_text(encoding="utf-8") == "mine"


@ON_SQLITE
def test_while_somebody_works_nothing_is_replaced(home, database, place):
    back_up(home, database, place / "b.tar")
    with Alive(home, "worker-1"), pytest.raises(ServiceRunning):
        restore(home, place / "b.tar", force=True)


@ON_SQLITE
def test_what_is_there_is_never_written_over_and_a_missing_home_is_said(home, database, place):
    (place / "b.tar").write_text("precious", encoding="utf-8")
    with pytest.raises(BackupExists):
        back_up(home, database, place / "b.tar")
    with pytest.raises(NothingThere):
        back_up(place / "nowhere", None, place / "c.tar")
    (place / "file").write_text("", encoding="utf-8")
    with pytest.raises(BackupFailed):
        back_up(home, database, place / "file" / "b.tar")


@ON_SQLITE
def test_a_backup_of_a_later_version_is_refused(home, database, place):
    file = place / "b.tar"
    with archive.written(file) as writing:
        writing.finish({"revision": "9999", "rows": {}, "made_at": "", "with_keys": False})
    with pytest.raises(NewerBackup):
        restore(place / "empty", file)


def test_upgrade_keeps_the_data_of_the_first_version_and_backs_them_up_first(empty_database, place):
    with changing_form(empty_database) as connection:
        migrated_to(connection, "0001")
        people = next(table for table in rows.tables_of(connection) if table.name == "people")
        row = {"person_id": "p1", "name": "Lê Thị Đông", "name_key": "lê thị đông", "made_at": MOMENT}
        connection.execute(insert(people).values(row))
    with pytest.raises(OlderDatabase):
        prepared(empty_database)
    told = upgrade(place, empty_database)
    assert (told["before"], revision_of(empty_database)) == ("0001", newest_revision())
    with reading(empty_database) as connection:
        people = next(table for table in rows.tables_of(connection) if table.name == "people")
        assert connection.execute(select(people.c.name)).scalar_one() == "Lê Thị Đông"
    assert archive.checked(place / "backups" / told["backup"].rsplit("/", 1)[-1])["revision"] == "0001"
    assert upgrade(place, empty_database)["backup"] is None


@pytest.mark.slow
def test_a_backup_of_the_first_version_is_restored_into_the_present_form(empty_database, place):
    home = place / "old"
    home.mkdir()
    with changing_form(empty_database) as connection:
        migrated_to(connection, "0001")
        people = next(table for table in rows.tables_of(connection) if table.name == "people")
        row = {"person_id": "p1", "name": "Lê Thị Đông", "name_key": "lê thị đông", "made_at": MOMENT}
        connection.execute(insert(people).values(row))
    back_up(home, empty_database, place / "old.tar")
    restore(place / "new", place / "old.tar")
    found = engine_for(place / "new", f"sqlite:///{place}/new/sommai.db")
    assert revision_of(found) == newest_revision()
    names = [json.loads(line)["name"] for line in everything(found)["people"]]
    assert names == ["Lê Thị Đông"]
    found.dispose()


def test_upgrade_refuses_to_go_down(database, place):
    with changing_form(database) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase):
        upgrade(place, database)
    assert not (place / "backups").exists()
