"""Who may let a model serve, and what stands after promotions and rollbacks."""

import pytest

from models.decisions import ROLLED_BACK, Decision, PromotionNotAllowed, accepted_checks, standing


def decision(model, act="promoted"):
    return Decision(model, "Nguyễn Thị An", "vì tốt hơn", "2026-11-24T08:00:00+00:00", {}, act)


def check(number, verdict):
    return {
        "number": number,
        "name": f"c{number}",
        "verdict": verdict,
        "text": {"vi": f"mục {number}", "en": f"no. {number}"},
    }


def test_a_rollback_undoes_the_last_promotion():
    first, second = decision("a"), decision("b")
    assert [d.model for d in standing([first, second])] == ["b", "a"]
    back = decision("a", ROLLED_BACK)
    assert standing([first, second, back]) == [back]
    again = decision("c")
    assert standing([first, second, back, again]) == [again, back]


def test_a_failed_check_blocks_whatever_is_accepted():
    with pytest.raises(PromotionNotAllowed) as refused:
        accepted_checks("m", [check(1, "passed"), check(3, "failed")], {"03": "tôi chấp nhận"})
    assert refused.value.exit_code == 4
    assert "mục 3" in refused.value.message("vi")


def test_missing_evidence_needs_words_check_by_check():
    checks = [check(1, "passed"), check(5, "not_enough_evidence"), check(6, "not_enough_evidence")]
    for accepted in ({}, {"05": "ít nhóm"}, {"05": "ít nhóm", "6": "  "}):
        with pytest.raises(PromotionNotAllowed, match="06"):
            accepted_checks("m", checks, accepted)
    assert accepted_checks("m", checks, {"5": "ít nhóm", "06": "ít xã xa"}) == {"05": "ít nhóm", "06": "ít xã xa"}


@pytest.mark.parametrize("key", ["1", "9", "five"])
def test_only_what_waits_can_be_accepted(key):
    with pytest.raises(PromotionNotAllowed):
        accepted_checks("m", [check(1, "passed"), check(5, "not_enough_evidence")], {"5": "ít", key: "được"})


def test_a_model_without_recorded_checks_may_not_serve():
    with pytest.raises(PromotionNotAllowed):
        accepted_checks("m", [], {})
