"""The synthetic province: same seed, same rows; a sound register; close to the published figures."""

from datetime import date

import polars as pl
import pytest

from data.contract import READING_ORDER, TABLES
from data.intake import read_folder
from data.reference.published_figures import read_figures
from data.synthetic import World, make_province
from data.synthetic.write import FolderInUse, write_province, write_truth

pytestmark = pytest.mark.slow

LAST = date(2025, 12, 31)
SIZES = (1, 20, 300)


@pytest.fixture(scope="module")
def large():
    return make_province(60_000, seed=11)


@pytest.fixture(scope="module")
def present(large):
    """Children under 16 in the register on the last day, with their latest review."""
    tables = large.tables
    reviews = tables["poverty_assessments"].sort("household_id", "assessed_on").unique("household_id", keep="last")
    return (
        tables["children"]
        .join(tables["households"].select("household_id", "closed_on"), on="household_id")
        .filter(pl.col("closed_on").is_null(), pl.col("left_on").is_null())
        .filter(pl.col("birth_date").dt.offset_by("16y") > LAST)
        .join(reviews.select("household_id", "status"), on="household_id", how="left")
    )


@pytest.mark.parametrize("size", SIZES)
def test_every_table_has_the_contracts_schema_and_keys(size):
    tables = make_province(size, seed=3).tables
    assert tuple(tables) == READING_ORDER
    assert tables["households"].height == size
    for name, table in tables.items():
        assert table.schema == TABLES[name].schema()
        assert not table.select(TABLES[name].key()).is_duplicated().any()
        for column in TABLES[name].columns.values():
            if column.required or column.key:
                assert table[column.name].null_count() == 0, column
        for column, parent in TABLES[name].parents().items():
            known = tables[parent][TABLES[parent].key()[0]]
            assert table[column].drop_nulls().is_in(known.implode()).all(), column


def test_the_same_seed_gives_the_same_province():
    one, other = make_province(300, seed=5), make_province(300, seed=5)
    assert all(one.tables[name].equals(other.tables[name]) for name in READING_ORDER)
    assert one.truth.equals(other.truth)


def test_another_seed_gives_another_province():
    one, other = make_province(300, seed=5), make_province(300, seed=6)
    assert not one.tables["children"].equals(other.tables["children"])


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_is_read_without_a_fault(tmp_path, size, language):
    province = make_province(size, seed=4)
    write_province(province, tmp_path / "in", language)
    read = read_folder(tmp_path / "in", today=date(2026, 1, 1))
    assert read.faults.is_empty()
    for name, table in province.tables.items():
        key = TABLES[name].key()
        assert read.tables[name].sort(key).equals(table.sort(key)), name


def test_the_same_province_gives_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        write_province(make_province(20, seed=2), tmp_path / folder, "vi")
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_writing_replaces_a_province_and_nothing_else(tmp_path):
    province = make_province(1, seed=2)
    write_province(province, tmp_path / "in")
    write_province(province, tmp_path / "in", "vi")
    assert (tmp_path / "in" / "households.xlsx").exists()
    assert not (tmp_path / "in" / "households.csv").exists()
    (tmp_path / "in" / "letters.txt").write_text("x")
    with pytest.raises(FolderInUse):
        write_province(province, tmp_path / "in")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_truth_is_written_apart(tmp_path):
    province = make_province(20, seed=2)
    write_truth(province, tmp_path / "truth.csv")
    assert pl.read_csv(tmp_path / "truth.csv").height == province.truth.height


def test_nothing_lies_after_the_last_day():
    last = date(2023, 6, 30)
    tables = make_province(300, seed=8, years=4, world=World(last_day=last)).tables
    for name, table in tables.items():
        for column in TABLES[name].columns.values():
            if column.type == "date" and column.name != "valid_from":
                latest = table[column.name].max()
                assert latest is None or latest <= last, (name, column.name)


