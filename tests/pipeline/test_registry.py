"""The registry of models: what is recorded, who may promote, and that serving never waits for it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from data.vocabulary.errors import WrongUse
from data.whole_file import file_sum
from models.additive import with_interval
from models.canaries import canary_documents, example
from models.decisions import PromotionNotAllowed
from models.registry import NothingBefore, Registry, RegistryOutOfReach
from models.scorecard import read_scorecard
from models.shelf import CHAMPION, NoSuchModel, Shelf
from models.store import ForeignModel, TamperedModel, model_id, read_model
from models.tables import ConstantInterval
from service.runs.choosing import SCORECARD, choose
from service.runs.lessons import registry_of

pytestmark = pytest.mark.slow


def stored(home, width, *verdicts):
    """Put a model on the shelf whose checks ended so; return its id."""
    facts = {"skill": True, "calibrated": True, "backtest": {"recall_at_2pct": 0.31}, "lineage": {"snapshot": "5a"}}
    model = with_interval(read_scorecard(), ConstantInterval(width), facts)
    checks = [
        {"number": k, "name": f"c{k}", "verdict": v, "value": 1.0, "limit": 0.0, "text": {"vi": f"mục {k}", "en": f"no. {k}"}}
        for k, v in enumerate(verdicts, start=1)
    ]  # fmt: skip
    documents = canary_documents(model) | {"checks.json": json.dumps(checks).encode(), "curves/recall.svg": b"<svg/>"}
    documents |= {"backtest.json": b"{}", "groups.json": b"[]"}
    return Shelf(home).put(model, {}, documents, model_id(model, {}))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("registry")


@pytest.fixture(scope="module")
def registry(home):
    return Registry(home)


@pytest.fixture(scope="module")
def models(home, registry):
    """Four registered models: two sound ones, one that failed a check, one with too little evidence."""
    verdicts = (("passed",), ("passed", "passed"), ("passed", "failed"), ("not_enough_evidence",))
    made = [stored(home, 0.1 * (k + 1), *v) for k, v in enumerate(verdicts)]
    for identity in made:
        registry.register(identity)
    return made


def test_the_last_registered_is_the_challenger_and_its_lineage_is_kept(registry, models):
    registry.register(models[3])
    assert registry.challenger() == models[3]
    shown = registry.show(models[0][:8])
    assert shown.id == models[0]
    assert shown.facts["lineage"]["snapshot"] == "5a"
    assert len([e for e in registry.entries() if e.id == models[3]]) == 1, "recorded once"


def test_promotion_rollback_and_who_decided(home, registry, models):
    first, second, failed, waiting = models
    registry.promote(first, "Nguyễn Thị An", "mô hình đầu tiên")
    assert registry.champion() == Shelf(home).champion().model == first
    registry.promote(second, "Trần Bình", "tốt hơn ở xã xa")
    with pytest.raises(PromotionNotAllowed):
        registry.promote(failed, "Trần Bình", "thử")
    with pytest.raises(PromotionNotAllowed):
        registry.promote(waiting, "Trần Bình", "thử")
    assert registry.champion() == second
    registry.promote(waiting, "Trần Bình", "thử", {"01": "năm sau sẽ có thêm ca"})
    registry.rollback("Nguyễn Thị An", "xã báo sai nhiều")
    assert registry.champion() == second
    registry.rollback("Nguyễn Thị An", "quay về bản đầu")
    assert registry.champion() == first
    with pytest.raises(NothingBefore):
        registry.rollback("Nguyễn Thị An", "nữa")
    assert [(d.model, d.act) for d in registry.history()] == [
        (first, "promoted"), (second, "promoted"), (waiting, "promoted"), (second, "rolled back"), (first, "rolled back"),
    ]  # fmt: skip
    assert registry.history()[2].accepted == {"01": "năm sau sẽ có thêm ca"}


def test_what_a_run_trained_is_listed_as_not_approved_and_can_be_promoted(home, registry, models):
    before = registry.challenger()
    trained = stored(home, 0.9, "passed")
    assert registry.entries()[-1].id == trained
    shown = registry.show(trained[:6])
    assert (shown.version, shown.approved, shown.aliases) == ("", False, ())
    assert shown.facts["skill"]
    assert [check["verdict"] for check in shown.checks] == ["passed"]
    assert registry.challenger() == before, "to be listed is not to be recorded"
    registry.promote(trained, "Nguyễn Thị An", "đã xem kỹ")
    assert registry.show(trained).approved
    assert registry.show(trained).version
    assert [entry.id for entry in registry.entries()].count(trained) == 1
    registry.rollback("Nguyễn Thị An", "về như trước")


def test_a_decision_needs_a_name_and_a_reason(registry, models):
    with pytest.raises(WrongUse):
        registry.promote(models[1], " ", "vì")
    with pytest.raises(WrongUse):
        registry.promote(models[1], "An", "")
    with pytest.raises(NoSuchModel):
        registry.promote("0123456789abcdef", "An", "vì")


def test_a_promotion_killed_half_way_is_finished_by_the_next_opening(home, registry, models, monkeypatch):
    monkeypatch.setattr(registry, "_publish", lambda stack: (_ for _ in ()).throw(KeyboardInterrupt()))
    before = Shelf(home).champion().model
    other = next(m for m in models[:2] if m != before)
    with pytest.raises(KeyboardInterrupt):
        registry.promote(other, "An", "bị ngắt")
    assert Shelf(home).champion().model == before
    assert Registry(home).champion() == Shelf(home).champion().model == other


def test_the_registered_copy_gives_risk_interval_and_contributions(home, registry, models):
    given = example(Shelf(home).place(models[0]), Shelf(home).read(models[0]))
    said = registry.load(models[0]).predict(given)
    scored = Shelf(home).read(models[0]).score(given.to_numpy())
    assert np.allclose(said["log_odds"], scored.log_odds, atol=1e-12)
    assert (said["risk_low"] <= said["risk"]).all() and (said["risk"] <= said["risk_high"]).all()
    shares = said[list(given.columns)].sum(axis=1) + said["base"]
    assert np.allclose(shares, said["log_odds"], atol=1e-9)


def test_a_changed_model_is_refused_and_the_champion_keeps_serving(home, registry, models):
    champion = registry.champion()
    other = next(m for m in models[:2] if m != champion)
    file = Shelf(home).place(other) / "tables.csv"
    kept = file.read_bytes()
    file.write_bytes(kept + b"x,,,9\n")
    with pytest.raises(PromotionNotAllowed, match="changed"):
        registry.promote(other, "An", "vì")
    file.write_bytes(kept)
    assert choose(CHAMPION, home).id == champion


def test_a_changed_champion_gives_way_to_the_one_before_it(home, registry, models):
    first, second = models[:2]
    if registry.champion() != first:
        registry.rollback("An", "về bản đầu")
    registry.promote(second, "An", "bản hai")
    file = Shelf(home).place(second) / "model.json"
    kept = file.read_bytes()
    file.write_bytes(kept.replace(b'"contract"', b'"contract "'))
    chosen = choose(CHAMPION, home)
    assert chosen.id == first
    assert second in chosen.notices[0].en
    other = Shelf(home).place(first) / "model.json"
    whole = other.read_bytes()
    other.write_bytes(b"{}")
    assert choose(CHAMPION, home).id == SCORECARD
    file.write_bytes(kept)
    other.write_bytes(whole)
    assert choose(CHAMPION, home).id == second


def test_serving_needs_no_registry_and_never_imports_it(home, models):
    asked = (
        "import sys; from pathlib import Path; from service.runs.choosing import choose\n"
        f"print(choose('champion', Path({str(home)!r})).id, 'mlflow' in sys.modules)"
    )
    (home / "mlflow.db").rename(home / "away.db")
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    (home / "away.db").rename(home / "mlflow.db")
    assert said == [Shelf(home).champion().model, "False"]


def test_a_registry_out_of_reach_is_said_clearly(tmp_path):
    with pytest.raises(RegistryOutOfReach) as refused:
        Registry(tmp_path, "postgresql://nobody@127.0.0.1:1/none")
    assert "SOMMAI_REGISTRY_URL" in refused.value.message("en")


def test_a_full_disk_changes_nothing(home, registry, models, monkeypatch):
    before = Shelf(home).champion()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("models.shelf.os.fsync", full)
    other = next(m for m in models[:2] if m != before.model)
    with pytest.raises(RegistryOutOfReach):
        registry.promote(other, "An", "đĩa đầy")
    assert Shelf(home).champion() == before


def test_on_postgresql_a_model_is_recorded_promoted_and_rolled_back_and_serves_when_the_database_is_gone(
    postgresql, tmp_path, monkeypatch
):
    with postgresql.database() as address:
        monkeypatch.setenv("SOMMAI_REGISTRY_URL", address)
        place = tmp_path / "home"
        first, second = (stored(place, width, "passed") for width in (0.1, 0.2))
        made = registry_of(place)
        for identity in (first, second):
            made.register(identity)
        assert made.challenger() == second
        made.promote(first, "Nguyễn Thị An", "mô hình đầu tiên")
        made.promote(second, "Nguyễn Thị An", "tốt hơn ở xã xa")
        made.rollback("Trần Bình", "xã báo sai nhiều")
        again = registry_of(place)
        assert again.champion() == Shelf(place).champion().model == first
        assert [d.act for d in again.history()] == ["promoted", "promoted", "rolled back"]
        assert not (place / "mlflow.db").exists(), "the record is in PostgreSQL alone"
        given = example(Shelf(place).place(first), Shelf(place).read(first))
        assert np.allclose(
            again.load(first).predict(given)["log_odds"], Shelf(place).read(first).score(given.to_numpy()).log_odds
        )
    with pytest.raises(RegistryOutOfReach) as refused:
        again.promote(second, "Nguyễn Thị An", "thử khi mất cơ sở dữ liệu")
    assert address not in refused.value.message("en")
    with pytest.raises(RegistryOutOfReach):
        registry_of(place)
    assert choose(CHAMPION, place).id == Shelf(place).champion().model == first


def test_a_model_under_another_contract_is_refused_and_the_champion_keeps_serving(home, registry, models):
    champion = Registry(home).champion()
    foreign = stored(home, 0.77, "passed")
    folder = Shelf(home).place(foreign)
    head = json.loads((folder / "model.json").read_text(encoding="utf-8")) | {"contract": 999}
    (folder / "model.json").write_text(json.dumps(head), encoding="utf-8")
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = [
        f"{file_sum(folder / 'model.json')}  model.json" if line.endswith("  model.json") else line for line in sums
    ]
    (folder / "SHA256SUMS").write_text("\n".join(told) + "\n", encoding="utf-8")
    with pytest.raises(ForeignModel, match="999"):
        read_model(folder)
    with pytest.raises(PromotionNotAllowed):
        registry.promote(foreign, "An", "vì")
    with pytest.raises((ForeignModel, TamperedModel)):
        choose(foreign, home)
    assert choose(CHAMPION, home).id == registry.champion() == champion


def test_a_disk_that_fills_while_a_model_is_recorded_leaves_the_champion_and_the_challenger(
    home, registry, models, monkeypatch
):
    champion, challenger = Registry(home).champion(), registry.challenger()
    new = stored(home, 0.66, "passed")
    with monkeypatch.context() as full:
        full.setattr("mlflow.log_artifact", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(RegistryOutOfReach) as refused:
            registry.register(new)
    assert "disk" in refused.value.next_step.en
    assert (registry.champion(), registry.challenger()) == (champion, challenger)
    assert choose(CHAMPION, home).id == champion
    registry.register(new)
    assert registry.challenger() == new, "the same command finishes the work"
