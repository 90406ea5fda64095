"""Snapshots: addressed by content, whole or not at all, and without a name in them."""

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from data.contract import TABLES
from data.identities import OpenKey
from data.intake import read_folder
from data.intake.cached import import_folder
from data.snapshots import DamagedSnapshot, NoSnapshot, Snapshots

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def intake(small_province):
    return read_folder(small_province, today=TODAY)


def test_row_order_and_format_dont_matter(intake, small_province, tmp_path):
    other = tmp_path / "parquet"
    other.mkdir()
    for name in TABLES:
        intake.tables[name].sample(fraction=1, shuffle=True, seed=4).write_parquet(other / f"{name}.parquet")
    first = Snapshots(tmp_path / "home").store(intake.tables, intake.present)
    again = read_folder(other, today=TODAY)
    assert Snapshots(tmp_path / "home").store(again.tables, again.present).id == first.id
    assert len(Snapshots(tmp_path / "home").all()) == 1


def test_two_imports_at_once_do_no_harm(small_province, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: import_folder(small_province, tmp_path, today=TODAY).snapshot.id, range(2)))
    assert len(set(made)) == 1
    assert Snapshots(tmp_path).newest().tables()["households"].height > 0


def test_a_changed_file_is_refused(intake, tmp_path):
    snapshot = Snapshots(tmp_path).store(intake.tables, intake.present)
    (snapshot.folder / "children.parquet").write_bytes(b"else")
    with pytest.raises(DamagedSnapshot, match="children"):
        Snapshots(tmp_path).newest().tables()


def test_versions_of_a_key(intake, tmp_path):
    snapshots = Snapshots(tmp_path)
    snapshots.store(intake.tables, intake.present)
    key = intake.tables["households"]["household_id"][0]
    moved = intake.tables | {"households": intake.tables["households"].with_columns(hamlet=None).cast(
        TABLES["households"].schema())}  # fmt: skip
    snapshots.store(moved, intake.present)
    assert snapshots.versions("households", (key,)).height == 2
    with pytest.raises(NoSnapshot):
        snapshots.get("nothing")


def test_no_name_is_readable_in_the_home(small_province, intake, tmp_path):
    import_folder(small_province, tmp_path, today=TODAY)
    name = intake.tables["identities"]["full_name"].drop_nulls()[0].encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(name in path.read_bytes() for path in files)
    key = tmp_path / "keys" / "identities.json"
    assert os.stat(key).st_mode & 0o777 == 0o600
    key.chmod(0o644)
    (tmp_path / "imports").rename(tmp_path / "forgotten")
    with pytest.raises(OpenKey):
        import_folder(small_province, tmp_path, today=TODAY)


def test_the_rows_around_a_household_are_its_own_and_its_people_s(tmp_path, small_province):
    made = import_folder(small_province, tmp_path, today=TODAY)
    whole = made.snapshot.tables()
    wanted = whole["child_events"].join(whole["children"], on="child_id")["household_id"][0]
    around = made.snapshot.around([wanted])
    children = whole["children"].filter(pl.col("household_id") == wanted)["child_id"]
    assert around["children"]["child_id"].to_list() == children.to_list()
    assert around["child_events"].equals(whole["child_events"].filter(pl.col("child_id").is_in(children.implode())))
    assert around["households"].height == 1
    assert around["communes"].is_empty()
    assert around["visits"].schema == whole["visits"].schema
