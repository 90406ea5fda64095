"""The identity vault: sealed on the disk, opened for an officer's own published list alone, each look recorded."""

import base64
import json
import os

import polars as pl
import pytest
from sqlalchemy import select

from data import identities
from data.contract import TABLES
from data.identity_keys import VARIABLE, OpenKey, WrongKeys, keyring
from service import audit
from service.access import who_of
from service.people.problems import NotAllowed
from service.store.audit_tables import audit_events
from service.store.persons import person_of
from service.vault.looking import look
from service.vault.opening import Person, Vault
from service.vault.problems import DamagedVault, WrongPurpose

NAME = "Nguyễn Thị Mẫu"


def rows(table, *cells):
    wanted = TABLES[table].schema()
    frame = pl.DataFrame(list(cells))
    return frame.select(
        *(pl.col(c).cast(t) if c in frame.columns else pl.lit(None, t).alias(c) for c, t in wanted.items())
    )


def register(**people):
    known = {"H1": (NAME, "Bản Mẫu", "0950000001"), "C1": ("Lô Văn Bé", None, None), "H2": ("Vi Thị Hoa", None, None)}
    told = known | people
    return {
        "households": rows("households", {"household_id": "H1"}, {"household_id": "H2"}, {"household_id": "H3"}),
        "children": rows("children", {"child_id": "C1", "household_id": "H1"}),
        "guardians": rows("guardians", {"guardian_id": "G1", "household_id": "H2"}),
        "identities": rows(
            "identities",
            *({"subject_id": i, "full_name": n, "address": a, "phone": p} for i, (n, a, p) in told.items()),
        ),
    }


@pytest.fixture
def vault(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    identities.keep(register(), tmp_path)
    return Vault(tmp_path)


def everything_under(home):
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_households_record_holds_its_people_and_no_byte_of_them_is_readable(vault):
    found = vault.of(["H1", "H2", "H3", "nobody"])
    assert found == {
        "H1": [Person("H1", NAME, "Bản Mẫu", "0950000001"), Person("C1", "Lô Văn Bé", None, None)],
        "H2": [Person("H2", "Vi Thị Hoa", None, None)],
    }
    kept = everything_under(vault.home)
    for text in (NAME, "Bản Mẫu", "0950000001", "Lô Văn Bé"):
        assert text.encode() not in kept
        assert base64.b64encode(text.encode()) not in kept


def test_files_and_folder_are_private(vault):
    for path in (vault.home / "vault", vault.home / "keys"):
        assert path.stat().st_mode & 0o077 == 0
    for file in ("vault/identities.arrow", "keys/identities.json"):
        assert (vault.home / file).stat().st_mode & 0o077 == 0


def test_the_same_record_is_never_sealed_the_same_twice(vault):
    before = identities.read(vault.home)["sealed"].to_list()
    identities.keep(register(), vault.home)
    assert set(before).isdisjoint(identities.read(vault.home)["sealed"].to_list())


def test_an_import_replaces_the_register(vault):
    assert set(vault.of(["H1", "H3"])) == {"H1"}
    identities.keep(register(H3=("Moong Văn Lanh", None, None)), vault.home)
    assert set(vault.of(["H1", "H3"])) == {"H1", "H3"}


def test_a_changed_or_exchanged_record_is_refused(vault):
    table = identities.read(vault.home)
    kept = list(table.iter_rows())
    swapped = [(kept[0][0], *kept[1][1:]), (kept[1][0], *kept[0][1:])]
    flipped = [(place, key_id, sealed[:-1] + bytes([sealed[-1] ^ 1])) for place, key_id, sealed in kept]
    for damaged in (swapped, flipped):
        identities.write(vault.home, damaged)
        with pytest.raises(DamagedVault):
            vault.of(["H1", "H2"])


def test_a_new_key_seals_everything_and_the_old_one_is_gone(vault):
    before = keyring(vault.home)
    assert vault.rotate() == 2
    after = keyring(vault.home)
    assert set(after.keys) == {"k2"}
    assert after.keys["k2"] not in before.keys.values()
    assert set(identities.read(vault.home)["key_id"]) == {"k2"}
    assert vault.of(["H1"])["H1"][0].full_name == NAME


def test_a_rotation_that_was_killed_leaves_everything_readable_and_can_be_done_again(vault, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(identities, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        vault.rotate()
    monkeypatch.undo()
    assert vault.of(["H1"])["H1"][0].full_name == NAME
    vault.rotate()
    assert len(keyring(vault.home).keys) == 1


def test_keys_may_come_from_the_environment(vault, monkeypatch):
    outside = base64.b64encode(os.urandom(32)).decode()
    monkeypatch.setenv(VARIABLE, f"safe-2026:{outside}")
    identities.keep(register(), vault.home)
    assert set(identities.read(vault.home)["key_id"]) == {"safe-2026"}
    assert vault.of(["H1"])
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(DamagedVault):
        vault.of(["H1"])


@pytest.mark.parametrize("given", ["x", "k:short", "k:AAAA", "bad id:" + "A" * 44, ":" + "A" * 44])
def test_wrong_keys_are_refused_without_being_repeated(tmp_path, monkeypatch, given):
    monkeypatch.setenv(VARIABLE, given)
    with pytest.raises(WrongKeys) as refused:
        keyring(tmp_path)
    assert given not in refused.value.both()


def test_a_key_file_that_others_read_is_refused(vault):
    (vault.home / "keys" / "identities.json").chmod(0o640)
    with pytest.raises(OpenKey):
        vault.of(["H1"])


def test_a_person_or_a_household_is_taken_out(vault):
    assert vault.erase("H1", "C1") == 1
    assert [person.id for person in vault.of(["H1"])["H1"]] == ["H1"]
    assert vault.erase("H1", "H1") == 1
    assert vault.of(["H1"]) == {}
    assert vault.erase("H1", "H1") == 0
    assert set(vault.of(["H2"])) == {"H2"}


def whoever(role, communes, person_id=None):
    return who_of(person_id, "x", role, whole_province=not communes, communes=communes)


def test_an_officer_sees_the_own_published_list_and_each_look_is_recorded(database, vault):
    published = {"H1": "17329", "H2": "16690"}
    with database.begin() as connection:
        officer = whoever("officer", ["17329"], person_of(connection, "Mai"))
        assert set(look(connection, vault, officer, published, ["H1", "H2", "H3"], "visit")) == {"H1"}
        assert look(connection, vault, officer, {}, ["H1"], "sheet") == {}
        assert set(look(connection, vault, officer, published, ["H1"], "sheet")) == {"H1"}
        events = connection.execute(select(audit_events.c.action, audit_events.c.facts)).all()
        audit.verify(connection)
    assert [event.action for event in events] == ["identity.seen", "identity.exported"]
    assert json.loads(events[1].facts) == {"purpose": "sheet"}
    assert NAME not in str(events)


@pytest.mark.parametrize("role", ["planner", "analyst", "auditor", "administrator"])
def test_nobody_else_ever_does(database, vault, role):
    with database.begin() as connection, pytest.raises(NotAllowed):
        look(connection, vault, whoever(role, ["17329"]), {"H1": "17329"}, ["H1"], "visit")


def test_a_look_needs_a_purpose(database, vault):
    with database.begin() as connection, pytest.raises(WrongPurpose):
        look(connection, vault, whoever("officer", ["17329"]), {"H1": "17329"}, ["H1"], "curiosity")
