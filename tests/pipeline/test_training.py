"""Learning within a run and by itself: which model ranks, what is kept, what is done again after a kill."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from PIL import Image

from data.intake.cached import import_folder
from features.assemble import feature_matrix
from models import learning
from models.canaries import CanariesDiffer
from models.checks.written import DOCUMENTS, faults_of
from models.decisions import Decision
from models.fitting.candidates import NAMES, UNRESTRICTED
from models.learning import NothingToLearn
from models.refitting import refits
from models.shelf import Shelf
from models.splits import splits
from models.store import model_files
from outreach.policy_file import read_policy
from service.outputs import names
from service.runs import parity as parity_of
from service.runs import retrain, scoring
from service.runs.choosing import choose
from service.runs.lessons import lesson_of
from service.runs.options import RunOptions
from service.runs.province import run_province

pytestmark = pytest.mark.slow
TODAY = dt.date(2026, 11, 24)


def home_of(result):
    return result.kept.parents[1]


def test_a_run_ranks_by_the_model_it_trained_and_says_that_nobody_approved_it(learned_run):
    summary = json.loads((learned_run.out / names.SUMMARY_FILE).read_text(encoding="utf-8"))
    assert summary["model"] in Shelf(home_of(learned_run)).ids()
    assert (summary["approved"], summary["calibrated"], summary["skill"]) == (False, True, True)
    assert summary["backtest"]["recall_at_2pct"] > 0.2
    assert "not yet approved by a person" in learned_run.first_line.en
    assert "not yet approved by a person" in (learned_run.out / "report.html").read_text(encoding="utf-8")
    assert Shelf(home_of(learned_run)).champion() is None, "a run never promotes"


def test_the_unrestricted_model_stands_beside_it_for_comparison_and_never_ranks(learned_run):
    identity = learned_run.summary["model"]
    kinds = {s["name"]: s["kind"] for s in Shelf(home_of(learned_run)).json(identity, "backtest.json")["scores"]}
    assert kinds[UNRESTRICTED] == "upper"
    facts = Shelf(home_of(learned_run)).head(identity)["facts"]
    assert UNRESTRICTED not in (facts["chosen"], *facts["candidates"])
    told = NAMES[UNRESTRICTED].en
    assert told in (learned_run.out / "report.html").read_text(encoding="utf-8")
    assert f"| {told} |" in Shelf(home_of(learned_run)).document(identity, "model_card_en.md")


def test_its_contributions_add_up_to_its_log_odds(learned_run):
    scores = pl.read_parquet(learned_run.out / "scores.parquet")
    parts = pl.read_parquet(learned_run.out / "contributions.parquet")
    total = parts.select(pl.sum_horizontal(pl.exclude("household_id"))).to_series()
    assert (total - scores["log_odds"]).abs().max() < 1e-6
    assert ((scores["risk_low"] <= scores["risk"]) & (scores["risk"] <= scores["risk_high"])).all()


def test_a_second_run_learns_nothing_again_and_writes_the_same_bytes(planted, learned_run, tmp_path, monkeypatch):
    monkeypatch.setattr(retrain, "learn", lambda *_, **__: pytest.fail("it was learned before"))
    asked = RunOptions(home=home_of(learned_run), today=TODAY, language="en")
    again = run_province(planted, tmp_path / "out", asked)
    for name in set(names.FILES) - {names.SUMMARY_FILE, "priority_list.xlsx"}:
        assert (again.out / name).read_bytes() == (learned_run.out / name).read_bytes(), name
    assert again.run_id == learned_run.run_id


def test_what_learning_computed_is_not_computed_again_to_judge_and_gives_the_same(planted, tmp_path, monkeypatch):
    import_folder(planted, tmp_path, today=TODAY)
    lesson = lesson_of(tmp_path, None, None, 0)
    days = splits(lesson.tables, lesson.as_of)
    monkeypatch.setattr("models.examples.MOST_ROWS", 4_000)  # rows are drawn, so that another seed keeps others
    rows = learning.gather(lesson.tables, days, 0, learning.silent)
    newest = rows.others[days.origins[-1]].rows.household_ids
    assert newest.to_list() != rows.training[days.origins[-1]].rows.household_ids.to_list()
    again = refits(lesson.tables, lesson.as_of, "splines", [], seed=0)
    monkeypatch.setattr("models.examples.feature_matrix", lambda *_: pytest.fail("it was computed before"))
    found = refits(lesson.tables, lesson.as_of, "splines", [], seed=0, kept=rows.for_refits(days))
    assert found.learned_from.equals(again.learned_from)
    assert model_files(found.other_seed, {}) == model_files(again.other_seed, {})
    np.testing.assert_array_equal(found.without_remote, again.without_remote)


class Killed(BaseException):
    """The power goes; nothing may catch it."""


def dies(*_, **__):
    raise Killed


WHERE = (
    ("models.learning.finished", "the test years are told, the model isn't made"),
    ("service.runs.retrain.judge", "the model is made, nothing is judged"),
    ("service.runs.retrain.both_ways", "a draft is written, its checks aren't"),
    ("models.shelf.write_model", "everything is found out, the model isn't on the shelf"),
    ("service.runs.retrain._known", "the model is on the shelf, nobody knows"),
)
"""Where a training is killed, one time after another."""


def test_a_training_killed_again_and_again_goes_on_where_it_was_with_the_same_bytes(
    planted, learned_run, tmp_path, monkeypatch
):
    import_folder(planted, tmp_path, today=TODAY)
    lesson = lesson_of(tmp_path, None, None, 0)
    years = []
    whole = learning.judge
    monkeypatch.setattr(learning, "judge", lambda *given: years.append(given[1].day) or whole(*given))
    for place, _ in WHERE:
        with monkeypatch.context() as power:
            power.setattr(place, dies)
            with pytest.raises(Killed):
                retrain.train(lesson)
    trained = retrain.train(lesson)
    assert len(years) == len(set(years)) > 0, "no test year was found out twice"
    unbroken = learned_run.summary["model"]
    assert trained.id == unbroken, "another home, killed five times, and the same model"
    shelves = [Shelf(home).place(unbroken) for home in (tmp_path, home_of(learned_run))]
    files = [{str(p.relative_to(s)): p.read_bytes() for p in s.rglob("*") if p.is_file()} for s in shelves]
    assert files[0] == files[1]
    left = {p.name for p in (tmp_path / "training").rglob("*")}
    assert not [name for name in left if name.startswith("year-") or name == "draft" or name.endswith(".tmp")]


def shifted(matrix, model):
    """A feature that the model uses, computed otherwise than when it learned."""
    name = next(s.feature for s in model.shapes if s.scores.any() and matrix[s.feature].null_count() < matrix.height)
    return matrix.with_columns(pl.col(name) + 1.0)


def test_canaries_are_held_against_what_serving_makes_of_the_snapshot_on_disk(learned_run, monkeypatch):
    home, identity = home_of(learned_run), learned_run.summary["model"]
    shelf = Shelf(home)
    [parity] = [c for c in shelf.json(identity, "checks.json") if c["number"] == 8]
    assert parity["verdict"] == "passed"
    lesson, model = lesson_of(home, None, None, 0), shelf.read(identity)
    again = retrain.read_back(lesson, model, shelf.place(identity), ["datasheet.md"])
    assert again[0].verdict == "passed"
    told = int(again[0].text.en.split()[0])
    assert told > learned_run.summary["scored"], "the province's own, and those that travel"
    whole = parity_of.feature_matrix
    monkeypatch.setattr(parity_of, "feature_matrix", lambda tables, day: shifted(whole(tables, day), model))
    assert retrain.read_back(lesson, model, shelf.place(identity), ["datasheet.md"])[0].verdict == "failed"


def test_a_model_that_tells_these_households_otherwise_than_in_training_does_not_serve(learned_run):
    home, identity = home_of(learned_run), learned_run.summary["model"]
    lesson, model = lesson_of(home, None, None, 0), Shelf(home).read(identity)
    matrix = feature_matrix(lesson.tables, lesson.as_of)
    assert parity_of.check_here(lesson, matrix, identity, model) == matrix.height
    with pytest.raises(CanariesDiffer):
        parity_of.check_here(lesson, shifted(matrix, model), identity, model)
    chosen = choose(identity, home, lesson, matrix)
    assert chosen.id == identity
    with pytest.raises(CanariesDiffer):
        choose(identity, home, lesson, shifted(matrix, model))


def test_scoring_alone_holds_these_households_against_training_too(learned_run, monkeypatch):
    home, identity = home_of(learned_run), learned_run.summary["model"]
    asked = RunOptions(home=home, today=TODAY, model=identity)
    assert scoring.score_snapshot(asked, None, None).summary["model"] == identity
    model, whole = Shelf(home).read(identity), scoring.homes_of

    def computed_otherwise(*given):
        homes = whole(*given)
        return replace(homes, matrix=shifted(homes.matrix, model))

    monkeypatch.setattr(scoring, "homes_of", computed_otherwise)
    with pytest.raises(CanariesDiffer):
        scoring.score_snapshot(asked, None, None)
    champion = Decision(identity, "Nguyễn Thị An", "tốt hơn ở xã xa", "2026-01-05T02:11:09+00:00", {})
    monkeypatch.setattr(Shelf, "decisions", lambda _: [champion])
    monkeypatch.setattr(retrain, "learn", lambda *_, **__: pytest.fail("scoring alone trains nothing"))
    told = scoring.score_snapshot(replace(asked, model="champion"), None, None)
    assert told.summary["model"] == "scorecard"
    assert "canary households" in told.notices[0].en


def test_the_documents_on_the_shelf_are_complete_with_every_check_in_them(learned_run):
    shelf, identity = Shelf(home_of(learned_run)), learned_run.summary["model"]
    texts = {name: shelf.document(identity, f"{name}.md") for name in DOCUMENTS}
    assert faults_of(texts, shelf.read(identity).features) == []
    for check in shelf.json(identity, "checks.json"):
        assert check["text"]["en"] in texts["model_card_en"]
    assert [c["number"] for c in shelf.json(identity, "checks.json")] == list(range(1, 11))


def test_pictures_on_the_shelf_have_their_words(learned_run):
    place = Shelf(home_of(learned_run)).place(learned_run.summary["model"]) / "curves"
    for name in ("recall", "curve"):
        assert "font-family" in (place / f"{name}.svg").read_text(encoding="utf-8")
    with Image.open(place / "recall.png") as picture:
        beside_the_dots = picture.crop((100, 30, 540, 60)).getchannel("A")
    assert beside_the_dots.getextrema()[1] == 255, "the name of an order is drawn"


def looking_ahead(tables, day):
    """Features as they are often written: what had happened by the day counts, whether anybody had written it down."""
    seen = tables["child_events"].filter(pl.col("event_date") <= day).join(tables["children"], on="child_id")
    happened = seen.group_by("household_id").agg(happened=pl.len())
    matrix = feature_matrix(tables, day).join(happened, on="household_id", how="left", maintain_order="left")
    return matrix.with_columns(pl.col("child_number").fill_null(0) + pl.col("happened").fill_null(0)).drop("happened")


def test_the_policys_limits_and_a_look_ahead_decide_and_what_was_learned_is_not_learned_again(
    learned_run, learned_home, monkeypatch
):
    monkeypatch.setattr(retrain, "learn", lambda *_, **__: pytest.fail("it was learned before"))
    home, before = learned_home, learned_run.summary["model"]
    strict = read_policy("[release_checks]\nleast_gain = 40.0\n")
    monkeypatch.setattr("service.runs.judging.feature_matrix", looking_ahead)
    trained = retrain.train(lesson_of(home, None, None, 0, strict))
    gain, ahead = (check for check in trained.failed if check["number"] in (1, 2))
    assert (gain["number"], gain["limit"]) == (1, 40.0)
    assert (ahead["number"], ahead["name"]) == (2, "no_look_ahead")
    assert "child_number" in ahead["text"]["en"]
    assert trained.id != before
    assert not [c for c in Shelf(home).json(before, "checks.json") if c["verdict"] == "failed"]


def test_a_model_that_was_changed_is_trained_again(learned_run, learned_home):
    home, identity = learned_home, learned_run.summary["model"]
    file = Shelf(home).place(identity) / "tables.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"0", b"1", 1))
    assert retrain.train(lesson_of(home, None, None, 0)).id == identity
    assert file.read_bytes() == whole


def test_without_cases_the_scorecard_ranks_and_the_first_line_says_why(small_province, tmp_path):
    result = run_province(small_province, tmp_path / "out", RunOptions(home=tmp_path / "home", today=TODAY))
    assert (result.summary["model"], result.summary["skill"], result.summary["backtest"]) == ("scorecard", False, None)
    assert "nothing to train on" in result.first_line.en
    with pytest.raises(NothingToLearn):
        retrain.train(lesson_of(tmp_path / "home", None, None, 0))


def test_without_skill_the_scorecard_ranks_and_the_first_line_says_so(
    planted, learned_run, learned_home, tmp_path, monkeypatch
):
    known = min((home_of(learned_run) / "training").glob("*/judged.json"))
    unlucky = retrain.Judged(**json.loads(known.read_text(encoding="utf-8")) | {"skill": False})
    monkeypatch.setattr(retrain, "judge", lambda *_: unlucky)
    monkeypatch.setattr(retrain, "learn", lambda *_, **__: _kept(learned_run))
    asked = RunOptions(home=learned_home, today=TODAY, seed=1)
    result = run_province(planted, tmp_path / "out", asked)
    assert result.summary["model"] == "scorecard"
    assert "simple orders" in result.first_line.en


def _kept(run):
    [folder] = (home_of(run) / "training").glob("*/learned")
    return retrain.read_learned(folder)