def test_children_in_special_circumstances_as_published(large, present):
    figures = read_figures()
    cases = large.tables["circumstances"].filter(pl.col("closed_on").is_null())
    share = present["child_id"].is_in(cases["child_id"].implode()).mean()
    assert share == pytest.approx(figures["children_special"].value / figures["children"].value, rel=0.10)
    assert cases["managed_on"].is_not_null().mean() == pytest.approx(figures["special_managed_share"].value, abs=0.015)


def test_children_in_poor_households_as_published(present):
    figures = read_figures()
    share = (present["status"] == "poor").fill_null(False).mean()
    assert share == pytest.approx(figures["children_in_poor_households"].value / figures["children"].value, rel=0.12)


def test_children_at_risk_as_published(large, present):
    """At risk: in a poor or near-poor household, with neither parent, or in special circumstances."""
    cases = large.tables["circumstances"].filter(pl.col("closed_on").is_null())
    hard = present.select(
        pl.col("status").is_in(["poor", "near_poor"]).fill_null(False)
        | pl.col("living_with").is_in(["grandparents", "other_relatives", "unrelated", "alone"]).fill_null(False)
        | pl.col("child_id").is_in(cases["child_id"].implode())
    ).to_series()
    assert hard.mean() == pytest.approx(read_figures()["children_at_risk_or_special_share"].value, abs=0.012)


def test_units_and_minorities_as_published(large):
    communes, households = large.tables["communes"], large.tables["households"]
    assert communes.height == 130
    assert communes["region"].drop_nulls().n_unique() == 4
    assert communes["is_border"].any()
    share = (households["head_ethnicity"] != "Kinh").mean()
    assert share == pytest.approx(read_figures()["minority_share"].value, abs=0.04)


def test_poverty_follows_from_its_scores(large):
    reviews = large.tables["poverty_assessments"]
    lacking = reviews.select(pl.sum_horizontal(pl.col("^dep_.*$").cast(pl.Int64))).to_series()
    answered = reviews.filter(reviews["dep_employment"].is_not_null() & reviews["b2_score"].is_not_null())
    assert (
        answered["b2_score"]
        == 10 * lacking.filter(reviews["dep_employment"].is_not_null() & reviews["b2_score"].is_not_null())
    ).all()
    poor = answered.filter(pl.col("status") == "poor")
    assert (poor["b2_score"] >= 30).all()
    moves = reviews.sort("household_id", "assessed_on").with_columns(
        after=pl.col("status").shift(-1).over("household_id")
    )
    assert moves.drop_nulls("after").select("status", "after").unique().height == 9


def test_all_groups_occur_and_remote_cases_are_missing_more(large):
    cases = large.tables["circumstances"]
    assert cases["category"].n_unique() == 14
    truth = large.truth.join(large.tables["households"].select("household_id", "commune_code"), on="household_id")
    assert truth["recorded_share"].min() == World().recording_remote
    assert truth["recorded_share"].max() == World().recording


def test_truth_is_calibrated_and_tells_households_apart(large):
    truth = large.truth.sort("true_probability", descending=True)
    assert truth["true_outcome"].mean() == pytest.approx(truth["true_probability"].mean(), rel=0.12)
    first = truth.head(truth.height // 10)
    assert first["true_probability"].sum() > 0.3 * truth["true_probability"].sum()


def test_without_signal_every_household_has_the_same_chance():
    truth = make_province(3000, seed=9, world=World(signal=0.0)).truth
    adults_soon = truth.filter(pl.col("eligible_children") > 0)["true_probability"]
    # Only a sixteenth birthday within the year, or a sibling in care, still moves the chance.
    assert adults_soon.quantile(0.2) == pytest.approx(adults_soon.median(), rel=0.02)
    assert adults_soon.max() == pytest.approx(adults_soon.median(), rel=0.02)


def test_visits_that_explore_know_their_chance(large):
    visits = large.tables["visits"]
    exploring = visits["reason"] == "exploration"
    assert visits.filter(exploring)["propensity"].null_count() == 0
    assert visits.filter(~exploring)["propensity"].null_count() == visits.filter(~exploring).height
    assert (
        visits.filter(pl.col("outcome") != "reached")["finding"].null_count() == (visits["outcome"] != "reached").sum()
    )
