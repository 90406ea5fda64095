"""Check 6: no smaller group's children are found much less often than all children.

The largest group of an attribute, and "not recorded", are shown and not judged: they make up most of the whole. The
interval of each group is widened for the number of groups that are judged (Bonferroni). It comes of draws of households
and of whole communes, the wider of the two.

One list for a whole province finds less of a group whose need is rarer or harder to see in the record, even where risks
are right for everybody. The limit isn't lowered for that: what a group loses is the same. What the model can't mend a
policy can, by a floor for the group's communes or a longer list; the verdict says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.vocabulary.language import LANGUAGES, Text
from models.evaluation.bootstrap import LEVEL
from models.evaluation.groups import FEWEST_POSITIVES, NOT_RECORDED, GroupFigures
from models.explanation.numbers import decimals

from .evidence import Evidence
from .result import CheckResult, Verdict
from .several import widening

NUMBER, NAME = 6, "group_recall"
UNKNOWN = Text("chưa biết", "not known")
REMEDY = Text(
    " Một danh sách chung cho cả tỉnh đến được ít hơn ở nhóm mà nhu cầu hiếm hơn hoặc sổ ghi ít dấu hiệu hơn, kể cả "
    "khi nguy cơ được nói đúng. Người lập kế hoạch có thể giữ chỗ cho nhóm này bằng mức sàn (`[[floor]]`) trong tệp "
    "chính sách, hoặc lập danh sách dài hơn; người phân tích có thể xem nhóm này còn thiếu ghi chép nào.",
    " One list for a whole province finds less of a group whose need is rarer or shows less in the record, even where "
    "risks are right. A planner can keep places for the group by a floor (`[[floor]]`) in the policy file, or make the "
    "list longer; an analyst can look for what isn't recorded of it.",
)
NOTHING = Text("Chưa có số liệu theo nhóm.", "There are no figures by group.")


def run(evidence: Evidence) -> CheckResult:
    """Hold the lowest ratio of a group's recall to the whole against the limit."""
    limit = evidence.limits.least_group_recall
    judged = judged_groups(evidence.groups)
    if not judged:
        return CheckResult(NUMBER, NAME, "not_enough_evidence", None, limit, NOTHING)
    known = [g for g in judged if g.positives >= FEWEST_POSITIVES]
    failed = [g for g in known if g.recall_ratio.value < limit and _upper_end(g, len(known)) < 1]
    verdict: Verdict = "failed" if failed else "passed" if len(known) == len(judged) else "not_enough_evidence"
    lowest = min(known, key=lambda g: g.recall_ratio.value, default=None)
    named = {
        language: ", ".join(
            f"{g.attribute} {g.group} ({decimals(g.recall_ratio.value, language, 2)})"
            for g in failed or ([lowest] if lowest else [])
        )
        or UNKNOWN.in_(language)
        for language in LANGUAGES
    }
    unknown = len(judged) - len(known)
    remedy = REMEDY if failed else Text("", "")
    return CheckResult(
        NUMBER, NAME, verdict, lowest.recall_ratio.value if lowest else None, limit,
        Text(
            f"Thấp nhất so với toàn bộ: {named['vi']}; {unknown} trong {len(judged)} nhóm chưa đủ "
            f"30 hộ có trường hợp để đánh giá.{remedy.vi}",
            f"Lowest against the whole: {named['en']}; {unknown} of {len(judged)} groups have under 30 "
            f"households with an outcome and aren't judged.{remedy.en}",
        ),
    )  # fmt: skip


def judged_groups(groups: Sequence[GroupFigures]) -> list[GroupFigures]:
    """Return the groups that are judged: of each attribute all but the largest and "not recorded"."""
    largest: dict[str, GroupFigures] = {}
    for g in groups:
        if g.group != NOT_RECORDED and g.households > getattr(largest.get(g.attribute), "households", 0):
            largest[g.attribute] = g
    return [g for g in groups if g.group != NOT_RECORDED and g is not largest.get(g.attribute)]


def _upper_end(group: GroupFigures, judged: int) -> float:
    """Return the upper end of a group's ratio, widened on the log scale for the number of groups judged."""
    ratio = group.recall_ratio
    if ratio.value <= 0 or math.isnan(ratio.high):
        return ratio.high if not math.isnan(ratio.high) else math.inf
    return ratio.value * (max(ratio.high, ratio.value) / ratio.value) ** widening(judged, LEVEL)
