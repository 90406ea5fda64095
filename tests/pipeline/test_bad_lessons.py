"""What may be wrong with a lesson, one by one: a clear error or a stated fallback, and the champion keeps serving."""

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from data.snapshots import Snapshots
from features.assemble import feature_matrix
from features.catalogue import CATALOGUE
from models.decisions import Decision
from models.shelf import Shelf
from models.store import SUMS, model_files, model_id
from service.runs import retrain
from service.runs.choosing import CHAMPION, choose
from service.runs.lessons import lesson_of

pytestmark = pytest.mark.slow
SOMMAI = Path(sys.executable).with_name("sommai")
FILE_LIMIT = 4 * 1024
TODAY = "2026-11-24"


@pytest.fixture
def home(learned_home, learned_run):
    """A home whose champion was learned from the planted province."""
    crown(learned_home, learned_run.summary["model"])
    return learned_home


def crown(home, identity):
    Shelf(home).decide([Decision(identity, "Nguyễn Thị An", "tốt hơn ở xã xa", "2026-01-05T02:11:09+00:00", {})])


def serves(home, learned_run):
    return choose(CHAMPION, home).id == learned_run.summary["model"]


def with_cases(home, how_many):
    """Make a register with fewer cases the newest one."""
    newest = Snapshots(home).newest()
    tables = newest.tables()
    Snapshots(home).store(tables | {"circumstances": tables["circumstances"].head(how_many)}, newest.present)


def refused(command, home, *words):
    code, _, err = command(*words, "--home", home, "--json")
    return code, json.loads(err)


@pytest.mark.parametrize(("cases", "why"), [(12, "cases"), (0, "no day whose outcomes")], ids=["too few", "one class"])
def test_too_few_events_or_one_class_are_nothing_to_learn_from(cases, why, home, learned_run, command):
    with_cases(home, cases)
    code, told = refused(command, home, "train")
    assert (code, told["error"]) == (1, "nothing-to-learn")
    assert why in told["message"] or "trường hợp" in told["message"]
    assert serves(home, learned_run)


def test_a_constant_feature_says_nothing(home, learned_run):
    """One that nobody recorded says nothing either (``test_fitting``); here the register decides what is constant."""
    model = Shelf(home).read(learned_run.summary["model"])
    lesson = lesson_of(home, None, None, 0)
    matrix = feature_matrix(lesson.tables, lesson.as_of)
    constant = [n for n in model.features if matrix[n].fill_nan(None).drop_nulls().n_unique() <= 1]
    assert constant, "the planted province leaves tables empty"
    parts = model.score(matrix.select(model.features).to_numpy()).contributions
    spread = dict(zip(model.features, np.ptp(parts, axis=0), strict=True))
    assert max(spread[name] for name in constant) < 1e-9


def test_a_level_that_no_training_row_had_counts_as_its_neighbour(home, learned_run):
    model = Shelf(home).read(learned_run.summary["model"])
    levels = [k for k, name in enumerate(model.features) if CATALOGUE[name].kind == "level"]
    values = np.full((2, len(model.features)), np.nan)
    values[0, levels] = [max(model.shapes[k].edges, default=0.0) + 0.5 for k in levels]
    values[1, levels] = 10_000.0
    said = model.score(values).contributions
    np.testing.assert_array_equal(said[0], said[1])


def test_an_unknown_choice_is_not_recorded_and_the_champion_ranks(planted, home, learned_run, command, tmp_path):
    folder = tmp_path / "tables"
    shutil.copytree(planted, folder)
    communes = pl.read_csv(folder / "communes.csv", infer_schema=False)
    communes.with_columns(region=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("IX")).otherwise("region")).write_csv(
        folder / "communes.csv"
    )
    ran = ("run", folder, "--out", tmp_path / "out", "--today", TODAY, "--home", home, "--json")
    code, out, _ = command(*ran)
    assert code == 0
    assert json.loads(out)["model"] == learned_run.summary["model"]
    faults = pl.read_csv(tmp_path / "out" / "quarantine.csv", infer_schema=False)
    assert faults.select("table", "column", "value", "rule").rows() == [("communes", "region", "IX", "unknown_choice")]


def test_without_the_table_of_cases_nothing_is_learned_and_the_champion_ranks(
    planted, home, learned_run, command, tmp_path
):
    folder = tmp_path / "tables"
    shutil.copytree(planted, folder)
    (folder / "circumstances.csv").unlink()
    code, out, _ = command("run", folder, "--out", tmp_path / "out", "--today", TODAY, "--home", home, "--json")
    assert (code, json.loads(out)["model"]) == (0, learned_run.summary["model"])
    code, told = refused(command, home, "train")
    assert (code, told["error"]) == (1, "nothing-to-learn")
    assert serves(home, learned_run)


def test_a_snapshot_under_another_contract_is_refused(home, learned_run, command):
    file = Snapshots(home).newest().folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"contract": 999}), encoding="utf-8")
    code, told = refused(command, home, "train")
    assert (code, told["error"]) == (1, "foreign-contract")
    assert "999" in told["message"]
    assert serves(home, learned_run)


def test_a_registry_out_of_reach_keeps_what_was_learned_and_the_champion(home, learned_run, command, monkeypatch):
    monkeypatch.setenv("SOMMAI_REGISTRY_URL", "postgresql://nobody@127.0.0.1:1/none")
    code, told = refused(command, home, "train")
    assert (code, told["error"]) == (1, "registry-out-of-reach")
    assert learned_run.summary["model"] in Shelf(home).ids()
    assert serves(home, learned_run)
    code, out, _ = command("score", "--home", home, "--json")
    assert (code, json.loads(out)["model"]) == (0, learned_run.summary["model"])


def one_more(home, identity):
    """Put the same model on the shelf under another id, as one that was made at another time."""
    shelf, folder = Shelf(home), Shelf(home).place(identity)
    model = shelf.read(identity)
    own = {*model_files(model, {}), SUMS}
    documents = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    facts = {"made": "before"}
    return shelf.put(model, facts, {n: d for n, d in documents.items() if n not in own}, model_id(model, facts))


def limited():
    """Let no file of the process that is started grow beyond the limit: it fails as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))


def test_a_disk_that_fills_during_training_leaves_the_champion_and_the_same_command_finishes(home, learned_run):
    trained = learned_run.summary["model"]
    champion = one_more(home, trained)
    crown(home, champion)
    shutil.rmtree(Shelf(home).place(trained))
    for done in (home / "training").glob("*/done.json"):
        done.unlink()
    words = [SOMMAI, "train", "--home", home, "--lang", "en"]
    done = subprocess.run(words, capture_output=True, text=True, preexec_fn=limited)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "disk space" in done.stderr
    assert Shelf(home).ids() == [champion]
    assert choose(CHAMPION, home).id == champion
    assert retrain.train(lesson_of(home, None, None, 0)).id == trained
    assert choose(CHAMPION, home).id == champion
