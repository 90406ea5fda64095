"""What becomes of a visit that a workbook offers, cell by cell."""

import pytest

from service.visits.merging import Standing, decide

EMPTY = {"outcome": None, "finding": None, "services": None}


def told(**cells):
    return EMPTY | cells


FIRST = Standing(1, told(outcome="reached", finding="none"))
SECOND = Standing(2, told(outcome="reached", finding="needs"))


@pytest.mark.parametrize(
    ("offered", "base", "standing", "kind", "content"),
    [
        pytest.param(told(outcome="absent"), None, None, "recorded", told(outcome="absent"), id="nothing stood"),
        pytest.param(FIRST.content, None, FIRST, "unchanged", FIRST.content, id="the same workbook twice"),
        pytest.param(FIRST.content, FIRST, FIRST, "unchanged", FIRST.content, id="prefilled and left alone"),
        pytest.param(
            told(outcome="reached", finding="needs"), FIRST, FIRST, "corrected", SECOND.content,
            id="a workbook that knew what stands corrects it",
        ),
        pytest.param(
            told(outcome="reached"), FIRST, FIRST, "corrected", told(outcome="reached"),
            id="and may take a cell back",
        ),
        pytest.param(FIRST.content, FIRST, SECOND, "unchanged", SECOND.content, id="an old value nobody touched"),
        pytest.param(
            told(outcome="reached", finding="circumstance"), FIRST, SECOND, "conflict", SECOND.content,
            id="an older workbook doesn't overwrite",
        ),
        pytest.param(
            told(outcome="absent"), None, FIRST, "conflict", FIRST.content, id="nor does one that knew of nothing"
        ),
        pytest.param(
            told(outcome="reached", services="sách vở"), None, FIRST, "filled_in",
            told(outcome="reached", finding="none", services="sách vở"), id="what was empty is filled in",
        ),
    ],
)  # fmt: skip
def test_each_case(offered, base, standing, kind, content):
    decision = decide(offered, base, standing)
    assert (decision.kind, decision.content) == (kind, dict(content))


def test_a_conflict_says_what_stands_and_what_was_offered():
    decision = decide(told(outcome="absent", finding="none"), None, FIRST)
    assert decision.differs == {"outcome": ("reached", "absent")}


def test_a_cell_that_could_not_be_read_changes_nothing():
    decision = decide(told(outcome="reached"), FIRST, FIRST, frozenset({"finding"}))
    assert decision.kind == "unchanged"
