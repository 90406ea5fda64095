"""The province at a glance: figures by commune, the operator's boundaries, and the page that shows them."""

import json
from html import unescape

import polars as pl
import pytest
from signed_in import client_for

from service.province import MEASURES, read_shapes, told_value
from service.province.drawing import shade
from service.province.service import Place
from service.province.shapes import BadShapes
from service.web.app import create_app

SQUARE = [[105.0, 19.0], [105.1, 19.0], [105.1, 19.1], [105.0, 19.0]]


def place(**given):
    facts = {
        "code": "1", "name": "Xã Một", "latitude": 19.0, "longitude": 105.0, "scored": 100, "listed": 10,
        "expected": 2.0, "expected_listed": 0.5, "open_cases": 8, "managed": 6, "not_scored": 0, "not_recorded": 0.1,
    }  # fmt: skip
    return Place(**{**facts, **given})


def shapes_file(folder, geometry, properties):
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (folder / "communes.geojson").write_text(text, encoding="utf-8")


def test_the_overview_adds_up_to_the_run(finished_run):
    overview = pl.read_parquet(finished_run.kept / "province.parquet")
    scores = pl.read_parquet(finished_run.kept / "scores.parquet")
    rows = pl.read_parquet(finished_run.kept / "priority_list.parquet")
    assert overview["scored"].sum() == scores.height
    assert overview["listed"].sum() == rows.height
    assert overview["expected"].sum() == pytest.approx(scores.filter(~pl.col("all_in_care"))["risk"].sum())
    assert overview["expected_listed"].sum() == pytest.approx(rows["risk"].sum())
    assert (overview["managed"] <= overview["open_cases"]).all()


def test_shares_of_a_commune():
    told = {name: told_value(measure, place()) for name, measure in MEASURES.items()}
    assert told == {"need": 0.02, "coverage": 0.25, "managed": 0.75, "gaps": 0.1}


def test_what_rests_on_a_few_is_not_told():
    assert told_value(MEASURES["coverage"], place(listed=4)) is None
    assert told_value(MEASURES["managed"], place(open_cases=3, managed=1)) is None
    assert told_value(MEASURES["managed"], place(managed=None)) is None
    assert shade(None, (0.1, 0.2, 0.3)) == "none"


@pytest.mark.parametrize(("value", "expected"), [(0.05, "m0"), (0.1, "m1"), (0.25, "m2"), (0.9, "m3")])
def test_a_darker_shade_begins_at_its_step(value, expected):
    assert shade(value, (0.1, 0.2, 0.3)) == expected


def test_boundaries_come_from_the_operators_file(tmp_path):
    assert read_shapes(tmp_path) is None
    shapes_file(tmp_path, {"type": "Polygon", "coordinates": [SQUARE]}, {"commune_code": "1"})
    assert read_shapes(tmp_path).box == (105.0, 19.0, 105.1, 19.1)


@pytest.mark.parametrize(
    ("geometry", "properties"),
    [
        ({"type": "Point", "coordinates": [105, 19]}, {"commune_code": "1"}),
        ({"type": "Polygon", "coordinates": [SQUARE]}, {"name": "no code"}),
        ({"type": "Polygon", "coordinates": [[["x", "y"]]]}, {"commune_code": "1"}),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_in_words(tmp_path, geometry, properties):
    shapes_file(tmp_path, geometry, properties)
    with pytest.raises(BadShapes) as told:
        read_shapes(tmp_path)
    assert "communes.geojson" in told.value.message("en")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_every_measure(finished_run, measure, language):
    client = client_for(create_app(finished_run.kept.parents[1]), "planner")
    page = client.get(f"/province?show={measure}&lang={language}")
    assert page.status_code == 200
    assert MEASURES[measure].says.in_(language) in unescape(page.text)
    assert page.text.count("<circle") > 4


def test_the_map_uses_the_operators_boundaries(finished_run):
    home = finished_run.kept.parents[1]
    code = pl.read_parquet(finished_run.kept / "communes.parquet")["commune_code"][0]
    shapes_file(home, {"type": "MultiPolygon", "coordinates": [[SQUARE]]}, {"commune_code": code})
    try:
        page = client_for(create_app(home), "planner").get("/province?lang=en")
    finally:
        (home / "communes.geojson").unlink()
    assert "<path" in page.text
