"""Disputes, nominations and put-offs are answered, and never counted by person."""

import ast
from pathlib import Path

import pytest
from listed import moment, person

from data.vocabulary.errors import WrongUse
from features.catalogue import CATALOGUE
from service import disputes
from service.disputes.service import NoOverride, NoSuchReason

ROOT = Path(__file__).parents[2]
FEATURE = next(iter(CATALOGUE))


def said(engine, household="H1", **more):
    an = person(engine, "An").named
    return disputes.dispute(engine, household, reason="Cháu đã đi học lại", person_id=an, at=moment().at, **more)


def test_a_dispute_waits_until_it_is_answered(database):
    first, second = said(database, feature=FEATURE), said(database, "H2")
    assert [entry.override_id for entry in disputes.ledger(database, only_open=True)] == [first, second]
    ha = person(database, "Hà").named
    disputes.answer(database, first, decision="corrected", reason="Đã sửa", person_id=ha, at=moment().at)
    assert [entry.override_id for entry in disputes.ledger(database, only_open=True)] == [second]
    entry = disputes.ledger(database, household_id="H1")[0]
    assert (entry.by, entry.feature, entry.answers[0]["by"], entry.answers[0]["decision"]) == (
        "An", FEATURE, "Hà", "corrected",
    )  # fmt: skip


def test_later_answers_stand_beside_earlier_ones(database):
    number, ha = said(database), person(database, "Hà").named
    for decision in ("explained", "corrected"):
        disputes.answer(database, number, decision=decision, reason="Vì", person_id=ha, at=moment().at)
    assert [a["decision"] for a in disputes.ledger(database)[0].answers] == ["explained", "corrected"]


def test_what_cannot_be_is_refused(database):
    ha = person(database, "Hà").named
    with pytest.raises(NoSuchReason):
        said(database, feature="no_such_feature")
    with pytest.raises(NoOverride):
        disputes.answer(database, 99, decision="explained", reason="Vì", person_id=ha, at=moment().at)
    with pytest.raises(WrongUse):
        disputes.answer(database, said(database), decision="blamed", reason="Vì", person_id=ha, at=moment().at)
    with pytest.raises(WrongUse):
        disputes.dispute(database, "H1", reason=" ", person_id=ha, at=moment().at)


COUNTING = {"group_by", "groupby", "over", "Counter", "partition_by", "value_counts", "pivot", "n_unique"}


def test_nothing_aggregates_by_person():
    """No grouping anywhere names the person of an override, a visit, a hand-out or an answer."""
    person_columns = {"person_id", "by", "recorded_by"}
    grouped = []
    for package in ("outreach", "service"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if getattr(called, "attr", getattr(called, "id", "")) in COUNTING:
                    told = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                    told |= {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                    if told & person_columns:
                        grouped.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert grouped == []
