"""A model's folder: what was written reads back to the bit, and nothing else is taken for it."""

import json

import numpy as np
import pytest

from data.whole_file import file_sum
from features.catalogue import CATALOGUE
from models.additive import with_interval
from models.scorecard import read_scorecard
from models.store import MODEL, SUMS, ForeignModel, TamperedModel, read_model, verify, write_model
from models.tables import ConstantInterval, Pair, Shape, TableModel

FIRST, SECOND = list(CATALOGUE)[:2]


@pytest.fixture
def pairwise():
    """A model of two features and their pair, with numbers that no short decimal holds."""
    shapes = (
        Shape(FIRST, np.array([0.1 + 0.2, 1.0]), np.array([-1 / 3, 0.0, 2 / 7])),
        Shape(SECOND, np.zeros(0), np.array([np.pi])),
    )
    pair = Pair(
        Shape(FIRST, np.array([0.5]), np.zeros(2)),
        Shape(SECOND, np.array([-0.5, 1e-17]), np.zeros(3)),
        np.array([[0.1, -0.1, 0.0], [1 / 9, 2.0, -np.e]]),
    )
    return with_interval(
        TableModel("mean", -4.0 / 3, shapes, ConstantInterval(0.7), (pair,)), ConstantInterval(0.1 + 0.2), {"n": 3}
    )


def values(seed=0, rows=200):
    drawn = np.random.default_rng(seed).normal(size=(rows, 2))
    drawn[drawn > 1.5] = np.nan
    return drawn


def test_a_model_reads_back_to_the_bit(pairwise, tmp_path):
    identity = write_model(pairwise, tmp_path / "m", {"seed": 4}, {"card_en.md": b"# Card\n"})
    again = read_model(tmp_path / "m")
    here, there = pairwise.score(values()), again.score(values())
    assert np.array_equal(here.contributions, there.contributions)
    assert np.array_equal(here.log_odds, there.log_odds)
    assert np.array_equal(here.log_odds_low, there.log_odds_low)
    assert again.facts == {"n": 3, "seed": 4}
    assert verify(tmp_path / "m") == identity


def test_the_id_goes_by_the_model_and_not_by_its_documents(pairwise, tmp_path):
    bare = write_model(pairwise, tmp_path / "a", {"seed": 4})
    assert write_model(pairwise, tmp_path / "b", {"seed": 4}, {"card_en.md": b"other"}) == bare
    assert write_model(pairwise, tmp_path / "c", {"seed": 5}) != bare


def test_the_scorecard_fits_the_same_form(tmp_path):
    card = read_scorecard()
    write_model(card, tmp_path / "card", {})
    assert read_model(tmp_path / "card").facts == card.facts


@pytest.mark.parametrize("change", ["tables.csv", "model.json", "interval_width.parquet", "card_en.md"])
def test_a_changed_file_is_refused(change, pairwise, tmp_path):
    write_model(pairwise, tmp_path / "m", {}, {"card_en.md": b"# Card\n"})
    with (tmp_path / "m" / change).open("ab") as file:
        file.write(b" ")
    with pytest.raises(TamperedModel) as refused:
        read_model(tmp_path / "m")
    assert refused.value.facts["file"] == change


def test_a_file_too_many_or_too_few_is_refused(pairwise, tmp_path):
    write_model(pairwise, tmp_path / "m", {})
    (tmp_path / "m" / "more.py").write_text("print('never run')\n")
    with pytest.raises(TamperedModel):
        read_model(tmp_path / "m")
    (tmp_path / "m" / "more.py").unlink()
    read_model(tmp_path / "m")
    (tmp_path / "m" / "pairs.csv").unlink()
    with pytest.raises(TamperedModel):
        read_model(tmp_path / "m")


def edited(folder, change):
    """Write model.json anew with its hash, as somebody does who knows how folders are made."""
    head = json.loads((folder / MODEL).read_text(encoding="utf-8"))
    old = file_sum(folder / MODEL)
    change(head)
    (folder / MODEL).write_text(json.dumps(head), encoding="utf-8")
    sums = (folder / SUMS).read_text(encoding="utf-8")
    (folder / SUMS).write_text(sums.replace(old, file_sum(folder / MODEL)), encoding="utf-8")


def test_a_foreign_contract_or_meaning_is_refused(pairwise, tmp_path):
    write_model(pairwise, tmp_path / "m", {})
    edited(tmp_path / "m", lambda head: head["features"][0].update(fingerprint="0123456789ab"))
    with pytest.raises(ForeignModel) as refused:
        read_model(tmp_path / "m")
    assert FIRST in refused.value.message("vi")
    edited(tmp_path / "m", lambda head: head.update(contract=0))
    with pytest.raises(ForeignModel):
        read_model(tmp_path / "m")


def test_an_interrupted_writing_leaves_what_was_there(pairwise, tmp_path, monkeypatch):
    first = write_model(pairwise, tmp_path / "m", {})
    monkeypatch.setattr("data.whole_folder.flush", lambda path: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"):
        write_model(pairwise, tmp_path / "m", {"seed": 9})
    assert verify(tmp_path / "m") == first
    assert [p.name for p in tmp_path.iterdir()] == ["m"]
