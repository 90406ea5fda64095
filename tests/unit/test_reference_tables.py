"""The packaged reference tables agree with the contract and say where they come from."""

from datetime import date

from data.contract import TABLES
from data.reference.circumstances import FAMILY_NAMES, read_groups
from data.reference.communes import read_communes
from data.reference.poverty_standards import read_standards, standard_on
from data.reference.published_figures import read_figures


def test_there_are_130_units_as_published():
    units = read_communes()
    figures = read_figures()
    assert units["code"].is_unique().all()
    assert (units["unit_type"] == "commune").sum() == figures["communes"].value
    assert (units["unit_type"] == "ward").sum() == figures["wards"].value


def test_groups_are_those_of_the_contract():
    choices = TABLES["circumstances"].columns["category"].choices
    assert {group.category: group.letter for group in read_groups()} == choices
    assert {group.family for group in read_groups()} == set(FAMILY_NAMES)


def test_states_that_a_visit_cannot_prevent():
    assert [group.number for group in read_groups() if not group.visit_can_prevent] == [1, 4, 5]


def test_the_standard_of_a_day():
    assert standard_on(date(2026, 12, 31)).standard == "ND07/2021"
    assert standard_on(date(2027, 1, 1)).standard == "ND351/2025"
    assert standard_on(date(2019, 1, 1)).standard == "ND07/2021"
    assert [s.standard for s in read_standards()] == list(TABLES["poverty_assessments"].columns["standard"].choices)


def test_every_figure_has_a_source_and_a_day():
    for figure in read_figures().values():
        assert figure.source.strip()
        assert figure.as_of <= date(2025, 12, 31)
