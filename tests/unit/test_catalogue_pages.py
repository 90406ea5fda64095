"""The feature catalogue for people: what stands in it, and each feature's table in the model of a run."""

from html import unescape

import numpy as np
import pytest
from signed_in import client_for

from features.catalogue import CATALOGUE
from models.tables import Shape
from service.catalogue import bins_of, not_recorded
from service.scores import Runs
from service.web.app import create_app
from service.web.catalogue_pages import THEMES


@pytest.fixture(scope="module")
def home(finished_run):
    return finished_run.kept.parents[1]


@pytest.fixture(scope="module")
def client(home):
    return client_for(create_app(home), "analyst")


@pytest.fixture(scope="module")
def run(home):
    return Runs(home).get()


def test_every_household_stands_in_one_bin_or_is_not_recorded(run):
    feature = CATALOGUE["most_absent_days"]
    found = bins_of(run, feature, Shape(feature.name, np.array([4.5, 20.5]), np.array([-0.1, 0.2, 0.5])))
    assert sum(b.households for b in found) == len(run.ids)
    assert sum(b.share for b in found) == pytest.approx(1.0)
    assert found[-1].label.en == "not recorded"
    assert found[-1].share == pytest.approx(not_recorded(run)[feature.name])
    assert found[-1].score == 0.0


def test_themes_have_words():
    assert set(THEMES) == {f.theme for f in CATALOGUE.values()}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_catalogue_shows_every_feature(client, language):
    text = unescape(client.get(f"/features?lang={language}").text)
    for feature in CATALOGUE.values():
        assert feature.label.in_(language) in text


@pytest.mark.parametrize("name", [name for i, name in enumerate(CATALOGUE) if i % 9 == 0])
def test_a_features_page_says_what_it_declares(client, name):
    page = client.get(f"/features/{name}?lang=en")
    assert page.status_code == 200
    assert CATALOGUE[name].source.en in unescape(page.text)


def test_an_unknown_feature_is_told_in_words(client):
    page = client.get("/features/nothing?lang=en")
    assert page.status_code == 404
    assert "The catalogue has no feature of this name." in page.text
