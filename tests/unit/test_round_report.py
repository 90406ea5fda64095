"""A round's report: self-contained, in both languages, and no few can be told from it."""

import datetime as dt
import json
import math
import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.evaluation.bootstrap import Estimate
from models.recording import ClassRecording
from outreach.rounds import learn_from
from service.report.round_page import RoundFacts, record, render, told_parts
from service.report.round_words import WORDS

DAY = dt.date(2026, 1, 16)
TYPES = {
    "risk": pl.Float64, "cost_min": pl.Int64, "attempt": pl.Int64, "visited_on": pl.Date, "minutes": pl.Int64, "propensity": pl.Float64,
    "help_accepted": pl.Boolean,
}  # fmt: skip
BANDS = ("high", "raised", "moderate", "low")


def frame(columns):
    return pl.DataFrame(columns, schema={name: TYPES.get(name, pl.String) for name in columns})


def facts(households=120, found_every=3, **more):
    entries = frame({
        "household_id": [f"H{i}" for i in range(households)],
        "team_id": [f"T{i % 3}" for i in range(households)],
        "risk": [0.1] * households,
        "band": [BANDS[i % 2] for i in range(households)],
        "chosen_for": ["risk"] * households,
        "cost_min": [60] * households,
        "propensity": [None] * households,
    })  # fmt: skip
    visits = frame({
        "household_id": entries["household_id"],
        "attempt": [1] * households,
        "visited_on": [DAY] * households,
        "outcome": ["reached" if i % 10 else "absent" for i in range(households)],
        "finding": [("circumstance" if i % found_every == 1 else "none") if i % 10 else None for i in range(households)],
        "minutes": [45] * households,
        "help_accepted": [i % 2 == 0 for i in range(households)],
    })  # fmt: skip
    groups = entries.select("household_id", region=pl.lit("3"))
    asked = {"list_id": "L1", "version": 3, "as_of": DAY, "teams": {"T0": "Tổ <b>Xốp</b>"}, "conflicts": 0,
             "overrides": {"nomination": 2, "put_off": 7, "dispute": 0, "open": 1},
             "found": learn_from(entries, visits, groups, {"T0": 3000.0, "T1": 3000.0})}  # fmt: skip
    return RoundFacts(**{**asked, **more})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_stands_alone_and_is_the_same_each_time(language):
    page = render(facts(), language)
    assert page == render(facts(), language)
    assert f'<html lang="{language}">' in page
    assert not re.search(r"(src|href)=|https?://|<script", page)
    assert "Tổ &lt;b&gt;Xốp" in page


def test_counts_of_a_few_are_not_told():
    told = record(facts())
    assert told["overrides"] == {"nomination": "< 5", "put_off": 7, "dispute": 0, "open": "< 5"}
    assert "&lt; 5" in render(facts(), "vi")
    json.dumps(told, default=str)


@settings(deadline=None, max_examples=25)
@given(households=st.integers(0, 60), found_every=st.integers(2, 40))
def test_a_hidden_count_cannot_be_worked_out_from_the_others(households, found_every):
    for kind, parts in facts(households, found_every).found.parts.items():
        shown = told_parts(kind, parts, "en")
        for name in ("reached", "found"):
            hidden = [part for part in shown if not part.counts[name].isdigit()]
            others = {part.counts[name] for part in shown} - {part.counts[name] for part in hidden}
            assert len(hidden) != 1 or others <= {"0"}, "where all others are nobody, the whole is a few too"
        for part in shown:
            if not part.counts["found"].isdigit():
                assert part.share.value is None


def test_a_round_without_visits_says_so():
    bare = facts(households=0)
    assert "L1" in render(bare, "vi")
    assert record(bare)["whole"]["found_share"]["value"] is None


NOTHING, UNKNOWN = Estimate(0.0, 0.0, 0.0), Estimate(math.nan, math.nan, math.nan)
REGISTER = (
    ClassRecording("near", 640, 71, 60, Estimate(0.85, 0.77, 0.92), NOTHING, "not_enough_visits", 0),
    ClassRecording("remote", 30, 3, 2, UNKNOWN, NOTHING, "not_enough_visits", 210),
)


def test_it_tells_how_complete_the_register_is_or_how_many_visits_it_takes_to_say():
    page = render(facts(recording=REGISTER), "en")
    assert "the register holds about 85 in 100 cases (77 to 92)" in page
    assert "about 210 more are needed" in page
    near, remote = record(facts(recording=REGISTER))["recording"]
    assert near["completeness"] == {"value": 0.85, "low": 0.77, "high": 0.92}
    assert (remote["completeness"], remote["findings"], remote["more_visits_needed"]) == (None, "< 5", 210)


def test_without_the_snapshot_it_says_that_it_cannot_tell_of_the_register():
    assert WORDS["no_recording"].vi in render(facts(), "vi")
    assert record(facts())["recording"] is None
